"""What a rule is (:mod:`~kaoping_core.rules.base`), and the standard rules, one a file."""
