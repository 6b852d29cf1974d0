"""Fixtures of this folder: see ``tests/support/plugin_wreck.py``."""

from __future__ import annotations

from tests.support.plugin_wreck import expected, filled_template, indicators_of, reported, wreck

__all__ = ["expected", "filled_template", "indicators_of", "reported", "wreck"]
