"""Before Textual is imported: what the terminal is, what it can show, and words for one that shows nothing right."""
