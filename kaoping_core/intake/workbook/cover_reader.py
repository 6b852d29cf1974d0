"""Reads the cover sheet: evaluator, signature and seal."""

from __future__ import annotations

from datetime import date

from kaoping_core.intake.cell_parsing import (
    UnparsableCellError,
    cell_text,
    describe_cell,
    is_dash,
    parse_date,
    strip_invisible,
)
from kaoping_core.intake.workbook.cover_rows import NO, ROWS, VALUE, YES
from kaoping_core.intake.workbook.layout import WorkbookLayout
from kaoping_core.intake.workbook.table_locator import LocatedTable, SheetProblemCollector
from kaoping_core.model.submissions import Signature
from kaoping_core.scheme.names import normalise_name
from kaoping_core.xlsx.read.sheets import RawCell

_SEAL_ANSWERS = {
    YES: True,
    "已盖章": True,
    "已签字盖章": True,
    "√": True,
    NO: False,
    "未盖章": False,
    "×": False,
}


def read_signature(
    table: LocatedTable | None, plan: WorkbookLayout, problems: SheetProblemCollector
) -> Signature | None:
    """Read the signature; None when its rows are empty."""
    if table is None:
        return None
    problems.sheet = table.raw.name
    if VALUE not in table.columns:
        problems.add(table.corner, f"缺少编号“{VALUE}”的列", "模板里的编号")
        return None
    rows = _rows(table, problems)
    _check(table, rows, "evaluator", plan.evaluator, problems)
    _check(table, rows, "year", str(plan.year), problems)
    by, on, sealed = (_cell(table, rows, key) for key in ("signed.by", "signed.on", "signed.sealed"))
    if by is None and on is None and sealed is None:
        return None
    return Signature(
        _text(table, rows, by, problems),
        _day(table, rows, on, problems),
        _seal(table, rows, sealed, problems),
    )


def _rows(table: LocatedTable, problems: SheetProblemCollector) -> dict[str, int]:
    rows: dict[str, int] = {}
    for row, key in sorted(table.rows.items()):
        if key not in ROWS:
            continue
        if key in rows:
            problems.add((row, table.corner[1]), f"“{ROWS[key][0]}”有两行", "只有一行")
        rows.setdefault(key, row)
    for key, (label, _) in ROWS.items():
        if key not in rows:
            problems.add(None, f"缺少“{label}”一行", f"第一列是“{key}”")
    return rows


def _cell(table: LocatedTable, rows: dict[str, int], key: str) -> RawCell | None:
    cell = table.cell(rows[key], VALUE) if key in rows else None
    return None if cell is None or (cell.kind == "text" and is_dash(cell.text)) else cell


def _check(
    table: LocatedTable, rows: dict[str, int], key: str, expected: str, problems: SheetProblemCollector
) -> None:
    if key not in rows:
        return
    cell = table.cell(rows[key], VALUE)
    try:
        read = cell_text(cell) if cell else ""
    except UnparsableCellError:
        read = describe_cell(cell) if cell else ""
    if normalise_name(read) != normalise_name(expected):
        problems.add(table.place(rows[key], VALUE), f"{ROWS[key][0]}是“{read}”", f"“{expected}”")


def _text(
    table: LocatedTable, rows: dict[str, int], cell: RawCell | None, problems: SheetProblemCollector
) -> str:
    if cell is None:
        return ""
    try:
        return cell_text(cell)
    except UnparsableCellError as error:
        problems.add(table.place(rows["signed.by"], VALUE), f"读到 {describe_cell(cell)}", str(error))
        return ""


def _day(
    table: LocatedTable, rows: dict[str, int], cell: RawCell | None, problems: SheetProblemCollector
) -> date | None:
    if cell is None:
        return None
    try:
        return parse_date(cell, since_1904=table.raw.since_1904)
    except UnparsableCellError as error:
        problems.add(table.place(rows["signed.on"], VALUE), f"读到 {describe_cell(cell)}", str(error))
        return None


def _seal(
    table: LocatedTable, rows: dict[str, int], cell: RawCell | None, problems: SheetProblemCollector
) -> bool:
    if cell is None:
        return False
    said = _SEAL_ANSWERS.get(strip_invisible(cell.text)) if cell.kind == "text" else None
    if said is None:
        problems.add(table.place(rows["signed.sealed"], VALUE), f"读到 {describe_cell(cell)}", f"{YES}或{NO}")
    return bool(said)
