"""Warnings of the grid centre on its own columns."""

from __future__ import annotations

from collections.abc import Sequence

from kaoping_core.api import Finding, ScoredColumnView, Severity, format_decimal, hookimpl

from .case_score import REPEATED


@hookimpl
def findings(columns: Sequence[ScoredColumnView]) -> Sequence[Finding]:
    """Units on which the case file had rows twice; they counted once."""
    return [
        Finding(
            Severity.WARNING,
            "repeated_rows",
            f"案件表里有重复的行{format_decimal(count)}行，只算了一次",
            column.indicator.id,
            cell.unit,
        )
        for column in columns
        for cell in column.cells
        if not isinstance(count := cell.values.get(REPEATED, ""), str | tuple)
    ]
