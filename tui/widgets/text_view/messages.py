"""Messages of the text view; each is also an attribute of ``TextView``, such as ``TextView.Selected``."""

from __future__ import annotations

from textual.widget import Widget

from tui.widgets.widget_message import WidgetMessage


class _ParagraphMessage(WidgetMessage):
    def __init__(self, lines: Widget, key: str) -> None:
        super().__init__(lines)
        self.key = key
        """Of the paragraph."""


class ParagraphHighlighted(_ParagraphMessage):
    """The cursor moved to another paragraph."""


class ParagraphSelected(_ParagraphMessage):
    """Enter, or a click on the paragraph under the cursor."""
