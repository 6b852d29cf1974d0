"""Table widget for slow connections: renders only the viewport, refreshes only changed cells.

Whole columns only, with how many more there are; a number whole or not at all; cut text ends in a mark and is told
whole on demand. Knows nothing of what it shows: data come down as ``TableData``, events go up as messages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, TypeAlias

from attrs import evolve
from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input

from tui.cell_text import UNICODE_GLYPHS, Glyphs
from tui.widgets.search.matcher import Initials, fold_text
from tui.widgets.search.search_field import Purpose, SearchField
from tui.widgets.table.data import TableData
from tui.widgets.table.grid import GridRenderer
from tui.widgets.table.messages import (
    TableCellHighlighted,
    TableCellSelected,
    TableCellTextWanted,
    TableFilterChanged,
    TableSortChanged,
)
from tui.widgets.table.sorting import Sorting, column_index
from tui.widgets.table.view_state import TableViewState

_WHEEL_ROWS = 3


class Table(GridRenderer, can_focus=True):
    """Rows and columns with a cursor; sorted, searched and filtered by keys.

    With ``whole_rows`` the cursor marks rows, as lists need it; its column, marked in the header, is the one to sort
    by. ``initials`` gives the initials of a text's pinyin.
    """

    DEFAULT_CSS = "Table { width: 1fr; height: 1fr; overflow: hidden; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1, 0)", "上一行", show=False),
        Binding("down", "move(1, 0)", "下一行", show=False),
        Binding("left", "move(0, -1)", "左一列", show=False),
        Binding("right", "move(0, 1)", "右一列", show=False),
        Binding("pageup", "page(-1)", "上一页", show=False),
        Binding("pagedown", "page(1)", "下一页", show=False),
        Binding("home", "first_or_last_column(-1)", "最左一列", show=False),
        Binding("end", "first_or_last_column(1)", "最右一列", show=False),
        Binding("g", "first_or_last_row(-1)", "第一行", show=False),
        Binding("G", "first_or_last_row(1)", "最后一行", show=False),
        Binding("enter", "select", "打开", id="open"),
        Binding("space", "show_full_text", "看全文", id="whole-text"),
        Binding("s", "sort", "排序", id="sort"),
        Binding("slash", "find", "查找", id="find"),
        Binding("n", "next_hit(1)", "下一处", id="next-hit"),
        Binding("N", "next_hit(-1)", "上一处", id="previous-hit"),
        Binding("f", "filter", "筛选", id="filter"),
        Binding("escape", "cancel_search", "取消"),
    ]

    CellHighlighted: TypeAlias = TableCellHighlighted
    CellSelected: TypeAlias = TableCellSelected
    CellTextWanted: TypeAlias = TableCellTextWanted
    SortChanged: TypeAlias = TableSortChanged
    FilterChanged: TypeAlias = TableFilterChanged

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
        self._line = SearchField()
        self._before_search = TableViewState()
        self._announced: tuple[str, str] | None = None
        self._possible: tuple[bool, ...] = ()
        super().__init__(
            data, whole_rows=whole_rows, marks=marks, initials=initials, name=name, id=id, classes=classes
        )

    def on_mount(self) -> None:
        """Lay out data that were set before the widget had a size."""
        self._arrange()

    def on_resize(self) -> None:
        """Scroll the cursor into view."""
        self._show(self._viewport().at)

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Refresh the cursor when the focus changes."""
        super().watch_has_focus(_has_focus)
        self._show(self._viewport().at)

    # For parents

    @property
    def is_searching(self) -> bool:
        """Whether the search field is open."""
        return self._line.is_open

    def view_state(self) -> dict[str, object]:
        """Return cursor, sorting and filter as JSON data, for ``restore``."""
        return self._view_state.as_dict()

    def restore(self, state: Mapping[str, object]) -> None:
        """Restore the view state where keys exist; unknown keys are kept until data arrive."""
        self._view_state = TableViewState.of(state)
        self._arrange()

    def move_to(self, row: str | None = None, column: str | None = None) -> None:
        """Move the cursor to a row and a column by key; unknown keys are ignored."""
        at = self._viewport().at
        place = next((each for each, key in enumerate(self.shown) if key == row), at.row)
        index = None if column is None else column_index(self.data, column)
        self._move(evolve(at, row=place, column=at.column if index is None else index))

    def sort_by(self, sorting: Sorting | None) -> None:
        """Sort rows by a column; None restores the original order."""
        self._view_state = evolve(self._view_state, sorting=sorting)
        self._arrange()
        self.post_message(self.SortChanged(self, sorting))

    def find(self, text: str) -> None:
        """Move to the first row from the cursor on that matches, else to a column whose title matches."""
        self._view_state = evolve(self._view_state, find=text if fold_text(text) else "")
        self._arrange()
        row = self._viewport().at.row
        self._go_to_hit(
            next((n for n, hit in enumerate(self._hits) if hit.row is not None and hit.row >= row), 0)
        )

    def filter(self, text: str) -> None:
        """Show only matching rows; an empty text shows all."""
        self._view_state = evolve(self._view_state, filter=text if fold_text(text) else "")
        self._arrange()
        self.post_message(
            self.FilterChanged(self, self._view_state.filter, len(self._order), len(self.data.rows))
        )

    # Keys and mouse

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable only actions that apply now; keys of others go to the parents."""
        if action in {"select", "show_full_text", "sort"}:
            return not self.is_searching and self.cursor is not None
        if action == "next_hit":
            return not self.is_searching and bool(self._hits)
        if action in {"find", "filter", "first_or_last_row"}:
            return not self.is_searching and bool(self.data.rows)
        if action == "cancel_search":
            return self.is_searching or bool(self._view_state.filter or self._view_state.find)
        return True

    def action_move(self, rows: int, columns: int) -> None:
        """Move the cursor by rows and columns."""
        at = self._viewport().at
        self._move(evolve(at, row=max(0, at.row + rows), column=max(0, at.column + columns)))

    def action_page(self, pages: int) -> None:
        """Move the cursor by pages."""
        view = self._viewport()
        rows = pages * max(1, view.bands.body)
        self._move(evolve(view.at, row=max(0, view.at.row + rows), top=max(0, view.at.top + rows)))

    def action_first_or_last_column(self, way: int) -> None:
        """Move to the first or the last column."""
        at = self._viewport().at
        self._move(evolve(at, column=0, first=0) if way < 0 else evolve(at, column=len(self.data.columns)))

    def action_first_or_last_row(self, way: int) -> None:
        """Move to the first or the last row."""
        self._move(evolve(self._viewport().at, row=0 if way < 0 else len(self._order)))

    def action_select(self) -> None:
        """Post the selection of the cell under the cursor."""
        if cursor := self.cursor:
            self.post_message(self.CellSelected(self, cursor[0].key, cursor[1].key))

    def action_show_full_text(self) -> None:
        """Request the whole text of the cell under the cursor."""
        if cursor := self.cursor:
            row, column, cell = cursor
            name = row.cells[0].whole or row.cells[0].text
            self.post_message(
                self.CellTextWanted(self, row.key, column.key, (name, column.title), cell.whole or cell.text)
            )

    def action_sort(self) -> None:
        """Cycle the sorting by the cursor's column: ascending, descending, none."""
        cursor, sorting = self.cursor, self._view_state.sorting
        if cursor is None:
            return
        key = cursor[1].key
        if sorting is None or sorting.column != key:
            self.sort_by(Sorting(key))
        else:
            self.sort_by(None if sorting.descending else Sorting(key, descending=True))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Move the cursor down; it stays in view."""
        event.stop()
        self.action_move(_WHEEL_ROWS, 0)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Move the cursor up; it stays in view."""
        event.stop()
        self.action_move(-_WHEEL_ROWS, 0)

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the clicked cell; a click on the cursor selects it."""
        place = event.get_content_offset(self)
        if place is None or event.widget is not self:
            return
        view = self._viewport()
        row, column = view.row_at(place.y), view.plan.column_at(place.x)
        if row is None or column is None:
            return
        if row == view.at.row and (self._whole_rows or column == view.at.column):
            self.action_select()
        else:
            self._move(evolve(view.at, row=row, column=column))

    # Searching

    def on_key(self, event: events.Key) -> None:
        """Open the search field before the next key arrives: keys typed with this one belong to it.

        Bindings run after keys that are already on their way here; on a slow line several come at once.
        """
        if not event.is_printable or event.character is None:
            return
        if self.is_searching:
            event.stop()
            self._line.insert_text_at_cursor(event.character)
            return
        active = self.screen.active_bindings.get(event.key)
        if active and active.enabled and active.node is self and active.binding.action in {"find", "filter"}:
            event.stop()
            self.action_find() if active.binding.action == "find" else self.action_filter()

    def action_find(self) -> None:
        """Open the search field."""
        self._open("find", "")

    def action_filter(self) -> None:
        """Filter by the current search; without one, open the filter field."""
        if self._view_state.find and not self._view_state.filter:
            self.filter(self._view_state.find)
        else:
            self._open("filter", self._view_state.filter)

    def _open(self, purpose: Purpose, text: str) -> None:
        self._before_search = self._view_state
        self._line.open(self, purpose, text)
        self._show(self._viewport().at)

    def _close(self) -> None:
        self._line.close()
        self._show(self._viewport().at)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search as the user types, each time from where the cursor was."""
        event.stop()
        if self.is_searching:
            self._view_state = self._before_search
            (self.find if self._line.purpose == "find" else self.filter)(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the typed text and close the field."""
        event.stop()
        self.screen.set_focus(self)
        self._close()

    def on_descendant_blur(self) -> None:
        """Leaving the field for another widget keeps its text; losing the terminal's focus is not leaving."""
        if self.is_searching and self.app.app_focus:
            self._close()

    def action_cancel_search(self) -> None:
        """Cancel typing; else remove the filter; else clear the search."""
        if self.is_searching:
            self._view_state = self._before_search
            self.screen.set_focus(self)
            self._close()
            (
                self._arrange
                if self._line.purpose == "find"
                else lambda: self.filter(self._view_state.filter)
            )()
        elif self._view_state.filter:
            self.filter("")
        else:
            self.find("")

    def action_next_hit(self, way: int) -> None:
        """Move to the next or previous hit, counted from the cursor."""
        if not self._hits:
            return
        row = self._viewport().at.row
        if self._hits[self._hit].row in {None, row}:
            self._go_to_hit((self._hit + way) % len(self._hits))
            return
        places = range(len(self._hits))[::way]
        beyond = (
            place
            for place in places
            if (found := self._hits[place].row) is not None and (found - row) * way > 0
        )
        self._go_to_hit(next(beyond, places[0]))

    def _go_to_hit(self, place: int) -> None:
        if not self._hits:
            return
        self._hit = place
        hit, at = self._hits[place], self._viewport().at
        self._move(
            evolve(
                at,
                row=at.row if hit.row is None else hit.row,
                column=at.column if hit.column is None else hit.column,
            )
        )

    def _shown(self) -> None:
        """Post changes of cursor and active keys."""
        cursor, choices = self.cursor, self._view_state
        keys = None if cursor is None else (cursor[0].key, cursor[1].key)
        if keys != self._announced:
            self._announced = keys
            if keys is not None:
                self.post_message(self.CellHighlighted(self, *keys))
        possible = (
            cursor is None,
            self.is_searching,
            bool(choices.filter),
            bool(choices.find),
            bool(self._hits),
        )
        if possible != self._possible:
            self._possible = possible
            self.refresh_bindings()
