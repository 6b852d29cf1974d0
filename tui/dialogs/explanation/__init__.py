"""Score explanation (依据): formula, values with their places, clause, decision."""
