"""Text viewer."""

from __future__ import annotations

from typing import ClassVar, Self

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from tui.dialogs.base import Dialog
from tui.session.session import Session
from tui.widgets.text_view.text_view import Paragraph, TextDocument, TextView


class TextDialog(Dialog[None]):
    """Shows a text to be read."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "leave", "关闭", show=False)]
    DEFAULT_CSS = """
    TextDialog TextView { width: auto; max-width: 100%; height: auto; max-height: 100%; }
    """

    def __init__(self, session: Session, title: str, lines: TextDocument) -> None:
        super().__init__(session, title)
        self._lines = TextView(lines, marks=session.glyphs)

    @classmethod
    def of_text(cls, session: Session, title: str, text: str) -> Self:
        """Create the dialog for a plain text."""
        return cls(session, title, TextDocument(tuple(Paragraph(line) for line in text.split("\n"))))

    def compose_body(self) -> ComposeResult:
        """Compose the text."""
        yield self._lines
