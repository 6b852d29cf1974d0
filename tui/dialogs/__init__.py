"""Dialogs over a screen; Esc closes a dialog and leaves the screen unchanged."""
