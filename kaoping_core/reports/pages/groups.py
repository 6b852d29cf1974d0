"""Page of a group: its table and its indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext
from itertools import groupby

from kaoping_core.decimals import EXACT_CONTEXT, format_decimal
from kaoping_core.model.indicators import Indicator
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import CellState, Result, UnitResult
from kaoping_core.pages.labels import FLAG_MEANINGS, STATE_LABELS, STATUS_LABELS
from kaoping_core.pages.schema import GroupPage, IndicatorData, SpanData, UnitRowBase, UnscoredUnits
from kaoping_core.reports.pages.distribution import Distribution, distribution
from kaoping_core.reports.pages.scores import format_points, format_rate, score_cell, score_flags
from kaoping_core.reports.pages.summary_rows import full_points, summary_rows, total_rate
from kaoping_core.reports.pages.totals import total_footers, total_rows, unit_totals
from kaoping_core.reports.ranking_text import ranked_order

NOT_SCORED = (CellState.FILLED, CellState.EXCLUDED, CellState.MISSING, CellState.UNSCORED)
"""What may become of a cell beside being scored."""


def group_page(result: Result, scheme: Scheme, group: str, spreads: Mapping[str, Distribution]) -> GroupPage:
    """Return a group as a table, units by rank, with its indicators' distributions.

    ``spreads`` are those of the group's indicators, in the annex's order.
    """
    units = ranked_order([unit for unit in result.units if unit.group == group])
    indicators = scheme.indicators_of[group]
    decimals = scheme.rounding.decimals
    with localcontext(EXACT_CONTEXT):
        full = {unit.unit: full_points(unit, indicators) for unit in units}
        sums = [subtotals(unit, indicators, decimals) for unit in units]
        ways = [unit_totals(unit, indicators, own) for unit, own in zip(units, sums, strict=True)]
        return {
            "id": group,
            "name": scheme.group_by_id[group].name,
            "sections": list(dict.fromkeys(indicator.section for indicator in indicators)),
            "spans": _spans(indicators),
            "indicators": [_indicator(indicator, units, spreads[indicator.id]) for indicator in indicators],
            "units": [
                {**_unit(unit, indicators, own, full[unit.unit]), **total_rows(way)}
                for unit, own, way in zip(units, sums, ways, strict=True)
            ],
            "footers": [
                {**footer, **more}
                for footer, more in zip(
                    summary_rows(units, sums, spreads, full, decimals),
                    total_footers(ways, decimals),
                    strict=True,
                )
            ],
            "legend": {mark: FLAG_MEANINGS[mark] for mark in _marks(units, indicators)},
        }


def _marks(units: Sequence[UnitResult], indicators: Sequence[Indicator]) -> list[str]:
    """Return the flags that occur in the table, in the legend's order."""
    found = {score_flags(unit.scores[each.id]) for unit in units for each in indicators}
    return [mark for mark in FLAG_MEANINGS if mark in found]


def _spans(indicators: Sequence[Indicator]) -> list[SpanData]:
    """Return which columns belong to which section."""
    first = 0
    spans: list[SpanData] = []
    for section, run in groupby(indicators, key=lambda each: each.section):
        own = list(run)
        weight = format_decimal(sum((indicator.weight for indicator in own), Decimal(0)))
        spans.append({"section": section, "first": first, "count": len(own), "weight": weight})
        first += len(own)
    return spans


def _unit(
    unit: UnitResult, indicators: Sequence[Indicator], sums: Mapping[str, Decimal], full: Decimal
) -> UnitRowBase:
    return {
        "unit": unit.unit,
        "total": format_points(unit.total),
        "rate": format_rate(total_rate(unit, full)),
        "rank": unit.rank,
        "status": unit.status.value,
        "remark": STATUS_LABELS[unit.status],
        "subtotals": {name: format_points(points) for name, points in sums.items()},
        "cells": [score_cell(unit.scores[indicator.id]) for indicator in indicators],
    }


def subtotals(unit: UnitResult, indicators: Sequence[Indicator], decimals: int) -> dict[str, Decimal]:
    """Return published points by section, in the annex's order, with as many decimals as scores."""
    nothing = Decimal(0).scaleb(-decimals)
    sums: dict[str, Decimal] = {}
    for indicator in indicators:
        points = unit.scores[indicator.id].points
        sums[indicator.section] = sums.get(indicator.section, nothing) + (
            nothing if points is None else points
        )
    return sums


def _indicator(indicator: Indicator, units: Sequence[UnitResult], spread: Distribution) -> IndicatorData:
    scores = [unit.scores[indicator.id] for unit in units]
    return {
        "id": indicator.id,
        "name": indicator.name,
        "section": indicator.section,
        "weight": format_decimal(indicator.weight),
        "measure": indicator.measure,
        "evaluator": indicator.evaluator,
        "clause": indicator.clause,
        "note": indicator.note,
        **distribution(spread),
        "states": {state.value: sum(score.state is state for score in scores) for state in CellState},
        "others": [_unscored_units(indicator, units, state) for state in NOT_SCORED],
    }


def _unscored_units(indicator: Indicator, units: Sequence[UnitResult], state: CellState) -> UnscoredUnits:
    """Return units without a score of their own, by state."""
    found = [(unit.unit, score) for unit in units if (score := unit.scores[indicator.id]).state is state]
    return {
        "state": state.value,
        "words": STATE_LABELS[state],
        "units": [
            {"unit": unit, "score": format_points(score.points), "reason": score.reason}
            for unit, score in found
        ],
    }
