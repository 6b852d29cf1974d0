"""Navigation: current screen, history, resuming after a lost connection."""

from __future__ import annotations

from textual.screen import Screen

from tui.app.key_queue import KeyQueueMixin
from tui.app.theme import CSS, THEME, build_theme
from tui.screens.base import KaopingScreen
from tui.session.error_recovery import ErrorBoundary
from tui.session.location import Location
from tui.session.messages import GoBack, OpenLocation, ShowText, StatusMessage
from tui.session.screen_registry import BY_NAME
from tui.session.session import Session
from tui.terminal.driver import driver_class
from tui.textual_internals import register_default_screen
from tui.widgets.bars.tab_bar import TabBar

HOME = Location("overview")
MAX_HISTORY = 50
"""Places that one can go back to."""


class NavigationMixin(ErrorBoundary, KeyQueueMixin):
    """Mixin that opens screens and goes back through their history."""

    CSS = CSS
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False  # the terminal's own marking works everywhere; Textual's repaints what is marked

    def __init__(self, session: Session) -> None:
        super().__init__(driver_class=driver_class(), ansi_color=session.few_colours)
        self.session = session
        self.history: list[Location] = []
        """Where the user came from, nearest last."""
        if session.terminal.supports_box_drawing:
            self.set_class(True, "-drawn")
        if not session.few_colours:
            self.register_theme(build_theme())
            self.theme = THEME

    def get_default_screen(self) -> Screen[None]:
        """Return the overview as the first screen."""
        screen = self._screen_of(HOME)
        register_default_screen(screen)
        return screen

    def _screen_of(self, location: Location) -> KaopingScreen:
        screen: KaopingScreen = BY_NAME[location.screen].load()(self.session, location)
        return screen

    @property
    def current_screen(self) -> KaopingScreen:
        """The screen under all dialogs."""
        screen = self.screen_stack[0]
        assert isinstance(screen, KaopingScreen)
        return screen

    def offer_resume(self) -> None:
        """Offer to resume at the last location after a lost connection."""
        last = self.session.user_state.last
        if last is None or last == HOME or (entry := BY_NAME.get(last.screen)) is None:
            return
        if entry.required_argument and not last.arguments:
            return
        from tui.dialogs.confirm import ConfirmDialog

        was = "　".join((entry.title, *last.arguments.values()))
        question = f"上次没有正常退出（多半是连接断了），当时在：{was}。\n接着看吗？"
        self.push_screen(
            ConfirmDialog(self.session, "接着上次", question),
            lambda yes: self.open_screen(last) if yes else None,
        )

    def open_screen(self, location: Location, *, returning: bool = False) -> None:
        """Open a location; dialogs over the current screen are closed."""
        screen = self._screen_of(location)
        if not returning and location != self.current_screen.location:
            self.history = [*self.history, self.current_screen.location][-MAX_HISTORY:]
        screen.can_go_back = bool(self.history)
        self.current_screen.save_view_state()
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.switch_screen(screen)
        self.session.user_state.set_location(location)

    def go_back(self) -> None:
        """Go back to the previous location; the overview is the last."""
        if self.history:
            self.open_screen(self.history.pop(), returning=True)
        elif self.current_screen.location != HOME:
            self.open_screen(HOME, returning=True)

    def on_open_location(self, event: OpenLocation) -> None:
        """Open the requested location."""
        self.open_screen(event.location)

    def on_go_back(self, _event: GoBack) -> None:
        """Go back to the previous location."""
        self.go_back()

    def on_tab_bar_tab_chosen(self, event: TabBar.TabChosen) -> None:
        """Open the screen of the clicked tab."""
        self.action_open_screen(event.key)

    def action_open_screen(self, name: str) -> None:
        """Open a screen by its name; bound to the number keys."""
        if len(self.screen_stack) == 1 and name != self.current_screen.NAME:
            self.open_screen(Location(name))

    def on_status_message(self, event: StatusMessage) -> None:
        """Show a message in the status bar."""
        self.current_screen.status_message = event.text

    def on_show_text(self, event: ShowText) -> None:
        """Show a text in a dialog."""
        from tui.dialogs.text_viewer import TextDialog

        self.push_screen(TextDialog.of_text(self.session, event.title, event.text))
