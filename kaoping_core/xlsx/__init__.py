"""Excel workbooks as files: opened without trusting them, written so that text stays text."""
