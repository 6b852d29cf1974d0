"""The line in which people type what they look for: an input at the bottom of a table, in sight only then."""

from __future__ import annotations

from typing import Literal

from textual.widget import Widget

from tui.widgets.text_field import TextField

Purpose = Literal["find", "filter"]
_PLACEHOLDERS = {"find": "查找：名称或拼音首字母", "filter": "筛选：名称或拼音首字母"}


class SearchField(TextField):
    """One line without a frame. It comes when it is first opened, since most are never, and stays from then on."""

    DEFAULT_CSS = """
    SearchField { dock: bottom; display: none; }
    SearchField.-open { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.purpose: Purpose = "find"

    @property
    def is_open(self) -> bool:
        """Whether something is being typed."""
        return self.has_class("-open")

    def open(self, owner: Widget, purpose: Purpose, text: str) -> None:
        """Come into sight in a widget, with a text to go on from, and take the keys."""
        self.purpose = purpose
        self.placeholder = _PLACEHOLDERS[purpose]
        self.value = text
        self.cursor_position = len(text)
        self.add_class("-open")
        if self.is_attached:
            self.screen.set_focus(self)
        else:
            owner.mount(self)

    def on_mount(self) -> None:
        """Take the keys, for which this has come."""
        if self.is_open:
            self.screen.set_focus(self)

    def close(self) -> None:
        """Go out of sight."""
        self.remove_class("-open")
