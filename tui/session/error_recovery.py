"""An error in the program is shown and survived: the screen stays up, unless it goes on failing in the same place.

Textual ends the program for every exception in a handler and has no public way to do otherwise; what is overridden
here is private and held by tests, and Textual is pinned exactly.
"""

from __future__ import annotations

import time
import traceback
from typing import ClassVar, Final

from textual import events
from textual.message import Message
from textual.message_pump import MessagePump

from tui.tasks.failure import unwrap_exception

REPEAT_SECONDS: Final = 1.0
"""A second failure in the same place within this time ends the program."""
_BEGINNING: Final = (events.Load, events.Compose, events.Mount)


class ErrorBoundary(MessagePump):
    """Something with handlers that goes on with the next message when one of them fails.

    What fails while it comes to be is told too, but not survived here: there is nothing to go on with.
    """

    recovers_from_errors: ClassVar[bool] = True
    """Tests turn this off: there, every exception counts."""

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            if isinstance(message, _BEGINNING) or not self.recovers_from_errors:
                raise
            report = getattr(self.app, "report_exception", None)
            if report is None or not report(error):
                self.app._handle_exception(error)


class RepeatedFailureGuard:
    """Which failures there were, to tell a mishap from something that fails again and again."""

    def __init__(self) -> None:
        self._place = ""
        self._at = 0.0

    def is_repeated(self, error: BaseException) -> bool:
        """Whether the same place has failed a moment ago."""
        place, now = exception_location(error), time.monotonic()
        again = place == self._place and now - self._at < REPEAT_SECONDS
        self._place, self._at = place, now
        return again


def exception_location(error: BaseException) -> str:
    """Where an exception was raised: file and line."""
    innermost = traceback.extract_tb(unwrap_exception(error).__traceback__)[-1:]
    return "".join(f"{frame.filename}:{frame.lineno}" for frame in innermost)
