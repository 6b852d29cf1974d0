"""The lines of a table as pieces of text, each with how it looks. Pure: knows neither widget nor colours."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from tui.cell_text import Marks, cut, fill, fit, visible, width, wrap
from tui.widgets.table.column_layout import HEADER_LINES, ColumnPlan, Measured, Span
from tui.widgets.table.data import SHADES, Cell, Column, Row
from tui.widgets.table.sorting import Sorting

Look = tuple[str, ...]
"""Names of styles, the later ones on top."""

PLAIN: Look = ()


@frozen
class Piece:
    """A text that looks alike throughout."""

    text: str
    look: Look = PLAIN


@frozen
class Bands:
    """How many lines of a table's height go to what. The rows come first: one at least, whatever the height."""

    header: int
    body: int
    footer: int
    status: int

    @classmethod
    def of(cls, height: int, header: int, footer: int, rows: int) -> Bands:
        """Share ``height`` lines; ``header`` and ``footer`` are what is wanted, ``rows`` what there is."""
        status = 1 if height > 1 else 0
        rest = height - status
        header = min(header, rest // 2)
        footer = min(footer, (rest - header) // 2)
        return cls(header, min(rest - header - footer, max(rows, 1)), footer, status)


def header_height(measured: Sequence[Measured]) -> int:
    """Lines that the titles want."""
    lines = (
        len(wrap(visible(each.column.title), each.wanted, HEADER_LINES - bool(each.column.note)))
        + bool(each.column.note)
        for each in measured
    )
    return max(lines, default=0)


def header_lines(
    measured: Sequence[Measured],
    plan: ColumnPlan,
    height: int,
    cells: int,
    marks: Marks,
    sorting: Sorting | None,
    cursor: int | None,
) -> tuple[tuple[Piece, ...], ...]:
    """The titles, standing on the last line; a mark behind the one that is sorted by.

    ``cursor`` is the column to be marked here, where cells are not.
    """
    titles = [_title(measured[span.index].column, span.width, height, marks) for span in plan.spans]
    lines = []
    for number in range(height):
        last = number == height - 1
        base: Look = ("header", "header-last") if last else ("header",)
        line = _Line(base)
        line.add(" " * plan.gutter, base)
        for span, title in zip(plan.spans, titles, strict=True):
            column = measured[span.index]
            look = (*base, "cursor") if last and span.index == cursor else base
            line.add(fill(title[number], span.width, column.align), look)
            by_this = last and sorting is not None and sorting.column == column.column.key
            line.add(_sort_mark(sorting if by_this else None, plan.gap, marks), base)
        lines.append(line.pieces(cells))
    return tuple(lines)


def _title(column: Column, cells: int, height: int, marks: Marks) -> list[str]:
    """A title's lines, blank ones above; the note is the last, if there is room for both."""
    note = [cut(visible(column.note), cells, marks.cut)] if column.note and height > 1 else []
    title = wrap(visible(column.title), cells, height - len(note), marks.cut)
    return [""] * (height - len(title) - len(note)) + [*title, *note]


def _sort_mark(sorting: Sorting | None, gap: int, marks: Marks) -> str:
    if sorting is None or not gap:
        return " " * gap
    return marks.down if sorting.descending else marks.up


@frozen
class RowCursor:
    """Where the cursor is in a row that it is in."""

    column: int
    whole_row: bool
    look: str

    def covers(self, index: int, leading: int) -> bool:
        """Whether a column of the row is under the cursor. A whole row is marked by its leading columns: a
        thin line carries those."""
        return index < max(leading, 1) if self.whole_row else index == self.column


def row_line(
    row: Row,
    measured: Sequence[Measured],
    plan: ColumnPlan,
    cells: int,
    marks: Marks,
    cursor: RowCursor | None = None,
    base: Look = PLAIN,
) -> tuple[Piece, ...]:
    """A row's columns that are in sight. Neighbours of one shade join: a change of colour costs ten bytes."""
    gap = " " * plan.gap
    line = _Line(base)
    line.add(marks.cursor if cursor and plan.gutter else " " * plan.gutter, base)
    before: Look | None = None
    for span in plan.spans:
        cell = row.cells[span.index]
        look = base + cell_look(cell, row)
        if before is not None:
            line.add(gap, look if look == before and cell.shade is not None else base)
        under = cursor is not None and cursor.covers(span.index, plan.leading)
        line.add(
            cell_text(cell, measured[span.index], span, marks),
            (*look, cursor.look) if cursor and under else look,
        )
        before = look
    return line.pieces(cells)


def cell_look(cell: Cell, row: Row) -> Look:
    """How a cell looks by itself."""
    tone = cell.tone or row.tone
    shade = () if cell.shade in {None, SHADES - 1} else (f"shade-{cell.shade}",)
    return (*shade, *((f"tone-{tone}",) if tone else ()))


def cell_text(cell: Cell, measured: Measured, span: Span, marks: Marks) -> str:
    """A cell in exactly its span: a number whole or not at all, a text cut with a mark."""
    text = visible(cell.text)
    behind = _behind(cell, measured, marks) if measured.shaded or measured.marks else ""
    room = span.width - measured.shaded - measured.marks
    if not measured.column.number:
        if room > 1:
            return fit(text, room, measured.align, marks.cut) + behind
        return fit(text, span.width, mark=marks.cut)
    taken = width(text)
    if taken <= room:
        return fill(text, room, measured.align) + behind
    if taken <= span.width:
        return fill(text, span.width, measured.align)
    return marks.hidden_digit * span.width


def _behind(cell: Cell, measured: Measured, marks: Marks) -> str:
    """The marks of a cell: shade, then state."""
    shade = "" if cell.shade is None else marks.shades[cell.shade]
    return fill(shade, measured.shaded) + fill(visible(cell.mark), measured.marks)


def text_line(text: str, cells: int, look: str) -> tuple[Piece, ...]:
    """A line that says something."""
    return (Piece(fit(text, cells), (look,)),)


def blank_line(cells: int) -> tuple[Piece, ...]:
    """An empty line."""
    return (Piece(" " * cells),)


class _Line:
    """Collects a line's texts, those that look alike together."""

    def __init__(self, base: Look) -> None:
        self._base = base
        self._look = base
        self._texts: list[str] = []
        self._pieces: list[Piece] = []

    def add(self, text: str, look: Look) -> None:
        """Append a text."""
        if look != self._look:
            self._end()
            self._look = look
        self._texts.append(text)

    def pieces(self, cells: int) -> tuple[Piece, ...]:
        """All of it, filled to a number of cells."""
        missing = cells - sum(width(piece.text) for piece in self._pieces) - width("".join(self._texts))
        self.add(" " * missing, self._base)
        self._end()
        return tuple(self._pieces)

    def _end(self) -> None:
        text = "".join(self._texts)
        if text:
            self._pieces.append(Piece(text, self._look))
        self._texts = []
