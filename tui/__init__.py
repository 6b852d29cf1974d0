"""The terminal UI: the office's desk, over a thin line. One of two faces of ``kaoping_core.service``."""
