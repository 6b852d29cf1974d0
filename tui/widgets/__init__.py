"""Widgets; they know neither screens nor application: data go down, messages go up."""
