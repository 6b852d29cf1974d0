"""The sample application at the end of a line, which counts the keys that it has dealt with."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path
from typing import Any

from attrs import evolve
from wcwidth import wcwidth

from tests.support.pty_session import Cost, PtySession

SAMPLE = Path(__file__).with_name("sample_app.py")
_SPOTS = ("reverse", "underscore", "strikethrough", "blink")
_COUNT = re.compile(rb"\x1b\]2;(\d+)\x07")


class SampleSession(PtySession):
    """The sample application at the end of a line."""

    def __init__(
        self, driver: str, width: int = 120, height: int = 40, *arguments: str, **environment: str
    ) -> None:
        settings = {
            "KAOPING_DRIVER": driver, "TEXTUAL_DISABLE_KITTY_KEY": "1", "TEXTUAL_ANIMATIONS": "none",
            "TEXTUAL_SMOOTH_SCROLL": "0", "ESCDELAY": "25", "PYTHONUTF8": "1", "COLORTERM": "truecolor",
        }  # fmt: skip
        super().__init__(
            (sys.executable, str(SAMPLE), *arguments),
            width=width,
            height=height,
            environment=settings | environment,
        )
        self._expected = self._count = 0

    @property
    def count(self) -> int:
        """How many keys the application says it has dealt with."""
        return self._count

    @property
    def all_counted(self) -> bool:
        """Whether the application has dealt with all that was sent to it."""
        return self._count >= self._expected

    def _feed(self, data: bytes) -> None:
        for found in _COUNT.finditer(data):
            self._count = int(found[1])
        super()._feed(data)

    def settle(self, quiet: float = 0.06, limit: float = 10.0) -> None:
        """Read until nothing comes for a while and all keys are dealt with."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            self.read_once(0.005)
            if self.all_counted and time.monotonic() - self.last_output_at > quiet:
                return
        raise AssertionError(f"still at {self.count} of {self._expected} after {limit} s\n{self.text()}")

    def open(self) -> None:
        """Wait for the first whole screen."""
        self._expected = 1
        self.start("退出", 0.25)

    def send(self, *keys: str, counted: bool = True) -> None:
        """Press keys, given by their names, or type and paste text."""
        self._expect(len(keys) if counted else 0)
        super().send(*keys)

    def send_bytes(self, data: bytes, counted: int | None = None) -> None:
        """Send what the application will count as so many keys."""
        if counted is not None:
            self._expect(counted)
        super().send_bytes(data)
        self.last_output_at = time.monotonic()

    def press(self, *keys: str, quiet: float = 0.06) -> Cost:
        """Press keys and let the screen settle; without what the counting costs."""
        cost = super().press(*keys, quiet=quiet)
        return evolve(cost, bytes=cost.bytes - sum(len(f"\x1b]2;{self.count}\x07") for _ in keys))

    def resize(self, width: int, height: int, counted: bool = True) -> None:
        """Change the terminal's size."""
        self._expect(int(counted))
        super().resize(width, height)
        self.last_output_at = time.monotonic()

    def _expect(self, more: int) -> None:
        self._expected = self.count + more

    def cells(self) -> list[list[tuple[Any, ...]]]:
        """What every cell shows, and the cursor's place.

        Of a blank only the colour that can be seen, also if it is its text's, reversed. A half of a wide character that has
        lost the other is blank, as terminals have it; pyte leaves it.
        """
        rows: list[list[tuple[Any, ...]]] = []
        for y in range(self.height):
            row = [self.screen.buffer[y][x] for x in range(self.width)]
            wide = [wcwidth(cell.data[:1] or " ") == 2 for cell in row]
            whole = [
                row[x + 1].data == "" if wide[x] else x > 0 and wide[x - 1] for x in range(self.width - 1)
            ] + [True]
            lost = [(wide[x] or row[x].data == "") and not whole[x] for x in range(self.width)]
            rows.append(
                [
                    _seen(cell._replace(data=" ") if gone else cell)
                    for cell, gone in zip(row, lost, strict=True)
                ]
            )
        cursor = self.screen.cursor
        return [*rows, [(cursor.y, min(cursor.x, self.width - 1), cursor.hidden)]]


def _seen(cell: Any) -> tuple[Any, ...]:
    spots = tuple(getattr(cell, spot) for spot in _SPOTS)
    if cell.data == " " and not any(spots):
        return " ", cell.bg
    if (
        cell.data == " "
        and spots == (True, False, False, False)
        and "default" not in (cell.fg, cell.bg)
        and not cell.bold
    ):
        return " ", cell.fg
    return cell.data, cell.fg, cell.bg, cell.bold, cell.italics, *spots
