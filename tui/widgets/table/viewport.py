"""Viewport of a table: visible rows and columns, and the regions that changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen
from textual.geometry import Region, Size

from tui.widgets.table.column_layout import ColumnLayout, MeasuredColumn, layout_columns
from tui.widgets.table.render import Bands, StyledText


@frozen
class TablePosition:
    """Cursor and scroll position: rows by display position, columns by index."""

    row: int = 0
    column: int = 0
    top: int = 0
    first: int = 0


@frozen
class Viewport:
    """Everything that decides how the lines are drawn, apart from the data."""

    size: Size
    generation: int
    """Counts changes of what is shown."""
    rows: int
    plan: ColumnLayout
    bands: Bands
    at: TablePosition
    whole_rows: bool
    active: bool
    """Whether keys come here."""
    height: int
    """Lines in use; the line for searching covers the one below."""
    status: tuple[StyledText, ...] = ()

    @property
    def body_end(self) -> int:
        """Line below the last row."""
        return self.bands.header + self.bands.body

    @property
    def status_y(self) -> int:
        """Line of the status; the footer stands between it and the rows."""
        return self.height - 1

    @property
    def above(self) -> int:
        """Number of hidden rows above."""
        return self.at.top

    @property
    def below(self) -> int:
        """Number of hidden rows below."""
        return max(0, self.rows - self.at.top - self.bands.body)

    def row_at(self, y: int) -> int | None:
        """Return the display position of the row at a line."""
        row = self.at.top + y - self.bands.header
        return row if self.bands.header <= y < self.body_end and row < self.rows else None

    def cursor_regions(self) -> Iterator[Region]:
        """Return the regions that the cursor changes."""
        y = self.bands.header + self.at.row - self.at.top
        if self.plan.gutter:
            yield Region(0, y, self.plan.gutter, 1)
        for span in self.plan.spans:
            if span.index < max(self.plan.leading, 1) if self.whole_rows else span.index == self.at.column:
                yield Region(span.x, y, span.width, 1)
            if self.whole_rows and span.index == self.at.column and self.bands.header:
                yield Region(span.x, self.bands.header - 1, span.width, 1)


@frozen
class TableShape:
    """Sizes of the table's content."""

    measured: Sequence[MeasuredColumn]
    leading: int
    header: int
    footer: int
    rows: int


def compute_viewport(
    size: Size,
    shape: TableShape,
    wanted: TablePosition,
    *,
    generation: int,
    searching: bool,
    whole_rows: bool,
    active: bool,
) -> Viewport:
    """Compute the viewport with the cursor visible, as near to ``wanted`` as possible."""
    height = size.height - (1 if searching and size.height > 1 else 0)
    bands = Bands.of(height, shape.header, shape.footer, shape.rows)
    row = max(0, min(wanted.row, shape.rows - 1))
    column = max(0, min(wanted.column, len(shape.measured) - 1))
    top = min(max(wanted.top, row - bands.body + 1), row)
    top = max(0, min(top, shape.rows - bands.body))
    plan = layout_columns(shape.measured, shape.leading, wanted.first, column, size.width)
    return Viewport(
        size=size,
        generation=generation,
        rows=shape.rows,
        plan=plan,
        bands=bands,
        at=TablePosition(row, column, top, plan.first),
        whole_rows=whole_rows,
        active=active,
        height=height,
    )


def changed_regions(old: Viewport | None, new: Viewport) -> list[Region] | None:
    """Return the regions to refresh; None for the whole widget."""
    if old is None or (old.size, old.generation, old.plan, old.bands, old.height, old.rows) != (
        new.size,
        new.generation,
        new.plan,
        new.bands,
        new.height,
        new.rows,
    ):
        return None
    regions: list[Region] = []
    width = new.size.width
    if old.at.top != new.at.top:
        begin = (
            0 if new.whole_rows else new.bands.header
        )  # the header marks the column of a cursor that is a row
        regions.append(Region(0, begin, width, new.body_end - begin))
    elif (old.at, old.active) != (new.at, new.active):
        regions += [*old.cursor_regions(), *new.cursor_regions()]
    if old.status != new.status and new.bands.status:
        regions.append(Region(0, new.status_y, width, 1))
    return regions
