"""The questions asked of a table of cases, written once for every database that Ibis speaks to.

Names are grouped as they are written and folded afterwards, so the database needs no table of units.
Times are compared as text: ``2019-03-01 08:15`` and ``2019-03-01 08:15:00`` are the same minute, and a
text followed by ``:00`` is not before any text of its own minute's first second.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from attrs import define

from .columns import HEADERS, TIME

if TYPE_CHECKING:
    import ibis.expr.types as ir

ROW = "row"
"""Column with the place of a row in its file, from 0."""
NAMES = ("unit", "source", "level", "check")
"""Columns whose words are folded after the query."""
MAX_GROUPS = 20_000
"""Different combinations of words; a county has some thousands."""

Ask = Callable[["ir.Table"], list[tuple[Any, ...]]]
"""Runs a query."""


@define(slots=False, eq=False)
class Cases:
    """A table of cases, one row a case, with the columns of :data:`HEADERS`."""

    table: ir.Table
    year: int
    ask: Ask
    is_years_file: bool
    """Whether it holds one year's cases only; rows of other years are then wrong, else left alone."""
    tidy: bool = False
    """Whether to take blanks off numbers and times and to leave out empty rows first. That takes as long as
    everything else together and is for tables that have some."""
    numbered: ir.Table | None = None
    """The same with :data:`ROW`, where rows have an order. Numbering keeps a database from reading at
    several places at once, so it is asked only for the places of few rows."""

    @cached_property
    def rows(self) -> ir.Table:
        """The rows as text."""
        return self._prepared(self.table)

    @cached_property
    def placed(self) -> ir.Table:
        """The rows with their places, where they have any."""
        return self._prepared(self.table if self.numbered is None else self.numbered)

    def _prepared(self, table: ir.Table) -> ir.Table:
        """As text, nulls as empty text; of a database the year's own rows."""
        columns = {name: _text(table[name], strip=self.tidy and name not in NAMES) for name in HEADERS}
        if ROW in table.columns:
            columns[ROW] = table[ROW]
        rows = table.select(**columns)
        if self.tidy:
            rows = rows.filter((rows.number != "") | (rows.unit != "") | (rows.reported != ""))
        if self.is_years_file:
            return rows
        own = rows.reported.startswith(str(self.year))
        return rows.filter(own | ~rows.reported.re_search(TIME))

    def groups(self, rows: ir.Table | None = None) -> list[tuple[Any, ...]]:
        """Counts by words as they are written: unit, source, level, check, then

        rows, rows with something wrong, closed in time, closed late, open and overdue.
        """
        rows = self.rows if rows is None else rows
        closed = rows.closed != ""
        in_time = self._in_time(rows)
        found = rows.group_by(*NAMES).agg(
            rows=rows.count(),
            wrong=rows.count(where=self._wrong(rows)),
            in_time=rows.count(where=closed & in_time),
            late=rows.count(where=closed & ~in_time),
            overdue=rows.count(where=~closed & self._due(rows)),
        )
        return self.ask(found.limit(MAX_GROUPS + 1))

    def repeated(self) -> int:
        """How many more rows there are than numbers."""
        counted = self.rows.agg(rows=self.rows.count(), numbers=self.rows.number.nunique())
        ((rows, numbers),) = self.ask(counted)
        return int(rows - numbers)

    @cached_property
    def different(self) -> ir.Table:
        """Every row once."""
        return self.rows.distinct()

    def contradictory(self, most: int) -> list[tuple[Any, ...]]:
        """Numbers that stand on different rows, and on how many."""
        found = self.different.group_by("number").agg(rows=self.different.count())
        return self.ask(found.filter(found.rows > 1).order_by("number").limit(most))

    def wrong_rows(self, known: Sequence[Sequence[str]], most: int) -> list[tuple[Any, ...]]:
        """Rows with something wrong, the columns of :data:`HEADERS` and the row's place or None.

        Args:
            known: words that are known as they are written, for each of :data:`NAMES`.
            most: how many to list.
        """
        rows = self.placed
        unknown = [~rows[name].isin(list(words)) for name, words in zip(NAMES, known, strict=True)]
        order = ROW if ROW in rows.columns else "number"
        return self._listed(rows.filter(reduce(or_, unknown, self._wrong(rows))).order_by(order), most)

    def rows_numbered(self, numbers: Sequence[str], most: int) -> list[tuple[Any, ...]]:
        """Rows of these cases, as :meth:`wrong_rows`, those of one case together."""
        rows = self.placed
        order = ["number", ROW] if ROW in rows.columns else ["number"]
        return self._listed(rows.filter(rows.number.isin(list(numbers))).order_by(order), most)

    def _listed(self, rows: ir.Table, most: int) -> list[tuple[Any, ...]]:
        found = self.ask(rows.limit(most))
        return found if ROW in rows.columns else [(*row, None) for row in found]

    def red_lights(self, most: int, *, once: bool) -> list[tuple[Any, ...]]:
        """The first red lights of each unit and source by their numbers: unit, source, number, place.

        Args:
            most: how many of each unit and source.
            once: whether rows are repeated, so that each must be taken once.
        """
        import ibis

        rows = self.different if once else self.rows
        closed = rows.closed != ""
        red = rows.filter((closed & ~self._in_time(rows)) | (~closed & self._due(rows)))
        order = ibis.row_number().over(group_by=[red.unit, red.source], order_by=[red.number])
        first = red.mutate(order=order)
        found = self.ask(first.filter(first.order < most).select("unit", "source", "number"))
        places = self._places([number for _, _, number in found])
        return [(*row, places.get(row[2])) for row in found]

    def _places(self, numbers: Sequence[str]) -> dict[str, int]:
        """Places of cases, where rows have any; the first where a row is repeated."""
        if self.numbered is None or not numbers:
            return {}
        rows = self.placed
        found = self.ask(rows.filter(rows.number.isin(list(numbers))).select("number", ROW))
        return dict(sorted(found, reverse=True))

    def _in_time(self, rows: ir.Table) -> ir.BooleanColumn:
        return rows.closed <= rows.deadline.concat(":00")

    def _due(self, rows: ir.Table) -> ir.BooleanColumn:
        """Whether the deadline is before the year ends."""
        return rows.deadline < f"{self.year + 1}-01-01"

    def _wrong(self, rows: ir.Table) -> ir.BooleanColumn:
        """Whether anything is wrong with a row but for its words."""
        closed = rows.closed != ""
        wrong = (
            (rows.number == "")
            | rows.number.startswith(" ")
            | rows.number.endswith(" ")
            | rows.number.endswith("\t")
            | ~rows.reported.re_search(TIME)
            | ~rows.deadline.re_search(TIME)
            | (closed & ~rows.closed.re_search(TIME))
            | (closed & (rows.closed.concat(":59") < rows.reported))
        )
        return wrong | ~rows.reported.startswith(str(self.year)) if self.is_years_file else wrong


def _text(column: Any, *, strip: bool) -> Any:
    if column.type().is_timestamp():
        return column.strftime("%Y-%m-%d %H:%M:%S").fill_null("")
    kind = column.type()
    text = column if kind.is_string() else column.cast("string")
    text = text.strip() if strip else text
    return text.fill_null("") if kind.nullable else text
