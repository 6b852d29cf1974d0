"""Search within a widget: the matcher and its input field."""
