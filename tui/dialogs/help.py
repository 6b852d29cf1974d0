"""Help (F1): purpose of the screen and its active keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from textual.app import App, ComposeResult
from textual.binding import ActiveBinding
from textual.screen import Screen

from tui.dialogs.base import Dialog
from tui.session.session import Session
from tui.widgets.bars.key_bar import key_name
from tui.widgets.text_view.text_view import Paragraph, TextDocument, TextView

if TYPE_CHECKING:
    from tui.textual_internals import AnyScreen


_MOVING = {"app.focus_next": "到下一块", "app.focus_previous": "到上一块"}
_LEFT_OUT = ("screen.copy_text", "help_quit", "visit(")
_SCREENS = Paragraph("换屏", label="1-9")
_SECTIONS = ("这一块", "这一屏", "到处")


class HelpDialog(Dialog[None]):
    """Help of a screen, or of the dialog over it."""

    DEFAULT_CSS = """
    HelpDialog > .box { width: 84; }
    HelpDialog TextView { height: auto; max-height: 100%; }
    """

    def __init__(self, session: Session, current: AnyScreen, here: AnyScreen) -> None:
        super().__init__(session, "帮助")
        self._about: str = getattr(current, "HELP", "") or getattr(here, "HELP", "")
        self._keys = tuple(current.active_bindings.values())
        self._is_of_screen = current is here

    def compose_body(self) -> ComposeResult:
        """Compose the help."""
        yield TextView(TextDocument(tuple(self._paragraphs())), marks=self.session.glyphs)

    def _paragraphs(self) -> Iterator[Paragraph]:
        for line in self._about.strip().splitlines():
            yield Paragraph(line.strip())
        for section, name in enumerate(_SECTIONS):
            lines = list(_lines(active for active in self._keys if _section(active) == section))
            if lines:
                yield Paragraph("")
                yield Paragraph(f"{name}能用的键", tone="strong")
                yield from lines
        if self._is_of_screen:
            yield _SCREENS


def _section(active: ActiveBinding) -> int:
    if active.binding.action.startswith("app.") or isinstance(active.node, App):
        return 2
    return 1 if isinstance(active.node, Screen) else 0


def _lines(keys: Iterable[ActiveBinding]) -> Iterator[Paragraph]:
    """Yield a line for each action with all its keys; movement keys share one line."""
    by_words: dict[str, list[str]] = {}
    moving: list[str] = []
    for active in keys:
        binding = active.binding
        if binding.action.startswith(_LEFT_OUT) or not active.enabled:
            continue
        words = _MOVING.get(binding.action, binding.description)
        name = binding.key_display or key_name(binding.key)
        if not binding.show and not _section(active):
            moving.append(name)
        elif words:
            by_words.setdefault(words, []).append(name)
    if moving:
        yield Paragraph(" ".join(moving), label="移动")
    for words, names in by_words.items():
        yield Paragraph(words, label=" ".join(names))
