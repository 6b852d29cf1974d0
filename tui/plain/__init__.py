"""Numbered menus in plain lines, for screen readers and terminals that cannot show the UI."""
