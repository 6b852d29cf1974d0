"""Base of all screens: bars, session, location, saved view states."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.screen import Screen

from tui.session.error_recovery import ErrorBoundary
from tui.session.location import Location
from tui.session.messages import GoBack, OpenLocation, ShowText
from tui.session.screen_registry import NUMBERED
from tui.session.session import Session
from tui.session.user_state import UserState
from tui.tasks.messages import TaskRequested, TaskSucceeded
from tui.tasks.protocol import Request
from tui.widgets.bars.key_bar import KeyBar
from tui.widgets.bars.tab_bar import StatusBar, Tab, TabBar
from tui.widgets.breakpoints import apply_breakpoint_classes
from tui.widgets.table.table import Table

LOADING = "正在读取数据…"
"""Heading while there are no pages yet."""
FOLLOW_SECONDS = 0.15
"""Delay before a panel follows the cursor, so that a slow connection does not carry what is passed."""


def restore_table(table: Table, memory: UserState, name: str, row: str | None) -> None:
    """Restore a table's view state, or select the requested row, which no filter then hides.

    Args:
        table: not shown yet.
        memory: what the user chose before.
        name: of the table there.
        row: key of the requested row, if any.
    """
    choices = memory.view_state(name)
    if row:
        choices |= {"row": row, "filter": "", "find": ""}
        memory.save_view_state(name, choices)
    table.restore(choices)


class KaopingScreen(ErrorBoundary, Screen[None]):
    """A screen between the tabs and the keys; subclasses give ``compose_body`` and ``update_content``.

    ``update_content`` puts the newest pages into the widgets. It runs on mount and after each recorded change, here or
    at another terminal, so it must not touch the view state, which tables keep by themselves.
    """

    NAME: ClassVar[str]
    HELP: ClassVar[str]
    """What this screen is for and how it is used, for F1: paragraphs in Chinese."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "back", "返回", id="back")]
    DEFAULT_CSS = """
    KaopingScreen { layout: vertical; overflow: hidden; }
    """

    can_go_back = False
    """Whether there is a screen that the user came from."""
    heading: reactive[str] = reactive("", init=False)
    """Title of what is shown, in the status bar."""
    progress_text: reactive[str] = reactive("", init=False)
    """Progress of the running task of the child process."""
    status_message: reactive[str] = reactive("", init=False)
    """What came of the last thing done, until the next key."""

    def __init__(self, session: Session, location: Location) -> None:
        super().__init__()
        self.session = session
        self.location = location
        self._tab_bar = TabBar()
        self._status_bar = StatusBar()
        self._restored = False

    # -- for subclasses --------------------------------------------------------------------------------

    def compose_body(self) -> ComposeResult:
        """Compose the widgets between tab bar and status bar."""
        yield from ()

    def update_content(self) -> None:
        """Put the newest pages into the widgets."""

    def on_task_result(self, event: TaskSucceeded) -> None:
        """Handle the result of a task that this screen requested."""

    def on_task_finished(self, request: Request[object]) -> None:
        """Handle the end of a task requested elsewhere; its outcome is in the session's task history."""

    def request_task(self, request: Request[object]) -> None:
        """Send a request to the child process; the application shows failures."""
        self.post_message(TaskRequested(request).set_sender(self))

    def open_screen(self, screen: str, **about: str) -> None:
        """Go to another screen."""
        self.post_message(OpenLocation(Location(screen, about)))

    # -- how it works ----------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Compose the bars and the subclass's widgets."""
        apply_breakpoint_classes(self)
        yield self._tab_bar
        yield self._status_bar
        yield from self.compose_body()
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the pages, then restore the view state."""
        self.refresh_pages()
        for table in self.query(Table):
            if table.id:
                table.restore(self.session.user_state.view_state(self._saved_view_state(table)))
        self._restored = True

    def refresh_pages(self) -> None:
        """Show the newest pages."""
        overview = self.session.overview
        banner = overview.get("banner") or ""
        self._tab_bar.tabs = tuple(
            Tab(screen.name, f"{number}{screen.title}", screen.name == self.NAME)
            for number, screen in enumerate(NUMBERED, 1)
        )
        self._tab_bar.context = f"{self.session.year}年{'　' if banner else ''}{banner}"
        self.update_content()

    def watch_heading(self, heading: str) -> None:
        """Show the heading in the status bar."""
        self._status_bar.title = heading

    def watch_progress_text(self, progress_text: str) -> None:
        """Show the progress in the status bar."""
        self._status_bar.progress_text = progress_text or self.status_message

    def watch_status_message(self, status_message: str) -> None:
        """Show the status message."""
        self._status_bar.progress_text = self.progress_text or status_message

    def on_key(self) -> None:
        """Clear the status message."""
        self.status_message = ""

    def on_task_requested(self, event: TaskRequested) -> None:
        """Make this screen the receiver of the result."""
        event.origin = event.origin or self

    def on_task_succeeded(self, event: TaskSucceeded) -> None:
        """Pass the result to ``on_task_result``."""
        event.stop()
        self.on_task_result(event)

    def action_back(self) -> None:
        """Go back to the previous screen."""
        self.post_message(GoBack())

    # -- what the user chose ---------------------------------------------------------------------------

    def _saved_view_state(self, table: Table) -> str:
        return f"{self.NAME}.{table.id}"

    def save_view_state(self) -> None:
        """Save the view state of the screen's tables."""
        if not self._restored:
            return
        for table in self.query(Table):
            if table.id:
                self.session.user_state.save_view_state(self._saved_view_state(table), table.view_state())

    def on_table_cell_text_wanted(self, event: Table.CellTextWanted) -> None:
        """Show the whole text of a cell."""
        event.stop()
        self.post_message(ShowText("　".join(title for title in event.titles if title), event.text))
