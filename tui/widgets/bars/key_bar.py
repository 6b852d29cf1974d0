"""Key bar: the line at the bottom that shows the active key bindings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from attrs import evolve, frozen
from textual import events
from textual.app import App
from textual.geometry import Size
from textual.screen import Screen

from tui.cell_text import cell_width, sanitise
from tui.widgets.render.line_widget import LineWidget, StyledLine
from tui.widgets.table.render import StyledText

_NAMES: Final = {
    "enter": "回车",
    "space": "空格",
    "escape": "Esc",
    "tab": "Tab",
    "backspace": "退格",
    "delete": "Del",
    "insert": "Ins",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "up": "上",
    "down": "下",
    "left": "左",
    "right": "右",
}
_PUNCTUATION_SIGNS: Final = {
    "slash": "/", "backslash": "\\", "question_mark": "?", "plus": "+", "minus": "-", "equals_sign": "=",
    "full_stop": ".", "comma": ",", "colon": ":", "semicolon": ";", "asterisk": "*", "number_sign": "#",
    "less_than_sign": "<", "greater_than_sign": ">", "exclamation_mark": "!", "at": "@", "underscore": "_",
    "left_square_bracket": "[", "right_square_bracket": "]", "circumflex_accent": "^", "tilde": "~",
    "percent_sign": "%", "ampersand": "&", "dollar_sign": "$", "vertical_line": "|", "grave_accent": "`",
    "apostrophe": "'", "quotation_mark": '"', "left_parenthesis": "(", "right_parenthesis": ")",
}  # fmt: skip
_KEPT_ACTIONS: Final = frozenset({"quit", "help"})
_COMMON_ACTIONS: Final = frozenset({"find", "filter", "sort", "show_full_text", "next_hit"})
"""What every list can do."""

_BETWEEN = "  "
_BETWEEN_GROUPS = " | "


def key_name(key: str) -> str:
    """Return the displayed name of a key that Textual calls ``key``."""
    *modifiers, name = key.split("+")
    name = (
        _NAMES.get(name) or _PUNCTUATION_SIGNS.get(name) or (name.upper() if _is_function_key(name) else name)
    )
    if "ctrl" in modifiers:
        modifiers.remove("ctrl")
        name = f"^{name.upper() if len(name) == 1 else name}"
    return "+".join((*(modifier.capitalize() for modifier in modifiers), name))


def _is_function_key(name: str) -> bool:
    return name[:1] == "f" and name[1:].isdigit()


@frozen
class KeyHint:
    """A key, or several keys of one binding group, and what it does."""

    key: str
    """As Textual calls it; of several, the first."""
    names: str
    label: str
    group: int
    """0 for the widget that has the focus and those around it, 1 for the screen, 2 for the application."""
    kept: bool = False
    """Stays when others have to go: help and the way out."""
    common: bool = False
    """Goes before all others: known from every other list."""

    @property
    def cells(self) -> int:
        """Width on the line, in cells."""
        return cell_width(self.names) + 1 + cell_width(self.label)


@frozen
class KeyHintSpan:
    """A hint laid out on the line."""

    entry: KeyHint
    x: int


class KeyBar(LineWidget):
    """The active key bindings, those of the focused widget first; a click runs the binding."""

    DEFAULT_CSS = "KeyBar { height: 1; }"

    _entries: tuple[KeyHint, ...] = ()

    def on_mount(self) -> None:
        """Subscribe to changes of the screen's bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._keys_changed)
        self._keys_changed(self.screen)

    def on_unmount(self) -> None:
        """Unsubscribe."""
        self.screen.bindings_updated_signal.unsubscribe(self)

    def _keys_changed(self, screen: Screen[object]) -> None:
        if not self.app.app_focus or not self.is_attached or screen is not self.screen:
            return
        entries = screen_hints(screen)
        if entries != self._entries:
            self._entries = entries
            if self.styles.auto_dimensions:
                self.refresh(layout=True)
            self.refresh_changed()

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width of all hints."""
        spans = layout_hints(self._entries, container.width)
        return max((span.x + span.entry.cells for span in spans), default=0)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return 1."""
        return 1

    def build_lines(self, cells: int, height: int) -> list[StyledLine]:
        """Return the single line of the bar."""
        line: list[StyledText] = []
        taken = 0
        for span in layout_hints(self._entries, cells):
            gap = span.x - taken
            line.append(StyledText(_BETWEEN_GROUPS if gap == len(_BETWEEN_GROUPS) else " " * gap))
            line.append(StyledText(span.entry.names, ("key",)))
            line.append(StyledText(f" {span.entry.label}"))
            taken = span.x + span.entry.cells
        return [tuple(piece for piece in line if piece.text)]

    def on_click(self, event: events.Click) -> None:
        """Run the binding of the clicked hint."""
        place = event.get_content_offset(self)
        if place is None:
            return
        event.stop()
        for span in layout_hints(self._entries, self.size.width):
            if span.x <= place.x < span.x + span.entry.cells:
                self.app.simulate_key(span.entry.key)


def screen_hints(screen: Screen[object]) -> tuple[KeyHint, ...]:
    """Return hints for a screen's active bindings without hidden ones; of several keys for one action, the first."""
    entries: list[KeyHint] = []
    seen: set[tuple[object, str]] = set()
    grouped: dict[object, int] = {}
    for active in screen.active_bindings.values():
        binding = active.binding
        this = (active.node, binding.action)
        if not (binding.show and binding.description and active.enabled) or this in seen:
            continue
        seen.add(this)
        name = sanitise(binding.key_display or key_name(binding.key))
        together = binding.group
        if together is not None and together in grouped:
            at = grouped[together]
            first = entries[at]
            entries[at] = evolve(first, names=f"{first.names}/{name}")
            continue
        if together is not None:
            grouped[together] = len(entries)
        words = sanitise((together.description if together else "") or binding.description)
        action = binding.action.partition("(")[0].rpartition(".")[2]
        kept = binding.key == "f1" or action in _KEPT_ACTIONS
        entries.append(
            KeyHint(binding.key, name, words, _group(active.node), kept, action in _COMMON_ACTIONS)
        )
    entries.sort(key=lambda entry: entry.group)
    return tuple(entries)


def _group(node: object) -> int:
    if isinstance(node, App):
        return 2
    return 1 if isinstance(node, Screen) else 0


def layout_hints(entries: Iterable[KeyHint], cells: int) -> tuple[KeyHintSpan, ...]:
    """Lay out the hints. Those that do not fit are dropped from the end: actions of every list first, help and the way out last."""
    chosen = list(entries)
    while chosen and (spans := _side_by_side(chosen))[-1].x + chosen[-1].cells > cells:
        leaving = (
            [hint for hint in chosen if hint.common] or [hint for hint in chosen if not hint.kept] or chosen
        )
        chosen.remove(leaving[-1])
    return _side_by_side(chosen) if not chosen else spans


def _side_by_side(entries: list[KeyHint]) -> tuple[KeyHintSpan, ...]:
    spans: list[KeyHintSpan] = []
    x = 0
    for number, entry in enumerate(entries):
        if number:
            x += len(_BETWEEN if entries[number - 1].group == entry.group else _BETWEEN_GROUPS)
        spans.append(KeyHintSpan(entry, x))
        x += entry.cells
    return tuple(spans)
