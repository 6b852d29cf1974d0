"""A group as a table of scores (结果)."""
