"""Content of the comparison: two units' scores as a table. Computes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping_core.pages.schema import ComparedPoints, ComparisonPage
from tui.widgets.table.data import TableCell, TableColumn, TableData, TableRow, Tone

LEFT, RIGHT = "one", "other"
SECTION = "section:"
"""Begins the keys of rows that are sections; others are ids of indicators."""


def comparison_table(view: ComparisonPage | None) -> TableData:
    """Return total, sections and indicators of two units, largest difference first."""
    if not view:
        return TableData(empty="按 u、c 选两个同组的单位")
    totals = view["totals"]
    columns = (
        TableColumn("name", "项目"),
        TableColumn(LEFT, view["one"], note=totals["one_rank"], number=True, width=12),
        TableColumn(RIGHT, view["other"], note=totals["other_rank"], number=True, width=12),
        TableColumn("difference", "差", number=True),
        TableColumn("weight", "权重", number=True),
        TableColumn("section", "部分", grows=True),
    )
    return TableData(columns, tuple(_rows(view)))


def _rows(view: ComparisonPage) -> Iterator[TableRow]:
    yield _row(SECTION, "总分", view["totals"], tone="strong")
    for section in view["sections"]:
        key = f"{SECTION}{section['section']}"
        yield _row(key, section["section"], section, section["full"], "小计", tone="strong")
    for indicator in view["indicators"]:
        flags = indicator["one_mark"], indicator["other_mark"]
        yield _row(
            indicator["id"],
            indicator["name"],
            indicator,
            indicator["weight"],
            indicator["section"],
            flags=flags,
        )


def _row(
    key: str,
    name: str,
    points: ComparedPoints,
    weight: str = "",
    section: str = "",
    *,
    flags: tuple[str, str] = ("", ""),
    tone: Tone = "",
) -> TableRow:
    """Return a row; its key says what Enter opens."""
    return TableRow(
        key,
        (
            TableCell(name),
            TableCell(points["one"], mark=flags[0]),
            TableCell(points["other"], mark=flags[1]),
            TableCell(points["difference"], tone=_tone(points["ahead"])),
            TableCell(weight),
            TableCell(section, tone="quiet"),
        ),
        tone=tone,
    )


def _tone(ahead: str) -> Tone:
    """Return the tone of a difference; its sign says the same."""
    return "good" if ahead == LEFT else "bad" if ahead == RIGHT else "quiet"
