"""Tables of plain text, aligned by the cells that Chinese characters take."""

from __future__ import annotations

from collections.abc import Sequence

from wcwidth import wcwidth


def display_width(text: str) -> int:
    """Return the cells that a text takes in a terminal; characters of ambiguous width, such as “—”, take one."""
    # a control character is -1 to wcwidth; counted as the one cell of what a terminal shows in its place
    return len(text) if text.isascii() else sum(abs(wcwidth(character)) for character in text)


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
