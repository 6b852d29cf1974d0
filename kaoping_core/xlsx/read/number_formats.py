"""What a number format displays: date, percent, other number, or nothing."""

from __future__ import annotations

import re
from typing import Literal

DisplayKind = Literal["number", "date", "percent", "scaled"]

MAX_CODE = 255
"""Characters of a format."""
_FIRST_OWN = 164
"""Formats from here on are the workbook's own."""
_BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_BUILT_IN_PERCENT = frozenset((9, 10))
_NOT_CODE = re.compile(r'"[^"]*"|[\\!].|\[[^\]]*\]|_.|\*.')
"""Text in quotes, escaped characters, colours and conditions, blanks as wide as a character, fillers."""
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_POINT_AS_TEXT = re.compile(r'[0#?](?:[\\!]\.|"\.")[0#?]')
_THOUSANDS_LEFT_OUT = re.compile("[0#?],+(?![0#?,])")
_CODES_OF_DATES = re.compile("[ymdhs年月日]", re.IGNORECASE)


def display_kind(number_format: int, codes: dict[int, str]) -> DisplayKind | None:
    """Return how a number with this format displays; None when the workbook does not say.

    Args:
        number_format: the format's id.
        codes: the workbook's own formats by id.
    """
    if number_format in codes:
        code = codes[number_format]
        return _of_code(code) if len(code) <= MAX_CODE else None
    if number_format >= _FIRST_OWN:
        return None
    if number_format in _BUILT_IN_PERCENT:
        return "percent"
    return "date" if number_format in _BUILT_IN_DATES else "number"


def _of_code(code: str) -> DisplayKind:
    """Return the kind of a format code; "scaled" also when its sections differ."""
    found = {_of_section(section) for section in _sections(code)[:2]} - {None}
    if len(found) > 1:
        return "scaled"
    return found.pop() or "number" if found else "number"


def _sections(code: str) -> list[str]:
    """Split a code into the formats of positive, negative, zero and text."""
    pieces = re.split(r'("[^"]*"|\\.|\[[^\]]*\]|;)', code)
    sections = [""]
    for piece in pieces:
        if piece == ";":
            sections.append("")
        else:
            sections[-1] += piece
    return sections


def _of_section(code: str) -> DisplayKind | None:
    """Return the kind of a section; None if it shows no number."""
    bare = _NOT_CODE.sub("", code)
    if "@" in bare:
        return None
    if "%" in bare:
        return "percent"
    if "general" in bare.casefold() or "通用格式" in bare:
        return "number"
    if _CODES_OF_DATES.search(bare) or _ELAPSED.search(code):
        return "date"
    if _THOUSANDS_LEFT_OUT.search(bare) or _POINT_AS_TEXT.search(code):
        return "scaled"
    return "number" if re.search("[0#?]", bare) else None
