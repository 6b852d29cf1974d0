"""The lines around a screen: which one it is and which others there are; what it shows and what is being done."""

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
    """A screen that one can go to."""

    key: str
    """Its name, not shown."""
    title: str
    """Begins with the number that one presses, which is what stays where there is little room."""
    current: bool = False

    @property
    def text(self) -> str:
        """With its title; brackets say without colours which one is current, and take no room of their own."""
        title = sanitise(self.title)
        return f"[{title}]" if self.current else f" {title} "

    @property
    def short(self) -> str:
        """The current one with its title, others by their numbers."""
        title = sanitise(self.title)
        number = title[: len(title) - len(title.lstrip("0123456789"))] or title[:1]
        return f"[{title}]" if self.current else f" {number} "


@frozen
class TabSpan:
    """A tab on the screen."""

    tab: Tab
    x: int
    text: str


class TabBar(LineWidget):
    """Tabs, and on the right the place that all of them are about."""

    DEFAULT_CSS = "TabBar { height: 1; }"

    tabs: reactive[tuple[Tab, ...]] = reactive((), init=False, repaint=False)
    context: reactive[str] = reactive("", init=False, repaint=False)
    """Such as the year, and whether what is shown is provisional."""

    class TabChosen(WidgetMessage):
        """A click on a tab."""

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
        """Show other tabs."""
        self.refresh_changed()

    def watch_context(self) -> None:
        """Show another place."""
        self.refresh_changed()

    def build_lines(self, cells: int, height: int) -> list[StyledLine]:
        """The one line."""
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
        """Go to a tab."""
        place = event.get_content_offset(self)
        if place is None:
            return
        for span in tab_spans(self.tabs, sanitise(self.context), self.size.width):
            if span.x <= place.x < span.x + cell_width(span.text):
                self.post_message(self.TabChosen(self, span.tab.key))


def tab_spans(tabs: tuple[Tab, ...], place: str, cells: int) -> tuple[TabSpan, ...]:
    """Where tabs stand: with their titles, else nearer to one another, else only the current one with its title.

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
    """Titles with one cell between them, where the brackets of the current one stand too."""
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
    """On the left what the screen shows, on the right what is being done, told twice a second at most."""

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
        """Show another title."""
        self.refresh_changed()

    def watch_message(self) -> None:
        """Say that something else is shown."""
        self.refresh_changed()

    def watch_progress_text(self) -> None:
        """Tell it now, or when it is time; what was replaced meanwhile is never told."""
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
        """The one line: the title gives way last."""
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
