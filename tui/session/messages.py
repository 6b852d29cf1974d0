"""Messages of screens and dialogs to the application."""

from __future__ import annotations

from textual.message import Message

from tui.session.location import Location


class OpenLocation(Message):
    """Request to open a screen."""

    def __init__(self, location: Location) -> None:
        super().__init__()
        self.location = location


class GoBack(Message):
    """Request to open the previous screen."""


class StatusMessage(Message):
    """Text for the status bar, shown until the next key."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class ShowText(Message):
    """Request to show a whole text in a dialog."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.title = title
        self.text = text
