"""Sorting and filtering of table rows."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from attrs import frozen

from tui.widgets.table.data import TableCell, TableData, TableRow

SortKey = tuple[int, Decimal, str]
"""Numbers before texts."""


@frozen
class Sorting:
    """The column that rows are sorted by, and the direction."""

    column: str
    descending: bool = False


def sorted_row_indices(
    data: TableData, sorting: Sorting | None, wanted: Callable[[TableRow], bool] | None
) -> tuple[int, ...]:
    """Return indices of the rows to show, sorted. The sort is stable; empty cells are last in both directions."""
    indices = [index for index, row in enumerate(data.rows) if wanted is None or wanted(row)]
    at = None if sorting is None else column_index(data, sorting.column)
    if sorting is None or at is None:
        return tuple(indices)
    number = data.columns[at].number
    full: list[tuple[SortKey, int]] = []
    empty: list[int] = []
    for index in indices:
        key = sort_key(data.rows[index].cells[at], number=number)
        if key is None:
            empty.append(index)
        else:
            full.append((key, index))
    full.sort(key=lambda pair: pair[0], reverse=sorting.descending)
    return (*(index for _, index in full), *empty)


def column_index(data: TableData, key: str) -> int | None:
    """Return the index of the column with a key."""
    return next((index for index, column in enumerate(data.columns) if column.key == key), None)


def sort_key(cell: TableCell, *, number: bool) -> SortKey | None:
    """Return the sort key of a cell; None for an empty cell, which differs from 0."""
    given = cell.text if cell.sort is None else cell.sort
    value = _number(given) if number or isinstance(given, Decimal) else None
    if value is not None:
        return (0, value, "")
    text = "" if number or isinstance(given, Decimal) else given.strip()
    return (1, Decimal(0), text) if text else None


def _number(given: Decimal | str) -> Decimal | None:
    """Parse the number that a text shows, such as ``66,595.1`` or ``98.5%``, without a binary float."""
    try:
        value = (
            given if isinstance(given, Decimal) else Decimal(given.strip().removesuffix("%").replace(",", ""))
        )
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
