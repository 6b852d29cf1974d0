"""Widgets of the terminal UI: they know neither screens nor app; data go down, messages come up."""
