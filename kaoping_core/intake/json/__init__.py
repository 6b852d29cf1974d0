"""Submissions as JSON: a strict parser and the reader on top of it."""
