"""Outputs of a Result: JSON document, texts, page data, workbook, bulletin. Nothing here computes a score."""
