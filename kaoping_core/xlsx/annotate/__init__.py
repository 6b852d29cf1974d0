"""Adds comments, highlights and a problem sheet to a workbook; every other byte stays as it was."""
