"""File chooser: files to import, and paths to save to."""
