"""Fills in an evaluator's workbook by its headings alone, as another program would."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from kaoping_core.intake.cell_parsing import DISPLAY_DIGITS
from kaoping_core.xlsx.write.openpyxl_helpers import cell_at, to_bytes, write_text

CORNER = "kaoping-workbook/"
MEASURE = "计量单位"
CHECKED, NOT_CARRIED, DASH = "已核", "不承担", "－"


def fill_workbook(template: bytes, submission: Mapping[str, Any]) -> bytes:
    """Fill in a submission in the interchange format.

    Raises:
        KeyError: when the workbook has no place for something.
    """
    book = load_workbook(io.BytesIO(template))
    tables = [_TemplateTable(sheet) for sheet in book.worksheets]
    places = {column: table for table in tables for column in table.columns}
    signed = submission.get("signed", {})
    cover = places["value"]
    for key in ("by", "on"):
        if key in signed:
            write_text(cover.cell(f"signed.{key}", "value"), str(signed[key]))
    if "sealed" in signed:
        write_text(cover.cell("signed.sealed", "value"), "是" if signed["sealed"] else "否")
    for entry in submission["entries"]:
        table = next(table for column, table in places.items() if column.startswith(f"{entry['indicator']}#"))
        table.fill(entry)
    return to_bytes(book)


class _TemplateTable:
    """A sheet's table, located by the ids next to its corner and the names below it."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        corner = next(
            cell for row in sheet.iter_rows() for cell in row if str(cell.value or "").startswith(CORNER)
        )
        top, left = corner.row, corner.column
        assert top is not None
        assert left is not None
        self.columns = {
            str(cell.value): cell.column for cell in sheet[top] if cell.value and cell.column != left
        }
        self._rows = {
            str(sheet.cell(row, left).value): row
            for row in range(top + 1, sheet.max_row + 1)
            if sheet.cell(row, left).value
        }

    def cell(self, row: str, column: str) -> Any:
        return cell_at(self._sheet, self._rows[row], self.columns[column])

    def fill(self, entry: Mapping[str, Any]) -> None:
        """Fill in one entry."""
        indicator, unit = entry["indicator"], entry["unit"]
        state = f"{indicator}#state"
        if not entry.get("carried", True):
            if state in self.columns:
                write_text(self.cell(unit, state), NOT_CARRIED)
            else:
                values = [column for column in self.columns if self._takes_value(column, indicator)]
                write_text(self.cell(unit, values[0]), DASH)
        elif state in self.columns:
            write_text(self.cell(unit, state), CHECKED)
        for name, value in entry.get("values", {}).items():
            self._fill_value(unit, f"{indicator}#{name}", value)
        if entry.get("note"):
            write_text(self.cell(unit, f"{indicator}#note"), entry["note"])
        if entry.get("evidence"):
            write_text(self.cell(unit, f"{indicator}#evidence"), "、".join(entry["evidence"]))

    def _takes_value(self, column: str, indicator: str) -> bool:
        kind = column.removeprefix(f"{indicator}#")
        return column.startswith(f"{indicator}#") and kind not in {"target", "note", "evidence", "state"}

    def _fill_value(self, unit: str, column: str, value: Any) -> None:
        if isinstance(value, list):
            for choice, count in Counter(value).items():
                _fill_cell(self.cell(unit, f"{column}.{choice}"), Decimal(count))
        elif self._is_percent(column) and not str(value).endswith("%"):
            write_text(self.cell(unit, column), f"{value}%")  # 0.08 alone might be 8 %
        else:
            _fill_cell(self.cell(unit, column), value)

    def _is_percent(self, column: str) -> bool:
        return MEASURE in self._rows and str(self.cell(MEASURE, column).value) == "%"


def _fill_cell(cell: Any, value: Any) -> None:
    """Write a value: numbers as numbers, as far as spreadsheets keep their digits."""
    text = str(value)
    digits = text.removeprefix("-").replace(".", "", 1)
    if digits.isdigit() and len(digits) <= DISPLAY_DIGITS:
        cell.value = text
        cell.data_type = "n"
    else:
        write_text(cell, text)
