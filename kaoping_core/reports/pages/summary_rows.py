"""Summary rows below a group's table: mean, highest and lowest, in each mode."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from kaoping_core.decimals import format_decimal, round_published
from kaoping_core.model.indicators import Indicator
from kaoping_core.model.scores import CellState, UnitResult, UnitStatus
from kaoping_core.pages.schema import SummaryCell, SummaryRowBase
from kaoping_core.reports.explanation import points_lost
from kaoping_core.reports.pages.distribution import Distribution
from kaoping_core.reports.pages.scores import format_points, format_rate

MOST_DECIMALS = 9
"""Of the mean of reported values."""
Figure = Callable[[Sequence[Decimal]], Decimal]
"""One number of several."""


def _mean(numbers: Sequence[Decimal]) -> Decimal:
    return sum(numbers, Decimal(0)) / len(numbers)


FIGURES: Mapping[str, tuple[str, Figure]] = {
    "mean": ("平均", _mean),
    "highest": ("最高", max),
    "lowest": ("最低", min),
}


def summary_rows(
    units: Sequence[UnitResult],
    subtotals: Sequence[Mapping[str, Decimal]],
    spreads: Mapping[str, Distribution],
    full: Mapping[str, Decimal],
    decimals: int,
) -> list[SummaryRowBase]:
    """Return three rows; texts are empty where there is nothing to summarise.

    Args:
        units: of the group.
        subtotals: of each unit, by section.
        spreads: of the group's indicators, in the annex's order; who got the mean does not count.
        full: points that each unit can get.
        decimals: of published points.
    """
    totals = [unit.total for unit in units]
    rates = [rate for unit in units if (rate := total_rate(unit, full[unit.unit])) is not None]
    sections = list(subtotals[0]) if subtotals else []
    return [
        {
            "kind": kind,
            "label": label,
            "total": _points(figure, totals, decimals),
            "rate": _rate(figure, rates),
            "subtotals": {
                name: _points(figure, [subtotal[name] for subtotal in subtotals], decimals)
                for name in sections
            },
            "cells": [_cell(figure, spread, decimals) for spread in spreads.values()],
        }
        for kind, (label, figure) in FIGURES.items()
    ]


def _cell(figure: Figure, spread: Distribution, decimals: int) -> SummaryCell:
    weighed = [
        (points, score.cell.weight, points_lost(score))
        for _, score, points in spread.own
        if score.cell.weight
    ]
    return {
        "score": _points(figure, spread.points, decimals),
        "rate": _rate(figure, [points / weight for points, weight, _ in weighed]),
        "reported": _reported(figure, spread),
        "loss": _points(figure, [loss for _, _, loss in weighed], decimals),
    }


def _reported(figure: Figure, spread: Distribution) -> str:
    """Summarise reported values, where every unit reported one number."""
    found: list[Decimal] = []
    names = set()
    for _, score, _ in spread.own:
        values = dict(score.entry.values) if score.entry else {}
        names.add(tuple(values))
        found += [value for value in values.values() if isinstance(value, Decimal)]
    if len(names) != 1 or len(found) != len(spread.own):
        return ""
    if not found:
        return ""
    number = figure(found)
    decimals = min(max(2, *map(_decimals, found)), MOST_DECIMALS)
    return format_decimal(number if number in found else round_published(number, decimals))


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def total_rate(unit: UnitResult, full: Decimal) -> Decimal | None:
    """Return a total as a share of the unit's full points; None while something is missing."""
    return unit.total / full if full and unit.status is not UnitStatus.INCOMPLETE else None


def full_points(unit: UnitResult, indicators: Iterable[Indicator]) -> Decimal:
    """Return the points that a unit can get without bonus; excluded indicators do not count."""
    scores = (unit.scores[indicator.id] for indicator in indicators)
    return sum((score.cell.weight for score in scores if score.state is not CellState.EXCLUDED), Decimal(0))


def _points(figure: Figure, numbers: Sequence[Decimal], decimals: int) -> str:
    return format_points(round_published(figure(numbers), decimals)) if numbers else ""


def _rate(figure: Figure, numbers: Sequence[Decimal]) -> str:
    """Cut a rate after four decimals."""
    return format_rate(figure(numbers)) if numbers else ""
