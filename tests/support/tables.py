"""Tables to try the widget on, and an application that holds one and writes down what it says."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.widgets import Button

from tests.support.idle_pilot import run_app
from tui.widgets.table.data import TableCell, TableColumn, TableData, TableRow
from tui.widgets.table.table import Table

M = TypeVar("M", bound=Message)

UNITS = ("太平街道", "胡家镇", "高升街道", "得胜街道", "沙岭镇", "坝墙子镇", "古城子镇", "陈家镇")
INITIALS = {"太平街道": "tpjd", "胡家镇": "hjz", "固定资产投资": "gdzctz"}


def initials(text: str) -> str:
    """Initials of the few texts that tests look for."""
    return INITIALS.get(text, "")


def small_table() -> TableData:
    """Eight towns, three columns of numbers, the mean below."""
    points = ("66595.1", "9.8", "", "100", "9.80", "-3.5", "12", "缺报")
    columns = (
        TableColumn("unit", "单位"),
        TableColumn("total", "总分", "100分", number=True),
        TableColumn("invest", "固定资产投资", "5分", number=True),
        TableColumn("gdp", "R&D经费", number=True),
    )
    rows = tuple(
        TableRow(
            f"u{index}", (TableCell(unit), TableCell(points[index]), TableCell(f"{index}.50"), TableCell("1"))
        )
        for index, unit in enumerate(UNITS)
    )
    return TableData(
        columns,
        rows,
        (TableRow("mean", (TableCell("平均"), TableCell("27.7"), TableCell("4.00"), TableCell("1"))),),
    )


def big_table(rows: int = 500, columns: int = 60, *, shaded: bool = True) -> TableData:
    """As large as the largest county: names, and scores with two decimals, every seventh column of them shaded."""
    heads = (
        TableColumn("unit", "单位"),
        *(TableColumn(f"c{n}", f"指标{n}", f"{n % 5 + 1}分", number=True) for n in range(columns - 1)),
    )
    return TableData(heads, tuple(_big_row(row, columns - 1, shaded) for row in range(rows)))


def _big_row(row: int, scores: int, shaded: bool) -> TableRow:
    name = TableCell(f"{UNITS[row % len(UNITS)]}{row}")
    cells = []
    for n in range(scores):
        units, hundredths = divmod((row * 37 + n * 91) % 500, 100)
        cells.append(
            TableCell(f"{units}.{hundredths:02}", shade=(row + n) % 6 if shaded and n % 7 == 0 else None)
        )
    return TableRow(f"r{row}", (name, *cells))


class TableApp(App[None]):
    """A table, a button to leave it for, and everything that the table said."""

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.table = table
        self.messages: list[Message] = []
        self.escape_count = 0

    BINDINGS = [("escape", "leave", "离开")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        yield self.table
        button = Button("下一个")
        button.styles.dock = "bottom"
        button.display = False
        yield button

    def action_leave(self) -> None:
        self.escape_count += 1

    def on_table_cell_selected(self, message: Table.CellSelected) -> None:
        self.messages.append(message)

    def on_table_cell_highlighted(self, message: Table.CellHighlighted) -> None:
        self.messages.append(message)

    def on_table_cell_text_wanted(self, message: Table.CellTextWanted) -> None:
        self.messages.append(message)

    def on_table_sort_changed(self, message: Table.SortChanged) -> None:
        self.messages.append(message)

    def on_table_filter_changed(self, message: Table.FilterChanged) -> None:
        self.messages.append(message)

    def messages_of(self, kind: type[M]) -> list[M]:
        return [each for each in self.messages if isinstance(each, kind)]

    @property
    def lines(self) -> list[str]:
        """What the table's lines say, straight from the widget."""
        return [self.table.render_line(y).text for y in range(self.table.size.height)]

    @property
    def screen_lines(self) -> list[str]:
        """What stands on the whole screen."""
        return [
            "".join(segment.text for segment in strip) for strip in self.screen._compositor.render_strips()
        ]

    @property
    def cursor_keys(self) -> tuple[str, str] | None:
        """The cursor's row and column, by their keys."""
        cursor = self.table.cursor
        return None if cursor is None else (cursor[0].key, cursor[1].key)


Step = Callable[[TableApp, "Pilot[None]"], Awaitable[None]]


def run_table_app(table: Table, step: Step, size: tuple[int, int] = (60, 12)) -> TableApp:
    """Run a desk in a terminal of some size and do something with it."""

    async def session() -> TableApp:
        app = TableApp(table)
        async with run_app(app, size) as pilot:
            table.focus()
            await pilot.pause()
            await step(app, pilot)
            await pilot.pause()
        return app

    return asyncio.run(session())
