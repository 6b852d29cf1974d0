"""A table of 500 x 60 alone on the screen, to be driven over a line. Run as a program; ``shaded`` shades it."""

from __future__ import annotations

import sys

from textual.app import App, ComposeResult

from tests.support.tables import big_table
from tui.app.theme import CSS, THEME, build_theme
from tui.terminal.driver import driver_class
from tui.widgets.table.table import Table


class BigTable(App[None]):
    """The table, as large as the screen, in the application's colours."""

    CSS = CSS
    ENABLE_COMMAND_PALETTE = False

    def on_mount(self) -> None:
        self.register_theme(build_theme())
        self.theme = THEME

    def compose(self) -> ComposeResult:
        yield Table(big_table(shaded="shaded" in sys.argv))


if __name__ == "__main__":
    BigTable(driver_class=driver_class()).run()
