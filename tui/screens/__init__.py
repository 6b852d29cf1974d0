"""The screens; each topic has a folder with ``screen.py`` (behaviour) and ``content.py`` (what it shows)."""
