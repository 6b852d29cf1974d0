"""Scrollable text with a cursor on paragraphs; wraps Chinese text."""
