"""Excel files: bounded reading of untrusted files, annotation in place, writing."""
