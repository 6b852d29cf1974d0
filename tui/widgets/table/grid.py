"""Drawing part of the table widget: rows in view state order, viewport, cursor."""

from __future__ import annotations

from attrs import evolve
from rich.segment import Segment
from rich.style import Style
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui.cell_text import UNICODE_GLYPHS, Glyphs, sanitise, truncate
from tui.widgets.focus import will_have_focus
from tui.widgets.render.styles import resolve_style
from tui.widgets.search.matcher import Finder, Hit, Initials
from tui.widgets.table import render
from tui.widgets.table.column_layout import measure_columns
from tui.widgets.table.data import TableCell, TableColumn, TableData, TableRow
from tui.widgets.table.render import RowCursor, StyledText, StyleNames
from tui.widgets.table.sorting import column_index, sorted_row_indices
from tui.widgets.table.status_line import status_pieces
from tui.widgets.table.view_state import TableViewState
from tui.widgets.table.viewport import TablePosition, TableShape, Viewport, changed_regions, compute_viewport


class GridRenderer(Widget):
    """Renders the table; refreshes only cells that changed."""

    ALLOW_SELECT = False  # marking text would give every cell a style of its own

    data: reactive[TableData] = reactive(TableData(), init=False, repaint=False)
    """What is shown; set as a whole. The cursor stays on its row and column, by their keys."""

    def __init__(
        self,
        data: TableData | None = None,
        *,
        whole_rows: bool = False,
        marks: Glyphs = UNICODE_GLYPHS,
        initials: Initials | None = None,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - as every widget has it
        classes: str | None = None,
    ) -> None:
        self._styles_of: dict[StyleNames, Style] = {}
        self._strips: dict[tuple[int, RowCursor | None], Strip] = {}
        super().__init__(name=name, id=id, classes=classes)
        self._whole_rows = whole_rows
        self._glyphs = marks
        self._finder = Finder(initials)
        self._view_state = TableViewState()
        self._hits: tuple[Hit, ...] = ()
        self._hit = 0
        self._generation = 0
        self._view: Viewport | None = None
        self._header_of: tuple[Viewport, tuple[tuple[StyledText, ...], ...]] | None = None
        self.set_reactive(GridRenderer.data, data or TableData())
        self._accept_data(self.data)

    @property
    def cursor(self) -> tuple[TableRow, TableColumn, TableCell] | None:
        """Row and column under the cursor; None in a table without rows or columns."""
        at = self._viewport().at
        if not self._order or not self.data.columns:
            return None
        row = self.data.rows[self._order[at.row]]
        return row, self.data.columns[at.column], row.cells[at.column]

    @property
    def shown(self) -> tuple[str, ...]:
        """Keys of the rows that pass the filter, in display order."""
        return tuple(self.data.rows[index].key for index in self._order)

    @property
    def is_searching(self) -> bool:
        """Whether the last line is taken by the search field."""
        return False

    def watch_data(self, data: TableData) -> None:
        """Accept new data."""
        self._accept_data(data)
        self._arrange()
        if data.rows and all(row.key != self._view_state.row for row in data.rows):
            self._remember_keys()

    def _accept_data(self, data: TableData) -> None:
        self._measured = measure_columns(data)
        self._header = render.header_height(self._measured)
        self._order: tuple[int, ...] = tuple(range(len(data.rows)))

    def _arrange(self) -> None:
        """Filter and sort the rows; the cursor stays on its keys."""
        data, choices = self.data, self._view_state
        text = choices.filter
        wanted = (lambda row: self._finder.row_matches(text, data, row)) if text else None
        self._order = sorted_row_indices(data, choices.sorting, wanted)
        self._hits = self._finder.hits(choices.find, data, self._order)
        self._hit = max(0, min(self._hit, len(self._hits) - 1))
        self._generation += 1
        at = self._view.at if self._view else TablePosition()
        row = next(
            (place for place, index in enumerate(self._order) if data.rows[index].key == choices.row), None
        )
        column = column_index(data, choices.column) if choices.column else None
        first = column_index(data, choices.first) if choices.first else None
        self._show(
            TablePosition(
                row=at.row if row is None else row,
                column=at.column if column is None else column,
                top=choices.top,
                first=at.first if first is None else first,
            )
        )

    def _show(self, wanted: TablePosition) -> None:
        """Scroll the cursor into view, as near to ``wanted`` as possible, and refresh what changed."""
        old, self._view = self._view, self._update_viewport(wanted)
        regions = None if old is None else changed_regions(old, self._view)
        if regions is None:
            self._strips.clear()
        if not self.is_mounted:
            return
        if regions is None:
            self.refresh()
        elif regions:
            self.refresh(*regions)
        self._shown()

    def _shown(self) -> None:
        """Hook that runs after each change of the viewport."""

    def _viewport(self) -> Viewport:
        """The viewport, recomputed when the size has changed before a resize event."""
        if self._view is None or self._view.size != self.size:
            self._strips.clear()
            self._view = self._update_viewport(
                self._view.at if self._view else TablePosition(top=self._view_state.top)
            )
        return self._view

    def _update_viewport(self, wanted: TablePosition) -> Viewport:
        shape = TableShape(
            measured=self._measured,
            leading=self.data.leading,
            header=self._header,
            footer=len(self.data.footer),
            rows=len(self._order),
        )
        view = compute_viewport(
            self.size,
            shape,
            wanted,
            generation=self._generation,
            searching=self.is_searching,
            whole_rows=self._whole_rows,
            active=will_have_focus(self) or self.is_searching,
        )
        return evolve(
            view, status=status_pieces(view, self.data, self._view_state, self._hits, self._hit, self._glyphs)
        )

    def _move(self, wanted: TablePosition) -> None:
        """Move the cursor on the user's request."""
        self._show(wanted)
        self._remember_keys()

    def _remember_keys(self) -> None:
        """Store the cursor as keys, so that it survives new data."""
        cursor, view = self.cursor, self._viewport()
        if cursor is None:
            return
        first = min(view.plan.first, len(self.data.columns) - 1)
        self._view_state = evolve(
            self._view_state,
            row=cursor[0].key,
            column=cursor[1].key,
            top=view.at.top,
            first=self.data.columns[first].key,
        )

    # Drawing

    def notify_style_update(self) -> None:
        """Drop cached strips: the colours have changed."""
        self._styles_of.clear()
        self._strips.clear()
        super().notify_style_update()

    def render_line(self, y: int) -> Strip:
        """Return one line of the widget as a strip."""
        view = self._viewport()
        row = view.row_at(y)
        if row is None:
            return self._strip(self._non_cursor_line(view, y))
        index = self._order[row]
        cursor = None
        if row == view.at.row:
            cursor = RowCursor(view.at.column, self._whole_rows, self._cursor_look)
        key = (index, cursor)
        if key not in self._strips:
            line = render.row_line(
                self.data.rows[index], self._measured, view.plan, view.size.width, self._glyphs, cursor
            )
            self._strips[key] = self._strip(line)
        return self._strips[key]

    @property
    def _cursor_look(self) -> str:
        return "cursor" if self._viewport().active else "cursor-away"

    def _non_cursor_line(self, view: Viewport, y: int) -> tuple[StyledText, ...]:
        """Return a line that is not a row: heading, footer, status or blank."""
        cells = view.size.width
        if y < view.bands.header:
            return self._header_lines(view)[y]
        if view.body_end <= y < view.body_end + view.bands.footer:
            row = self.data.footer[y - view.body_end]
            return render.row_line(row, self._measured, view.plan, cells, self._glyphs, base=("footer",))
        if view.bands.status and y == view.status_y:
            return view.status
        if not view.rows and y == view.bands.header:
            needle = self._view_state.filter
            said = f" 没有符合「{needle}」的行，按 Esc 显示全部" if needle else f" {self.data.empty}"
            return render.text_line(truncate(sanitise(said), cells, self._glyphs.cut), cells, "quiet")
        return render.blank_line(cells)

    def _header_lines(self, view: Viewport) -> tuple[tuple[StyledText, ...], ...]:
        if self._header_of is None or self._header_of[0] is not view:
            lines = render.header_lines(
                self._measured,
                view.plan,
                view.bands.header,
                view.size.width,
                self._glyphs,
                self._view_state.sorting,
                view.at.column if self._whole_rows else None,
            )
            self._header_of = (view, lines)
        return self._header_of[1]

    def _strip(self, pieces: tuple[StyledText, ...]) -> Strip:
        segments = [Segment(piece.text, self._style(piece.style_names)) for piece in pieces]
        return Strip(segments, self._viewport().size.width)

    def _style(self, look: StyleNames) -> Style:
        if look not in self._styles_of:
            self._styles_of[look] = resolve_style(look, self.rich_style, self.app)
        return self._styles_of[look]
