"""Input field for search and filter, shown at the bottom of a widget while in use."""

from __future__ import annotations

from typing import Literal

from textual.widget import Widget

from tui.widgets.text_field import TextField

Purpose = Literal["find", "filter"]
_PLACEHOLDERS = {"find": "查找：名称或拼音首字母", "filter": "筛选：名称或拼音首字母"}


class SearchField(TextField):
    """A frameless one-line input; mounted when first opened, hidden afterwards."""

    DEFAULT_CSS = """
    SearchField { dock: bottom; display: none; }
    SearchField.-open { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.purpose: Purpose = "find"

    @property
    def is_open(self) -> bool:
        """Whether the field is shown."""
        return self.has_class("-open")

    def open(self, owner: Widget, purpose: Purpose, text: str) -> None:
        """Show the field in a widget, with an initial text, and focus it."""
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
        """Focus the field."""
        if self.is_open:
            self.screen.set_focus(self)

    def close(self) -> None:
        """Hide the field."""
        self.remove_class("-open")
