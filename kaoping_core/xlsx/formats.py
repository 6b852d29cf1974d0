"""What a number format says of a number: a date, a share shown in percent, or neither."""

from __future__ import annotations

import re
from typing import Literal

Shown = Literal["number", "date", "percent", "scaled"]
"""``scaled``: shown in thousands or ten thousands, so that what people see is not what the cell holds."""

_BUILT_IN_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_BUILT_IN_PERCENT = frozenset((9, 10))
_NOT_CODE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
"""Text in quotes, escaped characters, colours and conditions, blanks as wide as a character, fillers."""

_SCALED = re.compile(r"[0#?],+(?![0#?,])")
"""Separators behind the last digit: each divides what is shown by a thousand."""


def shown_as(number_format: int, codes: dict[int, str]) -> Shown:
    """How a number with this format reads; ``codes`` are the workbook's own formats by id."""
    if number_format in _BUILT_IN_PERCENT:
        return "percent"
    if number_format in codes:
        return _of_code(codes[number_format])
    return "date" if number_format in _BUILT_IN_DATES else "number"


def _of_code(code: str) -> Shown:
    bare = _NOT_CODE.sub("", code.partition(";")[0])
    if "%" in bare:
        return "percent"
    if bare.casefold() in {"general", "g/通用格式"} or "general" in bare.casefold():
        return "number"
    if _SCALED.search(bare) or "!." in code:
        return "scaled"
    return "date" if re.search("[ymdhs年月日]", bare, re.IGNORECASE) else "number"
