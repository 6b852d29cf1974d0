"""Lines of pieces on the screen: what widgets that draw themselves have in common."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui.cell_text import DRAWN, Marks, head, width
from tui.widgets.render.styles import style_of
from tui.widgets.table.render import Look, Piece

Line = tuple[Piece, ...]


class Drawn(Widget):
    """A widget that says what its lines are, and draws again only those that became others.

    Subclasses give ``picture`` and call ``redraw`` when something that it depends on has changed.
    """

    ALLOW_SELECT = False  # marking text would give every cell a style of its own
    DEFAULT_CSS = "Drawn { width: 1fr; height: 1fr; overflow: hidden; }"

    def __init__(
        self,
        *,
        marks: Marks = DRAWN,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - as every widget has it
        classes: str | None = None,
    ) -> None:
        self._styles_of: dict[Look, Style] = {}
        self._marks = marks
        self._drawn: tuple[Line, ...] = ()
        self._drawn_at: tuple[int, int] | None = None
        super().__init__(name=name, id=id, classes=classes)

    def picture(self, cells: int, height: int) -> Sequence[Line]:
        """The lines for a size; missing ones are empty."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw the lines that have changed."""
        if not self.is_mounted or self._drawn_at != self.size:
            return  # drawn whole when its time comes
        cells, height = self.size
        old, self._drawn = self._drawn, tuple(self.picture(cells, height))
        regions = [Region(0, y, cells, 1) for y in range(height) if _line(old, y) != _line(self._drawn, y)]
        if regions:
            self.refresh(*regions)

    def render_line(self, y: int) -> Strip:
        """A line, by its place on the screen."""
        size = self.size
        if self._drawn_at != size:
            self._drawn = tuple(self.picture(*size))
            self._drawn_at = size
        pieces = filled(_line(self._drawn, y), size.width)
        return Strip([Segment(piece.text, self._style(piece.look)) for piece in pieces], size.width)

    def notify_style_update(self) -> None:
        """Colours are others: forget what was drawn with them."""
        self._styles_of.clear()
        super().notify_style_update()

    def _style(self, look: Look) -> Style:
        if look not in self._styles_of:
            self._styles_of[look] = style_of(look, self.rich_style, self.app)
        return self._styles_of[look]


def _line(lines: Sequence[Line], y: int) -> Line:
    return lines[y] if 0 <= y < len(lines) else ()


def filled(line: Line, cells: int) -> Line:
    """A line in exactly a number of cells: filled with blanks, or ended where they end."""
    pieces: list[Piece] = []
    for piece in line:
        text = head(piece.text, cells)
        if text:
            pieces.append(Piece(text, piece.look))
        cells -= width(text)
        if len(text) < len(piece.text):
            break
    return (*pieces, Piece(" " * cells)) if cells > 0 else tuple(pieces)
