"""Command palette: actions, screens, units, indicators, evaluators, groups, runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from tui.dialogs.base import Dialog
from tui.dialogs.palette.search_index import SearchItem, build_index, rank_matches
from tui.session.session import Session
from tui.widgets.table.data import TableCell, TableColumn, TableData, TableRow
from tui.widgets.table.table import Table
from tui.widgets.text_field import TextField

if TYPE_CHECKING:
    from tui.textual_internals import AnyScreen


COLUMNS = (
    TableColumn("name", "", width=32, grows=True),
    TableColumn("kind", "", width=8),
    TableColumn("detail", "", width=26),
    TableColumn("key", "", width=6),
)


class _PaletteInput(TextField):
    """Input of the palette; its Enter opens the selected item."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "打开")]


class _PaletteList(Table, can_focus=False):
    """List of matches, moved by keys of the input."""


class CommandPalette(Dialog[SearchItem]):
    """An input and the matching items; the result is the chosen item."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "上一项", show=False),
        Binding("down", "move(1)", "下一项", show=False),
        Binding("pageup", "page(-1)", "上一页", show=False),
        Binding("pagedown", "page(1)", "下一页", show=False),
    ]
    DEFAULT_CSS = """
    CommandPalette > .box { width: 84; height: 20; }
    """

    def __init__(self, session: Session, screen: AnyScreen) -> None:
        super().__init__(session, "找：名称、拼音首字母，或者要做的事")
        self._items = build_index(session, screen)
        self._matches = self._items
        self._field = _PaletteInput(placeholder="gdzc → 固定资产投资")
        self._list = _PaletteList(_data(self._matches), whole_rows=True, marks=session.glyphs)

    def compose_body(self) -> ComposeResult:
        """Compose input and list."""
        yield self._field
        yield self._list

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the matching items."""
        event.stop()
        self._matches = rank_matches(self._items, event.value)
        self._list.data = _data(self._matches)
        self._list.move_to("0")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return the selected item."""
        event.stop()
        self._choose()

    def on_table_cell_selected(self, event: Table.CellSelected) -> None:
        """Return the clicked item."""
        event.stop()
        self._choose()

    def _choose(self) -> None:
        if cursor := self._list.cursor:
            self.dismiss(self._matches[int(cursor[0].key)])

    def action_move(self, rows: int) -> None:
        """Move the selection while typing."""
        self._list.action_move(rows, 0)

    def action_page(self, pages: int) -> None:
        """Move the selection by a page while typing."""
        self._list.action_page(pages)


def _data(items: tuple[SearchItem, ...]) -> TableData:
    rows = tuple(
        TableRow(
            str(position),
            (
                TableCell(item.name),
                TableCell(item.kind, tone="quiet"),
                TableCell(item.detail, tone="quiet"),
                TableCell(item.key),
            ),
        )
        for position, item in enumerate(items)
    )
    return TableData(COLUMNS, rows, empty="没有找到；试试别的字，或者拼音首字母")
