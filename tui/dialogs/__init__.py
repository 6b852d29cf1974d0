"""Dialogs over a screen; Esc leaves each of them, the screen behind stays as it is."""
