"""Whether keys come to a widget."""

from __future__ import annotations

from textual.widget import Widget


def will_have_focus(widget: Widget) -> bool:
    """Whether keys come here, or will at once: the first picture is to be right before the focus is told of."""
    return widget.has_focus or (widget.is_attached and widget.screen.focused is widget)
