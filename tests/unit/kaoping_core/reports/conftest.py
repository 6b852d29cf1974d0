"""Fixtures of this folder: see ``tests/support/result_pages.py``."""

from __future__ import annotations

from tests.support.result_pages import look_at, whole, without_office

__all__ = ["look_at", "whole", "without_office"]
