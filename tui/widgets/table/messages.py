"""Messages of the table widget; each is also an attribute of ``Table``, such as ``Table.CellSelected``."""

from __future__ import annotations

from textual.widget import Widget

from tui.widgets.table.sorting import Sorting
from tui.widgets.widget_message import WidgetMessage


class _CellMessage(WidgetMessage):
    def __init__(self, table: Widget, row: str, column: str) -> None:
        super().__init__(table)
        self.row = row
        self.column = column


class TableCellHighlighted(_CellMessage):
    """The cursor moved to another cell, given by keys."""


class TableCellSelected(_CellMessage):
    """Enter, or a click on the cell under the cursor; given by keys."""


class TableCellTextWanted(_CellMessage):
    """Request to show the whole text of a cell."""

    def __init__(self, table: Widget, row: str, column: str, titles: tuple[str, str], text: str) -> None:
        super().__init__(table, row, column)
        self.titles = titles
        """What the row's first cell says, and the column's title, both whole."""
        self.text = text


class TableSortChanged(WidgetMessage):
    """The sorting changed; None for the original order."""

    def __init__(self, table: Widget, sorting: Sorting | None) -> None:
        super().__init__(table)
        self.sorting = sorting


class TableFilterChanged(WidgetMessage):
    """The filter changed; empty text shows all rows."""

    def __init__(self, table: Widget, text: str, shown: int, total: int) -> None:
        super().__init__(table)
        self.text = text
        self.shown = shown
        self.total = total
