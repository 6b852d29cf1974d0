"""Contents of a table: columns, rows and cells as plain text, computed elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from attrs import Attribute, field, frozen

from tui.cell_text import Align

Tone = Literal["", "strong", "quiet", "good", "warning", "bad"]
"""How a text is meant; drawn in a colour, so the text or a mark must say it too."""

SHADES = 6


@frozen
class TableCell:
    """A cell: literal text (never markup) and how it is shown."""

    text: str = ""
    sort: Decimal | str | None = None
    """What the cell sorts by; without it, its text. A text that is no number is empty in a column of numbers."""
    shade: int | None = field(default=None)
    """0, which wants attention, to 5, which is as it should be."""
    mark: str = ""
    """A character or two behind the text that say something about it, such as 均 for a mean."""
    tone: Tone = ""
    whole: str = ""
    """What is shown on demand, if that is more than the text."""

    @shade.validator
    def _in_range(self, _attribute: Attribute[int | None], shade: int | None) -> None:
        if shade is not None and not 0 <= shade < SHADES:
            raise ValueError(f"a shade is 0 to {SHADES - 1}, not {shade}")


@frozen
class TableColumn:
    """A column: key, title and how its cells are drawn."""

    key: str
    title: str
    note: str = ""
    """The last line of the header, such as the weight; never wrapped."""
    number: bool = False
    """Numbers stand on the right and are drawn whole or not at all; texts may be cut with a mark."""
    width: int = 0
    """Cells; 0 is as wide as what it holds. Numbers get what they need."""
    align: Align | None = None
    grows: bool = False
    """Takes the room that is left over."""


@frozen
class TableRow:
    """A row with as many cells as the table has columns."""

    key: str
    cells: tuple[TableCell, ...]
    tone: Tone = ""


@frozen
class TableData:
    """A whole table; keys of rows and of columns are unique.

    Raises:
        ValueError: for a key twice, or a row that has not one cell a column.
    """

    columns: tuple[TableColumn, ...] = ()
    rows: tuple[TableRow, ...] = ()
    footer: tuple[TableRow, ...] = ()
    """Means and the like: always in sight below the rows, never sorted, filtered nor under the cursor."""
    leading: int = 1
    """Columns that stay when others scroll: those that say whose row it is."""
    empty: str = "没有内容"
    """Said in place of rows."""

    def __attrs_post_init__(self) -> None:
        _unique("column", (column.key for column in self.columns))
        _unique("row", (row.key for row in self.rows))
        for row in (*self.rows, *self.footer):
            if len(row.cells) != len(self.columns):
                raise ValueError(
                    f"row {row.key!r} has {len(row.cells)} cells for {len(self.columns)} columns"
                )


def _unique(what: str, keys: Iterable[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise ValueError(f"{what} {key!r} is there twice")
        seen.add(key)
