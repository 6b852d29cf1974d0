"""One-line input that holds displayable text only, whatever is typed or pasted."""

from __future__ import annotations

import re
from typing import Final

from textual import events
from textual.geometry import Offset, Region, Size
from textual.strip import Strip
from textual.widgets import Input
from textual.widgets.input import Selection

from tui.cell_text import REPLACEMENT, sanitise

_SEQUENCES: Final = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, movements
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"  # OSC, DCS and their like
    r"|\x1b[ -/]*[0-~]?"
)
"""Escape sequences, whole."""
_BLANKS: Final = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def sanitise_input(text: str) -> str:
    """Return text without escape sequences, control and invisible characters; line ends become blanks."""
    text = _CONTROLS.sub("", _BLANKS.sub(" ", _SEQUENCES.sub("", text)))
    return sanitise(text).replace(REPLACEMENT, "")


def first_line(text: str) -> str:
    """Return the first line that is not blank."""
    return next((line for line in text.splitlines() if line.strip()), "")


class TextField(Input):
    """A frameless input, underlined so that it shows in any colours."""

    DEFAULT_CSS = """
    TextField, TextField:focus {
        width: 1fr; height: 1; border: none; padding: 0;
        background: transparent; background-tint: transparent; text-style: underline;
    }
    """

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        max_length: int = 0,
        password: bool = False,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - as every widget has it
        classes: str | None = None,
    ) -> None:
        super().__init__(
            placeholder=placeholder,
            max_length=max_length,
            password=password,
            select_on_focus=False,
            compact=True,
            name=name,
            id=id,
            classes=classes,
        )
        self.set_reactive(Input.cursor_blink, False)  # blinking costs 2 kB/s
        if value:  # as it is from the beginning, which is no change to be told of
            self._initial_value = False
            self.set_reactive(Input.value, sanitise_input(value))
            self.set_reactive(Input.selection, Selection.cursor(len(self.value)))

    def on_mount(self) -> None:
        """Scroll to the end of the initial value."""
        self.virtual_size = Size(self.content_width, 1)
        self.call_after_refresh(self._show_cursor)
        self.screen.screen_layout_refresh_signal.subscribe(self, self._has_moved, immediate=True)

    def _show_cursor(self) -> None:
        self.scroll_to_region(Region(self._cursor_offset, 0, 1, 1), force=True, animate=False)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Screen position of the next character; Textual's own is one cell too far at the end of a text."""
        return super().cursor_screen_offset - Offset(int(self.cursor_at_end), 0)

    def render_line(self, y: int) -> Strip:
        """Render the field and place the terminal's cursor."""
        self._sync_terminal_cursor()
        return super().render_line(y)

    def _has_moved(self, _screen: object) -> None:
        if self._sync_terminal_cursor():
            self.refresh()

    def _sync_terminal_cursor(self) -> bool:
        """Move the terminal's cursor to the field, where input methods open their window; return whether it moved.

        Textual moves it when the focus comes, which may be before there is a place on the screen.
        """
        place, before = self.cursor_screen_offset, self.app.cursor_position
        if self.has_focus:
            self.app.cursor_position = place
        return self.has_focus and place != before

    def validate_value(self, value: str) -> str:
        """Sanitise a value that was set by any way."""
        return sanitise_input(value)

    def replace(self, text: str, start: int, end: int) -> None:
        """Replace the text between two positions with sanitised text."""
        super().replace(sanitise_input(text), start, end)

    def _on_paste(self, event: events.Paste) -> None:
        """Insert the first pasted line in place of the selection."""
        event.stop()
        event.prevent_default()
        text = first_line(event.text)
        if text:
            self.replace(text, *sorted(self.selection))
