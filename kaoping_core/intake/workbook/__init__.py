"""Submissions as workbooks: the template that an evaluator fills in, and reading what comes back."""
