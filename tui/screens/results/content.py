"""Content of the results: a group as a table, units down, indicators across, in four modes. Computes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal

from kaoping_core.pages.schema import GroupPage, GroupUnitRow, IndicatorData, ScoreCell, SummaryRow, TotalData
from tui.cell_text import cell_width, sanitise
from tui.widgets.table.data import TableCell, TableColumn, TableData, TableRow, Tone

Mode = Literal["score", "rate", "reported", "loss"]
TotalMode = Literal["score", "rate", "loss"]
MODES: Final[Mapping[Mode, str]] = {"score": "得分", "rate": "得分率", "reported": "报送值", "loss": "失分"}
"""Ways of looking, as the pages name them."""
UNIT, RANK, TOTAL, REMARK = "unit", "rank", "total", "remark"
"""Keys of columns."""
SECTION: Final = "section:"
"""Begins the key of a subtotal's column."""
EMPTY: Final = "还没有单位"

_TONES: Mapping[str, Tone] = {"缺": "bad", "？": "bad", "否": "bad", "暂": "warning"}
_WITHOUT_WEIGHT = "不占权重"
_NUMBER = re.compile(r"[+-]?[\d.,]+%?")
_NO_NUMBER = frozenset({"", "－", "不承担", "无"})
"""What stands in place of a number."""
_TEXT_CELLS = 16
_SHORT_TITLE = 12
"""Half of what fits into the two lines of a column that is as wide as its numbers ask for."""


def results_table(page: GroupPage, mode: Mode) -> TableData:
    """Return the table of a group's page."""
    units, indicators, footers = page["units"], page["indicators"], page["footers"]
    sections = [] if mode == "reported" else _sections(page)
    remarks = any(unit["remark"] for unit in units)
    columns = [
        TableColumn(UNIT, "单位"),
        TableColumn(RANK, "名次", number=True),
        TableColumn(TOTAL, f"总{MODES[mode]}" if mode in {"rate", "loss"} else "总分", number=True),
        *([TableColumn(REMARK, "说明", width=8)] if remarks else ()),
        *(_section_column(name, weight) for name, weight in sections),
        *_indicator_columns(indicators, units, mode),
    ]
    rows = [_row(unit, sections, mode, remarks=remarks) for unit in units]
    return TableData(
        tuple(columns),
        tuple(rows),
        tuple(_footer(footer, sections, mode, remarks=remarks) for footer in footers),
        empty=EMPTY,
    )


def indicator_of(page: GroupPage, column: str) -> str | None:
    """Return the indicator of a column."""
    return next((indicator["id"] for indicator in page["indicators"] if indicator["id"] == column), None)


def _sections(page: GroupPage) -> list[tuple[str, str]]:
    """Return the sections that have points, with their weights."""
    return [
        (span["section"], span["weight"])
        for span in page["spans"]
        if any(unit["sums"][span["section"]]["rate"] or _is_nonzero(unit["sums"][span["section"]]["score"])
               for unit in page["units"])
    ]  # fmt: skip


def _section_column(name: str, weight: str) -> TableColumn:
    """Return a subtotal column, wide enough for its section's name in two lines."""
    note = f"小计{weight}分" if _is_nonzero(weight) else "小计"
    cells = cell_width(sanitise(name))
    wide = cells // 2 + 1 if cells > 2 * _SHORT_TITLE else 0
    return TableColumn(SECTION + name, name, note, number=True, width=wide)


def _is_nonzero(points: str) -> bool:
    return bool(points.strip("0."))


def _indicator_columns(
    indicators: Sequence[IndicatorData], units: Sequence[GroupUnitRow], mode: Mode
) -> Iterator[TableColumn]:
    for position, indicator in enumerate(indicators):
        note = f"{indicator['weight']}分" if _is_nonzero(indicator["weight"]) else _WITHOUT_WEIGHT
        if mode == "reported":
            note = indicator["measure"] or note
        texts = {unit["cells"][position][mode] for unit in units}
        number = all(_NUMBER.fullmatch(text) or text in _NO_NUMBER or text.endswith("个值") for text in texts)
        yield TableColumn(
            indicator["id"], indicator["name"], note, number=number, width=0 if number else _TEXT_CELLS
        )


def _row(unit: GroupUnitRow, sections: Sequence[tuple[str, str]], mode: Mode, *, remarks: bool) -> TableRow:
    rank = "" if unit["rank"] is None else str(unit["rank"])
    remark = [TableCell(unit["remark"], tone="bad")] if remarks else []
    whole = _total_mode(mode)
    sums = [_sum(unit["sums"][name], whole) for name, _ in sections]
    cells = [_cell(cell, mode) for cell in unit["cells"]]
    total = _sum(unit["whole"], whole)
    return TableRow(unit["unit"], (TableCell(unit["unit"]), TableCell(rank), total, *remark, *sums, *cells))


def _total_mode(mode: Mode) -> TotalMode:
    """Return the mode of totals: reported values have none."""
    return "score" if mode == "reported" else mode


def _sum(sums: TotalData, mode: TotalMode) -> TableCell:
    return TableCell(sums[mode], shade=sums["shade"] if mode == "rate" else None)


def _cell(cell: ScoreCell, mode: Mode) -> TableCell:
    mark = cell.get("mark", "")
    shade = cell["shade"] if mode == "rate" else None
    return TableCell(cell[mode], shade=shade, mark=mark, tone=_TONES.get(mark, ""))


def _footer(
    footer: SummaryRow, sections: Sequence[tuple[str, str]], mode: Mode, *, remarks: bool
) -> TableRow:
    whole = _total_mode(mode)
    return TableRow(
        footer["kind"],
        (
            TableCell(footer["label"]),
            TableCell(),
            TableCell(footer["whole"][whole]),
            *([TableCell()] if remarks else ()),
            *(TableCell(footer["sums"][name][whole]) for name, _ in sections),
            *(TableCell(cell[mode]) for cell in footer["cells"]),
        ),
    )
