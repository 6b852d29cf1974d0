"""A real process on a real terminal line, read by pyte."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import Any

import pyte
from wcwidth import wcwidth

from tests.conftest import ROOT

SAMPLE = Path(__file__).with_name("sample.py")
KEYS = {
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "tab": "\t", "backtab": "\x1b[Z", "enter": "\r", "escape": "\x1b",
    "backspace": "\x7f", "delete": "\x1b[3~", "f2": "\x1bOQ", "f3": "\x1bOR", "f5": "\x1b[15~", "f6": "\x1b[17~",
    "f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~", "f10": "\x1b[21~", "ctrl+l": "\x0c", "ctrl+z": "\x1a",
    "ctrl+b": "\x02", "ctrl+q": "\x11", "ctrl+home": "\x1b[1;5H", "ctrl+end": "\x1b[1;5F",
}  # fmt: skip
_SPOTS = ("reverse", "underscore", "strikethrough", "blink")
_PRIVATE = re.compile(rb"\x1b\[\?\d+\$p|\x1b\[<u|\x1b\]22;[^\x07]*\x07")
"""What pyte would print a part of, or take for a title."""
_CUT = re.compile(rb"\x1b[^A-Za-z\x07]*\Z")
_COUNT = re.compile(rb"\x1b\]2;(\d+)\x07")


def take_line() -> None:
    """Make standard input the terminal of a new session, whose signals do what they do by themselves."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    for each in (signal.SIGHUP, signal.SIGINT):
        signal.signal(each, signal.SIG_DFL)


class Screen(pyte.Screen):
    """pyte leaves cells that were never written as they are when it erases all; terminals do not."""

    def erase_in_display(self, how: int = 0, *arguments: object, **options: object) -> None:
        super().erase_in_display(how, *arguments, **options)
        for y in range(self.lines if how == 2 else 0):
            for x in range(self.columns):
                self.buffer[y][x] = self.cursor.attrs


class Session:
    """The sample application at the end of a line."""

    def __init__(
        self, driver: str, width: int = 120, height: int = 40, *arguments: str, **environment: str
    ) -> None:
        self.width, self.height = width, height
        master, slave = pty.openpty()
        fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in ("NO_COLOR", "COLUMNS", "LINES", "TMUX")
        }
        settings = {
            "KAOPING_DRIVER": driver, "TERM": "xterm-256color", "TEXTUAL_DISABLE_KITTY_KEY": "1", "TEXTUAL_ANIMATIONS": "none",
            "TEXTUAL_SMOOTH_SCROLL": "0", "ESCDELAY": "25", "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT), "COLORTERM": "truecolor",
        }  # fmt: skip
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, str(SAMPLE), *arguments],
            stdin=slave, stdout=slave, stderr=slave, env=kept | settings | environment, cwd=ROOT, start_new_session=True,
            preexec_fn=take_line,  # noqa: PLW1509  # the line is to be the process's own
        )  # fmt: skip
        os.close(slave)
        self.line = master
        self.screen = Screen(width, height)
        self._stream = pyte.ByteStream(self.screen)
        self.written = 0
        self.log = b""
        """Everything that the process has written."""
        self.heard = time.monotonic()
        self._expected = self._count = 0
        self._rest = b""

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGCONT)
            os.killpg(self.process.pid, signal.SIGKILL)
        self.hang_up()
        self.process.wait(5)

    def hang_up(self) -> None:
        """Close the terminal."""
        if self.line >= 0:
            os.close(self.line)
        self.line = -1

    @property
    def count(self) -> int:
        """How many keys the application says it has dealt with."""
        return self._count

    @property
    def settled(self) -> bool:
        """Whether the application has dealt with all that was sent to it."""
        return self._count >= self._expected

    def pump(self, seconds: float = 0.0, most: int = 65536) -> bytes:
        """Read once, waiting at most so long."""
        if not select.select([self.line], [], [], seconds)[0]:
            return b""
        try:
            data = os.read(self.line, most)
        except OSError:
            return b""
        self.written += len(data)
        self.log += data
        self.heard = time.monotonic()
        whole = self._rest + data
        cut = _CUT.search(whole)
        whole, self._rest = (whole[: cut.start()], whole[cut.start() :]) if cut else (whole, b"")
        for found in _COUNT.finditer(whole):
            self._count = int(found[1])
        self._stream.feed(_PRIVATE.sub(b"", whole))
        return data

    def settle(self, quiet: float = 0.06, limit: float = 10.0) -> None:
        """Read until nothing comes for a while and all keys are dealt with."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            self.pump(0.005)
            if self.settled and time.monotonic() - self.heard > quiet:
                return
        raise AssertionError(f"still at {self.count} of {self._expected} after {limit} s\n{self.text()}")

    def start(self) -> None:
        """Wait for the first whole screen."""
        end = time.monotonic() + 15
        while "退出" not in self.text() and time.monotonic() < end:
            self.pump(0.02)
        self._expected = 1
        self.settle(0.25)

    def send(self, *keys: str, counted: bool = True) -> None:
        """Press keys, given by their names, or type and paste text."""
        data = "".join(KEYS.get(key, key) for key in keys)
        self.send_bytes(data.encode(), len(keys) if counted else 0)

    def send_bytes(self, data: bytes, counted: int) -> None:
        """Send what the application will count as so many keys."""
        self._expected = self.count + counted
        os.write(self.line, data)
        self.heard = time.monotonic()

    def press(self, *keys: str, quiet: float = 0.06) -> int:
        """Press keys and let the screen settle; the bytes that this cost."""
        before = self.written
        self.send(*keys)
        self.settle(quiet)
        return self.written - before - sum(len(f"\x1b]2;{self.count}\x07") for _ in keys)

    def resize(self, width: int, height: int, counted: bool = True) -> None:
        """Change the terminal's size."""
        self.width, self.height = width, height
        self.screen.resize(height, width)
        self._expected = self.count + counted
        fcntl.ioctl(self.line, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        self.heard = time.monotonic()

    def text(self) -> str:
        """The screen's lines."""
        rows = (
            "".join(self.screen.buffer[y][x].data for x in range(self.width)).rstrip()
            for y in range(self.height)
        )
        return "\n".join(rows)

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
