"""Whether a widget has or is about to have the focus."""

from __future__ import annotations

from textual.widget import Widget


def will_have_focus(widget: Widget) -> bool:
    """True if the widget has focus or will receive it in this event-loop turn; ``has_focus`` is set after the first render."""
    return widget.has_focus or (widget.is_attached and widget.screen.focused is widget)
