"""Scroll position of a text view: visible lines and cursor. Pure: knows no widget."""

from __future__ import annotations

from attrs import evolve, frozen

from tui.widgets.text_view.data import TextDocument
from tui.widgets.text_view.layout import TextLayout


@frozen
class ScrollPosition:
    """Scroll position by paragraph, so that it holds for other widths."""

    top: int = 0
    """Index of the paragraph on the first line …"""
    offset: int = 0
    """… and its lines above that."""
    key: str | None = None
    """Of the paragraph under the cursor; None is the first that has one."""


@frozen
class TextViewport:
    """A text layout in a window of lines."""

    layout: TextLayout
    keys: tuple[tuple[int, str], ...]
    """The paragraphs that can be opened: index and key."""
    compose_body: int
    """Lines for text."""
    status: bool
    """Whether a line below says what is out of sight."""

    @classmethod
    def of(cls, layout: TextLayout, data: TextDocument, height: int, *, finding: bool) -> TextViewport:
        """Share ``height`` lines between text and status."""
        status = height > 1 and (finding or len(layout.lines) > height)
        keys = tuple((index, each.key) for index, each in enumerate(data.paragraphs) if each.key)
        return cls(layout, keys, max(0, height - status), status)

    @property
    def last_top(self) -> int:
        """First line when the end is visible."""
        return max(0, len(self.layout.lines) - self.compose_body)

    def first_line(self, place: ScrollPosition) -> int:
        """Line at the top."""
        starts = self.layout.starts
        top = min(place.top, len(starts) - 1)
        line = starts[top] + min(place.offset, max(0, self.layout.height_of(top) - 1))
        return min(line, self.last_top)

    def at_line(self, line: int, place: ScrollPosition) -> ScrollPosition:
        """Return the position with another line at the top."""
        line = max(0, min(line, self.last_top))
        top = self.layout.lines[line].paragraph if self.layout.lines else 0
        return evolve(place, top=top, offset=line - self.layout.starts[top])

    def cursor(self, place: ScrollPosition) -> int | None:
        """Paragraph under the cursor."""
        if not self.keys:
            return None
        return next((index for index, key in self.keys if key == place.key), self.keys[0][0])

    def clamped(self, place: ScrollPosition) -> int:
        """Paragraph at which a search starts."""
        at = self.cursor(place)
        if at is not None and self.in_sight(at, place):
            return at
        return min(place.top, len(self.layout.starts) - 1)

    def in_sight(self, paragraph: int, place: ScrollPosition) -> bool:
        """Whether a paragraph's first line is visible."""
        top = self.first_line(place)
        return top <= self.layout.starts[paragraph] < top + self.compose_body

    def shown(self, paragraph: int, place: ScrollPosition) -> ScrollPosition:
        """Return the position scrolled until a paragraph is visible: all of it, or its beginning."""
        first = self.layout.starts[paragraph]
        last = first + self.layout.height_of(paragraph) - 1
        top = self.first_line(place)
        return self.at_line(min(max(top, last - self.compose_body + 1), first), place)

    def with_cursor_visible(self, place: ScrollPosition) -> ScrollPosition:
        """Return the position with its cursor visible."""
        at = self.cursor(place)
        return place if at is None else self.shown(at, place)


def step(reading: TextViewport, place: ScrollPosition, way: int) -> ScrollPosition:
    """Return the position one step further: the next paragraph that can be opened if it is near, else a line.

    Else a line is scrolled, so that everything can be read on the way.
    """
    at, top = reading.cursor(place), reading.first_line(place)
    bottom = top + reading.compose_body
    if at is not None:
        starts = reading.layout.starts
        beyond = [each for each in reading.keys if (each[0] - at) * way > 0]
        if beyond:
            index, key = beyond[0] if way > 0 else beyond[-1]
            if top - 1 <= starts[index] <= bottom:
                moved = reading.at_line(
                    min(max(top, starts[index] - reading.compose_body + 1), starts[index]), place
                )
                return evolve(reading.shown(index, moved), key=key)
    return scroll_by(reading, place, way)


def scroll_by(
    reading: TextViewport, place: ScrollPosition, lines: int, *, far: bool = False
) -> ScrollPosition:
    """Return the position scrolled by lines; a cursor that leaves the window goes to the nearest visible paragraph.

    ``far``, and a page where there is nothing more to scroll, take it along to the very end.
    """
    moved = reading.at_line(reading.first_line(place) + lines, place)
    at = reading.cursor(moved)
    seen = [key for index, key in reading.keys if reading.in_sight(index, moved)]
    if at is None or not seen:
        return moved
    if far or (moved == place and abs(lines) > 1):
        return evolve(moved, key=seen[-1] if lines > 0 else seen[0])
    if reading.in_sight(at, moved):
        return moved
    return evolve(moved, key=seen[0] if lines > 0 else seen[-1])
