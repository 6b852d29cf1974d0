"""Numbered menus in plain lines: for screen readers, for terminals that can do no better, and where the UI does not start."""
