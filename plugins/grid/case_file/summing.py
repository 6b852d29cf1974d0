"""Counts by words as they are written → what the rule wants of each unit."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from attrs import define, field

from kaoping_core.api import Value

from ..case_score import (  # noqa: TID252 - the folder of a plugin has no name to import it by
    CASES,
    CHECKED,
    OPEN,
    PASSED,
    REPEATED,
    SOURCES,
)
from .checking import RowChecker, place_in_file
from .columns import CHECK_WORDS, CHECKED_LEVEL, LEVEL_WORDS, SOURCE_WORDS

SHOWN_REDS = 20
"""Red lights named of each unit and source."""
_SOURCE = {source.title: source for source in SOURCES}


@define
class UnitCases:
    """What the file says of one unit."""

    counts: Counter[str] = field(factory=Counter)
    """Counts by name of the value."""
    red: Counter[str] = field(factory=Counter)
    """Red lights by source."""
    where: defaultdict[str, list[tuple[str, int | None]]] = field(factory=lambda: defaultdict(list))
    """Numbers and places of the first red lights, by source."""

    def values(self) -> dict[str, Value]:
        """The values of the unit's cell."""
        shown = (
            CASES,
            OPEN,
            *(name for origin in SOURCES for name in (origin.all, origin.in_time)),
            CHECKED,
            PASSED,
        )
        values: dict[str, Value] = {name: Decimal(self.counts[name]) for name in shown}
        if self.counts[REPEATED]:
            values[REPEATED] = Decimal(self.counts[REPEATED])
        for source in SOURCES:
            if self.red[source.title]:
                values[source.red] = self._where(source.title)
        return values

    def _where(self, source: str) -> str:
        shown = sorted(self.where[source], key=lambda each: each[0])[:SHOWN_REDS]
        named = "、".join(
            number if place is None else f"{number}（第{place_in_file(place)}行）" for number, place in shown
        )
        return named if self.red[source] <= len(shown) else f"{named}等{self.red[source]}件"


def sum_by_unit(
    groups: Iterable[Sequence[Any]], reds: Iterable[Sequence[Any]], checker: RowChecker
) -> dict[str, UnitCases]:
    """Add up the groups of each unit; every word in them is known.

    A case that is neither closed nor due by the end of the year is left out of every measure (K7).
    """
    units: defaultdict[str, UnitCases] = defaultdict(UnitCases)
    for unit, source, level, check, rows, _, in_time, late, overdue in groups:
        own = units[checker.known_unit(unit) or ""]
        title = SOURCE_WORDS.find(source) or ""
        counted = in_time + late + overdue
        own.counts.update({CASES: rows, OPEN: rows - counted})
        own.counts.update({_SOURCE[title].all: counted, _SOURCE[title].in_time: in_time})
        own.red[title] += late + overdue
        word = CHECK_WORDS.find(check)
        if LEVEL_WORDS.find(level) == CHECKED_LEVEL and word:
            own.counts.update({CHECKED: counted, PASSED: counted if word == "通过" else 0})
    for unit, source, number, place in reds:
        own = units[checker.known_unit(unit) or ""]
        own.where[SOURCE_WORDS.find(source) or ""].append((number, place))
    return dict(units)


def count_rows(groups: Iterable[Sequence[Any]], checker: RowChecker) -> Mapping[str, int]:
    """How many rows each unit has."""
    counted: Counter[str] = Counter()
    for unit, _, _, _, rows, *_ in groups:
        counted[checker.known_unit(unit) or ""] += rows
    return counted
