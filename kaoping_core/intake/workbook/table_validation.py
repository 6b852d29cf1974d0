"""Validates a located table against its layout: columns, headings, units, merged cells, targets."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kaoping_core.intake.cell_parsing import UnparsableCellError, describe_cell, is_dash, parse_number
from kaoping_core.intake.workbook.layout import MEASURE, WEIGHT, SheetLayout, TemplateColumn, WorkbookLayout
from kaoping_core.intake.workbook.table_locator import LocatedTable, SheetProblemCollector, is_blank
from kaoping_core.scheme.names import SchemeNames, UnknownNameError, normalise_name
from kaoping_core.xlsx.read.sheets import CellPosition, RawCell

SUMS = frozenset(("合计", "小计", "总计", "平均", "平均值", "汇总"))
"""Rows that people add below a table; they are about no unit."""

MAX_PROBLEMS = 200
"""Problems of one sheet after which no further ones are looked for."""


class TableValidator:
    """Validates one table; cells with problems are not read as values."""

    def __init__(
        self, table: LocatedTable, plan: SheetLayout, book: WorkbookLayout, problems: SheetProblemCollector
    ) -> None:
        self._table = table
        self._plan = plan
        self._book = book
        self._problems = problems
        self._inputs = [column.id for column in plan.columns if column.role != "target"]
        self.wrong: set[CellPosition] = set()
        """Cells told to be wrong."""

    def unit_rows(self, names: SchemeNames) -> Mapping[str, int]:
        """Validate everything and return the row of each unit."""
        self._check_columns()
        self._check_headings()
        rows = self._find_units(names)
        self._check_nameless(rows)
        self._check_merged(rows)
        self._check_targets(rows)
        return rows

    def _add(self, place: CellPosition, message: str, expected: str = "") -> None:
        self.wrong.add(place)
        self._problems.add(place, message, expected)

    def _check_columns(self) -> None:
        """Require the columns that must be read."""
        for column in self._plan.columns:
            if column.id not in self._table.columns and column.role not in {"note", "evidence"}:
                what = f"{column.indicator.name}：{column.headings['填报内容']}"
                self._add(self._table.corner, f"缺少“{what}”一列", f"这一行有编号“{column.id}”")

    def _check_headings(self) -> None:
        """Compare names, measures and weights above the columns with the scheme."""
        rows: dict[str, int] = {}
        for row, text in sorted(self._table.rows.items()):
            rows.setdefault(text, row)
        for heading in self._plan.headings:
            if heading in rows:
                for column in self._plan.columns:
                    self._check_heading(rows[heading], heading, column)
            elif heading in {MEASURE, WEIGHT}:
                self._problems.add(None, f"缺少“{heading}”一行", "模板里的表头")

    def _check_heading(self, row: int, heading: str, column: TemplateColumn) -> None:
        if column.id not in self._table.columns:
            return
        expected = column.headings.get(heading, "")
        cell = self._table.cell(row, column.id)
        if not _matches_template(cell, expected):
            said = describe_cell(cell) if cell else "空的"
            place = self._table.place(row, column.id)
            self._add(place, f"{heading}改成了 {said}", f"“{expected}”" if expected else "空的")

    def _find_units(self, names: SchemeNames) -> dict[str, int]:
        """Find the row of each unit; duplicate, missing or unknown units become problems."""
        expected = set(self._plan.units)
        rows: dict[str, int] = {}
        headings = {*self._plan.headings}
        for row, text in sorted(self._table.rows.items()):
            if text in headings or normalise_name(text) in SUMS:
                continue
            place = (row, self._table.corner[1])
            if not names.units.is_known(text) and not self._has_values(row):
                continue  # a note below the table
            try:
                unit = names.units.find(text)
            except UnknownNameError as error:
                self._add(place, error.message, error.expected)
                if len(self._problems.found) > MAX_PROBLEMS:
                    break
                continue
            if unit not in expected:
                if self._has_values(row):
                    self._add(place, f"{unit}不在这张表里", self._plan.heading)
            elif unit in rows:
                other = self._problems.place((rows[unit], place[1]))
                self._add(place, f"{unit}有两行", f"只有一行（另一行在 {other}）")
            else:
                rows[unit] = row
        for unit in self._plan.units:
            if unit not in rows:
                self._problems.add(self._table.corner, f"缺少单位“{unit}”的一行", "模板里的单位都保留")
        return rows

    def _has_values(self, row: int) -> bool:
        return any(self._table.cell(row, column) for column in self._inputs)

    def _check_nameless(self, rows: Mapping[str, int]) -> None:
        """Report values in rows without a unit's name: it is unknown which unit they belong to."""
        last = max(rows.values(), default=0)
        inputs = {self._table.columns[field] for field in self._inputs if field in self._table.columns}
        named = {*range(self._table.corner[0] + 1), *self._table.rows}
        for (row, column), cell in sorted(self._table.raw.cells.items()):
            if row <= last and column in inputs and row not in named and not is_blank(cell):
                named.add(row)
                self._add((row, column), "这一行没有单位名称", "第一列是单位名称")

    def _check_merged(self, rows: Mapping[str, int]) -> None:
        """Report merged ranges: they hide all but one of their cells."""
        for (top, left), (bottom, right) in self._table.raw.merged:
            hit = any(top <= row <= bottom for row in rows.values()) and any(
                left <= column <= right for column in (self._table.corner[1], *self._table.columns.values())
            )
            if hit:
                self._add((top, left), "合并了填报的单元格，分不清是谁的", "不合并，每个格子分别填")

    def _check_targets(self, rows: Mapping[str, int]) -> None:
        """Compare targets with the scheme."""
        for column in self._plan.columns:
            if column.role != "target" or column.id not in self._table.columns:
                continue
            for unit, row in rows.items():
                target = self._book.cells[column.indicator.id, unit].target
                expected = target.text if target else ""
                cell = self._table.cell(row, column.id)
                if not _matches_template(cell, expected):
                    said = describe_cell(cell) if cell else "空的"
                    self._add(
                        self._table.place(row, column.id), f"{unit}的任务改成了 {said}", f"“{expected}”"
                    )


def _matches_template(cell: RawCell | None, expected: str) -> bool:
    """Whether a locked cell still equals the template; programs may have turned text into a number."""
    if cell is None:
        return not expected
    if cell.kind == "text":
        return normalise_name(cell.text) == normalise_name(expected) or (
            is_dash(cell.text) and is_dash(expected)
        )
    if cell.kind not in {"number", "percent"}:
        return False
    try:
        measure = "%" if expected.endswith("%") else ""
        read = parse_number(cell, measure if cell.kind == "percent" else "", None)
        return read == Decimal(normalise_name(expected).removeprefix("≦").removesuffix("%"))
    except (UnparsableCellError, ArithmeticError):
        return False
