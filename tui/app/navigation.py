"""Going about: which screen the user is on, where he came from, where he goes on after a lost line."""

from __future__ import annotations

from textual.screen import Screen

from tui.app.key_queue import TypeAhead
from tui.app.theme import CSS, THEME, theme
from tui.screens.base import KaopingScreen
from tui.session.error_recovery import Sturdy
from tui.session.location import Place
from tui.session.messages import Back, Go, Said, TextWanted
from tui.session.screen_registry import BY_NAME
from tui.session.session import Session
from tui.terminal.driver import driver_class
from tui.widgets.bars.tab_bar import TopLine

HOME = Place("desk")
LONGEST_TRAIL = 50
"""Places that one can go back to."""


class Going(Sturdy, TypeAhead):
    """An application of screens that one goes to and comes back from."""

    CSS = CSS
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False  # the terminal's own marking works everywhere; Textual's repaints what is marked

    def __init__(self, session: Session) -> None:
        super().__init__(driver_class=driver_class(), ansi_color=session.few_colours)
        self.session = session
        self.trail: list[Place] = []
        """Where the user came from, nearest last."""
        if session.terminal.certain:
            self.set_class(True, "-drawn")
        if not session.few_colours:
            self.register_theme(theme())
            self.theme = THEME

    def get_default_screen(self) -> Screen[None]:
        """The whole year."""
        screen = self._screen_of(HOME)
        screen._push_result_callback(screen, None)  # which Textual forgets, and then fails to switch from it
        return screen

    def _screen_of(self, place: Place) -> KaopingScreen:
        screen: KaopingScreen = BY_NAME[place.screen].load()(self.session, place)
        return screen

    @property
    def here(self) -> KaopingScreen:
        """The screen under all dialogs."""
        screen = self.screen_stack[0]
        assert isinstance(screen, KaopingScreen)
        return screen

    def offer_to_go_on(self) -> None:
        """After a lost line, offer to go on where the user was."""
        last = self.session.memory.last
        if last is None or last == HOME or (entry := BY_NAME.get(last.screen)) is None:
            return
        if entry.needs and not last.about:
            return
        from tui.dialogs.confirm import Confirm

        was = "　".join((entry.title, *last.about.values()))
        question = f"上次没有正常退出（多半是连接断了），当时在：{was}。\n接着看吗？"
        self.push_screen(
            Confirm(self.session, "接着上次", question), lambda yes: self.visit(last) if yes else None
        )

    def visit(self, place: Place, *, returning: bool = False) -> None:
        """Go to a place; dialogs on the way are closed."""
        screen = self._screen_of(place)
        if not returning and place != self.here.place:
            self.trail = [*self.trail, self.here.place][-LONGEST_TRAIL:]
        screen.came_from = bool(self.trail)
        self.here.keep()
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.switch_screen(screen)
        self.session.memory.arrive(place)

    def go_back(self) -> None:
        """To where the user came from; the desk is the beginning of all ways."""
        if self.trail:
            self.visit(self.trail.pop(), returning=True)
        elif self.here.place != HOME:
            self.visit(HOME, returning=True)

    def on_go(self, event: Go) -> None:
        """To another screen."""
        self.visit(event.place)

    def on_back(self, _event: Back) -> None:
        """To where the user came from."""
        self.go_back()

    def on_top_line_chosen(self, event: TopLine.Chosen) -> None:
        """A tab was clicked."""
        self.action_visit(event.key)

    def action_visit(self, name: str) -> None:
        """To a screen by its number."""
        if len(self.screen_stack) == 1 and name != self.here.NAME:
            self.visit(Place(name))

    def on_said(self, event: Said) -> None:
        """Say it where progress is said."""
        self.here.said = event.words

    def on_text_wanted(self, event: TextWanted) -> None:
        """Show a text whole."""
        from tui.dialogs.text_viewer import Reading

        self.push_screen(Reading.of_text(self.session, event.title, event.text))
