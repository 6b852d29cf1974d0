"""What lines say to their parents; each is also a name of ``Lines``, as ``Lines.Selected``."""

from __future__ import annotations

from textual.message import Message
from textual.widget import Widget


class _OfLines(Message):
    def __init__(self, lines: Widget, key: str) -> None:
        super().__init__()
        self.lines = lines
        self.key = key
        """Of the paragraph."""

    @property
    def control(self) -> Widget:
        """The lines that it comes from."""
        return self.lines


class LinesHighlighted(_OfLines):
    """The cursor is on another paragraph."""


class LinesSelected(_OfLines):
    """Enter, or a click on the paragraph of the cursor."""
