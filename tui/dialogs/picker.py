"""Picker: choose a row by moving, or by typing a piece of its name or its initials."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from tui.dialogs.base import Dialog
from tui.session.session import Session
from tui.widgets.search.matcher import Initials
from tui.widgets.table.column_layout import measure_columns
from tui.widgets.table.data import TableData
from tui.widgets.table.table import Table
from tui.widgets.text_field import TextField

_MOST_ROWS = 16
_LEAST_CELLS = 40
_FRAME_CELLS = 4
_EXTRA_LINES = 2
"""Lines of a list that are no rows: titles, and what is out of sight."""


class _PickerInput(TextField):
    """Input of the picker; its Enter chooses."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "选定")]


class _PickerList(Table, can_focus=False):
    """List of rows, moved by keys of the input."""


class PickerDialog(Dialog[str]):
    """An input and the matching rows; the result is the key of the chosen row."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "list('move(-1, 0)')", "上一行", show=False),
        Binding("down", "list('move(1, 0)')", "下一行", show=False),
        Binding("pageup", "list('page(-1)')", "上一页", show=False),
        Binding("pagedown", "list('page(1)')", "下一页", show=False),
    ]

    def __init__(
        self,
        session: Session,
        title: str,
        data: TableData,
        initials: Initials | None = None,
        *,
        proposed: str = "",
    ) -> None:
        """
        Args:
            session: the user's.
            title: what is to be chosen.
            data: the rows; their keys are the outcomes.
            initials: by which names are found too; those that the pages know, if not given.
            proposed: key of the row under the cursor at first.
        """
        super().__init__(session, title)
        self._field = _PickerInput(placeholder="名称或拼音首字母，如 gdzc")
        self._list = _PickerList(
            data, whole_rows=True, marks=session.glyphs, initials=initials or session.initials
        )
        self._list.restore({"row": proposed})
        self._list.styles.height = min(len(data.rows), _MOST_ROWS) + _EXTRA_LINES
        self._widen(data)

    def _widen(self, data: TableData) -> None:
        """Widen the dialog until all columns are whole, as far as the screen allows."""
        wanted = sum(column.wanted + 1 for column in measure_columns(data)) + 1
        self._box.styles.width = max(wanted, _LEAST_CELLS) + _FRAME_CELLS

    def compose_body(self) -> ComposeResult:
        """Compose input and list."""
        yield self._field
        yield self._list

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show the matching rows."""
        event.stop()
        self._list.filter(event.value)
        if event.value:
            self._list.action_first_or_last_row(-1)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Return the selected row."""
        event.stop()
        self.action_choose()

    def on_table_cell_selected(self, event: Table.CellSelected) -> None:
        """Return the clicked row."""
        event.stop()
        self.action_choose()

    def action_choose(self) -> None:
        """Return the row under the cursor, if any matches."""
        if cursor := self._list.cursor:
            self.dismiss(cursor[0].key)

    async def action_list(self, action: str) -> None:
        """Move the selection while typing."""
        await self.run_action(action, {"": self._list})
