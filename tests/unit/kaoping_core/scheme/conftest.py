"""Fixtures of this folder: see ``tests/support/configuration.py``."""

from __future__ import annotations

from tests.support.configuration import documents

__all__ = ["documents"]
