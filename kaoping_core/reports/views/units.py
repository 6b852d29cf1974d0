"""One unit's card: where its points went, against its group, and what one more point would change."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from typing import Any

from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Result, Status, UnitResult
from kaoping_core.numbers import ARITHMETIC, published
from kaoping_core.reports.account import loss_of
from kaoping_core.reports.text import STATUS_WORDS
from kaoping_core.reports.views.cells import account_view, points_text
from kaoping_core.reports.views.groups import subtotals

ONE = Decimal(1)


def unit_view(result: Result, scheme: Scheme, name: str) -> dict[str, Any]:
    """A unit's card with the account of every score."""
    unit = next(each for each in result.units if each.unit == name)
    peers = [each for each in result.units if each.group == unit.group]
    indicators = scheme.indicators_of[unit.group]
    losses = sorted(
        (each for each in indicators if unit.scores[each.id].points is not None),
        key=lambda each: -loss_of(unit.scores[each.id]),
    )
    with localcontext(ARITHMETIC):
        return {
            "unit": unit.unit,
            "group": unit.group,
            "group_name": scheme.group_by_id[unit.group].name,
            "total": points_text(unit.total),
            "rank": unit.rank,
            "of": sum(each.rank is not None for each in peers),
            "status": unit.status.value,
            "remark": STATUS_WORDS[unit.status],
            "mean": points_text(_mean([each.total for each in peers])),
            "best": points_text(max(each.total for each in peers)),
            "sections": _sections(unit, peers, scheme),
            "losses": [each.id for each in losses if loss_of(unit.scores[each.id]) > 0],
            "one_more": _one_more(unit, peers),
            "accounts": {each.id: account_view(result, scheme, unit.scores[each.id]) for each in indicators},
        }


def _mean(totals: Sequence[Decimal]) -> Decimal:
    return published(sum(totals, Decimal(0)) / len(totals))


def _sections(unit: UnitResult, peers: Sequence[UnitResult], scheme: Scheme) -> list[dict[str, str]]:
    """Each section's points beside the group's mean and best."""
    indicators = scheme.indicators_of[unit.group]
    own = subtotals(unit, indicators)
    others = [subtotals(each, indicators) for each in peers]
    full = dict.fromkeys(own, Decimal(0))
    for each in indicators:
        full[each.section] += each.weight_of(unit.unit)
    return [
        {
            "section": section,
            "points": points_text(points),
            "full": points_text(full[section]),
            "mean": points_text(_mean([each[section] for each in others])),
            "best": points_text(max(each[section] for each in others)),
        }
        for section, points in own.items()
    ]


def _one_more(unit: UnitResult, peers: Sequence[UnitResult]) -> str:
    """What one more point would change, in words."""
    if unit.status is not Status.RANKED or unit.rank is None:
        return f"{STATUS_WORDS[unit.status]}，不排名次" if unit.status is not Status.RANKED else ""
    ranked = [each for each in peers if each.rank is not None and each.unit != unit.unit]
    above = [each for each in ranked if each.total > unit.total]
    if not above:
        return "已经是第1名"
    nearest = min(above, key=lambda each: each.total)
    gap = f"比前一名{nearest.unit}少{points_text(nearest.total - unit.total)}分"
    reached = 1 + sum(each.total > unit.total + ONE for each in ranked)
    if reached == unit.rank:
        return f"{gap}；多得1分，名次不变"
    return f"{gap}；多得1分，就从第{unit.rank}名到第{reached}名"
