"""Matching of typed text: a piece of a name, or the initials of its pinyin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from attrs import frozen

from kaoping_core import text_matching
from tui.widgets.table.data import TableData, TableRow

Initials = Callable[[str], str]
"""The initials of a text's pinyin: ``gdzctz`` of 固定资产投资."""


@frozen
class Hit:
    """A search hit: a row by its position among those shown, or a column."""

    row: int | None
    column: int | None
    """For a row: the column, unless it is a leading one, which is in sight anyway."""


class Finder:
    """Compares texts with typed text, ignoring case, width of letters and blanks."""

    def __init__(self, initials: Initials | None = None) -> None:
        self._initials = lru_cache(maxsize=4096)(initials) if initials else None

    def matches(self, needle: str, text: str) -> bool:
        """Whether a text matches; empty typed text matches nothing."""
        wanted = fold_text(needle)
        if not wanted:
            return False
        if wanted in fold_text(text):
            return True
        return bool(self._initials and wanted.isascii() and wanted in fold_text(self._initials(text)))

    def row_matches(self, needle: str, data: TableData, row: TableRow) -> bool:
        """Whether any cell of a row matches."""
        return self._column_of(needle, data, row) is not None

    def hits(self, needle: str, data: TableData, order: Sequence[int]) -> tuple[Hit, ...]:
        """Return matching rows in display order, then columns whose title matches."""
        if not fold_text(needle):
            return ()
        rows = [
            Hit(position, at if at >= data.leading else None)
            for position, index in enumerate(order)
            if (at := self._column_of(needle, data, data.rows[index])) is not None
        ]
        columns = [
            Hit(None, index)
            for index, column in enumerate(data.columns)
            if self.matches(needle, column.title)
        ]
        return (*rows, *columns)

    def _column_of(self, needle: str, data: TableData, row: TableRow) -> int | None:
        """Return the first column of a row that matches."""
        return next(
            (
                index
                for index, (column, cell) in enumerate(zip(data.columns, row.cells, strict=True))
                if not column.number and self.matches(needle, cell.whole or cell.text)
            ),
            None,
        )


@lru_cache(maxsize=16384)
def fold_text(text: str) -> str:
    """Fold a text for comparison; cached, because each typed key compares the whole table again."""
    return text_matching.fold_text(text)
