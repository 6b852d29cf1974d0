"""Text in terminal cells: sanitised, measured, truncated, padded, wrapped; and the glyphs drawn beside data.

Widths are Rich's, since Textual places what follows by them, and Rich is imported anyway: wcwidth would take 25 ms of
the first screen. ``kaoping_core.text_table`` measures plain output by wcwidth.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, Literal

from attrs import frozen
from rich.cells import cell_len, get_character_cell_size

Align = Literal["left", "right", "center"]

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
"""Stands for a character that cannot be drawn in a cell of its own."""

_COMBINING_LIMIT = 2
_VARIATION_SELECTORS = frozenset([*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])
_WORDS = re.compile(r"[!-~]+|.", re.DOTALL)


@frozen
class Glyphs:
    """Glyphs that are drawn beside data. Each but ``cut`` takes one cell."""

    cut: str
    """Ends a text that goes on."""
    left: str
    right: str
    up: str
    down: str
    cursor: str = ">"
    """Before the row of the cursor, so that it is found without colours."""
    hidden_digit: str = "#"
    """Fills the place of a number that does not fit, as in spreadsheets: a number is never cut."""
    shades: tuple[str, ...] = ()
    """One for each shade, lowest first: shades are seen without colours too. The highest wants no attention."""
    bar: str = "#"
    """The part of a bar that is full, …"""
    bar_rest: str = "."
    """… the part that is not, …"""
    bar_mark: str = "|"
    """… and something to compare with, such as a group's mean."""
    block: str = "#"
    """One of several that are counted."""
    excess: str = "!"
    """Before what is too much."""
    rule: str = "-"
    """Repeated to a line that separates."""

    @property
    def ascii(self) -> bool:
        """Whether all glyphs are ASCII, which is equally wide on every terminal."""
        return self.cut.isascii()


UNICODE_GLYPHS: Final = Glyphs(
    cut="…",
    left="←",
    right="→",
    up="↑",
    down="↓",
    shades=tuple("▁▂▃▄▆ "),
    bar="█",
    bar_rest="·",
    bar_mark="│",
    block="■",
    rule="─",
)
"""For terminals that draw each of these in one cell."""

ASCII_GLYPHS: Final = Glyphs(cut="..", left="<", right=">", up="^", down="v", shades=tuple(".:~=* "))
"""For terminals that draw characters of ambiguous width wide, or that did not say."""


def cell_width(text: str) -> int:
    """Return the cells that a sanitised text takes."""
    return len(text) if text.isascii() else cell_len(text)


def sanitise(text: str) -> str:
    """Return the text with every character either in cells of its own or combined with the one before.

    Data come from anybody's files: control characters and escape sequences are shown as pictures (``␛``) and not
    obeyed; characters without width, which hide in names or turn the direction of writing, as ``U+FFFD``.
    """
    return text if text.isascii() and text.isprintable() else _sanitise(text)


@lru_cache(maxsize=8192)
def _sanitise(text: str) -> str:
    shown: list[str] = []
    combined = _COMBINING_LIMIT  # nothing to combine with yet
    for each in unicodedata.normalize("NFC", text):
        if ord(each) in _VARIATION_SELECTORS:
            continue
        category = unicodedata.category(each)
        if category in {"Mn", "Me"} and not get_character_cell_size(each):
            combined += 1
            shown.append(each if combined <= _COMBINING_LIMIT else REPLACEMENT)
        else:
            combined = 0
            shown.append(_control_picture(each, category))
    return "".join(shown)


def _control_picture(character: str, category: str) -> str:
    """Return what stands for a character: itself if it takes cells, else a visible picture or nothing."""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\N{SYMBOL FOR DELETE}"
    if category == "Zs":
        return character if character == "\N{IDEOGRAPHIC SPACE}" else " "
    if category in {"Cc", "Cf", "Cs", "Zl", "Zp"} or not get_character_cell_size(character):
        return REPLACEMENT
    return character


def take_cells(text: str, cells: int) -> str:
    """Return as many leading characters as fit into ``cells``; a wide one is never cut in half."""
    if text.isascii():
        return text[: max(cells, 0)]
    taken = 0
    for index, each in enumerate(text):
        taken += get_character_cell_size(each)
        if taken > cells:
            return text[:index]
    return text


@lru_cache(maxsize=16384)
def truncate(text: str, cells: int, mark: str = UNICODE_GLYPHS.cut) -> str:
    """Return the text if it fits into ``cells``, else its beginning with the truncation glyph."""
    if cell_width(text) <= cells:
        return text
    room = cells - cell_width(mark)
    return take_cells(text, room) + mark if room >= 0 else take_cells(mark, cells)


def pad(text: str, cells: int, align: Align = "left") -> str:
    """Pad a text with blanks to a number of cells."""
    missing = cells - cell_width(text)
    if missing <= 0:
        return text
    if align == "left":
        return text + " " * missing
    if align == "right":
        return " " * missing + text
    return " " * (missing // 2) + text + " " * (missing - missing // 2)


def pad_or_truncate(text: str, cells: int, align: Align = "left", mark: str = UNICODE_GLYPHS.cut) -> str:
    """Return the text in exactly ``cells`` cells, truncated or padded."""
    return pad(truncate(text, cells, mark), cells, align)


@lru_cache(maxsize=4096)
def wrap(text: str, cells: int, lines: int, mark: str = UNICODE_GLYPHS.cut) -> tuple[str, ...]:
    """Wrap a text into at most ``lines`` lines of ``cells`` cells; the last one is truncated if the text goes on.

    Chinese breaks anywhere; Latin words and figures stay whole where they fit.
    """
    if lines < 1 or cells < 1:
        return ()
    wrapped: list[str] = []
    rest = text.strip()
    while rest and len(wrapped) < lines - 1 and len(take_cells(rest, cells)) < len(rest):
        line = _first_line(rest, cells)
        if not line:
            break
        wrapped.append(line.rstrip())
        rest = rest[len(line) :].lstrip()
    return (*wrapped, truncate(rest, cells, mark)) if rest else tuple(wrapped)


def _first_line(text: str, cells: int) -> str:
    """Return the characters of the first line, whole words where they fit; none if not even one character does."""
    line = ""
    for found in _WORDS.finditer(text):
        word = found.group()
        if cell_width(line) + cell_width(word) > cells:
            break
        line += word
    return line or take_cells(text, cells)
