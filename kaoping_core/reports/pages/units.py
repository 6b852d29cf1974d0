"""Page of a unit: where its points went, against its group, and what one more point would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext

from kaoping_core.decimals import EXACT_CONTEXT, format_decimal, round_published
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Result, Score, UnitResult, UnitStatus
from kaoping_core.pages.labels import STATUS_LABELS
from kaoping_core.pages.schema import ScoreShares, SectionRow, UnitPage
from kaoping_core.reports.explanation import points_lost
from kaoping_core.reports.pages.distribution import Distribution, group_comparison
from kaoping_core.reports.pages.groups import subtotals
from kaoping_core.reports.pages.scores import format_points, format_rate, score_explanation, share_of
from kaoping_core.reports.pages.summary_rows import full_points, total_rate

HUNDREDTH, NOTHING = Decimal(1), Decimal(0)


def unit_page(result: Result, scheme: Scheme, name: str, spreads: Mapping[str, Distribution]) -> UnitPage:
    """Return a unit's page with the explanation of every score."""
    unit = next(unit_result for unit_result in result.units if unit_result.unit == name)
    peers = [unit_result for unit_result in result.units if unit_result.group == unit.group]
    indicators = scheme.indicators_of[unit.group]
    losses = sorted(
        (indicator for indicator in indicators if unit.scores[indicator.id].points is not None),
        key=lambda each: -points_lost(unit.scores[each.id]),
    )
    most_lost = max((points_lost(unit.scores[loss.id]) for loss in losses), default=NOTHING)
    with localcontext(EXACT_CONTEXT):
        mean = _mean([peer.total for peer in peers])
        best = max(peer.total for peer in peers)
        full = full_points(unit, indicators)
        return {
            "unit": unit.unit,
            "group": unit.group,
            "group_name": scheme.group_by_id[unit.group].name,
            "total": format_points(unit.total),
            "rank": unit.rank,
            "of": sum(peer.rank is not None for peer in peers),
            "status": unit.status.value,
            "remark": STATUS_LABELS[unit.status],
            "full": format_decimal(full),
            "loss": format_points(full - unit.total) if full else "",
            "rate": format_rate(total_rate(unit, full)),
            "mean": format_points(mean),
            "best": format_points(best),
            "share": share_of(unit.total, full),
            "mean_share": share_of(mean, full),
            "best_share": share_of(best, full),
            "sections": _sections(unit, peers, scheme),
            "losses": [loss.id for loss in losses if points_lost(unit.scores[loss.id]) > 0],
            "one_more": _one_more_point(unit, peers),
            "accounts": {
                indicator.id: {
                    **score_explanation(result, scheme, unit.scores[indicator.id]),
                    **_shares(unit.scores[indicator.id], most_lost),
                    **group_comparison(spreads[indicator.id], unit.scores[indicator.id].cell.weight),
                }
                for indicator in indicators
            },
        }


def _shares(score: Score, most_lost: Decimal) -> ScoreShares:
    """Return the bars of an indicator: points out of the weight, loss out of the unit's largest."""
    known = score.points is not None
    return {
        "share": share_of(score.points, score.cell.weight),
        "loss_share": share_of(points_lost(score), most_lost) if known and score.cell.weight else None,
    }


def _mean(totals: Sequence[Decimal]) -> Decimal:
    return round_published(sum(totals, Decimal(0)) / len(totals))


def _sections(unit: UnitResult, peers: Sequence[UnitResult], scheme: Scheme) -> list[SectionRow]:
    """Return each section's points with the group's mean and best."""
    indicators, decimals = scheme.indicators_of[unit.group], scheme.rounding.decimals
    own = subtotals(unit, indicators, decimals)
    others = [subtotals(peer, indicators, decimals) for peer in peers]
    views: list[SectionRow] = []
    for section, points in own.items():
        full = full_points(unit, [indicator for indicator in indicators if indicator.section == section])
        mean = _mean([other[section] for other in others])
        best = max(other[section] for other in others)
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
    """Return in words what one more point would change."""
    if unit.status is not UnitStatus.RANKED or unit.rank is None:
        return f"{STATUS_LABELS[unit.status]}，不排名次" if unit.status is not UnitStatus.RANKED else ""
    ranked = [peer for peer in peers if peer.rank is not None and peer.unit != unit.unit]
    above = [unit_result for unit_result in ranked if unit_result.total > unit.total]
    if not above:
        return "已经是第1名"
    nearest = min(above, key=lambda each: each.total)
    gap = f"比前一名{nearest.unit}少{format_points(nearest.total - unit.total)}分"
    reached = 1 + sum(unit_result.total > unit.total + HUNDREDTH for unit_result in ranked)
    if reached == unit.rank:
        return f"{gap}；多得1分，名次不变"
    return f"{gap}；多得1分，就从第{unit.rank}名到第{reached}名"
