"""Locates an evaluator's tables by mark and ids, wherever rows and columns have moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import define, field, frozen

from kaoping_core.intake.cell_parsing import strip_invisible
from kaoping_core.intake.workbook.layout import FORMAT
from kaoping_core.model.problems import Problem
from kaoping_core.xlsx.read.sheets import CellPosition, RawCell, RawSheet, format_reference


@frozen
class TableMark:
    """Mark in the corner of a table."""

    format: str
    year: str
    evaluator: str
    sheet: str


def parse_mark(text: str) -> TableMark | None:
    """Parse the mark of a cell, if it holds one."""
    if not strip_invisible(text).startswith(FORMAT.partition("/")[0] + "/"):
        return None
    parts = strip_invisible(text).split("|")
    return TableMark(*parts) if len(parts) == 4 else None


@define
class SheetProblemCollector:
    """Collects problems at cells of one sheet."""

    file: str
    sheet: str
    found: list[Problem] = field(factory=list)

    def place(self, place: CellPosition | None = None) -> str:
        """Return a place: ``file!sheet!C7``, or the sheet."""
        return f"{self.file}!{self.sheet}" + (f"!{format_reference(place)}" if place else "")

    def add(self, place: CellPosition | None, message: str, expected: str = "") -> None:
        """Add a problem."""
        self.found.append(Problem(self.place(place), message, expected))


@frozen
class LocatedTable:
    """A located table: corner, columns and rows."""

    raw: RawSheet
    mark: TableMark
    corner: CellPosition
    columns: Mapping[str, int]
    """By id."""
    rows: Mapping[int, str]
    """What the first column says, by row; rows above the corner are left out."""

    def cell(self, row: int, column: str) -> RawCell | None:
        """Return the cell of a row in a column; None where it is empty or there is no such column."""
        number = self.columns.get(column)
        found = self.raw.cells.get((row, number)) if number else None
        return None if found is None or is_blank(found) else found

    def place(self, row: int, column: str) -> CellPosition:
        """Return the place of a row in a column; of the row's first cell without the column."""
        return row, self.columns.get(column, self.corner[1])


def is_blank(cell: RawCell) -> bool:
    """Whether a cell shows nothing."""
    return not cell.formula and cell.kind == "text" and not strip_invisible(cell.text)


def find_marks(sheet: RawSheet) -> Iterator[tuple[CellPosition, TableMark]]:
    """Return the positions of marks in a sheet."""
    for place, cell in sheet.cells.items():
        if cell.kind == "text" and (mark := parse_mark(cell.text)):
            yield place, mark


def locate_table(
    sheet: RawSheet,
    corner: CellPosition,
    mark: TableMark,
    ids: Iterable[str],
    problems: SheetProblemCollector,
) -> LocatedTable:
    """Read the table at a mark; ids that stand twice or are unknown become problems."""
    known = set(ids)
    columns: dict[str, int] = {}
    top, left = corner
    for (row, column), cell in sorted(sheet.cells.items()):
        if row != top or column == left or cell.kind != "text":
            continue
        text = "".join(strip_invisible(cell.text).split())
        if text in known and text in columns:
            again = format_reference((row, columns[text]))
            problems.add((row, column), f"编号“{text}”有两列", f"只有一列（另一列在 {again}）")
        elif text in known:
            columns[text] = column
        elif "#" in text:
            problems.add((row, column), f"不认识的编号“{text[:60]}”", "模板里的编号")
    rows = {
        row: strip_invisible(cell.text)
        for (row, column), cell in sheet.cells.items()
        if column == left and row > top and cell.kind == "text" and strip_invisible(cell.text)
    }
    return LocatedTable(sheet, mark, corner, columns, rows)
