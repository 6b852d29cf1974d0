"""Differences of two results as page rows: see :mod:`kaoping_core.reports.diff`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Score, UnitResult
from kaoping_core.pages.labels import STATE_LABELS, STATUS_LABELS
from kaoping_core.pages.schema import ChangeSet, Direction, ScoreChangeRow, UnitChangeRow
from kaoping_core.reports.diff import Difference, ScoreChange, UnitChange, input_label
from kaoping_core.reports.pages.scores import format_points, format_signed

NO_CHANGES: ChangeSet = {"inputs": [], "units": [], "scores": []}
"""Where there is nothing to compare with."""


def change_set(difference: Difference, schemes: tuple[Scheme, Scheme]) -> ChangeSet:
    """Return units and scores that changed, with texts before and after.

    A unit that a changed score did not move stands only among ``scores``; a unit that moved because others did
    has no score of its own among them.
    """
    scores = [_score(score, schemes) for score in difference.scores]
    return {
        "inputs": [input_label(name) for name in difference.inputs],
        "units": [_unit(unit, scores, schemes) for unit in difference.units],
        "scores": scores,
    }


def _unit(
    change: UnitChange, scores: Sequence[ScoreChangeRow], schemes: tuple[Scheme, Scheme]
) -> UnitChangeRow:
    before, after = change.before, change.after
    group = after.group if after else before.group if before else ""
    named = next(
        (scheme.group_by_id[group].name for scheme in schemes[::-1] if group in scheme.group_by_id), ""
    )
    own = [score for score in scores if score["unit"] == change.unit and score["before"] != score["after"]]
    return {
        "unit": change.unit,
        "group": group,
        "group_name": named,
        "total_before": _total(before),
        "total_after": _total(after),
        "difference": format_signed(after.total - before.total) if before and after else "",
        "rank_before": _rank(before),
        "rank_after": _rank(after),
        "moved": _rank_move(before, after),
        "reasons": [f"{each['name']} {each['before'] or '—'}→{each['after'] or '—'}" for each in own]
        or ["自己的得分没有变，别的单位变了"],
    }


def _score(change: ScoreChange, schemes: tuple[Scheme, Scheme]) -> ScoreChangeRow:
    before, after = change.before, change.after
    indicator = (
        schemes[1].indicator_by_id.get(change.indicator) or schemes[0].indicator_by_id[change.indicator]
    )
    one, other = (each.points if each else None for each in (before, after))
    return {
        "unit": change.unit,
        "indicator": change.indicator,
        "name": indicator.name,
        "evaluator": indicator.evaluator,
        "before": format_points(one),
        "after": format_points(other),
        "difference": format_signed((other or Decimal(0)) - (one or Decimal(0))) if one != other else "",
        "state_before": _state(before),
        "state_after": _state(after),
        "reasons": list(change.reasons),
    }


def _total(unit: UnitResult | None) -> str:
    return format_points(unit.total) if unit else ""


def _rank(unit: UnitResult | None) -> str:
    """Return a rank, or why there is none."""
    if unit is None:
        return ""
    return str(unit.rank) if unit.rank else STATUS_LABELS[unit.status]


def _rank_move(before: UnitResult | None, after: UnitResult | None) -> Direction:
    """Return ``up``, ``down`` or empty: whether the rank got better or worse."""
    if before is None or after is None or not before.rank or not after.rank or before.rank == after.rank:
        return ""
    return "up" if after.rank < before.rank else "down"


def _state(score: Score | None) -> str:
    return STATE_LABELS[score.state] if score else ""
