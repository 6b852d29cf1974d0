"""Totals and subtotals in each way of looking at a group's table: points, rate, loss; and the rows below them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from attrs import frozen

from kaoping_core.decimals import round_published
from kaoping_core.model.indicators import Indicator
from kaoping_core.model.scores import CellState, UnitResult
from kaoping_core.reports.pages.scores import points_text, rate_text, shade_of
from kaoping_core.reports.pages.summary_rows import FIGURES, Figure, full_points

UNKNOWN = frozenset({CellState.MISSING, CellState.UNSCORED})
WHOLE = ""
"""Stands for all sections together."""


@frozen
class Sum:
    """Points of a unit out of what it can get."""

    points: Decimal
    full: Decimal
    known: bool
    """Whether nothing is missing; else a rate or a loss would mislead."""

    @property
    def rate(self) -> Decimal | None:
        """The share of what the unit can get; None where there is nothing to get."""
        return self.points / self.full if self.full and self.known else None

    @property
    def loss(self) -> Decimal | None:
        """What is missing to all of it; below zero where there is more (加分)."""
        return self.full - self.points if self.full and self.known else None


Sums = Mapping[str, Sum]
"""By section, and all together under :data:`WHOLE`."""


def sums_of(unit: UnitResult, indicators: Sequence[Indicator], subtotals: Mapping[str, Decimal]) -> Sums:
    """A unit's sums; ``subtotals`` are its published points by section."""
    sums = {WHOLE: _sum(unit, indicators, unit.total)}
    for section, points in subtotals.items():
        sums[section] = _sum(unit, [each for each in indicators if each.section == section], points)
    return sums


def _sum(unit: UnitResult, indicators: Sequence[Indicator], points: Decimal) -> Sum:
    known = all(unit.scores[each.id].state not in UNKNOWN for each in indicators)
    return Sum(points, full_points(unit, indicators), known)


def sums_view(sums: Sums) -> dict[str, Any]:
    """``whole`` and, by section, ``sums`` as texts."""
    views = {
        section: {
            "score": points_text(each.points),
            "rate": rate_text(each.rate),
            "shade": shade_of(each.rate),
            "loss": points_text(each.loss),
        }
        for section, each in sums.items()
    }
    return {"whole": views.pop(WHOLE), "sums": views}


def sums_footers(sums: Sequence[Sums], decimals: int) -> Iterator[dict[str, Any]]:
    """The same of mean, highest and lowest of all units, as the rows below the table come."""
    for _label, figure in FIGURES.values():
        views = {section: _figures(figure, [each[section] for each in sums], decimals) for section in sums[0]}
        yield {"whole": views.pop(WHOLE), "sums": views}


def _figures(figure: Figure, sums: Sequence[Sum], decimals: int) -> dict[str, str]:
    rates = [each.rate for each in sums if each.rate is not None]
    losses = [each.loss for each in sums if each.loss is not None]
    return {
        "score": points_text(round_published(figure([each.points for each in sums]), decimals)),
        "rate": rate_text(figure(rates)) if rates else "",
        "loss": points_text(round_published(figure(losses), decimals)) if losses else "",
    }
