"""What all screens have: the lines above and below, the data, where they are, what the user chose on them."""

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
from tui.tasks.messages import TaskRequested, TaskSucceeded
from tui.tasks.protocol import Request
from tui.widgets.bars.key_bar import KeyBar
from tui.widgets.bars.tab_bar import StatusBar, Tab, TabBar
from tui.widgets.breakpoints import apply_breakpoint_classes
from tui.widgets.table.table import Table


class KaopingScreen(ErrorBoundary, Screen[None]):
    """A screen between the tabs and the keys; subclasses give ``body`` and ``show``.

    ``update_content`` puts the newest pages into the widgets. It runs at mount and whenever this or another
    another terminal, has recorded something, so it must leave alone what the user chose: tables keep it by themselves.
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
    """What is shown, in words; beside the screen's state."""
    progress_text: reactive[str] = reactive("", init=False)
    """What is being done by the process beside the screen."""
    status_message: reactive[str] = reactive("", init=False)
    """What came of the last thing done, until the next key."""

    def __init__(self, session: Session, place: Location) -> None:
        super().__init__()
        self.session = session
        self.location = place
        self._tab_bar = TabBar()
        self._status_bar = StatusBar()
        self._restored = False

    # -- for subclasses --------------------------------------------------------------------------------

    def compose_body(self) -> ComposeResult:
        """The widgets between."""
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
        """The lines above and below, the subclass's widgets between."""
        apply_breakpoint_classes(self)
        yield self._tab_bar
        yield self._status_bar
        yield from self.compose_body()
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the data, then what the user chose on them the last time."""
        self.refresh_pages()
        for table in self.query(Table):
            if table.id:
                table.restore(self.session.user_state.view_state(self._saved_view_state(table)))
        self._restored = True

    def refresh_pages(self) -> None:
        """Show the newest state."""
        desk = self.session.overview
        banner = desk.get("banner") or ""
        self._tab_bar.tabs = tuple(
            Tab(each.name, f"{number}{each.title}", each.name == self.NAME)
            for number, each in enumerate(NUMBERED, 1)
        )
        self._tab_bar.context = f"{self.session.year}年{'　' if banner else ''}{banner}"
        self.update_content()

    def watch_heading(self, heading: str) -> None:
        """Say what is shown."""
        self._status_bar.title = heading

    def watch_progress_text(self, doing: str) -> None:
        """Say what is being done."""
        self._status_bar.progress_text = doing or self.status_message

    def watch_status_message(self, said: str) -> None:
        """Say what came of it."""
        self._status_bar.progress_text = self.progress_text or said

    def on_key(self) -> None:
        """What was said has been read."""
        self.status_message = ""

    def on_task_requested(self, event: TaskRequested) -> None:
        """The answer is to come here."""
        event.origin = event.origin or self

    def on_task_succeeded(self, event: TaskSucceeded) -> None:
        """An answer has come."""
        event.stop()
        self.on_task_result(event)

    def action_back(self) -> None:
        """To where the user came from."""
        self.post_message(GoBack())

    # -- what the user chose ---------------------------------------------------------------------------

    def _saved_view_state(self, table: Table) -> str:
        return f"{self.NAME}.{table.id}"

    def save_view_state(self) -> None:
        """Keep what the user chose on the screen's tables."""
        if not self._restored:
            return
        for table in self.query(Table):
            if table.id:
                self.session.user_state.save_view_state(self._saved_view_state(table), table.view_state())

    def on_table_cell_text_wanted(self, event: Table.CellTextWanted) -> None:
        """Show a cell whole."""
        event.stop()
        self.post_message(ShowText("　".join(title for title in event.titles if title), event.text))
