"""Writes cells: shared styles, links inside the workbook, formulas with their values."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from kaoping_core.decimals import EXACT_CONTEXT, format_decimal
from kaoping_core.model.submissions import Value
from kaoping_core.reports.workbook.styles import BODY, CellLook
from kaoping_core.xlsx.write.openpyxl_helpers import BOX, FORMULA_STARTS, fill, sanitise_text
from kaoping_core.xlsx.write.row_xml import RowXmlWriter, TextCell, text_cell

LINE_HEIGHT = 14
"""Points that a line of text takes."""
_EXACT_DIGITS = 15
"""Digits of a number that every spreadsheet keeps."""


class StyleNumbers:
    """Style numbers of a workbook, one a look, since styling each cell is slow."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._scratch = workbook.create_sheet()
        workbook.remove(self._scratch)
        self._numbers: dict[CellLook, int] = {}
        self._texts: dict[tuple[str, CellLook], TextCell] = {}
        self._backgrounds: dict[str, int] = {}

    def number_of(self, look: CellLook) -> int:
        """Return the style number of a look."""
        number = self._numbers.get(look)
        if number is None:
            number = self._numbers[look] = self._made(look)
        return number

    def text(self, text: str, look: CellLook) -> TextCell:
        """Return the text cell of a look, shared by equal cells."""
        cell = self._texts.get((text, look))
        if cell is None:
            kept = sanitise_text(text)
            safe = look.replace(quoted=True) if kept.startswith(FORMULA_STARTS) else look
            cell = self._texts[text, look] = text_cell(kept, self.number_of(safe))
        return cell

    def _made(self, look: CellLook) -> int:
        cell = self._scratch.cell(1, len(self._numbers) + 1)
        cell.font = Font(name=look.name, size=look.size, bold=look.bold, italic=look.italic, color=look.color)
        cell.alignment = Alignment(
            horizontal=look.horizontal, vertical=look.vertical, wrap_text=look.wrap, indent=look.indent
        )
        if look.background:
            cell.fill = fill(look.background)
        if look.boxed:
            cell.border = BOX
        cell.number_format = look.format
        cell.quotePrefix = look.quoted
        return int(cell.style_id)

    def rule(self, formula: str, color: str) -> Rule:
        """Return a conditional background that stops further rules."""
        if color not in self._backgrounds:
            style = DifferentialStyle(fill=fill(color))
            self._backgrounds[color] = self._workbook._differential_styles.add(style)  # type: ignore[attr-defined]  # no public way to share one
        return Rule("expression", dxfId=self._backgrounds[color], formula=[formula], stopIfTrue=True)


class SheetWriter:
    """Writes a sheet; rows and columns count from 1."""

    def __init__(self, sheet: Worksheet, styles: StyleNumbers) -> None:
        self.sheet = sheet
        """For everything that is not a cell: widths, print set-up, charts."""
        self.rows = RowXmlWriter()
        self.styles = styles

    def write(self, row: int, column: int, value: Value | int, look: CellLook = BODY, link: str = "") -> None:
        """Write a text or number; ``link`` is a place in the workbook."""
        if isinstance(value, int):
            value = Decimal(value)
        if isinstance(value, Decimal) and is_exact_in_excel(value):
            self.rows.number(row, column, format_decimal(value), self.styles.number_of(look))
        else:
            self.rows.text(row, column, self.styles.text(_as_text(value), look))
        if link:
            self.rows.link(row, column, link)

    def formula(
        self, row: int, column: int, formula: str, value: Decimal, look: CellLook, link: str = ""
    ) -> None:
        """Write a formula of our own (without ``=``) and the value that it gives."""
        self.rows.formula(row, column, formula, format_decimal(value), self.styles.number_of(look))
        if link:
            self.rows.link(row, column, link)

    def blank(self, row: int, column: int, look: CellLook) -> None:
        """A cell without contents that looks like its neighbours."""
        self.rows.blank(row, column, self.styles.number_of(look))

    def merge(self, rows: tuple[int, int], columns: tuple[int, int], look: CellLook) -> None:
        """Join cells into the first of them; the others keep their borders."""
        (top, bottom), (left, right) = rows, columns
        if rows == (top, top) and columns == (left, left):
            return
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left):
                    self.blank(row, column, look)
        self.sheet.merged_cells.add(CellRange(min_row=top, max_row=bottom, min_col=left, max_col=right))

    def grow(self, row: int, texts: Iterable[tuple[int, str]], size: int = 10) -> None:
        """Make a row as high as its texts need, each with its column's width in half characters."""
        lines = max((count_lines(text, cells, size) for cells, text in texts), default=1)
        self.rows.height(row, LINE_HEIGHT * lines + 4)


def count_lines(text: str, cells: int, size: int) -> int:
    """Lines that a text of a font's size takes in a column so wide, whose unit is a digit of size 10.5.

    Chinese characters and marks count two, as their bytes in GBK do: that is counted fast.
    """
    room = (cells - 1) * 21 // (2 * size)
    if 2 * len(text) <= room and "\n" not in text:
        return 1
    return sum(max(1, -(-len(line.encode("gbk", "replace")) // room)) for line in text.split("\n"))


def is_exact_in_excel(number: Decimal) -> bool:
    """Whether every spreadsheet keeps all digits of a number."""
    return len(number.normalize(EXACT_CONTEXT).as_tuple().digits) <= _EXACT_DIGITS


def _as_text(value: Value) -> str:
    """A value as text; a number with all its digits."""
    if isinstance(value, Decimal):
        return format_decimal(value)
    return value if isinstance(value, str) else "、".join(value)
