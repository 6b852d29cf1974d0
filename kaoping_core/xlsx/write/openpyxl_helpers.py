"""Helpers for openpyxl: text stays text, numbers keep their digits, columns fit.

openpyxl is imported by those who write, not by those who start the program.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kaoping_core.decimals import format_decimal
from kaoping_core.ooxml import replace_illegal, rewrite_package
from kaoping_core.text_table import display_width
from kaoping_core.xlsx.write.row_xml import RowXmlWriter

FONT = "宋体"
HEADING_FONT = "黑体"
MAX_TEXT = 32_767
"""Characters that a cell can hold."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""Characters that a spreadsheet may take for the start of a formula when a cell is edited or imported again."""
THIN = Side(style="thin", color="BFBFBF")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)

_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What spreadsheets would read as the code of another character."""
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return a cell that no merged range covers."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    return cell


def sanitise_text(text: str) -> str:
    """Return a text that a cell can hold."""
    kept = _ESCAPED.sub("_x005F", replace_illegal(text))
    return kept if len(kept) <= MAX_TEXT else f"{kept[: MAX_TEXT - 1]}…"


def write_text(cell: Cell, text: str) -> Cell:
    """Write a text as text, whatever it begins with; characters that no cell can hold are marked."""
    kept = sanitise_text(text)
    cell.value = kept
    cell.data_type = "s"
    if kept.startswith(FORMULA_STARTS):
        cell.quotePrefix = True  # so that editing the cell does not turn its text into a formula
    return cell


def write_number(cell: Cell, number: Decimal, decimals: int | None = None) -> Cell:
    """Write a decimal with exactly its digits; ``decimals`` says how many are shown."""
    cell.value = format_decimal(number)
    cell.data_type = "n"  # as digits: given a Decimal, openpyxl would write a binary float's 16 digits
    cell.number_format = "General" if decimals is None else f"0.{'0' * decimals}" if decimals else "0"
    return cell


def write_value(cell: Cell, value: Decimal | int | str | None, decimals: int | None = None) -> Cell:
    """Write a number as a number, anything else as text; nothing for None."""
    if value is None:
        return cell
    if isinstance(value, str):
        return write_text(cell, value)
    return write_number(cell, Decimal(value), decimals)


@cache
def font(size: int = 11, *, bold: bool = False, color: str = "000000", name: str = FONT) -> Font:
    """Return a shared font object, since openpyxl compares styles at every cell."""
    return Font(name=name, size=size, bold=bold, color=color)


@cache
def fill(color: str) -> PatternFill:
    """Return a solid fill."""
    return PatternFill("solid", start_color=color, end_color=color)


@cache
def alignment(horizontal: str = "center", *, wrap: bool = True, vertical: str = "center") -> Alignment:
    """Return an alignment."""
    return Alignment(horizontal=horizontal, vertical=vertical, wrap_text=wrap)


def set_widths(sheet: Worksheet, widths: Iterable[int]) -> None:
    """Set column widths in half characters (a Chinese character takes two), from the first column on."""
    for column, cells in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = cells + 1


def count_lines(text: str, cells: int) -> int:
    """Return the lines that a text takes at a column width; not every program grows rows itself."""
    return sum(max(1, -(-display_width(line) // max(1, cells))) for line in text.split("\n"))


def print_on_a4(
    sheet: Worksheet, *, landscape: bool, title_rows: str = "", title_columns: str = "", footer: str = ""
) -> None:
    """Set up A4: one page wide, headings repeated, pages numbered."""
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for edge in ("left", "right"):
        setattr(sheet.page_margins, edge, 0.5)
    sheet.print_options.horizontalCentered = True
    if title_rows:
        sheet.print_title_rows = title_rows
    if title_columns:
        sheet.print_title_cols = title_columns
    sheet.oddFooter = HeaderFooterItem(
        center=_HeaderFooterPart("第 &P 页，共 &N 页"), right=_HeaderFooterPart(footer.replace("&", "&&"))
    )


def to_bytes(workbook: Workbook, rows: Mapping[str, RowXmlWriter] | None = None) -> bytes:
    """Return the workbook's file; equal contents give equal bytes at any time.

    Args:
        workbook: what to write.
        rows: cells of sheets that have none of their own, by the sheet's name.
    """
    workbook.properties.creator = "kaoping"
    given_rows = rows or {}
    parts = {
        f"xl/worksheets/sheet{number}.xml": given_rows[title]
        for number, title in enumerate(workbook.sheetnames, 1)
        if title in given_rows
    }

    def edit(name: str, part: bytes) -> bytes:
        if name == "docProps/core.xml":
            return _MOMENT.sub(b"2020-01-01T00:00:00Z", part)
        return parts[name].put_into(part) if name in parts else part

    buffer = io.BytesIO()
    workbook.save(buffer)
    return rewrite_package(buffer.getvalue(), edit)
