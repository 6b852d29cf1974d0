"""Edits a sheet's XML: restyles cells, adds missing cells, and links the comments drawing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation

from attrs import frozen

from kaoping_core.xlsx.annotate.xml_editor import CannotAnnotateError, ElementSpan, XmlEdits, scan_elements
from kaoping_core.xlsx.read.sheets import LAST_ROW, CellPosition, format_reference, parse_reference

SEQUENCE = (
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)
"""What a worksheet is made of, in the order of its schema (CT_Worksheet)."""

_NAMES = re.compile(rb"<(?:[\w.-]+:)?(\w+)")
_TRUE = {"1", "true"}
_DEFAULT_WIDTH, _DEFAULT_HEIGHT = Decimal("9.14"), Decimal(15)


@frozen
class ColumnRange:
    """Columns of one style and width."""

    first: int
    last: int
    style: int
    width: Decimal
    """In characters of the default font; 0 when hidden."""


@frozen
class SheetMap:
    """Byte offsets of rows, cells and sections in a sheet's XML."""

    part: str
    data: bytes
    root: ElementSpan
    body: ElementSpan
    """``sheetData``."""
    rows: list[tuple[int, int]]
    """Number and byte offset of each row, in the order in which they stand."""
    heights: dict[int, Decimal]
    """Points, of rows that say it; 0 when hidden."""
    columns: list[ColumnRange]
    merged: list[tuple[CellPosition, CellPosition]]
    """Top left and bottom right cell of each range."""

    def is_shown(self, place: CellPosition) -> CellPosition:
        """Return the cell that shows at a position: itself, or the first cell of its merged range."""
        row, column = place
        for (top, left), (bottom, right) in self.merged:
            if top <= row <= bottom and left <= column <= right:
                return top, left
        return place

    def column_style(self, column: int) -> int:
        """Return the style of cells that do not exist in a column."""
        return next(
            (columns_.style for columns_ in self.columns if columns_.first <= column <= columns_.last), 0
        )

    def column_width(self, column: int) -> int:
        """Return an approximate width in pixels."""
        default = _parse_decimal(self._defaults().get("defaultColWidth"), _DEFAULT_WIDTH)
        chosen = next(
            (columns_.width for columns_ in self.columns if columns_.first <= column <= columns_.last),
            default,
        )
        return int(chosen * 7)

    def row_height(self, row: int) -> int:
        """Return an approximate height in pixels."""
        default = _parse_decimal(self._defaults().get("defaultRowHeight"), _DEFAULT_HEIGHT)
        return int(self.heights.get(row, default) * 4 / 3)

    def _defaults(self) -> dict[str, str]:
        found = self.root.child("sheetFormatPr")
        return found.attributes if found else {}


def scan_sheet(part: str, data: bytes) -> SheetMap:
    """Scan a sheet once; of cells, only positions and styles are kept."""
    rows: list[tuple[int, int]] = []
    heights: dict[int, Decimal] = {}
    columns: list[ColumnRange] = []
    merged: list[tuple[CellPosition, CellPosition]] = []

    def visit(parent: str, name: str, attributes: dict[str, str], start: int) -> None:
        if name == "row" and parent == "sheetData":
            number = _parse_integer(attributes.get("r"), rows[-1][0] + 1 if rows else 1)
            rows.append((number, start))
            if len(rows) > LAST_ROW:
                raise CannotAnnotateError(f"文件中的 {part} 行数过多，无法批注")
            if "ht" in attributes or "hidden" in attributes:
                hidden = attributes.get("hidden") in _TRUE
                heights[number] = (
                    Decimal(0) if hidden else _parse_decimal(attributes.get("ht"), _DEFAULT_HEIGHT)
                )
        elif name == "col" and parent == "cols":
            first = _parse_integer(attributes.get("min"), 1)
            hidden = attributes.get("hidden") in _TRUE
            width = Decimal(0) if hidden else _parse_decimal(attributes.get("width"), _DEFAULT_WIDTH)
            last = _parse_integer(attributes.get("max"), first)
            columns.append(ColumnRange(first, last, _parse_integer(attributes.get("style"), 0), width))
        elif name == "mergeCell" and parent == "mergeCells":
            start_cell, _, end_cell = attributes.get("ref", "").partition(":")
            corners = parse_reference(start_cell), parse_reference(end_cell or start_cell)
            if corners[0] and corners[1]:
                merged.append((corners[0], corners[1]))

    root = scan_elements(part, data, 2, visit)
    body = root.child("sheetData")
    if root.name != "worksheet" or body is None:
        raise CannotAnnotateError(f"文件中的 {part} 不是工作表，无法批注")
    return SheetMap(part, data, root, body, rows, heights, columns, merged)


def highlight_cells(
    sheet: SheetMap,
    places: Iterable[CellPosition],
    restyle: Callable[[int], int],
    drawing: tuple[str, str] | None,
) -> bytes:
    """Return the sheet with restyled cells; ``restyle`` maps a style to its highlighted counterpart.

    ``drawing``: namespace and id of the relationship to the comments' drawing, None when the sheet has one already.
    """
    splices = XmlEdits(sheet.data)
    wanted: dict[int, list[int]] = {}
    for row, column in sorted(set(places)):
        wanted.setdefault(row, []).append(column)
    first_of: dict[int, int] = {}
    for index, (number, _) in enumerate(sheet.rows):
        if number in wanted:
            first_of.setdefault(number, index)
    for row, columns in wanted.items():
        if row in first_of:
            _highlight_row(splices, sheet, first_of[row], columns, restyle)
        else:
            _add_row(splices, sheet, row, columns, restyle)
    if wanted:
        _widen_dimension(splices, sheet, wanted)
    if drawing:
        tag = f'<{sheet.root.prefix}legacyDrawing xmlns:r="{drawing[0]}" r:id="{drawing[1]}"/>'
        splices.insert(_insertion_point(sheet, "legacyDrawing"), tag)
    return splices.result()


def _highlight_row(
    splices: XmlEdits, sheet: SheetMap, index: int, columns: list[int], restyle: Callable[[int], int]
) -> None:
    """Highlight cells of an existing row."""
    number, start = sheet.rows[index]
    stop = sheet.rows[index + 1][1] if index + 1 < len(sheet.rows) else sheet.body.closing
    row = scan_elements(sheet.part, sheet.data, 2, within=(start, stop))
    cells: list[tuple[int, ElementSpan]] = []
    for child in row.children:
        if child.name != "c":
            continue
        place = parse_reference(child.attributes.get("r", ""))
        cells.append((place[1] if place else cells[-1][0] + 1 if cells else 1, child))
    own = row.attributes.get("s") if row.attributes.get("customFormat") in _TRUE else None
    for column in columns:
        found = next((cell for at, cell in cells if at == column), None)
        if found:
            splices.set(found.start, "s", str(restyle(_parse_integer(found.attributes.get("s"), 0))))
            continue
        style = restyle(_parse_integer(own, sheet.column_style(column)))
        new = f'<{row.prefix}c r="{format_reference((number, column))}" s="{style}"/>'
        following = next((cell for at, cell in cells if at > column), None)
        if following:
            splices.insert(following.start, new)
        elif cells:
            splices.insert(cells[-1][1].end, new)
        else:
            splices.append(row, new)
    _widen_spans(splices, row, columns)


def _add_row(
    splices: XmlEdits, sheet: SheetMap, number: int, columns: list[int], restyle: Callable[[int], int]
) -> None:
    """Add a missing row with highlighted cells."""
    prefix = sheet.body.prefix
    cells = "".join(
        f'<{prefix}c r="{format_reference((number, column))}" s="{restyle(sheet.column_style(column))}"/>'
        for column in columns
    )
    new = f'<{prefix}row r="{number}">{cells}</{prefix}row>'
    following = bisect_left(sheet.rows, (number, 0))
    if following < len(sheet.rows):
        splices.insert(sheet.rows[following][1], new)
    else:
        splices.append(sheet.body, new)


def _widen_spans(splices: XmlEdits, row: ElementSpan, columns: list[int]) -> None:
    """Widen the ``spans`` of a row, if it has them."""
    ends = [int(each) for each in re.findall(r"\d+", row.attributes.get("spans", ""))]
    if ends and (min(columns) < min(ends) or max(columns) > max(ends)):
        splices.set(row.start, "spans", f"{min(*ends, *columns)}:{max(*ends, *columns)}")


def _widen_dimension(splices: XmlEdits, sheet: SheetMap, wanted: dict[int, list[int]]) -> None:
    """Widen the ``dimension`` of a sheet, if it has one."""
    said = sheet.root.child("dimension")
    if said is None:
        return
    start, _, end = said.attributes.get("ref", "").partition(":")
    first, last = parse_reference(start), parse_reference(end or start)
    if first is None or last is None:
        return
    rows = [*wanted, first[0], last[0]]
    columns = [*(each for row in wanted.values() for each in row), first[1], last[1]]
    top, bottom = (min(rows), min(columns)), (max(rows), max(columns))
    if (top, bottom) != (first, last):
        splices.set(said.start, "ref", f"{format_reference(top)}:{format_reference(bottom)}")


def _insertion_point(sheet: SheetMap, name: str) -> int:
    """Return the offset at which a new child of a worksheet belongs."""
    rank = SEQUENCE.index(name)
    for child in sheet.root.children:
        known = [child.name] if child.namespace == sheet.root.namespace else []
        if child.name == "AlternateContent":  # counts as what it offers alternatives of
            known = [found.decode() for found in _NAMES.findall(sheet.data[child.start : child.end])]
            if name in known:
                raise CannotAnnotateError(f"文件中的 {sheet.part} 的批注写法特殊，无法批注")
        if any(SEQUENCE.index(inner) > rank for inner in known if inner in SEQUENCE):
            return child.start
    return sheet.root.closing


def _parse_integer(text: str | None, default: int) -> int:
    """Parse an integer attribute."""
    return int(text) if text and text.strip().isdecimal() else default


def _parse_decimal(text: str | None, default: Decimal) -> Decimal:
    """Parse a decimal attribute."""
    try:
        found = Decimal(text.strip()) if text else default
    except InvalidOperation:
        return default
    return found if 0 <= found < 10_000 else default
