"""Fixtures of this folder: see ``tests/support/broken_site.py``."""

from __future__ import annotations

from tests.support.broken_site import broken_site, expected, filled_template, indicators_of, reported

__all__ = ["broken_site", "expected", "filled_template", "indicators_of", "reported"]
