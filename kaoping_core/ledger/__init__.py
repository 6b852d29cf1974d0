"""Submissions, their revisions and recorded runs, in a database; nothing is ever overwritten."""
