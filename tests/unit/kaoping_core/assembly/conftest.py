"""Fixtures of this folder: see ``tests/support/counties.py``."""

from __future__ import annotations

from tests.support.counties import complete, county, worked_out

__all__ = ["complete", "county", "worked_out"]
