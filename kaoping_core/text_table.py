"""Plain text in columns: Chinese characters take two cells."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence


def display_width(text: str) -> int:
    """Cells that a text takes in a terminal."""
    return sum(
        2 if unicodedata.east_asian_width(each) in "WF" else 0 if unicodedata.combining(each) else 1
        for each in text
    )


def pad_cell(text: str, cells: int, *, right: bool = False) -> str:
    """Fill a text with blanks to a number of cells."""
    blanks = " " * max(0, cells - display_width(text))
    return blanks + text if right else text + blanks


def format_table(header: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> str:
    """A table with aligned columns; ``right`` names the columns that hold numbers."""
    lines = [header, *rows]
    widths = [max(display_width(line[column]) for line in lines) for column in range(len(header))]
    return "\n".join(
        "  ".join(
            pad_cell(text, widths[column], right=column in right) for column, text in enumerate(line)
        ).rstrip()
        for line in lines
    )
