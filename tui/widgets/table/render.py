"""Renders the lines of a table as styled text. Pure: knows neither widget nor colours."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from tui.cell_text import Glyphs, cell_width, pad, pad_or_truncate, sanitise, truncate, wrap
from tui.widgets.table.column_layout import HEADER_LINES, ColumnLayout, ColumnSpan, MeasuredColumn
from tui.widgets.table.data import SHADES, TableCell, TableColumn, TableRow
from tui.widgets.table.sorting import Sorting

StyleNames = tuple[str, ...]
"""Names of styles, the later ones on top."""

NO_STYLE: StyleNames = ()


@frozen
class StyledText:
    """A text with one set of style names."""

    text: str
    style_names: StyleNames = NO_STYLE


@frozen
class Bands:
    """How a table's height is shared between heading, rows, footer and status; at least one row is shown."""

    header: int
    body: int
    footer: int
    status: int

    @classmethod
    def of(cls, height: int, header: int, footer: int, rows: int) -> Bands:
        """Share ``height`` lines; ``header`` and ``footer`` are the wanted lines, ``rows`` the existing rows."""
        status = 1 if height > 1 else 0
        rest = height - status
        header = min(header, rest // 2)
        footer = min(footer, (rest - header) // 2)
        return cls(header, min(rest - header - footer, max(rows, 1)), footer, status)


def header_height(measured: Sequence[MeasuredColumn]) -> int:
    """Return the lines that the titles want."""
    lines = (
        len(wrap(sanitise(column.column.title), column.wanted, HEADER_LINES - bool(column.column.note)))
        + bool(column.column.note)
        for column in measured
    )
    return max(lines, default=0)


def header_lines(
    measured: Sequence[MeasuredColumn],
    plan: ColumnLayout,
    height: int,
    cells: int,
    marks: Glyphs,
    sorting: Sorting | None,
    cursor: int | None,
) -> tuple[tuple[StyledText, ...], ...]:
    """Render the titles, aligned to the last line, with a glyph at the sorted column.

    ``cursor`` is the column to be marked here, where cells are not.
    """
    titles = [_title(measured[span.index].column, span.width, height, marks) for span in plan.spans]
    lines = []
    for number in range(height):
        last = number == height - 1
        base: StyleNames = ("header", "header-last") if last else ("header",)
        line = _LineBuilder(base)
        line.add(" " * plan.gutter, base)
        for span, title in zip(plan.spans, titles, strict=True):
            column = measured[span.index]
            look = (*base, "cursor") if last and span.index == cursor else base
            line.add(pad(title[number], span.width, column.align), look)
            by_this = last and sorting is not None and sorting.column == column.column.key
            line.add(_sort_mark(sorting if by_this else None, plan.gap, marks), base)
        lines.append(line.pieces(cells))
    return tuple(lines)


def _title(column: TableColumn, cells: int, height: int, marks: Glyphs) -> list[str]:
    """Render a title over ``height`` lines, blank ones first; the note comes last, if there is room for both."""
    note = [truncate(sanitise(column.note), cells, marks.cut)] if column.note and height > 1 else []
    title = wrap(sanitise(column.title), cells, height - len(note), marks.cut)
    return [""] * (height - len(title) - len(note)) + [*title, *note]


def _sort_mark(sorting: Sorting | None, gap: int, marks: Glyphs) -> str:
    if sorting is None or not gap:
        return " " * gap
    return marks.down if sorting.descending else marks.up


@frozen
class RowCursor:
    """The cursor within the row that is rendered."""

    column: int
    whole_row: bool
    look: str

    def covers(self, index: int, leading: int) -> bool:
        """Whether a column is under the cursor. A whole row is marked by its leading columns: a
        thin line carries those."""
        return index < max(leading, 1) if self.whole_row else index == self.column


def row_line(
    row: TableRow,
    measured: Sequence[MeasuredColumn],
    plan: ColumnLayout,
    cells: int,
    marks: Glyphs,
    cursor: RowCursor | None = None,
    base: StyleNames = NO_STYLE,
) -> tuple[StyledText, ...]:
    """Render the shown columns of a row. Neighbouring cells of one shade are joined, as a change of colour costs ten bytes."""
    gap = " " * plan.gap
    line = _LineBuilder(base)
    line.add(marks.cursor if cursor and plan.gutter else " " * plan.gutter, base)
    before: StyleNames | None = None
    for span in plan.spans:
        cell = row.cells[span.index]
        look = base + cell_style_names(cell, row)
        if before is not None:
            line.add(gap, look if look == before and cell.shade is not None else base)
        under = cursor is not None and cursor.covers(span.index, plan.leading)
        line.add(
            cell_text(cell, measured[span.index], span, marks),
            (*look, cursor.look) if cursor and under else look,
        )
        before = look
    return line.pieces(cells)


def cell_style_names(cell: TableCell, row: TableRow) -> StyleNames:
    """Return the style names of a cell without the cursor."""
    tone = cell.tone or row.tone
    shade = () if cell.shade in {None, SHADES - 1} else (f"shade-{cell.shade}",)
    return (*shade, *((f"tone-{tone}",) if tone else ()))


def cell_text(cell: TableCell, measured: MeasuredColumn, span: ColumnSpan, marks: Glyphs) -> str:
    """Render a cell in exactly its span: a number whole or not at all, a text truncated with a glyph."""
    text = sanitise(cell.text)
    behind = _text_behind(cell, measured, marks) if measured.shaded or measured.marks else ""
    room = span.width - measured.shaded - measured.marks
    if not measured.column.number:
        if room > 1:
            return pad_or_truncate(text, room, measured.align, marks.cut) + behind
        return pad_or_truncate(text, span.width, mark=marks.cut)
    taken = cell_width(text)
    if taken <= room:
        return pad(text, room, measured.align) + behind
    if taken <= span.width:
        return pad(text, span.width, measured.align)
    return marks.hidden_digit * span.width


def _text_behind(cell: TableCell, measured: MeasuredColumn, marks: Glyphs) -> str:
    """Return the glyphs behind a cell's text: shade, then state."""
    shade = "" if cell.shade is None else marks.shades[cell.shade]
    return pad(shade, measured.shaded) + pad(sanitise(cell.mark), measured.marks)


def text_line(text: str, cells: int, look: str) -> tuple[StyledText, ...]:
    """Render a line of plain text."""
    return (StyledText(pad_or_truncate(text, cells), (look,)),)


def blank_line(cells: int) -> tuple[StyledText, ...]:
    """Render a blank line."""
    return (StyledText(" " * cells),)


class _LineBuilder:
    """Collects texts of a line and joins those of the same style."""

    def __init__(self, base: StyleNames) -> None:
        self._base = base
        self._look = base
        self._texts: list[str] = []
        self._pieces: list[StyledText] = []

    def add(self, text: str, look: StyleNames) -> None:
        """Append a text."""
        if look != self._look:
            self._end()
            self._look = look
        self._texts.append(text)

    def pieces(self, cells: int) -> tuple[StyledText, ...]:
        """Return the line, padded to a number of cells."""
        missing = (
            cells - sum(cell_width(piece.text) for piece in self._pieces) - cell_width("".join(self._texts))
        )
        self.add(" " * missing, self._base)
        self._end()
        return tuple(self._pieces)

    def _end(self) -> None:
        text = "".join(self._texts)
        if text:
            self._pieces.append(StyledText(text, self._look))
        self._texts = []
