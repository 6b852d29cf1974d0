"""Column layout of a table: whole columns only; leading columns and the cursor's column are always shown."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

from tui.cell_text import Align, cell_width, sanitise, wrap
from tui.widgets.table.data import TableCell, TableColumn, TableData

TEXT_CELLS = 40
"""Width of a column of text that says nothing else, at most."""
TITLE_CELLS = 12
"""A column of short numbers is widened up to this for its title."""
HEADER_LINES = 3

_LEAST_TITLE = 4
_LEAST_TEXT = 12
_LEAST_LEADING = 6
_NARROW = 8
"""Below this there is no room for the cursor's mark and for gaps."""


@frozen
class MeasuredColumn:
    """A column with its wanted and minimum width, in cells."""

    column: TableColumn
    wanted: int
    needed: int
    """Cells without which it is not worth drawing: what its numbers take, or the beginning of a text."""
    marks: int
    """Cells of them for the marks behind the texts."""
    shaded: bool

    @property
    def align(self) -> Align:
        """Alignment of the column's texts."""
        return self.column.align or ("right" if self.column.number else "left")


@frozen
class ColumnSpan:
    """A column laid out on the line."""

    index: int
    x: int
    width: int


@frozen
class ColumnLayout:
    """Columns laid out for one width."""

    gutter: int
    """Cells on the left for the cursor's mark."""
    gap: int
    """Cells after each column."""
    spans: tuple[ColumnSpan, ...]
    leading: int
    """Columns that stay; 0 if there is no room for them."""
    first: int
    """Index of the first column after those."""
    left: int
    """Columns hidden on the left …"""
    right: int
    """… and on the right."""

    def span_of(self, index: int) -> ColumnSpan | None:
        """Return the span of a column, if it is shown."""
        return next((span for span in self.spans if span.index == index), None)

    def column_at(self, x: int) -> int | None:
        """Return the index of the column at a cell."""
        return next((s.index for s in self.spans if s.x <= x < s.x + s.width + self.gap), None)


def measure_columns(data: TableData) -> tuple[MeasuredColumn, ...]:
    """Measure the wanted widths of all columns."""
    rows = (*data.rows, *data.footer)
    return tuple(
        _measured(column, [row.cells[index] for row in rows]) for index, column in enumerate(data.columns)
    )


def _measured(column: TableColumn, cells: Sequence[TableCell]) -> MeasuredColumn:
    marks = max((cell_width(sanitise(cell.mark)) for cell in cells if cell.mark), default=0)
    shaded = any(cell.shade is not None for cell in cells)
    longest = max((cell_width(sanitise(cell.text)) for cell in cells), default=0)
    content = max(longest + marks + shaded, 1)
    widest = max(content, cell_width(sanitise(column.note)))
    if column.number:
        wanted = max(widest, column.width or _title_cells(column))
    else:
        wanted = column.width or min(max(widest, cell_width(sanitise(column.title))), TEXT_CELLS)
    needed = content if column.number else min(wanted, _LEAST_TEXT)
    return MeasuredColumn(column, wanted, needed, marks, shaded)


def _title_cells(column: TableColumn) -> int:
    """Return the smallest width at which the title is not cut, up to a maximum."""
    title = sanitise(column.title)
    lines = HEADER_LINES - bool(column.note)
    for cells in range(min(_LEAST_TITLE, cell_width(title)), TITLE_CELLS):
        # NUL as the mark of a cut title: it cannot occur in a sanitised text.
        if "".join(wrap(title, cells, lines, "\0")).find("\0") < 0:
            return cells
    return TITLE_CELLS


def layout_columns(
    measured: Sequence[MeasuredColumn], leading: int, first: int, cursor: int, cells: int
) -> ColumnLayout:
    """Lay out columns in a line of ``cells`` cells.

    ``first`` is where scrolling stands; it moves as far as the cursor's column asks, and back if there is room for
    more. Leading columns of text give way first; if that is not enough, they scroll like the others.
    """
    gutter = gap = 1 if cells >= _NARROW else 0
    room = max(cells - gutter, 1)
    lead = _fixed_widths(measured, min(leading, len(measured)), room, gap)
    taken = sum(width + gap for width in lead)
    free = room - taken
    widths = [max(1, min(column.wanted, free - gap)) for column in measured]
    # Leading columns are laid out before the others share what is left.
    widths[: len(lead)] = lead
    first = _first_visible(widths, len(lead), first, cursor, free, gap)
    shown = _count(widths[first:], free, gap)
    places = [*range(len(lead)), *range(first, first + shown)]
    return _distribute_space(
        ColumnLayout(
            gutter=gutter,
            gap=gap,
            spans=_spans(places, widths, gutter, gap),
            leading=len(lead),
            first=first,
            left=first - len(lead),
            right=len(measured) - first - shown,
        ),
        measured,
        cells,
    )


def _fixed_widths(measured: Sequence[MeasuredColumn], leading: int, room: int, gap: int) -> list[int]:
    """Return widths of the leading columns; none if they leave no room for the widest of the others.

    Where not everything fits, they are made do with two fifths, as far as their texts can be cut.
    """
    widths = [column.wanted for column in measured[:leading]]
    if sum(column.wanted + gap for column in measured) <= room:
        return widths
    others = max((column.needed + gap for column in measured[leading:]), default=0)
    least = [
        column.needed if column.column.number else min(column.wanted, _LEAST_LEADING)
        for column in measured[:leading]
    ]
    if sum(least) + gap * leading + others > room:
        return []
    # Two fifths leave the names readable and most of the line to the figures.
    share = min(room - others, max(room * 2 // 5, sum(least) + gap * leading))
    while sum(widths) + gap * leading > share:
        # The column that has most to spare gives way first, one cell at a time.
        widest = max(range(leading), key=lambda index: (widths[index] - least[index], widths[index]))
        widths[widest] -= 1
    return widths


def _first_visible(widths: Sequence[int], lead: int, first: int, cursor: int, free: int, gap: int) -> int:
    """Return the first scrolled column, moved so that the cursor's column is shown and no room is wasted."""
    if len(widths) <= lead:
        return lead
    first = min(max(first, lead), len(widths) - 1)
    if cursor >= lead:
        first = min(first, cursor)
        # Counted from the cursor's column backwards: so many columns fit up to and including it.
        first = max(first, cursor + 1 - _count(widths[lead : cursor + 1][::-1], free, gap))
    # Never further right than needed to show the last column: no room is left empty.
    return min(first, len(widths) - _count(widths[lead:][::-1], free, gap))


def _count(widths: Sequence[int], free: int, gap: int) -> int:
    """Return how many columns fit, at least one if there is one."""
    used = 0
    for count, each in enumerate(widths):
        used += each + gap
        # The first column is drawn even where it does not fit; its text is truncated.
        if used > free and count:
            return count
    return len(widths)


def _spans(places: Sequence[int], widths: Sequence[int], gutter: int, gap: int) -> tuple[ColumnSpan, ...]:
    spans = []
    x = gutter
    for index in places:
        spans.append(ColumnSpan(index, x, widths[index]))
        x += widths[index] + gap
    return tuple(spans)


def _distribute_space(plan: ColumnLayout, measured: Sequence[MeasuredColumn], cells: int) -> ColumnLayout:
    """Give left-over cells to the column that grows, if all columns are shown."""
    growing = next((at for at, span in enumerate(plan.spans) if measured[span.index].column.grows), None)
    if growing is None or plan.left or plan.right:
        return plan
    last = plan.spans[-1]
    more = cells - last.x - last.width - plan.gap
    spans = tuple(
        evolve(
            span, x=span.x + (more if at > growing else 0), width=span.width + (more if at == growing else 0)
        )
        for at, span in enumerate(plan.spans)
    )
    return evolve(plan, spans=spans) if more > 0 else plan
