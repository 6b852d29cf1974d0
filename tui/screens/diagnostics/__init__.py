"""Versions, paths and terminal for support (自检)."""
