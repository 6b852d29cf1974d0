"""A file → a submission, or the list of everything wrong with it."""
