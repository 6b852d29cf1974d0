"""What is measured here is run when asked for: ``pytest -n 0 tests/bench -m benchmark --benchmark-enable``."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("benchmark")
