"""Comment boxes as VML shapes, with which Excel, WPS and LibreOffice still draw comments."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from kaoping_core.text_table import display_width
from kaoping_core.xlsx.annotate.sheet_editor import SheetMap
from kaoping_core.xlsx.annotate.xml_editor import CannotAnnotateError
from kaoping_core.xlsx.read.sheets import LAST_COLUMN, LAST_ROW, CellPosition

IDS_PER_BLOCK = 1_024
"""Shapes' numbers come in blocks of so many; a drawing says which blocks are its own."""
_SPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_EMPTY = '<xml xmlns:v="{v}" xmlns:o="{o}" xmlns:x="{x}"><o:shapelayout v:ext="edit"/></xml>'
_BLOCKS = re.compile(rb"<(?:\w+:)?idmap\b[^>]*?\bdata\s*=\s*[\"']([^\"']*)[\"']")
_LAYOUT = re.compile(rb"<(?:o:)shapelayout\b[^>]*?(/?)>")
_SHAPE = re.compile(rb"_x0000_s(\d{1,9})\b")
_NOTES = re.compile(rb"<(\w+:)?Row>\s*(\d+)\s*</(?:\w+:)?Row>\s*<(?:\w+:)?Column>\s*(\d+)\s*</")
_CLIENT = re.compile(rb"<(?:\w+:)?ClientData\b.*?</(?:\w+:)?ClientData\s*>", re.DOTALL)
_ANCHOR = re.compile(rb"(?<=Anchor>)\s*\d{1,7}(?:\s*,\s*\d{1,7}){7}\s*(?=<)")
_END = re.compile(rb"</xml\s*>\s*\Z")
_ROOT = re.compile(rb"<xml\b[^>]*>")
_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
    "margin-left:{left}pt;margin-top:{top}pt;width:{width}pt;height:{height}pt;z-index:{order};"
    'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_CHARACTER, _LINE, _MARGIN = 6, 16, 12
"""Pixels of half a Chinese character and of a line in the comments' font, and of the box around them."""
_NARROW, _WIDE, _TALL = 240, 480, 20
"""Pixels of a box with little and with much text; lines from which there is much."""


def empty_drawing() -> bytes:
    """Return the drawing of a sheet that has none."""
    return _EMPTY.format(**_SPACES).encode()


def claimed_id_blocks(data: bytes) -> set[int]:
    """Return the shape id blocks that a drawing uses."""
    said = {int(each) for found in _BLOCKS.findall(data) for each in re.findall(rb"\d{1,6}", found)}
    return said | {int(number) // IDS_PER_BLOCK for number in _SHAPE.findall(data)}


def add_shapes(
    part: str, data: bytes, sheet: SheetMap, texts: Mapping[CellPosition, str], taken: Iterable[int]
) -> bytes:
    """Add a box for each comment that has none; the sender's own boxes grow by the added text.

    ``taken``: blocks that other drawings use. Drawings of old programs are not always whole XML, so this looks for no
    more than the end of the root.
    """
    root, end = _ROOT.search(data), _END.search(data)
    if not root or not end:
        raise CannotAnnotateError(f"文件中的 {part} 写法特殊，无法批注")
    data = _CLIENT.sub(lambda found: _enlarge(found[0], sheet, texts), data)
    # ClientData counts rows and columns from 0, references from 1.
    drawn = {(int(row) + 1, int(column) + 1) for _, row, column in _NOTES.findall(data)}
    wanted = [place for place in sorted(texts) if place not in drawn]
    if not wanted:
        return data
    # A block in use by another drawing would give two shapes one number; Excel may then drop comments.
    first = max({*taken, *claimed_id_blocks(data), 0}) + 1
    # The type of text boxes (202) is declared once a drawing; shapes name it by id.
    shapes = [] if re.search(rb"[\"']_x0000_t202[\"']", data) else [_TYPE]
    per_block = IDS_PER_BLOCK - 1  # a block's number 0 stands for the drawing itself
    for index, place in enumerate(wanted):
        number = (first + index // per_block) * IDS_PER_BLOCK + index % per_block + 1
        shapes.append(_shape(sheet, place, texts[place], number, index + 1))
    new = "".join(shapes)
    # Some writers bind other prefixes; ours are declared on the shapes where the root does not have them.
    unknown = {name: uri for name, uri in _SPACES.items() if f'xmlns:{name}="{uri}"'.encode() not in root[0]}
    for name, uri in unknown.items():
        new = re.sub(r"<(v:shapetype|v:shape)(?=\s)", rf'<\1 xmlns:{name}="{uri}"', new)
    blocks = [*range(first, first + (len(wanted) - 1) // per_block + 1)]
    written = data[: end.start()] + new.encode() + data[end.start() :]
    return _claim_id_blocks(written, blocks)


def _claim_id_blocks(data: bytes, blocks: list[int]) -> bytes:
    """Declare id blocks as the drawing's own."""
    names = ",".join(map(str, blocks)).encode()
    said = _BLOCKS.search(data)
    if said:
        comma = b"," if said[1].strip() else b""
        return data[: said.end(1)] + comma + names + data[said.end(1) :]
    layout = _LAYOUT.search(data)
    if not layout:
        return data
    claim = b'<o:idmap v:ext="edit" data="' + names + b'"/>'
    if layout[1]:
        return data[: layout.start(1)] + b">" + claim + b"</o:shapelayout>" + data[layout.end() :]
    return data[: layout.end()] + claim + data[layout.end() :]


def _enlarge(client: bytes, sheet: SheetMap, texts: Mapping[CellPosition, str]) -> bytes:
    """Enlarge the box of a comment to which text is added; return the shape's client data."""
    note, anchor = _NOTES.search(client), _ANCHOR.search(client)
    text = texts.get((int(note[2]) + 1, int(note[3]) + 1)) if note else None
    if not text or not anchor:
        return client
    left, left_rest, top, top_rest, right, right_rest, bottom, bottom_rest = map(int, anchor[0].split(b","))
    wide, tall = _size(text)
    # An anchor is left column, pixels into it, top row, pixels, right column, pixels, bottom row, pixels; all from 0.
    farther, farther_rest = _end_anchor(left + 1, left_rest + wide, LAST_COLUMN, sheet.column_width)
    right, right_rest = max((right, right_rest), (farther - 1, farther_rest))
    bottom, bottom_rest = _end_anchor(bottom + 1, bottom_rest + tall, LAST_ROW, sheet.row_height)
    numbers = (left, left_rest, top, top_rest, right, right_rest, bottom - 1, bottom_rest)
    return client[: anchor.start()] + ", ".join(map(str, numbers)).encode() + client[anchor.end() :]


def _shape(sheet: SheetMap, place: CellPosition, text: str, number: int, order: int) -> str:
    """Return a comment box next to its cell, as large as its text."""
    row, column = place
    wide, tall = _size(text)
    # Beside the cell and a row above it, where Excel puts a new comment.
    left = _start_anchor(column + 1, wide, LAST_COLUMN, sheet.column_width)
    top = _start_anchor(max(1, row - 1), tall, LAST_ROW, sheet.row_height)
    right, right_rest = _end_anchor(left, wide + 15, LAST_COLUMN, sheet.column_width)
    bottom, bottom_rest = _end_anchor(top, tall + 10, LAST_ROW, sheet.row_height)
    anchor = f"{left - 1}, 15, {top - 1}, 10, {right - 1}, {right_rest}, {bottom - 1}, {bottom_rest}"
    return _BOX.format(
        number=number, order=order, anchor=anchor, row=row - 1, column=column - 1,
        # Readers take the anchor and ignore these points, but Excel wants them there; 48 and 15 points are its default cell.
        left=column * 48, top=min(row, 10_000) * 15, width=wide * 3 // 4, height=tall * 3 // 4,
    )  # fmt: skip


def _size(text: str) -> tuple[int, int]:
    """Return width and height of a text in pixels, including the line above it that names the author."""

    def lines(pixels: int) -> int:
        cells = (pixels - _MARGIN) // _CHARACTER - 1  # a wide character may not fit at the end of a line
        return 1 + sum(max(1, -(-display_width(line) // cells)) for line in text.split("\n"))

    wide = _NARROW if lines(_NARROW) <= _TALL else _WIDE
    return wide, lines(wide) * _LINE + _MARGIN


def _start_anchor(wanted: int, pixels: int, last: int, size_of: Callable[[int], int]) -> int:
    """Return the column or row at which a box starts: the wanted one, or earlier near the sheet's edge."""
    start, room = last + 1, 0
    while start > wanted and room < pixels + 30:
        # Far from the edge there is always room; adding up widths would only cost time.
        if last - wanted > 1_000:
            return wanted
        start -= 1
        room += size_of(start)
    return max(1, min(wanted, start))


def _end_anchor(start: int, pixels: int, last: int, size_of: Callable[[int], int]) -> tuple[int, int]:
    """Return the column or row in which a box ends, and the pixels into it."""
    place, rest = start, pixels
    while place < last and place - start < 500 and rest >= (size := size_of(place)):
        rest -= size
        place += 1
    return place, min(rest, max(0, size_of(place) - 1))
