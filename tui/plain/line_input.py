"""What a person types at a menu, as text: whole lines of any encoding, in whichever width the input method is set to."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from kaoping_core.text_matching import fold_text
from tui.terminal.input_decoder import KeyboardDecoder

MAX_LINE = 65536
"""Bytes of one line; what goes on is the next."""


def read_lines(stream: BinaryIO) -> Callable[[], str | None]:
    """A function that gives the next line without its end; None when there are no more, or the terminal has gone.

    Bytes that are no UTF-8 are read as GB18030; nothing typed is an error.
    """
    decoder = KeyboardDecoder()

    def read() -> str | None:
        try:
            line = stream.readline(MAX_LINE)
        except OSError:  # the terminal has gone
            return None
        return decoder.decode(line, final=True).rstrip("\r\n") if line else None

    return read


def normalise_answer(text: str) -> str:
    """A text without what people do not mean to distinguish: ``１２`` is 12, and blanks and case do not count."""
    return fold_text(text)
