"""Base of widget messages that carry their sender."""

from __future__ import annotations

from textual.message import Message
from textual.widget import Widget


class WidgetMessage(Message):
    """A message whose sender is found by ``@on(…, "#id")`` through ``control``."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self._widget = widget

    @property
    def control(self) -> Widget:
        """The widget that posted the message."""
        return self._widget
