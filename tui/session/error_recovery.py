"""Recovery from exceptions: the application shows them and goes on, unless the same place fails again at once."""

from __future__ import annotations

import time
import traceback
from typing import ClassVar, Final

from textual import events
from textual.message import Message

from tui.tasks.failure import unwrap_exception
from tui.textual_internals import DispatchHook, report_unhandled

REPEAT_SECONDS: Final = 1.0
"""A second failure in the same place within this time ends the program."""
_BEGINNING: Final = (events.Load, events.Compose, events.Mount)


class ErrorBoundary(DispatchHook):
    """Mixin for screens, dialogs and the application: shows exceptions of message handlers instead of ending the program.

    Exceptions while it is composed or mounted pass through, since there is no widget to go on with.
    """

    recovers_from_errors: ClassVar[bool] = True
    """Tests turn this off: there, every exception counts."""

    def on_dispatch_error(self, message: Message, error: Exception) -> bool:
        """Report an exception of a message handler and continue with the next message."""
        if isinstance(message, _BEGINNING) or not self.recovers_from_errors:
            return False
        report = getattr(self.app, "report_exception", None)
        if report is None or not report(error):
            report_unhandled(self.app, error)
        return True


class RepeatedFailureGuard:
    """Remembers the last failure, to stop when the same place fails again at once."""

    def __init__(self) -> None:
        self._place = ""
        self._at = 0.0

    def is_repeated(self, error: BaseException) -> bool:
        """Whether the same place failed a moment ago."""
        place, now = exception_location(error), time.monotonic()
        again = place == self._place and now - self._at < REPEAT_SECONDS
        self._place, self._at = place, now
        return again


def exception_location(error: BaseException) -> str:
    """Return file and line where an exception was raised."""
    innermost = traceback.extract_tb(unwrap_exception(error).__traceback__)[-1:]
    return "".join(f"{frame.filename}:{frame.lineno}" for frame in innermost)
