"""The application's part in work beside the screen: one place where it begins, is told of, and where failures are shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from textual._context import active_message_pump

from tui.app.navigation import HOME, Going
from tui.app.page_watcher import Watch
from tui.session.error_recovery import Failures, told
from tui.session.location import Place
from tui.session.messages import Answered, Doing, Failed, Wanted
from tui.session.session import Session
from tui.tasks.runner import Work

BUSY = "正在做别的事，请等它做完（^X 停下）"
STOPPED = "已停下，没有记录任何内容"
STOPPED_TAKING = "已停下；停下以前读完的文件已经收下，其余的没有收"
Given = ParamSpec("Given")
Handler = Callable[Concatenate[Any, Given], None]


def until_the_end(handler: Handler[Given]) -> Handler[Given]:
    """Handle nothing any more once the program is ending: its screens go, and there is nobody to tell."""

    @wraps(handler)
    def guarded(self: Any, /, *given: Given.args, **named: Given.kwargs) -> None:
        if self.is_running:
            handler(self, *given, **named)

    return guarded


class Working(Going):
    """An application that has things done, shows the newest state, and survives what goes wrong."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.work = Work(self, session)
        self._watch = Watch(session)
        self._failures = Failures()

    def visit(self, place: Place, *, returning: bool = False) -> None:
        """Go to a place; what is being done is said there too."""
        super().visit(place, returning=returning)
        self.call_after_refresh(self._say_how_far)

    @until_the_end
    def _say_how_far(self) -> None:
        self.here.doing = self.work.words

    @until_the_end
    def on_wanted(self, event: Wanted) -> None:
        """Have it done; one thing that changes anything at a time."""
        if not self.work.begin(event, event.origin or self):
            self.here.said = BUSY

    @until_the_end
    def on_doing(self, event: Doing) -> None:
        """Say how far it is, on whatever screen the user is now; at the end what came of it can be seen."""
        self.session.log.tell(event.call, event.words)
        before, self.here.doing = self.here.doing, event.words
        if not event.words:
            self.look_again()
        if not (before and event.words):
            self.refresh_bindings()

    @until_the_end
    def on_answered(self, event: Answered) -> None:
        """An answer whose screen was left meanwhile, or that concerns all."""
        self.session.log.answered(event.call, event.answer)
        self.here.ended(event.call)
        self.look_again()
        if event.call == "take":
            from tui.dialogs.import_results import show_taken

            show_taken(self, self.session, event.arguments, event.answer)

    @until_the_end
    def on_failed(self, event: Failed) -> None:
        """The one place where failures are shown; the screen stays as it is."""
        from tui.dialogs.error import Failure

        self.session.log.failed(event.call, event.message, event.problems, cancelled=event.cancelled)
        self.here.ended(event.call)
        if event.cancelled:
            self.here.said = STOPPED_TAKING if event.call == "take" else STOPPED
        elif not any(isinstance(each, Failure) and each.shows(event) for each in self.screen_stack):
            self.push_screen(Failure(self.session, event))

    @until_the_end
    def notice(self) -> None:
        """Show what others have recorded meanwhile."""
        if self.session.pages.turn():
            self._show_again()
        elif not self.work.under_way and self._watch.is_stale():
            self.work.begin(Wanted("refresh", {}), self)

    def look_again(self) -> None:
        """Show the newest state, if it is another."""
        if self.session.pages.turn():
            self._show_again()

    def _show_again(self) -> None:
        for screen in self.screen_stack:
            if screen.is_mounted and (turn := getattr(screen, "turn", None)):
                turn()

    def survive(self, error: Exception) -> bool:
        """Show an exception and go on; False when the same place fails again and again."""
        if self._failures.again(error):
            return False
        self.on_failed(told(error))
        return True

    def _handle_exception(self, error: Exception) -> None:
        """An exception that has cost a widget, or a screen that could not come up."""
        if not self.forgiving or not self._running or self._failures.again(error):
            super()._handle_exception(error)
            return
        self.call_later(self._recover, told(error), active_message_pump.get(None) is self.screen_stack[0])

    @until_the_end
    def _recover(self, failed: Failed, screen_is_lost: bool) -> None:
        """Build the screen anew; where it cannot come up, the one before; then tell.

        When not even the first can come up, its pages are to blame: they are made anew.
        """
        if screen_is_lost and self.here.place != HOME:
            self.go_back()
        else:
            if screen_is_lost:
                self.session.pages.refuse()
            self.visit(self.here.place, returning=True)
        self.on_failed(failed)
