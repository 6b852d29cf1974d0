"""How typed text compares with known names: folded where people mean the same, and the nearest where none is equal.

Imports nothing heavy, so that the terminal UI uses it from its first screen on.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable


def fold_text(text: str) -> str:
    """Return the text without what people do not mean to distinguish: width, case and blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def suggest_name(name: str, known: Iterable[str]) -> str:
    """Return the known name most like this one as a hint in words; empty where none is near."""
    import difflib  # only when a name is wrong

    nearest = difflib.get_close_matches(name, list(known), n=1, cutoff=0.5)
    return f"是不是“{nearest[0]}”？" if nearest else ""
