"""What all screens have: the lines above and below, the data, where they are, what the user chose on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.screen import Screen

from tui.session.error_recovery import Sturdy
from tui.session.location import Place
from tui.session.messages import Back, Go, TextWanted, Wanted
from tui.session.screen_registry import NUMBERED
from tui.session.session import Session
from tui.widgets.bars.key_bar import KeysLine
from tui.widgets.bars.tab_bar import StatusLine, Tab, TopLine
from tui.widgets.breakpoints import size_classes
from tui.widgets.table.table import Table


class KaopingScreen(Sturdy, Screen[None]):
    """A screen between the tabs and the keys; subclasses give ``body`` and ``show``.

    ``show`` puts the newest pages into the widgets. It runs when the screen comes and whenever somebody, here or at
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

    came_from = False
    """Whether there is a screen that the user came from."""
    heading: reactive[str] = reactive("", init=False)
    """What is shown, in words; beside the screen's state."""
    doing: reactive[str] = reactive("", init=False)
    """What is being done by the process beside the screen."""
    said: reactive[str] = reactive("", init=False)
    """What came of the last thing done, until the next key."""

    def __init__(self, session: Session, place: Place) -> None:
        super().__init__()
        self.session = session
        self.place = place
        self._top = TopLine()
        self._status = StatusLine()
        self._restored = False

    # -- for subclasses --------------------------------------------------------------------------------

    def body(self) -> ComposeResult:
        """The widgets between."""
        yield from ()

    def show(self) -> None:
        """Put the newest pages into the widgets."""

    def answered(self, call: str, arguments: Mapping[str, Any], answer: Any) -> None:
        """What was wanted of the process beside the screen has come."""

    def ended(self, call: str) -> None:
        """Something that was wanted elsewhere has been done, or could not be: the session's log says what came of it."""

    def want(self, call: str, **arguments: Any) -> None:
        """Have something done by the process beside the screen; the application hears of failures."""
        self.post_message(Wanted(call, arguments).set_sender(self))

    def go(self, screen: str, **about: str) -> None:
        """Go to another screen."""
        self.post_message(Go(Place(screen, about)))

    # -- how it works ----------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """The lines above and below, the subclass's widgets between."""
        size_classes(self)
        yield self._top
        yield self._status
        yield from self.body()
        yield KeysLine()

    def on_mount(self) -> None:
        """Show the data, then what the user chose on them the last time."""
        self.turn()
        for table in self.query(Table):
            if table.id:
                table.restore(self.session.memory.choices(self._choices_of(table)))
        self._restored = True

    def turn(self) -> None:
        """Show the newest state."""
        desk = self.session.desk
        banner = desk.get("banner") or ""
        self._top.tabs = tuple(
            Tab(each.name, f"{number}{each.title}", each.name == self.NAME)
            for number, each in enumerate(NUMBERED, 1)
        )
        self._top.place = f"{self.session.year}年{'　' if banner else ''}{banner}"
        self.show()

    def watch_heading(self, heading: str) -> None:
        """Say what is shown."""
        self._status.title = heading

    def watch_doing(self, doing: str) -> None:
        """Say what is being done."""
        self._status.doing = doing or self.said

    def watch_said(self, said: str) -> None:
        """Say what came of it."""
        self._status.doing = self.doing or said

    def on_key(self) -> None:
        """What was said has been read."""
        self.said = ""

    def on_wanted(self, event: Wanted) -> None:
        """The answer is to come here."""
        event.origin = event.origin or self

    def on_answered(self, event: Any) -> None:
        """An answer has come."""
        event.stop()
        self.answered(event.call, event.arguments, event.answer)

    def action_back(self) -> None:
        """To where the user came from."""
        self.post_message(Back())

    # -- what the user chose ---------------------------------------------------------------------------

    def _choices_of(self, table: Table) -> str:
        return f"{self.NAME}.{table.id}"

    def keep(self) -> None:
        """Keep what the user chose on the screen's tables."""
        if not self._restored:
            return
        for table in self.query(Table):
            if table.id:
                self.session.memory.choose(self._choices_of(table), table.view_state())

    def on_table_cell_text_wanted(self, event: Table.CellTextWanted) -> None:
        """Show a cell whole."""
        event.stop()
        self.post_message(TextWanted("　".join(each for each in event.titles if each), event.text))
