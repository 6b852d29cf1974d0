"""Choice bar: one line that shows the chosen options and the keys that change them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import frozen
from textual import events
from textual.reactive import reactive
from textual.widget import Widget

from tui.cell_text import UNICODE_GLYPHS, Glyphs, cell_width, sanitise, truncate
from tui.widgets.render.line_widget import LineWidget, StyledLine
from tui.widgets.table.render import StyledText
from tui.widgets.widget_message import WidgetMessage

_BETWEEN = "   "


@frozen
class Choice:
    """One option of a set."""

    key: str
    title: str


@frozen
class ChoiceSet:
    """A set of options, one of which is chosen."""

    name: str
    """Not shown."""
    title: str
    """With the key that chooses the next one, such as ``t 组``."""
    choices: tuple[Choice, ...]
    chosen: str
    """Key of the one."""

    @property
    def place(self) -> int:
        """Position of the chosen option in the set."""
        return next((at for at, each in enumerate(self.choices) if each.key == self.chosen), 0)

    def next(self, way: int = 1) -> str:
        """Return the key of the next or previous option, wrapping around."""
        return self.choices[(self.place + way) % len(self.choices)].key if self.choices else self.chosen


@frozen
class ChoiceSpan:
    """An option laid out on the line; ``key`` is empty for text that cannot be clicked."""

    x: int
    text: str
    set: str = ""
    key: str = ""
    chosen: bool = False


class ChoiceBar(LineWidget):
    """Sets of options side by side; brackets mark the chosen ones, so that colours are not needed."""

    DEFAULT_CSS = "ChoiceBar { height: 1; }"

    sets: reactive[tuple[ChoiceSet, ...]] = reactive((), init=False, repaint=False)

    class ChoiceChosen(WidgetMessage):
        """An option was clicked."""

        def __init__(self, line: Widget, name: str, key: str) -> None:
            super().__init__(line)
            self.name = name
            """Of the set."""
            self.key = key

    def __init__(
        self,
        sets: tuple[ChoiceSet, ...] = (),
        *,
        marks: Glyphs = UNICODE_GLYPHS,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - as every widget has it
        classes: str | None = None,
    ) -> None:
        super().__init__(marks=marks, name=name, id=id, classes=classes)
        self.set_reactive(ChoiceBar.sets, sets)

    def watch_sets(self) -> None:
        """Redraw when the sets change."""
        self.refresh_changed()

    def build_lines(self, cells: int, height: int) -> list[StyledLine]:
        """Return the single line of the bar."""
        line: list[StyledText] = []
        taken = 0
        for span in choice_spans(self.sets, cells):
            if span.x >= cells:
                break
            text = truncate(span.text, cells - span.x, self._marks.cut)
            line += [
                StyledText(" " * (span.x - taken)),
                StyledText(text, ("current",) if span.chosen else ()),
            ]
            taken = span.x + cell_width(text)
        return [tuple(piece for piece in line if piece.text)]

    def on_click(self, event: events.Click) -> None:
        """Post the clicked option."""
        place = event.get_content_offset(self)
        if place is None:
            return
        for span in choice_spans(self.sets, self.size.width):
            if span.key and span.x <= place.x < span.x + cell_width(span.text):
                self.post_message(self.ChoiceChosen(self, span.set, span.key))


def choice_spans(sets: Sequence[ChoiceSet], cells: int) -> tuple[ChoiceSpan, ...]:
    """Lay out the sets: all options, or of the last sets only the chosen option, as ``[得分]1/4``."""
    spans: tuple[ChoiceSpan, ...] = ()
    for shortened in range(len(sets) + 1):
        whole = len(sets) - shortened
        spans = tuple(_spans(sets[:whole], sets[whole:]))
        if not spans or spans[-1].x + cell_width(spans[-1].text) <= cells:
            break
    return spans


def _spans(whole: Sequence[ChoiceSet], short: Sequence[ChoiceSet]) -> Iterator[ChoiceSpan]:
    x = 0
    for number, each in enumerate((*whole, *short)):
        for span in _full_spans(each) if number < len(whole) else _short_spans(each):
            yield ChoiceSpan(x + span.x, span.text, span.set, span.key, span.chosen)
            end = x + span.x + cell_width(span.text)
        x = end + len(_BETWEEN)


def _full_spans(one: ChoiceSet) -> Iterator[ChoiceSpan]:
    title = sanitise(one.title)
    yield ChoiceSpan(0, title)
    x = cell_width(title) + 1
    for at, each in enumerate(one.choices):
        text = f"[{sanitise(each.title)}]" if at == one.place else f" {sanitise(each.title)} "
        yield ChoiceSpan(x, text, one.name, each.key, at == one.place)
        x += cell_width(text)


def _short_spans(one: ChoiceSet) -> Iterator[ChoiceSpan]:
    title = sanitise(one.title)
    yield ChoiceSpan(0, title)
    if one.choices:
        text = f"[{sanitise(one.choices[one.place].title)}]"
        yield ChoiceSpan(cell_width(title) + 1, text, one.name, one.next(), chosen=True)
        yield ChoiceSpan(cell_width(title) + 1 + cell_width(text), f"{one.place + 1}/{len(one.choices)}")
