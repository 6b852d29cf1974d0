"""A result → document, text; the result workbook and the bulletin. Nothing here computes a score."""
