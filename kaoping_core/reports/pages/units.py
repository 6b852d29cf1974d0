"""One unit's card: where its points went, against its group, and what one more point would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext
from typing import Any

from kaoping_core.decimals import EXACT_CONTEXT, format_decimal, round_published
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Result, Score, UnitResult, UnitStatus
from kaoping_core.reports.explanation import points_lost
from kaoping_core.reports.pages.distribution import Distribution, group_comparison
from kaoping_core.reports.pages.groups import subtotals
from kaoping_core.reports.pages.scores import format_points, format_rate, score_explanation, share_of
from kaoping_core.reports.pages.summary_rows import full_points, total_rate
from kaoping_core.reports.ranking_text import STATUS_WORDS

HUNDREDTH, NOTHING = Decimal(1), Decimal(0)


def unit_page(
    result: Result, scheme: Scheme, name: str, spreads: Mapping[str, Distribution]
) -> dict[str, Any]:
    """A unit's card with the account of every score, beside the spreads of its group."""
    unit = next(each for each in result.units if each.unit == name)
    peers = [each for each in result.units if each.group == unit.group]
    indicators = scheme.indicators_of[unit.group]
    losses = sorted(
        (each for each in indicators if unit.scores[each.id].points is not None),
        key=lambda each: -points_lost(unit.scores[each.id]),
    )
    most_lost = max((points_lost(unit.scores[each.id]) for each in losses), default=NOTHING)
    with localcontext(EXACT_CONTEXT):
        mean = _mean([each.total for each in peers])
        best = max(each.total for each in peers)
        full = full_points(unit, indicators)
        return {
            "unit": unit.unit,
            "group": unit.group,
            "group_name": scheme.group_by_id[unit.group].name,
            "total": format_points(unit.total),
            "rank": unit.rank,
            "of": sum(each.rank is not None for each in peers),
            "status": unit.status.value,
            "remark": STATUS_WORDS[unit.status],
            "full": format_decimal(full),
            "loss": format_points(full - unit.total) if full else "",
            "rate": format_rate(total_rate(unit, full)),
            "mean": format_points(mean),
            "best": format_points(best),
            "share": share_of(unit.total, full),
            "mean_share": share_of(mean, full),
            "best_share": share_of(best, full),
            "sections": _sections(unit, peers, scheme),
            "losses": [each.id for each in losses if points_lost(unit.scores[each.id]) > 0],
            "one_more": _one_more_point(unit, peers),
            "accounts": {
                each.id: score_explanation(result, scheme, unit.scores[each.id])
                | _shares(unit.scores[each.id], most_lost)
                | group_comparison(spreads[each.id], unit.scores[each.id].cell.weight)
                for each in indicators
            },
        }


def _shares(score: Score, most_lost: Decimal) -> dict[str, int | None]:
    """Bars of an indicator: its points out of the weight, its loss out of the unit's largest."""
    known = score.points is not None
    return {
        "share": share_of(score.points, score.cell.weight),
        "loss_share": share_of(points_lost(score), most_lost) if known and score.cell.weight else None,
    }


def _mean(totals: Sequence[Decimal]) -> Decimal:
    return round_published(sum(totals, Decimal(0)) / len(totals))


def _sections(unit: UnitResult, peers: Sequence[UnitResult], scheme: Scheme) -> list[dict[str, Any]]:
    """Each section's points beside the group's mean and best."""
    indicators, decimals = scheme.indicators_of[unit.group], scheme.rounding.decimals
    own = subtotals(unit, indicators, decimals)
    others = [subtotals(each, indicators, decimals) for each in peers]
    views = []
    for section, points in own.items():
        full = full_points(unit, [each for each in indicators if each.section == section])
        mean = _mean([each[section] for each in others])
        best = max(each[section] for each in others)
        views.append(
            {
                "section": section,
                "points": format_points(points),
                "full": format_decimal(full),
                "loss": format_points(full - points) if full else "",
                "mean": format_points(mean),
                "best": format_points(best),
                "share": share_of(points, full),
                "mean_share": share_of(mean, full),
                "best_share": share_of(best, full),
            }
        )
    return views


def _one_more_point(unit: UnitResult, peers: Sequence[UnitResult]) -> str:
    """What one more point would change, in words."""
    if unit.status is not UnitStatus.RANKED or unit.rank is None:
        return f"{STATUS_WORDS[unit.status]}，不排名次" if unit.status is not UnitStatus.RANKED else ""
    ranked = [each for each in peers if each.rank is not None and each.unit != unit.unit]
    above = [each for each in ranked if each.total > unit.total]
    if not above:
        return "已经是第1名"
    nearest = min(above, key=lambda each: each.total)
    gap = f"比前一名{nearest.unit}少{format_points(nearest.total - unit.total)}分"
    reached = 1 + sum(each.total > unit.total + HUNDREDTH for each in ranked)
    if reached == unit.rank:
        return f"{gap}；多得1分，名次不变"
    return f"{gap}；多得1分，就从第{unit.rank}名到第{reached}名"
