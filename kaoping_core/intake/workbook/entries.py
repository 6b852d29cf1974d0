"""Reads the rows of a sheet into entries, each value with its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kaoping_core.intake.cell_parsing import (
    UnparsableCellError,
    cell_text,
    describe_cell,
    is_dash,
    parse_number,
    strip_invisible,
)
from kaoping_core.intake.value_validation import validate_values
from kaoping_core.intake.workbook.layout import (
    CHECKED,
    NOT_CARRIED,
    SheetLayout,
    TemplateColumn,
    WorkbookLayout,
    measure_of,
)
from kaoping_core.intake.workbook.table_locator import LocatedTable, SheetProblemCollector
from kaoping_core.intake.workbook.table_validation import TableValidator
from kaoping_core.model.indicators import Cell, Indicator
from kaoping_core.model.submissions import Entry, Value
from kaoping_core.scheme.names import SchemeNames
from kaoping_core.xlsx.read.sheets import CellPosition, RawCell

MAX_BALLOTS = 1_000
"""Ballots for one tier of one unit."""
_LIST_SEPARATORS = re.compile(r"[、；;，,\n]+")


def read_entries(
    table: LocatedTable,
    plan: SheetLayout,
    book: WorkbookLayout,
    names: SchemeNames,
    problems: SheetProblemCollector,
) -> Iterator[Entry]:
    """Read the entries of a sheet and collect problems."""
    check = TableValidator(table, plan, book, problems)
    rows = check.unit_rows(names)
    reader = _RowReader(table, plan, book, problems, check.wrong)
    for indicator in plan.indicators:
        for unit, row in rows.items():
            entry = reader.entry(indicator, unit, row)
            if entry is not None:
                yield entry


class _RowReader:
    def __init__(
        self,
        table: LocatedTable,
        plan: SheetLayout,
        book: WorkbookLayout,
        problems: SheetProblemCollector,
        wrong: set[CellPosition],
    ) -> None:
        self._table = table
        self._plan = plan
        self._book = book
        self._problems = problems
        self._add_problem = wrong
        """Cells already told to be wrong."""

    def _add(self, place: CellPosition, message: str, expected: str = "") -> None:
        self._add_problem.add(place)
        self._problems.add(place, message, expected)

    def _cell_of(self, indicator: Indicator, unit: str) -> Cell:
        return self._book.cells[indicator.id, unit]

    # -- one entry -------------------------------------------------------------------------------

    def entry(self, indicator: Indicator, unit: str, row: int) -> Entry | None:
        """Read a row's entry on an indicator; None when it is empty or has a problem."""
        before = len(self._problems.found)
        cell = self._cell_of(indicator, unit)
        columns = [
            column for column in self._plan.columns_of(indicator.id) if column.id in self._table.columns
        ]
        given = {
            column.id: raw
            for column in columns
            if column.role in {"value", "state"} and (raw := self._table.cell(row, column.id))
        }
        if any(self._table.place(row, each) in self._add_problem for each in given):
            return None
        if not cell.carried:
            self._check_closed(given, cell, row)
            return None
        state = self._read_carried_state(indicator, given, row)
        filled = [column for column in columns if column.role == "value" and column.id in given]
        if self._check_not_carried(indicator, state, filled, given, unit, row):
            return self._build_entry(indicator, unit, row, {}, {}, carried=False)
        if not filled and state is None:
            return None
        values, places = self._values(indicator, cell, filled, given, row)
        if len(self._problems.found) > before:
            return None
        self._check(indicator, cell, values, columns, row)
        return (
            None
            if len(self._problems.found) > before
            else self._build_entry(indicator, unit, row, values, places)
        )

    def _check_closed(self, given: Mapping[str, RawCell], cell: Cell, row: int) -> None:
        for column, raw in given.items():
            if not _is_dash_cell(raw):
                target = cell.target.text if cell.target else ""
                self._add(
                    self._table.place(row, column),
                    f"读到 {describe_cell(raw)}；{cell.unit.name}的任务是“{target}”，不承担，不能报数值",
                    "不填",
                )

    def _read_carried_state(self, indicator: Indicator, given: Mapping[str, RawCell], row: int) -> str | None:
        column = f"{indicator.id}#state"
        raw = given.get(column)
        if raw is None:
            return None
        text = strip_invisible(raw.text) if raw.kind == "text" else ""
        if text == CHECKED:
            return CHECKED
        if raw.kind == "text" and is_dash(raw.text):
            return NOT_CARRIED
        choices = f"{CHECKED}或{NOT_CARRIED}" if indicator.not_carried else CHECKED
        self._add(self._table.place(row, column), f"读到 {describe_cell(raw)}", choices)
        return CHECKED

    def _check_not_carried(
        self,
        indicator: Indicator,
        state: str | None,
        filled: list[TemplateColumn],
        given: Mapping[str, RawCell],
        unit: str,
        row: int,
    ) -> bool:
        dashes = [column for column in filled if _is_dash_cell(given[column.id])]
        says = state == NOT_CARRIED or (state is None and bool(filled) and len(dashes) == len(filled))
        if not says:
            return False
        place = self._table.place(row, dashes[0].id if dashes else f"{indicator.id}#state")
        for column in filled:
            if column not in dashes:
                where = self._table.place(row, column.id)
                self._add(where, f"报了不承担，又报了数值 {describe_cell(given[column.id])}", "只报其中一样")
        if indicator.not_carried is None:
            self._add(place, f"{unit}报了不承担，“{indicator.name}”每个单位都承担", "报送数值")
        return True

    def _values(
        self,
        indicator: Indicator,
        cell: Cell,
        filled: list[TemplateColumn],
        given: Mapping[str, RawCell],
        row: int,
    ) -> tuple[dict[str, Value], dict[str, str]]:
        values: dict[str, Value] = {}
        places: dict[str, str] = {}
        for column in filled:
            assert column.value_spec is not None
            place = self._table.place(row, column.id)
            try:
                value = self._value(column, cell, given[column.id])
            except UnparsableCellError as error:
                self._add(place, f"读到 {describe_cell(given[column.id])}", str(error))
                continue
            name = column.value_spec.name
            if column.choice:
                earlier = values.get(name, ())
                assert isinstance(earlier, tuple)
                assert isinstance(value, tuple)
                value = (*earlier, *value)
            values[name] = value
            places.setdefault(name, self._problems.place(place))
        return values, places

    def _value(self, column: TemplateColumn, cell: Cell, raw: RawCell) -> Value:
        """Read one value.

        Raises:
            UnparsableCellError: when there is no one way to read it.
        """
        wanted = column.value_spec
        assert wanted is not None
        if wanted.kind == "text":
            return cell_text(raw, since_1904=self._table.raw.since_1904)
        if wanted.kind == "choice":
            text = strip_invisible(raw.text) if raw.kind == "text" else ""
            if text not in wanted.choices:
                raise UnparsableCellError("、".join(wanted.choices))
            return text
        if column.choice:
            count = parse_number(raw, "票", None)
            if count != int(count) or not 0 <= count <= MAX_BALLOTS:
                raise UnparsableCellError(f"票数，0到{MAX_BALLOTS}的整数")
            return (column.choice,) * int(count)
        target = cell.target.value if cell.target else None
        return parse_number(raw, measure_of(wanted, column.indicator), target)

    def _check(
        self,
        indicator: Indicator,
        cell: Cell,
        values: Mapping[str, Value],
        columns: list[TemplateColumn],
        row: int,
    ) -> None:
        for problem in validate_values(self._book.bindings[indicator.id], cell, values):
            name = problem.value.partition("[")[0]
            column = next(
                (
                    column_layout.id
                    for column_layout in columns
                    if column_layout.value_spec and column_layout.value_spec.name == name
                ),
                "",
            )
            self._add(self._table.place(row, column), problem.message, problem.expected)

    def _build_entry(
        self,
        indicator: Indicator,
        unit: str,
        row: int,
        values: Mapping[str, Value],
        places: Mapping[str, str],
        *,
        carried: bool = True,
    ) -> Entry:
        note = self._read_note(f"{indicator.id}#note", row)
        evidence = tuple(
            filter(
                None, map(str.strip, _LIST_SEPARATORS.split(self._read_note(f"{indicator.id}#evidence", row)))
            )
        )
        first = next(
            (
                each
                for each in (f"{indicator.id}#state", *self._table.columns)
                if self._is_of(each, indicator)
            ),
            "",
        )
        place = self._problems.place(self._table.place(row, first))
        return Entry(indicator.id, unit, values, carried, note, evidence, place, places)

    def _is_of(self, column: str, indicator: Indicator) -> bool:
        return (
            column in self._table.columns
            and column.startswith(f"{indicator.id}#")
            and "#target" not in column
        )

    def _read_note(self, column: str, row: int) -> str:
        raw = self._table.cell(row, column)
        if raw is None:
            return ""
        try:
            return cell_text(raw, since_1904=self._table.raw.since_1904)
        except UnparsableCellError as error:
            self._add(self._table.place(row, column), f"读到 {describe_cell(raw)}", str(error))
            return ""


def _is_dash_cell(raw: RawCell) -> bool:
    return raw.kind == "text" and is_dash(raw.text)
