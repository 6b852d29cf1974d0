"""Base of widgets that draw themselves as lines of styled text."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.cell_text import UNICODE_GLYPHS, Glyphs, cell_width, take_cells
from tui.widgets.render.styles import resolve_style
from tui.widgets.table.render import StyledText, StyleNames

StyledLine = tuple[StyledText, ...]


class LineWidget(Widget):
    """A widget that builds its lines and refreshes only those that changed.

    Subclasses give ``picture`` and call ``redraw`` when something that it depends on has changed.
    """

    ALLOW_SELECT = False  # marking text would give every cell a style of its own
    DEFAULT_CSS = "LineWidget { width: 1fr; height: 1fr; overflow: hidden; }"

    def __init__(
        self,
        *,
        marks: Glyphs = UNICODE_GLYPHS,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - as every widget has it
        classes: str | None = None,
    ) -> None:
        self._styles_of: dict[StyleNames, Style] = {}
        self._marks = marks
        self._drawn: tuple[StyledLine, ...] = ()
        self._drawn_at: tuple[int, int] | None = None
        super().__init__(name=name, id=id, classes=classes)

    def build_lines(self, cells: int, height: int) -> Sequence[StyledLine]:
        """Return the lines for a size; missing lines are blank."""
        raise NotImplementedError

    def refresh_changed(self) -> None:
        """Refresh the lines that changed since the last call."""
        if not self.is_mounted or self._drawn_at != self.size:
            return  # drawn whole when its time comes
        cells, height = self.size
        old, self._drawn = self._drawn, tuple(self.build_lines(cells, height))
        regions = [Region(0, y, cells, 1) for y in range(height) if _line(old, y) != _line(self._drawn, y)]
        if regions:
            self.refresh(*regions)

    def render_line(self, y: int) -> Strip:
        """Return one line of the screen as a strip."""
        size = self.size
        if self._drawn_at != size:
            self._drawn = tuple(self.build_lines(*size))
            self._drawn_at = size
        pieces = pad_line(_line(self._drawn, y), size.width)
        return Strip([Segment(piece.text, self._style(piece.style_names)) for piece in pieces], size.width)

    def notify_style_update(self) -> None:
        """Drop cached strips: the colours have changed."""
        self._styles_of.clear()
        super().notify_style_update()

    def _style(self, look: StyleNames) -> Style:
        if look not in self._styles_of:
            self._styles_of[look] = resolve_style(look, self.rich_style, self.app)
        return self._styles_of[look]


def _line(lines: Sequence[StyledLine], y: int) -> StyledLine:
    return lines[y] if 0 <= y < len(lines) else ()


def pad_line(line: StyledLine, cells: int) -> StyledLine:
    """Pad or truncate a line to a number of cells."""
    pieces: list[StyledText] = []
    for piece in line:
        text = take_cells(piece.text, cells)
        if text:
            pieces.append(StyledText(text, piece.style_names))
        cells -= cell_width(text)
        if len(text) < len(piece.text):
            break
    return (*pieces, StyledText(" " * cells)) if cells > 0 else tuple(pieces)
