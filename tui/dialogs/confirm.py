"""Confirmation: a yes-or-no question."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from tui.cell_text import sanitise
from tui.dialogs.base import Dialog
from tui.session.session import Session


class ConfirmDialog(Dialog[bool], inherit_bindings=False):
    """Asks a question; Enter or y returns True, leaving the dialog False."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "yes", "是"),
        Binding("escape,n,q", "leave", "否", id="leave"),
    ]
    DEFAULT_CSS = """
    ConfirmDialog Static { width: auto; max-width: 100%; height: auto; margin: 0 0 1 0; }
    """

    def __init__(self, session: Session, title: str, question: str) -> None:
        super().__init__(session, title)
        self._question = "\n".join(sanitise(line) for line in question.split("\n"))

    def compose_body(self) -> ComposeResult:
        """Compose the question."""
        yield Static(self._question, markup=False)

    def action_yes(self) -> None:
        """Return True."""
        self.dismiss(True)
