"""Whole-county cases: submissions with the result that was worked out independently of the project."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
"""The checkout, which is a site."""
CASES = ROOT / "tests" / "data" / "cases"
COUNTIES = sorted(path.name for path in CASES.iterdir())
NOW = datetime(2020, 1, 4, 9, 30, tzinfo=UTC)
"""When tests import submissions: before the deadline of 2019."""


def submissions_of(county: str) -> list[Path]:
    """The submissions of a whole-county case."""
    return sorted((CASES / county / "submissions").glob("*.json"))


def expected_of(county: str) -> dict[str, Any]:
    """The expected result of a whole-county case, worked out independently of the project."""
    loaded: dict[str, Any] = json.loads((CASES / county / "expected.json").read_text(encoding="utf-8"))
    return loaded
