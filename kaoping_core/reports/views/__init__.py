"""A result as pages to be looked at: plain JSON data, so that a screen that shows them computes nothing."""
