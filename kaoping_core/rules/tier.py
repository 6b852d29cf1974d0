"""综合评价：按比例确定等次，按等次计分."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm
from operator import mul
from typing import Any

from attrs import frozen

from kaoping_core.model.findings import RuleFinding
from kaoping_core.model.indicators import Cell, Indicator
from kaoping_core.model.scheme import Quota
from kaoping_core.model.scores import Column, ColumnScores, Formula, Outcome, Step
from kaoping_core.rules.base import Rule, ValueSpec

BALLOT_DECIMALS = 4
"""Decimals that the worth of a ballot may have; more is refused."""
GIVEN_TIER = Formula("直接评定为“{等次}”", {"等次": "tier"})
BALLOT_MEAN = Formula(
    "{票数} 票，票值平均 {平均}，投票排第 {位次} 位，按名额为“{等次}”", topic="ballot_tiers"
)
TIED_TIER = Formula(
    "{票数} 票，票值平均 {平均}，投票排第 {位次} 位，与并列单位同取最高等次“{等次}”", topic="ballot_ties"
)
TIER_POINTS = Formula("“{等次}”得 {分值}")


_BallotMean = tuple[int, ...]
"""How a unit's ballots compare: their sum, then how many are for each tier from the best down.

In whole shares of a common number of ballots, so that units compare however many ballots each has.
"""


@frozen
class TierRule(Rule):
    """等次评价：按“好、较好、合格、基本合格”计分；报等次，或报每位领导的选票。

    选票折算：按票值平均从高到低排列，再依次比较各等次得票率；全组名额按比例分配（最大余数法），
    直接评定等次的单位先占名额；完全相同的单位同取其中最高的等次。比例是原则，偏离只提示，不报错。

    Source: 附件1 rows 36, 39; 附件2 rows 14, 17; 附件3 rows 19, 22.
    """

    name = "tier"
    title = "等次评价"

    quota: Quota
    points: tuple[Decimal, ...]
    """Points of each tier, from the best to the last."""

    def value_specs(self, indicator: Indicator) -> tuple[ValueSpec, ...]:
        """Either ``tier`` or ``ballots``."""
        names = tuple(tier.name for tier in self.quota.tiers)
        return (
            ValueSpec("tier", "等次", "choice", choices=names, exclusive_group="tier_or_ballots"),
            ValueSpec("ballots", "选票", "choices", choices=names, exclusive_group="tier_or_ballots"),
        )

    def validate_indicator(self, indicator: Indicator) -> str:
        """As many points as tiers, none above the weight."""
        if len(self.points) != len(self.quota.tiers):
            return f"points 有{len(self.points)}个，等次有{len(self.quota.tiers)}个"
        if any(tier.ballot_value.scaleb(BALLOT_DECIMALS) % 1 for tier in self.quota.tiers):
            return f"票值最多{BALLOT_DECIMALS}位小数"
        if any(not 0 <= points <= indicator.weight for points in self.points):
            return "等次的分值应在0到权重之间"
        return ""

    def score(self, cell: Cell, values: Mapping[str, Any]) -> Outcome:
        """A single unit has no tier of its own; the group decides."""
        raise NotImplementedError("tiers are given to a whole column")

    def score_column(self, column: Column) -> ColumnScores:
        """Give every unit its tier."""
        order = [tier.name for tier in self.quota.tiers]
        quota = dict(
            zip(
                order,
                places_by_quota([tier.share for tier in self.quota.tiers], column.group_size),
                strict=True,
            )
        )
        given = {index: values["tier"] for index, values in enumerate(column.values) if "tier" in values}
        taken = Counter(given.values())
        free = [name for name in order for _ in range(max(0, quota[name] - taken[name]))]
        tiers = dict(given)
        steps: dict[int, Step] = {index: Step(GIVEN_TIER, (name,)) for index, name in given.items()}
        for index, place, name, tied, mean in self._score_ballots(column, free):
            tiers[index] = name
            values = (Decimal(len(column.values[index]["ballots"])), mean, Decimal(place), name)
            steps[index] = Step(TIED_TIER if tied else BALLOT_MEAN, values)
        worth = {
            name: (points, Step(TIER_POINTS, (name, points), points))
            for name, points in zip(order, self.points, strict=True)
        }
        outcomes = tuple(
            [
                Outcome(worth[tiers[index]][0], (steps[index], worth[tiers[index]][1]))
                for index in range(len(column.cells))
            ]
        )
        return ColumnScores(outcomes, self._quota_finding(column, quota, Counter(tiers.values())))

    def _score_ballots(
        self, column: Column, free: Sequence[str]
    ) -> list[tuple[int, int, str, bool, Decimal]]:
        """(index, place among the balloted, tier, whether a tie lifted it, mean) of balloted units."""
        ballots = {
            index: values["ballots"] for index, values in enumerate(column.values) if "ballots" in values
        }
        # ballots are compared as integers over a common number of ballots, so that no mean is divided and
        # cut before it is compared: two units are tied exactly when their ballots say so
        common = lcm(*map(len, ballots.values()))
        worth = [int(tier.ballot_value.scaleb(BALLOT_DECIMALS)) for tier in self.quota.tiers]
        names = [tier.name for tier in self.quota.tiers]
        standing = {
            index: _ballot_mean(given, names, worth, common // len(given)) for index, given in ballots.items()
        }
        whole = Decimal(common).scaleb(BALLOT_DECIMALS)
        ranked = sorted(standing, key=standing.__getitem__, reverse=True)
        last = names[-1]
        seated = [free[place] if place < len(free) else last for place in range(len(ranked))]
        found = []
        best = 0
        for place, index in enumerate(ranked):
            # equal units follow each other in ``ranked``; the first of them has the best seat of theirs
            if standing[index] != standing[ranked[best]]:
                best = place
            lifted = seated[best] != seated[place]
            found.append((index, best + 1, seated[best], lifted, standing[index][0] / whole))
        return found

    def _quota_finding(
        self, column: Column, quota: Mapping[str, int], given: Mapping[str, int]
    ) -> tuple[RuleFinding, ...]:
        """A remark when a whole group's tiers are not those of the quota (原则上)."""
        if len(column.cells) < column.group_size:
            return ()
        if all(given.get(name, 0) == wanted for name, wanted in quota.items()):
            return ()
        wanted = "、".join(f"{name}{count}" for name, count in quota.items())
        got = "、".join(f"{name}{given.get(name, 0)}" for name in quota)
        return (RuleFinding("quota", f"等次名额应为{wanted}，实为{got}"),)


def _ballot_mean(
    ballots: tuple[str, ...], names: Sequence[str], worth: Sequence[int], factor: int
) -> _BallotMean:
    counts = [ballots.count(name) * factor for name in names]
    # the last tier's count follows from the others and cannot break a tie
    return (sum(map(mul, worth, counts)), *counts[:-1])


def places_by_quota(shares: Sequence[Decimal], size: int) -> list[int]:
    """Divide a group by shares in percent, by largest remainder; a tie goes to the earlier (higher) share.

    ``[30, 50, 15, 5]`` of 13 are ``[4, 6, 2, 1]``.
    """
    # fractions: remainders that are equal must compare equal, or the tie goes to the wrong tier
    exact = [Fraction(share) * size / 100 for share in shares]
    whole = [int(fraction) for fraction in exact]
    by_remainder = sorted(range(len(shares)), key=lambda place: (whole[place] - exact[place], place))
    for place in by_remainder[: size - sum(whole)]:
        whole[place] += 1
    return whole
