"""Dialogues for tests: what is typed line by line, and everything that was said."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kaoping_core.service import Service
from tui.plain.console import Console
from tui.plain.main import run_menus

CTRL_C = "\x03"
"""Typed, it interrupts as it does at a terminal."""


class Dialogue:
    """Reads a script and keeps what is written; what is typed stands in the text between « »."""

    def __init__(self, *typed: str, before_reading: Callable[[str], None] = lambda _: None) -> None:
        self._typed: Iterator[str] = iter(typed)
        self._before_reading = before_reading
        self.text = ""
        self.console = Console(self.read, self.write)

    def read(self) -> str | None:
        """The script's next line; None after the last."""
        line = next(self._typed, None)
        self._before_reading(line or "")
        if line == CTRL_C:
            raise KeyboardInterrupt
        self.text += f"«{'' if line is None else line}»\n"
        return line

    def write(self, text: str) -> None:
        """Keep what is said."""
        self.text += text

    @property
    def lines(self) -> list[str]:
        """What was said and typed."""
        return self.text.splitlines()

    def output_after(self, typed: str) -> str:
        """What was said from the last time that something was typed to the next question."""
        return self.text.rpartition(f"«{typed}»")[2].partition("«")[0]


def run_dialogue(service: Service, *typed: str) -> Dialogue:
    """A whole dialogue at the menus, to the end of the script."""
    dialogue = Dialogue(*typed)
    assert run_menus(service, dialogue.read, dialogue.write) == 0
    return dialogue
