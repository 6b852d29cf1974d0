"""The real program on a pseudo-terminal: bytes written, time taken, and the text on the screen."""

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
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyte
from attrs import frozen

from tests.support.county_cases import ROOT

KEYS = {
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
    "pageup": "\x1b[5~", "pagedown": "\x1b[6~", "tab": "\t", "backtab": "\x1b[Z", "enter": "\r", "escape": "\x1b",
    "space": " ", "backspace": "\x7f", "delete": "\x1b[3~", "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR",
    "f5": "\x1b[15~", "f6": "\x1b[17~", "f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~", "f10": "\x1b[21~",
    "ctrl+b": "\x02", "ctrl+c": "\x03", "ctrl+l": "\x0c", "ctrl+p": "\x10", "ctrl+q": "\x11", "ctrl+x": "\x18",
    "ctrl+z": "\x1a", "ctrl+home": "\x1b[1;5H", "ctrl+end": "\x1b[1;5F",
}  # fmt: skip
KAOPING = (sys.executable, "-m", "tui.main")
_PRIVATE = re.compile(rb"\x1b\[\?\d+\$p|\x1b\[[<>=][0-9;]*[a-z]|\x1b\]22;[^\x07]*\x07")
"""Sequences of which pyte would print a part."""
_INCOMPLETE = re.compile(rb"\x1b[^A-Za-z\x07]*\Z")
_UNSET = ("NO_COLOR", "COLUMNS", "LINES", "TMUX", "SSH_CONNECTION", "TERM", "COLORTERM")


@frozen
class Cost:
    """Bytes and time that a response took."""

    bytes: int
    seconds: float
    """From the key to the last byte."""


def become_session_leader() -> None:
    """Make standard input the terminal of a new session, whose signals do what they do by themselves."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    for number in (signal.SIGHUP, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)


def has_work(process: int) -> bool:
    """Whether a thread of a process runs, or would if the processor or the disk let it."""
    return any(_state(stat) in {"R", "D"} for stat in Path(f"/proc/{process}/task").glob("*/stat"))


def _state(stat: Path) -> str:
    """The letter of a thread's state; empty when it has ended meanwhile."""
    try:
        return stat.read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


class Screen(pyte.Screen):
    """A terminal emulator that answers the query for the cursor position.

    pyte leaves cells that were never written as they are when it erases all; terminals do not.
    """

    def __init__(self, width: int, height: int, line: int) -> None:
        super().__init__(width, height)
        self._line = line

    def write_process_input(self, data: str) -> None:
        os.write(self._line, data.encode())

    def erase_in_display(self, how: int = 0, *arguments: object, **options: object) -> None:
        super().erase_in_display(how, *arguments, **options)
        for y in range(self.lines if how == 2 else 0):
            for x in range(self.columns):
                self.buffer[y][x] = self.cursor.attrs


class PtySession:
    """A program on a pseudo-terminal that the test reads and types on."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        width: int = 120,
        height: int = 40,
        environment: Mapping[str, str] | None = None,
        bytes_a_second: int = 0,
    ) -> None:
        self.width, self.height = width, height
        ours, theirs = pty.openpty()
        _resize(ours, width, height)
        kept = {name: value for name, value in os.environ.items() if name not in _UNSET}
        settings = {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT)} | dict(environment or {})
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=kept | settings, cwd=ROOT, start_new_session=True,
            preexec_fn=become_session_leader,  # noqa: PLW1509 - the child needs its own controlling terminal
        )  # fmt: skip
        os.close(theirs)
        self.master = ours
        self.screen = Screen(width, height, ours)
        self._stream = pyte.ByteStream(self.screen)
        self._incomplete = b""
        self._rate = bytes_a_second
        self.written = 0
        self.log = b""
        """All bytes that the program has written."""
        self.last_output_at = self.started_at

    def use_terminal(self, screen: type[Screen]) -> None:
        """Replace the terminal emulator, before the program sends its queries."""
        self.screen = screen(self.width, self.height, self.master)
        self._stream = pyte.ByteStream(self.screen)

    def __enter__(self) -> PtySession:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.hang_up()
        self.process.wait(5)

    def hang_up(self) -> None:
        """Close the terminal, as a lost connection does."""
        if self.master >= 0:
            os.close(self.master)
        self.master = -1

    def resize(self, width: int, height: int) -> None:
        """Change the terminal's size."""
        self.width, self.height = width, height
        self.screen.resize(height, width)
        _resize(self.master, width, height)

    # -- reading ---------------------------------------------------------------------------------

    def read_once(self, seconds: float = 0.0, most: int = 65536) -> bool:
        """Read once, waiting at most ``seconds``; return whether anything came."""
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        most = max(1, self._rate // 50) if self._rate else most
        try:
            data = os.read(self.master, most)
        except OSError:
            return False
        if self._rate:
            time.sleep(len(data) / self._rate)
        self.written += len(data)
        self.log += data
        self.last_output_at = time.monotonic()
        whole = self._incomplete + data
        cut = _INCOMPLETE.search(whole)
        whole, self._incomplete = (whole[: cut.start()], whole[cut.start() :]) if cut else (whole, b"")
        self._feed(whole)
        return bool(data)

    def _feed(self, data: bytes) -> None:
        """Feed the emulator with whole escape sequences."""
        self._stream.feed(_PRIVATE.sub(b"", data))

    def settle(self, quiet: float = 0.15, limit: float = 20.0) -> None:
        """Read until nothing comes for a while, and not because the program is waiting for the processor."""
        end = time.monotonic() + limit
        since = time.monotonic()
        while time.monotonic() < end:
            if self.read_once(0.01) or has_work(self.process.pid):
                since = time.monotonic()
            elif time.monotonic() - since > quiet:
                return
        raise AssertionError(f"not quiet after {limit} s\n{self.text()}")

    def wait_for(self, text: str, limit: float = 20.0) -> None:
        """Read until the screen shows a text."""
        end = time.monotonic() + limit
        while text not in self.text():
            self.read_once(0.02)
            assert time.monotonic() < end, f"no {text!r} after {limit} s:\n{self.text()}"

    def start(self, until: str, quiet: float = 0.4, limit: float = 30.0) -> Cost:
        """Wait for the first whole screen."""
        self.wait_for(until, limit)
        self.settle(quiet)
        return Cost(self.written, self.last_output_at - self.started_at)

    def text(self) -> str:
        """The screen's lines."""
        rows = ("".join(self.screen.buffer[y][x].data for x in range(self.width)) for y in range(self.height))
        return "\n".join(row.rstrip() for row in rows)

    # -- typing ----------------------------------------------------------------------------------

    def send(self, *keys: str) -> None:
        """Press keys, given by their names, or type text."""
        self.send_bytes("".join(KEYS.get(key, key) for key in keys).encode())

    def send_bytes(self, data: bytes) -> None:
        """Send raw bytes."""
        os.write(self.master, data)

    def press(self, *keys: str, quiet: float = 0.2) -> Cost:
        """Press keys and wait until the screen is quiet."""
        written, began = self.written, time.monotonic()
        self.last_output_at = began
        self.send(*keys)
        self.settle(quiet)
        return Cost(self.written - written, self.last_output_at - began)

    def press_first_response(self, key: str, pause: float = 0.06) -> Cost:
        """Press a key and read its first response, up to the first pause."""
        written, began = self.written, time.monotonic()
        self.send(key)
        while self.written == written:
            assert self.read_once(5), f"no answer to {key!r}"
        self.settle(pause)
        return Cost(self.written - written, self.last_output_at - began)

    def idle(self, seconds: float) -> int:
        """Do nothing for a while; the bytes that came."""
        written, end = self.written, time.monotonic() + seconds
        while time.monotonic() < end:
            self.read_once(0.05)
        return self.written - written

    # -- the process -----------------------------------------------------------------------------

    def memory(self) -> int:
        """Resident bytes of the program and of everything it has started."""
        return sum(_resident(process) for process in _process_tree(self.process.pid))

    def wait_for_exit(self, limit: float = 10.0) -> int:
        """Wait for the program to end, reading meanwhile; its exit code."""
        end = time.monotonic() + limit
        while self.process.poll() is None:
            if self.master >= 0:
                self.read_once(0.02)
            else:
                time.sleep(0.02)
            assert time.monotonic() < end, f"still running after {limit} s\n{self.text()}"
        code = self.process.returncode
        assert isinstance(code, int)
        return code


def _resize(line: int, width: int, height: int) -> None:
    fcntl.ioctl(line, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))


def _process_tree(process: int) -> list[int]:
    found = [process]
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields: list[Any] = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == process:
            found += _process_tree(int(status.parent.name))
    return found


def _resident(process: int) -> int:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
