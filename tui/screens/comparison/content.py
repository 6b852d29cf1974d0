"""Content of the comparison: two units' scores as a table. Computes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tui.widgets.table.data import TableCell, TableColumn, TableData, TableRow, Tone

LEFT, RIGHT = "one", "other"
SECTION = "section:"
"""Begins the keys of rows that are sections; others are ids of indicators."""
ComparisonView = Mapping[str, Any]
"""What the core says of two units: see ``pair_view``."""


def comparison_table(view: ComparisonView) -> TableData:
    """Return total, sections and indicators of two units, largest difference first."""
    if not view:
        return TableData(empty="按 u、c 选两个同组的单位")
    totals = view["totals"]
    columns = (
        TableColumn("name", "项目"),
        TableColumn(LEFT, view[LEFT], note=totals["one_rank"], number=True, width=12),
        TableColumn(RIGHT, view[RIGHT], note=totals["other_rank"], number=True, width=12),
        TableColumn("difference", "差", number=True),
        TableColumn("weight", "权重", number=True),
        TableColumn("section", "部分", grows=True),
    )
    return TableData(columns, tuple(_rows(view)))


def _rows(view: ComparisonView) -> Iterator[TableRow]:
    yield _row(SECTION, "总分", view["totals"], {}, tone="strong")
    for section in view["sections"]:
        key = f"{SECTION}{section['section']}"
        yield _row(
            key, section["section"], section, {"weight": section["full"], "section": "小计"}, tone="strong"
        )
    for indicator in view["indicators"]:
        yield _row(indicator["id"], indicator["name"], indicator, indicator)


def _row(key: str, name: str, row: ComparisonView, about: ComparisonView, *, tone: Tone = "") -> TableRow:
    """Return a row; its key says what Enter opens."""
    return TableRow(
        key,
        (
            TableCell(name),
            *(_score(row, side) for side in (LEFT, RIGHT)),
            TableCell(row["difference"], tone=_tone(row["ahead"])),
            TableCell(about.get("weight", "")),
            TableCell(about.get("section", ""), tone="quiet"),
        ),
        tone=tone,
    )


def _score(row: ComparisonView, side: str) -> TableCell:
    return TableCell(row[side], mark=row.get(f"{side}_mark", ""))


def _tone(ahead: str) -> Tone:
    """Return the tone of a difference; its sign says the same."""
    return "good" if ahead == LEFT else "bad" if ahead == RIGHT else "quiet"
