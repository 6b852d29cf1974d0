"""What screens and dialogs say to the application above them, and what comes back from work beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual.message import Message
from textual.message_pump import MessagePump

from tui.session.location import Location


class OpenLocation(Message):
    """Request to open a location."""

    def __init__(self, place: Location) -> None:
        super().__init__()
        self.location = place


class GoBack(Message):
    """Request to return to the previous location."""


class TaskRequested(Message):
    """Something is to be done by the process beside the screen; the answer goes to the screen or box that this comes from."""

    def __init__(self, call: str, arguments: Mapping[str, Any]) -> None:
        super().__init__()
        self.call = call
        self.arguments = dict(arguments)
        self.origin: MessagePump | None = None
        """The screen or the box that it comes from, once it has passed there."""


class _TaskMessage(Message):
    def __init__(self, call: str, arguments: Mapping[str, Any]) -> None:
        super().__init__()
        self.call = call
        self.arguments = arguments


class TaskProgress(_TaskMessage):
    """What is being done just now."""

    def __init__(self, call: str, arguments: Mapping[str, Any], words: str) -> None:
        super().__init__(call, arguments)
        self.text = words


class TaskSucceeded(_TaskMessage):
    """It is done."""

    def __init__(self, call: str, arguments: Mapping[str, Any], answer: Any) -> None:
        super().__init__(call, arguments)
        self.answer = answer


class TaskFailed(_TaskMessage):
    """It could not be done; who does not stop this message leaves it to the application's error box."""

    def __init__(
        self,
        call: str,
        arguments: Mapping[str, Any],
        message: str,
        problems: Sequence[str] = (),
        detail: str = "",
        *,
        cancelled: bool = False,
    ) -> None:
        super().__init__(call, arguments)
        self.message = message
        self.problems = tuple(problems)
        """Everything wrong, a line each."""
        self.detail = detail
        """For support: a traceback, or what a process printed last."""
        self.cancelled = cancelled
        """Whether the user cancelled the task, so that no error is shown."""


class StatusMessage(Message):
    """Something to be said in the line of the screen's state until the next key."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.text = words


class ShowText(Message):
    """A text is to be shown whole, in a box."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.title = title
        self.text = text
