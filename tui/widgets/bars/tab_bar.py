"""Tab bar above a screen and status bar below it."""

from __future__ import annotations

from time import monotonic
from typing import Final

from attrs import frozen
from textual import events
from textual.reactive import reactive
from textual.timer import Timer
from textual.widget import Widget

from tui.cell_text import UNICODE_GLYPHS, Glyphs, cell_width, sanitise, truncate
from tui.widgets.render.line_widget import LineWidget, StyledLine
from tui.widgets.table.render import StyledText, StyleNames
from tui.widgets.widget_message import WidgetMessage

PROGRESS_SECONDS: Final = 0.5
"""Seconds between two progress texts: faster changes are not read and cost bytes on a slow connection."""

_LEAST_PLACE = 8


@frozen
class Tab:
    """A screen that can be opened by its number."""

    key: str
    """Its name, not shown."""
    title: str
    """Begins with the number that one presses, which is what stays where there is little room."""
    current: bool = False

    @property
    def text(self) -> str:
        """Number and title; brackets of the same width as blanks mark the current tab."""
        title = sanitise(self.title)
        return f"[{title}]" if self.current else f" {title} "

    @property
    def short(self) -> str:
        """Number and title for the current tab, number alone for others."""
        title = sanitise(self.title)
        number = title[: len(title) - len(title.lstrip("0123456789"))] or title[:1]
        return f"[{title}]" if self.current else f" {number} "


@frozen
class TabSpan:
    """A tab laid out on the line."""

    tab: Tab
    x: int
    text: str


class TabBar(LineWidget):
    """Tabs on the left, context such as year and banner on the right."""

    DEFAULT_CSS = "TabBar { height: 1; }"

    tabs: reactive[tuple[Tab, ...]] = reactive((), init=False, repaint=False)
    context: reactive[str] = reactive("", init=False, repaint=False)
    """Such as the year, and whether what is shown is provisional."""

    class TabChosen(WidgetMessage):
        """A tab was clicked."""

        def __init__(self, line: Widget, key: str) -> None:
            super().__init__(line)
            self.key = key

    def __init__(
        self,
        tabs: tuple[Tab, ...] = (),
        place: str = "",
        *,
        marks: Glyphs = UNICODE_GLYPHS,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - as every widget has it
        classes: str | None = None,
    ) -> None:
        super().__init__(marks=marks, name=name, id=id, classes=classes)
        self.set_reactive(TabBar.tabs, tabs)
        self.set_reactive(TabBar.context, place)

    def watch_tabs(self) -> None:
        """Redraw when the tabs change."""
        self.refresh_changed()

    def watch_context(self) -> None:
        """Redraw when the context changes."""
        self.refresh_changed()

    def build_lines(self, cells: int, height: int) -> list[StyledLine]:
        """Return the single line of the bar."""
        spans = tab_spans(self.tabs, sanitise(self.context), cells)
        line: list[StyledText] = []
        taken = 0
        for span in spans:
            line.append(StyledText(" " * (span.x - taken)))
            line.append(StyledText(truncate(span.text, cells - span.x, self._marks.cut), _look(span.tab)))
            taken = span.x + cell_width(span.text)
        room = cells - taken - 1
        if room >= min(_LEAST_PLACE, cell_width(sanitise(self.context))):
            place = truncate(sanitise(self.context), room, self._marks.cut)
            line += [StyledText(" " * (cells - taken - cell_width(place))), StyledText(place)]
        return [tuple(piece for piece in line if piece.text)]

    def on_click(self, event: events.Click) -> None:
        """Post the clicked tab."""
        place = event.get_content_offset(self)
        if place is None:
            return
        for span in tab_spans(self.tabs, sanitise(self.context), self.size.width):
            if span.x <= place.x < span.x + cell_width(span.text):
                self.post_message(self.TabChosen(self, span.tab.key))


def tab_spans(tabs: tuple[Tab, ...], place: str, cells: int) -> tuple[TabSpan, ...]:
    """Lay out the tabs: with titles, else closer together, else only the current one with its title.

    The place is cut down to a few cells before titles are given up.
    """
    least = min(cell_width(place), _LEAST_PLACE)
    wide = _side_by_side([tab.text for tab in tabs], tabs)
    near = _side_by_side(_near(tabs), tabs)
    short = _side_by_side([tab.short for tab in tabs], tabs)
    shortest = _side_by_side([tab.short.strip() for tab in tabs], tabs)
    for spans, wanted in (
        (wide, cell_width(place)),
        (near, cell_width(place)),
        (near, least),
        (short, 0),
        (shortest, 0),
    ):
        if not spans or spans[-1].x + cell_width(spans[-1].text) + (wanted + 1 if wanted else 0) <= cells:
            return spans
    current = tuple(tab for tab in tabs if tab.current)
    return _side_by_side([tab.text for tab in current], current)


def _near(tabs: tuple[Tab, ...]) -> list[str]:
    """Join titles with one cell between them, where the brackets of the current tab stand too."""
    texts = []
    before = ""
    for tab in tabs:
        text = tab.text if tab.current else tab.text.rstrip()
        texts.append(text.removeprefix(" ") if before.endswith("]") else text)
        before = text
    return texts


def _side_by_side(texts: list[str], tabs: tuple[Tab, ...]) -> tuple[TabSpan, ...]:
    spans, x = [], 0
    for text, tab in zip(texts, tabs, strict=True):
        spans.append(TabSpan(tab, x, text))
        x += cell_width(text)
    return tuple(spans)


def _look(tab: Tab) -> StyleNames:
    return ("current",) if tab.current else ()


class StatusBar(LineWidget):
    """Message on the left, progress text on the right; progress is redrawn at most twice a second."""

    DEFAULT_CSS = "StatusBar { height: 1; }"

    title: reactive[str] = reactive("", init=False, repaint=False)
    """Of the screen."""
    message: reactive[str] = reactive("", init=False, repaint=False)
    """What of it is shown."""
    progress_text: reactive[str] = reactive("", init=False, repaint=False)
    """Such as how far an assembly is."""

    def __init__(
        self,
        title: str = "",
        shows: str = "",
        *,
        marks: Glyphs = UNICODE_GLYPHS,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - as every widget has it
        classes: str | None = None,
    ) -> None:
        self._told = ""
        self._told_at = -PROGRESS_SECONDS
        self._timer: Timer | None = None
        super().__init__(marks=marks, name=name, id=id, classes=classes)
        self.set_reactive(StatusBar.title, title)
        self.set_reactive(StatusBar.message, shows)

    def watch_title(self) -> None:
        """Redraw when the title changes."""
        self.refresh_changed()

    def watch_message(self) -> None:
        """Redraw when the message changes."""
        self.refresh_changed()

    def watch_progress_text(self) -> None:
        """Show the progress text now or when the interval has passed; texts replaced meanwhile are never shown."""
        if self._timer is not None:
            return
        wait = self._told_at + PROGRESS_SECONDS - monotonic()
        if wait <= 0 or not self.is_mounted:
            self._update_progress()
        else:
            self._timer = self.set_timer(wait, self._update_progress)

    def _update_progress(self) -> None:
        self._timer = None
        self._told, self._told_at = self.progress_text, monotonic()
        self.refresh_changed()

    def build_lines(self, cells: int, height: int) -> list[StyledLine]:
        """Return the single line of the bar; the title is truncated last."""
        mark = self._marks.cut
        title = truncate(sanitise(self.title), cells, mark)
        room = cells - cell_width(title)
        doing = truncate(sanitise(self._told), max(room - 1, 0), mark) if self._told else ""
        room -= cell_width(doing) + (1 if doing else 0)
        shows = truncate(sanitise(self.message), room - 1, mark) if self.message and room > 1 else ""
        line = [StyledText(title, ("strong",))]
        if shows:
            line.append(StyledText(" " + shows))
        taken = cell_width(title) + (cell_width(shows) + 1 if shows else 0)
        if doing:
            line += [StyledText(" " * (cells - taken - cell_width(doing))), StyledText(doing, ("strong",))]
        return [tuple(piece for piece in line if piece.text)]
