"""One-line widgets: tabs, keys, choices, status."""
