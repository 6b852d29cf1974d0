"""Terminal capabilities, by query: whether it understands UTF-8, and how wide it draws ambiguous characters.

Its name is asked for, two texts are written and the cursor's position asked for after each. A terminal that answers nothing within the
time is not known, and only what is certain is drawn then.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import termios
import time
import tty
from collections.abc import Callable, Iterator
from typing import Literal

from attrs import frozen

TEXT, AMBIGUOUS = "中文", "─"
ASK_CURSOR, ASK_NAME = "\x1b[6n", "\x1b[>c"
HERE_SECONDS, FAR_SECONDS = 0.15, 0.6
"""How long to wait for an answer: at this machine's own terminal, and over a line."""
_CURSOR = re.compile(rb"\x1b\[(\d+);(\d+)R")
_NAME = re.compile(rb"\x1b\[>([\d;]*)c")
_PUTTY = b"0;136;0"

TerminalEncoding = Literal["utf-8", "gbk", "other", "unknown"]


@frozen
class TerminalCapabilities:
    """What the terminal has answered about itself."""

    encoding: TerminalEncoding = "unknown"
    ambiguous_wide: bool | None = None
    """Whether ─ × ★ take two cells; None: not known."""
    putty: bool = False

    @property
    def supports_box_drawing(self) -> bool:
        """Whether box drawing and block characters take one cell each."""
        return self.encoding == "utf-8" and self.ambiguous_wide is False


@contextlib.contextmanager
def query_terminal(descriptor: int, seconds: float) -> Iterator[Callable[[], TerminalCapabilities]]:
    """Query the terminal on a descriptor; the answer is read when it is needed, so that imports can run meanwhile.

    The answer is there ``seconds`` after the question at the latest. The line that it was asked on is wiped.
    """
    with _raw(descriptor):
        # a terminal answers in order: when the second position is told, no name will come any more
        question = f"{ASK_NAME}\r{TEXT}{ASK_CURSOR}\r{AMBIGUOUS}{ASK_CURSOR}\r\x1b[K"
        os.write(descriptor, question.encode())
        end = time.monotonic() + seconds
        yield lambda: parse_answer(_answer(descriptor, end))


def parse_answer(answer: bytes) -> TerminalCapabilities:
    """Parse the terminal's answer."""
    columns = [int(match[2]) - 1 for match in _CURSOR.finditer(answer)]
    name = _NAME.search(answer)
    putty = name is not None and name[1] == _PUTTY
    if len(columns) < 2:
        return TerminalCapabilities(putty=putty)
    text, ambiguous = columns[:2]
    # six bytes: two wide characters in UTF-8, three in GBK, up to six letters in anything else
    speaks: TerminalEncoding = "utf-8" if text == 4 else "gbk" if text == 6 else "other"
    if text == ambiguous or not 2 <= text <= 6:
        speaks = "unknown"  # an answer without looking
    return TerminalCapabilities(speaks, ambiguous > 1 if speaks == "utf-8" else None, putty)


@contextlib.contextmanager
def _raw(descriptor: int) -> Iterator[None]:
    """Set the terminal to raw mode without echo; input typed before stays readable."""
    before = termios.tcgetattr(descriptor)
    try:
        tty.setraw(descriptor, termios.TCSANOW)
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSANOW, before)


def _answer(descriptor: int, end: float) -> bytes:
    """Read the answer until its last part or the time limit."""
    answer = b""
    while select.select([descriptor], [], [], max(0, end - time.monotonic()))[0]:
        piece = os.read(descriptor, 1024)
        if not piece:
            break
        answer += piece
        if len(_CURSOR.findall(answer)) >= 2:
            break
    return answer
