"""Sheet names, and how formulas and links quote them."""

from __future__ import annotations

import re
from collections.abc import Iterable

MAX_TITLE = 31
"""Characters that a sheet's name can have."""
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def make_sheet_name(wanted: str, taken: Iterable[str] = ()) -> str:
    """Return a valid sheet name: no forbidden characters, at most 31, unlike any taken."""
    title = _NOT_IN_TITLES.sub("", wanted).strip("' ") or "表"
    title = title[:MAX_TITLE]
    used = {each.casefold() for each in taken}
    number = 2
    chosen = title
    while chosen.casefold() in used:
        tail = f"({number})"
        chosen = title[: MAX_TITLE - len(tail)] + tail
        number += 1
    return chosen


def quote_sheet_name(title: str) -> str:
    """Quote a sheet name for formulas and links."""
    return "'" + title.replace("'", "''") + "'"
