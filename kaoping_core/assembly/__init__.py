"""Scheme + entries + rules → result. Pure: no clock, no file, no database."""
