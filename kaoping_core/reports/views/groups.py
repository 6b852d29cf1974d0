"""A group: its table, and what each indicator says of it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from typing import Any

from kaoping_core.model.indicators import Indicator
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Result, Score, State, UnitResult
from kaoping_core.numbers import ARITHMETIC, plain, published
from kaoping_core.reports.text import STATUS_WORDS, in_order
from kaoping_core.reports.views.cells import cell_view, points_text, rate_of, rate_text


def group_view(result: Result, scheme: Scheme, group: str) -> dict[str, Any]:
    """A group as a table, units in order of rank, with its indicators' distributions."""
    units = in_order([unit for unit in result.units if unit.group == group])
    indicators = scheme.indicators_of[group]
    with localcontext(ARITHMETIC):
        return {
            "id": group,
            "name": scheme.group_by_id[group].name,
            "sections": list(dict.fromkeys(each.section for each in indicators)),
            "indicators": [_indicator(each, units) for each in indicators],
            "units": [_unit(unit, indicators) for unit in units],
        }


def _unit(unit: UnitResult, indicators: Sequence[Indicator]) -> dict[str, Any]:
    return {
        "unit": unit.unit,
        "total": points_text(unit.total),
        "rank": unit.rank,
        "status": unit.status.value,
        "remark": STATUS_WORDS[unit.status],
        "subtotals": {name: points_text(points) for name, points in subtotals(unit, indicators).items()},
        "cells": [cell_view(unit.scores[each.id]) for each in indicators],
    }


def subtotals(unit: UnitResult, indicators: Sequence[Indicator]) -> dict[str, Decimal]:
    """Published points by section, in the annex's order."""
    sums: dict[str, Decimal] = {}
    for each in indicators:
        points = unit.scores[each.id].points
        sums[each.section] = sums.get(each.section, Decimal(0)) + (points or Decimal(0))
    return sums


def _indicator(indicator: Indicator, units: Sequence[UnitResult]) -> dict[str, Any]:
    scores = [unit.scores[indicator.id] for unit in units]
    return {
        "id": indicator.id,
        "name": indicator.name,
        "section": indicator.section,
        "weight": plain(indicator.weight),
        "measure": indicator.measure,
        "evaluator": indicator.evaluator,
        "clause": indicator.clause,
        "note": indicator.note,
        **_distribution([(unit.unit, unit.scores[indicator.id]) for unit in units]),
        "states": {state.value: sum(score.state is state for score in scores) for state in State},
    }


def _distribution(scores: Sequence[tuple[str, Score]]) -> dict[str, Any]:
    """How an indicator's scores spread, of the units that were scored themselves."""
    own = [
        (unit, score) for unit, score in scores if score.state is State.SCORED and score.points is not None
    ]
    points = [score.points for _, score in own if score.points is not None]
    if not points:
        return {"mean": "", "best": "", "worst": "", "spread": "", "separates": None, "bands": []}
    mean = published(sum(points, Decimal(0)) / len(points))
    return {
        "mean": points_text(mean),
        "best": points_text(max(points)),
        "worst": points_text(min(points)),
        "spread": points_text(max(points) - min(points)),
        "separates": len(set(points)) > 1,
        "bands": _bands(own),
    }


def _bands(own: Sequence[tuple[str, Score]]) -> list[dict[str, Any]]:
    """How many units have which score, best first."""
    found: dict[Decimal, list[str]] = {}
    rates: dict[Decimal, str] = {}
    for unit, score in own:
        assert score.points is not None
        found.setdefault(score.points, []).append(unit)
        rates[score.points] = rate_text(rate_of(score))
    return [
        {"score": points_text(points), "rate": rates[points], "units": found[points]}
        for points in sorted(found, reverse=True)
    ]
