"""Finds, checks and calls plugins, each by itself; the only floor that knows pluggy."""
