"""Frame of a dialog: as high as its content and never larger than the screen."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tui.cell_text import UNICODE_GLYPHS, Glyphs, sanitise, truncate

_CORNERS = 6
"""Cells of a frame's upper line that are no title: corners, and a piece of the line and a blank on either side."""


class DialogFrame(Widget):
    """Stacked widgets in a frame with a title.

    Where a child takes the room that is left over (``1fr``), the box grows with what that child would like to have,
    up to the height of the screen: so a short text makes a small box, and a long one scrolls with its end in sight.
    """

    DEFAULT_CSS = """
    DialogFrame {
        layout: vertical; overflow: hidden; background: $background; padding: 0 1;
        width: 80; max-width: 100%; height: auto; max-height: 100%; border: solid $foreground;
    }
    DialogFrame.-ascii { border: ascii $foreground; }
    """

    def __init__(
        self,
        *children: Widget,
        title: str = "",
        marks: Glyphs = UNICODE_GLYPHS,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - as every widget has it
        classes: str | None = None,
    ) -> None:
        super().__init__(*children, name=name, id=id, classes=classes)
        self._title = sanitise(title)
        self._marks = marks
        self.set_class(marks.ascii, "-ascii")

    @property
    def title(self) -> str:
        """The title in the frame."""
        return self._title

    @title.setter
    def title(self, title: str) -> None:
        self._title = sanitise(title)
        self.on_resize()

    def on_resize(self) -> None:
        """Truncate the title with the glyph of this terminal."""
        title = truncate(self._title, max(0, self.outer_size.width - _CORNERS), self._marks.cut)
        self.border_title = Content(title) if title else None

    @property
    def _has_relative_children_height(self) -> bool:
        """Return False: otherwise Textual gives a frame with a ``1fr`` child the height of the screen."""
        return False

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines that all children want."""
        return sum(_wanted(child, container, viewport, width) for child in self.displayed_children)


def _wanted(child: Widget, container: Size, viewport: Size, width: int) -> int:
    """Return the lines that a child wants, with its margins."""
    styles = child.styles
    around = child.gutter.height + styles.margin.height
    if styles.height is None or styles.height.is_auto or styles.height.is_fraction:
        inner = max(1, width - child.gutter.width - styles.margin.width)
        return child.get_content_height(container, viewport, inner) + around
    height = styles.height.resolve(container, viewport)
    return int(height) + styles.margin.height
