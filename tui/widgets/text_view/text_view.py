"""Text view widget: wrapped paragraphs, scrolled and searched; paragraphs with keys can be opened.

Knows nothing of what it shows: data come down as ``LinesData``, events go up as messages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, TypeAlias

from attrs import evolve
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.reactive import reactive
from textual.widgets import Input

from tui.cell_text import UNICODE_GLYPHS, Glyphs, pad_or_truncate, sanitise, truncate
from tui.widgets.focus import will_have_focus
from tui.widgets.render.line_widget import LineWidget, StyledLine
from tui.widgets.search.matcher import Finder, Initials, fold_text
from tui.widgets.search.search_field import SearchField
from tui.widgets.table.render import StyledText, StyleNames
from tui.widgets.table.status_line import Variants, fit_variants
from tui.widgets.text_view.data import Paragraph, ShareBar, TextDocument
from tui.widgets.text_view.layout import LaidOutLine, TextLayout, layout_document, natural_width
from tui.widgets.text_view.messages import ParagraphHighlighted, ParagraphSelected
from tui.widgets.text_view.scroll import ScrollPosition, TextViewport, scroll_by, step

__all__ = ["Paragraph", "ShareBar", "TextDocument", "TextView"]

_WHEEL_LINES = 3
_NAME_CELLS = 16


class TextView(LineWidget, can_focus=True):
    """Paragraphs of text; the cursor moves between those that have keys.

    ``initials`` gives the initials of a text's pinyin, for searching.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "line(-1)", "上一行", show=False),
        Binding("down", "line(1)", "下一行", show=False),
        Binding("pageup", "page(-1)", "上一页", show=False),
        Binding("pagedown", "page(1)", "下一页", show=False),
        Binding("home,g", "first_or_last_row(-1)", "开头", show=False),
        Binding("end,G", "first_or_last_row(1)", "末尾", show=False),
        Binding("enter", "select", "打开", id="open"),
        Binding("slash", "find", "查找", id="find"),
        Binding("n", "next_hit(1)", "下一处", id="next-hit"),
        Binding("N", "next_hit(-1)", "上一处", id="previous-hit"),
        Binding("escape", "cancel_search", "取消"),
    ]

    Selected: TypeAlias = ParagraphSelected
    Highlighted: TypeAlias = ParagraphHighlighted

    data: reactive[TextDocument] = reactive(TextDocument(), init=False, repaint=False)
    """What is shown; set as a whole. Cursor and scrolling stay where they are."""

    def __init__(
        self,
        data: TextDocument | None = None,
        *,
        marks: Glyphs = UNICODE_GLYPHS,
        initials: Initials | None = None,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - as every widget has it
        classes: str | None = None,
    ) -> None:
        self._line = SearchField()
        self._finder = Finder(initials)
        self._layout: tuple[int, TextLayout] | None = None
        self._position = ScrollPosition()
        self._before = ScrollPosition()
        self._find = ""
        self._find_before = ""
        self._hits: tuple[int, ...] = ()
        self._hit = 0
        self._announced: str | None = None
        self._possible: tuple[bool, ...] = ()
        super().__init__(marks=marks, name=name, id=id, classes=classes)
        self.set_reactive(TextView.data, data or TextDocument())

    def on_mount(self) -> None:
        """Post the initial cursor."""
        self._notify_cursor()

    def on_resize(self) -> None:
        """Refresh the active keys."""
        self._notify_cursor()

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Refresh the cursor when the focus changes."""
        super().watch_has_focus(_has_focus)
        self.refresh_changed()

    def watch_data(self, _data: TextDocument) -> None:
        """Lay out new data."""
        self._layout = None
        self._hits = self._found(self._find)
        self._hit = max(0, min(self._hit, len(self._hits) - 1))
        if self.styles.auto_dimensions:
            self.refresh(layout=True)
        self._show(self._position)

    # For parents

    @property
    def cursor(self) -> str | None:
        """Key of the paragraph under the cursor, if it is visible."""
        reading = self._viewport
        at = reading.cursor(self._position)
        if at is None or not reading.in_sight(at, self._position):
            return None
        return self.data.paragraphs[at].key

    @property
    def is_searching(self) -> bool:
        """Whether the search field is open."""
        return self._line.is_open

    def view_state(self) -> dict[str, object]:
        """Return the scroll position as JSON data, for ``restore``."""
        return {"top": self._position.top, "key": self._position.key}

    def restore(self, state: Mapping[str, object]) -> None:
        """Restore the view state where keys exist; unknown keys are kept until data arrive."""
        top, key = state.get("top"), state.get("key")
        self._show(
            ScrollPosition(
                top=max(0, top) if isinstance(top, int) else 0, key=key if isinstance(key, str) else None
            )
        )

    def move_to(self, key: str) -> None:
        """Move the cursor to a paragraph and show it; an unknown key does nothing."""
        at = next((n for n, each in enumerate(self.data.paragraphs) if key and each.key == key), None)
        if at is not None:
            self._go(self._viewport.shown(at, evolve(self._position, key=key)))

    def find(self, text: str) -> None:
        """Move to the first matching paragraph from the current position on."""
        self._find = text if fold_text(text) else ""
        self._hits = self._found(self._find)
        here = self._viewport.clamped(self._position)
        self._go_to_hit(next((n for n, hit in enumerate(self._hits) if hit >= here), 0))

    # Drawing

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width of the longest text."""
        return min(container.width, natural_width(self.data))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of lines."""
        return len(layout_document(self.data, width, self._marks).lines)

    def build_lines(self, cells: int, height: int) -> list[StyledLine]:
        """Return the visible lines and the status line."""
        reading = self._viewport
        place = self._position
        top = reading.first_line(place)
        lines = [
            self._drawn_line(line, place) for line in reading.layout.lines[top : top + reading.compose_body]
        ]
        if reading.status:
            lines += [()] * (reading.compose_body - len(lines))
            lines.append((StyledText(self._status(reading, top, cells), ("status",)),))
        return lines

    def _drawn_line(self, laid: LaidOutLine, place: ScrollPosition) -> StyledLine:
        """Render a line with cursor and hit glyphs."""
        reading = self._viewport
        layout = reading.layout
        first = layout.lines[layout.starts[laid.paragraph]] is laid
        here = first and reading.cursor(place) == laid.paragraph
        gutter = (StyledText(self._marks.cursor if here else " "),) if layout.gutter else ()
        look: StyleNames = ()
        if here:
            look = ("cursor",) if will_have_focus(self) or self.is_searching else ("cursor-away",)
        elif first and self._hits and self._hits[self._hit] == laid.paragraph:
            look = ("hit",)
        if not look:
            return (*gutter, *laid.pieces)
        at = next((n for n, each in enumerate(laid.pieces) if each.text.strip()), 0)
        marked = (
            evolve(each, style_names=(*each.style_names, *look)) if n == at else each
            for n, each in enumerate(laid.pieces)
        )
        return (*gutter, *marked)

    def _status(self, reading: TextViewport, top: int, cells: int) -> str:
        above, below = top, max(0, len(reading.layout.lines) - top - reading.compose_body)
        marks = self._marks
        parts = []
        if above:
            parts.append(f"{marks.up}还有{above}行")
        if below:
            parts.append(f"{marks.down}还有{below}行")
        rows = " ".join(parts)
        important: list[Variants] = [(rows, rows.replace("还有", "")) if rows else (), self._search_status()]
        return pad_or_truncate(
            " ".join(text for text in fit_variants(important, cells) if text), cells, mark=marks.cut
        )

    def _search_status(self) -> Variants:
        if not self._find:
            return ()
        text = truncate(sanitise(self._find), _NAME_CELLS, self._marks.cut)
        if not self._hits:
            return f"没有找到：{text}", "没有找到"
        at, total = self._hit + 1, len(self._hits)
        return f"查找：{text}（第{at}处，共{total}处）", f"{at}/{total}处"

    @property
    def _height(self) -> int:
        return len(self._viewport.layout.lines)

    @property
    def _viewport(self) -> TextViewport:
        cells, height = self.size
        if self._layout is None or self._layout[0] != cells:
            self._layout = (cells, layout_document(self.data, cells, self._marks))
        height -= 1 if self.is_searching and height > 1 else 0
        return TextViewport.of(self._layout[1], self.data, height, finding=bool(self._find))

    # Moving

    def _go(self, place: ScrollPosition) -> None:
        """Move the reading position on the user's request and report it."""
        self._show(self._viewport.with_cursor_visible(place))

    def _show(self, place: ScrollPosition) -> None:
        self._position = place
        self.refresh_changed()
        self._notify_cursor()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable only actions that apply now; keys of others go to the parents."""
        if action == "select":
            return not self.is_searching and self.cursor is not None
        if action == "next_hit":
            return not self.is_searching and bool(self._hits)
        if action in {"find", "first_or_last_row"}:
            return not self.is_searching and bool(self.data.paragraphs)
        if action == "cancel_search":
            return self.is_searching or bool(self._find)
        return True

    def action_line(self, way: int) -> None:
        """Move to the next paragraph that can be opened if it is near; else scroll a line."""
        self._show(step(self._viewport, self._position, way))

    def action_page(self, pages: int) -> None:
        """Scroll by pages."""
        reading = self._viewport
        self._show(scroll_by(reading, self._position, pages * max(1, reading.compose_body - 1)))

    def action_first_or_last_row(self, way: int) -> None:
        """Scroll to the beginning or the end."""
        self._show(scroll_by(self._viewport, self._position, way * self._height, far=True))

    def action_select(self) -> None:
        """Post the selection of the paragraph under the cursor."""
        if key := self.cursor:
            self.post_message(self.Selected(self, key))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll down."""
        event.stop()
        self._show(scroll_by(self._viewport, self._position, _WHEEL_LINES))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll up."""
        event.stop()
        self._show(scroll_by(self._viewport, self._position, -_WHEEL_LINES))

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the clicked paragraph; a click on the cursor opens it."""
        place = event.get_content_offset(self)
        if place is None or event.widget is not self:
            return
        reading = self._viewport
        line = reading.first_line(self._position) + place.y
        if place.y >= reading.compose_body or line >= len(reading.layout.lines) or not self.data.paragraphs:
            return
        at = reading.layout.lines[line].paragraph
        key = self.data.paragraphs[at].key
        if key and reading.cursor(self._position) == at:
            self.post_message(self.Selected(self, key))
        elif key:
            self._go(evolve(self._position, key=key))

    # Searching

    def on_key(self, event: events.Key) -> None:
        """Open the search field before the next key arrives: keys typed with this one belong to it."""
        if not event.is_printable or event.character is None:
            return
        if self.is_searching:
            event.stop()
            self._line.insert_text_at_cursor(event.character)
            return
        active = self.screen.active_bindings.get(event.key)
        if active and active.enabled and active.node is self and active.binding.action == "find":
            event.stop()
            self.action_find()

    def action_find(self) -> None:
        """Open the search field."""
        self._before, self._find_before = self._position, self._find
        self._line.open(self, "find", "")
        self._show(self._position)

    def _close(self) -> None:
        self._line.close()
        self._show(self._position)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search as the user types, each time from where reading was."""
        event.stop()
        if self.is_searching:
            self._position = self._before
            self.find(event.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep the typed text and close the field."""
        event.stop()
        self.screen.set_focus(self)
        self._close()

    def on_descendant_blur(self) -> None:
        """Leaving the field for another widget keeps its text; losing the terminal's focus is not leaving."""
        if self.is_searching and self.app.app_focus:
            self._close()

    def action_cancel_search(self) -> None:
        """Cancel typing; else clear the search."""
        if self.is_searching:
            self._find, self._position = self._find_before, self._before
            self._hits = self._found(self._find)
            self._hit = max(0, min(self._hit, len(self._hits) - 1))
            self.screen.set_focus(self)
            self._close()
        else:
            self._find, self._hits, self._hit = "", (), 0
            self._show(self._position)

    def action_next_hit(self, way: int) -> None:
        """Move to the next or previous hit."""
        if self._hits:
            self._go_to_hit((self._hit + way) % len(self._hits))

    def _found(self, needle: str) -> tuple[int, ...]:
        """Return the paragraphs that match the search."""
        if not needle:
            return ()
        return tuple(
            index
            for index, each in enumerate(self.data.paragraphs)
            if any(self._finder.matches(needle, part) for part in (each.label, *each.cells, each.text))
        )

    def _go_to_hit(self, hit: int) -> None:
        self._hit = hit
        if not self._hits:
            self._show(self._position)
            return
        at = self._hits[hit]
        key = self.data.paragraphs[at].key
        self._show(self._viewport.shown(at, evolve(self._position, key=key) if key else self._position))

    def _notify_cursor(self) -> None:
        """Post changes of cursor and active keys."""
        if not self.is_mounted or not self.size:
            return
        key = self.cursor
        if key != self._announced:
            self._announced = key
            if key is not None:
                self.post_message(self.Highlighted(self, key))
        possible = (
            key is None,
            self.is_searching,
            bool(self._find),
            bool(self._hits),
            bool(self.data.paragraphs),
        )
        if possible != self._possible:
            self._possible = possible
            self.refresh_bindings()
