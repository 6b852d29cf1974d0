"""Row types that several pages share: findings, problems, directions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypedDict

JsonObject = dict[str, Any]
"""An object as JSON was parsed; its keys are checked where it is read."""
Standing = Literal["complete", "complete_late", "partial", "missing", "overdue"]
"""How an evaluator stands against what it has to report and the deadline."""
Side = Literal["one", "other", ""]
"""Which of two compared units is ahead; empty for neither."""
Direction = Literal["up", "down", ""]
"""Whether a rank became better or worse; empty for neither."""

Page = Mapping[str, object]
"""Any page, where only its name and its JSON matter."""
Shade = int | None
"""One of six shades of a score rate, the palest 0; None without a rate."""
Share = int | None
"""Filled cells of a bar; None where there is nothing to draw."""


class FindingRow(TypedDict):
    """A finding with the group that it is about."""

    severity: str
    """Value of a :class:`~kaoping_core.model.findings.Severity`."""
    code: str
    word: str
    """The severity in Chinese."""
    message: str
    evaluator: str
    unit: str
    indicator: str
    group: str
    """Name of the group; empty for a finding without an indicator."""


class ProblemRow(TypedDict):
    """Something wrong with a file, with its place."""

    place: str
    message: str
    expected: str


class BlockingRow(TypedDict):
    """A finding that keeps a result from being final."""

    message: str
    evaluator: str
