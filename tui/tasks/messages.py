"""Messages about tasks: requested by a screen or dialog, reported back to it or to the application."""

from __future__ import annotations

from collections.abc import Sequence

from textual.message import Message
from textual.message_pump import MessagePump

from tui.tasks.protocol import Request, ResultT, result_of


class TaskRequested(Message):
    """Request for the child process; the outcome goes to the screen or dialog that posted it."""

    def __init__(self, request: Request[object]) -> None:
        super().__init__()
        self.request = request
        self.origin: MessagePump | None = None
        """Screen or dialog that it passed on its way up."""


class TaskProgress(Message):
    """Progress of a task; an empty text ends it."""

    def __init__(self, request: Request[object], text: str) -> None:
        super().__init__()
        self.request = request
        self.text = text


class TaskSucceeded(Message):
    """Result of a task."""

    def __init__(self, request: Request[object], result: object) -> None:
        super().__init__()
        self.request = request
        self.result = result

    def result_of(self, kind: type[Request[ResultT]]) -> ResultT | None:
        """The result under its type when the request is of ``kind``, else None."""
        return result_of(kind, self.request, self.result)


class TaskFailed(Message):
    """Failure of a task or, without a request, of the program; unless stopped, the application shows it."""

    def __init__(
        self,
        request: Request[object] | None,
        message: str,
        problems: Sequence[str] = (),
        detail: str = "",
        *,
        cancelled: bool = False,
    ) -> None:
        super().__init__()
        self.request = request
        self.message = message
        self.problems = tuple(problems)
        """One line each."""
        self.detail = detail
        """For support: a traceback, or the last output of a process."""
        self.cancelled = cancelled
        """Whether the user cancelled it."""
