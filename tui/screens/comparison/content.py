"""Two units' scores as a table. Nothing is worked out here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tui.widgets.table.data import Cell, Column, Row, TableData, Tone

ONE, OTHER = "one", "other"
SECTION = "section:"
"""Begins the keys of rows that are sections; others are ids of indicators."""
View = Mapping[str, Any]
"""What the core says of two units: see ``pair_view``."""


def pair_table(view: View) -> TableData:
    """Total, sections and indicators of two units, what differs most first."""
    if not view:
        return TableData(empty="按 u、c 选两个同组的单位")
    totals = view["totals"]
    columns = (
        Column("name", "项目"),
        Column(ONE, view[ONE], note=totals["one_rank"], number=True, width=12),
        Column(OTHER, view[OTHER], note=totals["other_rank"], number=True, width=12),
        Column("difference", "差", number=True),
        Column("weight", "权重", number=True),
        Column("section", "部分", grows=True),
    )
    return TableData(columns, tuple(_rows(view)))


def _rows(view: View) -> Iterator[Row]:
    yield _row(SECTION, "总分", view["totals"], {}, tone="strong")
    for each in view["sections"]:
        key = f"{SECTION}{each['section']}"
        yield _row(key, each["section"], each, {"weight": each["full"], "section": "小计"}, tone="strong")
    for each in view["indicators"]:
        yield _row(each["id"], each["name"], each, each)


def _row(key: str, name: str, row: View, about: View, *, tone: Tone = "") -> Row:
    """A row; keys of rows say what Enter opens."""
    return Row(
        key,
        (
            Cell(name),
            *(_score(row, side) for side in (ONE, OTHER)),
            Cell(row["difference"], tone=_tone(row["ahead"])),
            Cell(about.get("weight", "")),
            Cell(about.get("section", ""), tone="quiet"),
        ),
        tone=tone,
    )


def _score(row: View, side: str) -> Cell:
    return Cell(row[side], mark=row.get(f"{side}_mark", ""))


def _tone(ahead: str) -> Tone:
    """Signs say it too."""
    return "good" if ahead == ONE else "bad" if ahead == OTHER else "quiet"
