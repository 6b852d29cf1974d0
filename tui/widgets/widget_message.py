"""A message of a widget, which says whom it comes from."""

from __future__ import annotations

from textual.message import Message
from textual.widget import Widget


class WidgetMessage(Message):
    """Of a widget; `@on(…, "#id")` finds it by `control`."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self._widget = widget

    @property
    def control(self) -> Widget:
        """The widget that it comes from."""
        return self._widget
