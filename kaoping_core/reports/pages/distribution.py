"""Distribution of an indicator's scores over a group, and whether it differentiates units (拉开档次).

Only units that were scored themselves count: who got the mean would make it look better founded than it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from attrs import frozen

from kaoping_core.decimals import round_published
from kaoping_core.model.indicators import Indicator
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import CellState, Result, Score, UnitResult
from kaoping_core.pages.schema import BandRow, DistributionData, GroupComparison, RangeRow
from kaoping_core.reports.pages.scores import SHADES, format_points, format_rate, rate_of, shade_of, share_of

_BOUNDS = [f"{bound * 100:.0f}%" for bound in SHADES]
RANGES = (
    f"不到{_BOUNDS[0]}",
    *(f"{low}到{high}" for low, high in pairwise(_BOUNDS[:-1])),
    f"{_BOUNDS[-2]}以上",
    "满分及以上",
)
"""Names of the parts of the weight that a score can be, the least first: a bound belongs to what is above it."""


@frozen
class Distribution:
    """Scores of an indicator that units of a group got themselves."""

    indicator: Indicator
    own: tuple[tuple[str, Score, Decimal], ...]
    """Unit, score and its points."""

    @cached_property
    def points(self) -> list[Decimal]:
        """Published points."""
        return [points for _, _, points in self.own]

    @cached_property
    def mean(self) -> Decimal | None:
        """Mean, published; None without scores."""
        return round_published(sum(self.points, Decimal(0)) / len(self.own)) if self.own else None

    @cached_property
    def best(self) -> Decimal | None:
        """Highest points; None without scores."""
        return max(self.points, default=None)

    @cached_property
    def worst(self) -> Decimal | None:
        """Lowest points; None without scores."""
        return min(self.points, default=None)


def group_distributions(result: Result, scheme: Scheme, group: str) -> dict[str, Distribution]:
    """Return the distributions of a group's indicators by id."""
    units = [unit for unit in result.units if unit.group == group]
    return {indicator.id: _distribution_of(indicator, units) for indicator in scheme.indicators_of[group]}


def _distribution_of(indicator: Indicator, units: Sequence[UnitResult]) -> Distribution:
    scores = ((unit.unit, unit.scores[indicator.id]) for unit in units)
    return Distribution(
        indicator,
        tuple(
            (unit, score, score.points)
            for unit, score in scores
            if score.state is CellState.SCORED and score.points is not None
        ),
    )


def distribution(spread: Distribution) -> DistributionData:
    """Return a distribution as the indicator screen shows it."""
    points = spread.points
    return {
        "mean": format_points(spread.mean),
        "best": format_points(spread.best),
        "worst": format_points(spread.worst),
        "spread": format_points(max(points) - min(points)) if points else "",
        "separates": len(set(points)) > 1 if points else None,
        "separates_words": _differentiates(spread),
        "bands": _bands(spread),
        "ranges": _ranges(spread),
    }


def _differentiates(spread: Distribution) -> str:
    """Return in words whether the indicator differentiates units (拉开档次)."""
    points, weight = spread.points, spread.indicator.weight
    if not points:
        return "还没有单位得分"
    if len(points) == 1:
        return "只有1个单位自己得分，谈不上拉开档次"
    if len(set(points)) == 1:
        same = f"{len(points)}个单位得分全部相同（{format_points(points[0])}分）"
        return f"{same}，没有拉开档次" if weight else f"{same}，这项不占权重"
    best, worst = max(points), min(points)
    share = f"，是权重的{format_rate((best - worst) / weight)}" if weight else ""
    return (
        f"{len(points)}个单位有{len(set(points))}种得分，最高{format_points(best)}分，最低{format_points(worst)}分，"
        f"相差{format_points(best - worst)}分{share}"
    )


def _bands(spread: Distribution) -> list[BandRow]:
    """Return the number of units for each score, best first; ``share`` is of the scored units."""
    units: dict[Decimal, list[str]] = {}
    rates: dict[Decimal, str] = {}
    for unit, score, points in spread.own:
        units.setdefault(points, []).append(unit)
        rates[points] = format_rate(rate_of(score))
    return [
        {
            "score": format_points(points),
            "rate": rates[points],
            "count": len(units[points]),
            "share": share_of(Decimal(len(units[points])), Decimal(len(spread.own))),
            "units": units[points],
        }
        for points in sorted(units, reverse=True)
    ]


def _ranges(spread: Distribution) -> list[RangeRow]:
    """Return the number of units for each range of the weight, best first; none for weight 0.

    The bounds are those of :data:`SHADES`, so that a range is what one shade of the table shows.
    """
    shades = [shade_of(rate_of(score)) for _, score, _ in spread.own if score.cell.weight]
    if not shades:
        return []
    return [
        {
            "words": words,
            "count": shades.count(shade),
            "share": share_of(Decimal(shades.count(shade)), Decimal(len(shades))),
        }
        for shade, words in reversed([*enumerate(RANGES)])
    ]


def group_comparison(spread: Distribution, weight: Decimal) -> GroupComparison:
    """Return mean and best of the group, with their shares of the unit's weight."""
    return {
        "mean": format_points(spread.mean),
        "best": format_points(spread.best),
        "mean_share": share_of(spread.mean, weight),
        "best_share": share_of(spread.best, weight),
    }
