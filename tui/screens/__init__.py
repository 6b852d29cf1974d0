"""The screens, one a file; each stands with one line in ``tui/registry.py``."""
