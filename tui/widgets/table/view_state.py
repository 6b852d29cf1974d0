"""View state of a table: kept while data change and between logins."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from tui.widgets.table.sorting import Sorting


@frozen
class TableViewState:
    """Cursor, sorting and filter by key, so that they hold for other data too."""

    row: str | None = None
    column: str | None = None
    top: int = 0
    """Rows scrolled out above."""
    first: str | None = None
    """Key of the first column that is drawn after the leading ones."""
    sorting: Sorting | None = None
    find: str = ""
    filter: str = ""

    def as_dict(self) -> dict[str, object]:
        """Return the view state as JSON data."""
        sorting = self.sorting
        return {
            "row": self.row,
            "column": self.column,
            "top": self.top,
            "first": self.first,
            "sort": None if sorting is None else [sorting.column, "desc" if sorting.descending else "asc"],
            "find": self.find,
            "filter": self.filter,
        }

    @classmethod
    def of(cls, state: Mapping[str, object]) -> TableViewState:
        """Parse a stored view state; values that are not understood are as at the beginning, since only the program writes the file."""
        top = state.get("top")
        return cls(
            row=_text(state.get("row")),
            column=_text(state.get("column")),
            top=max(0, top) if isinstance(top, int) else 0,
            first=_text(state.get("first")),
            sorting=_sorting(state.get("sort")),
            find=_text(state.get("find")) or "",
            filter=_text(state.get("filter")) or "",
        )


def _sorting(value: object) -> Sorting | None:
    match value:
        case [str(column), ("asc" | "desc") as way]:
            return Sorting(column, descending=way == "desc")
    return None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
