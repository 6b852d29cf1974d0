"""综合评价：按比例确定等次，按等次计分."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from kaoping_core.model.indicators import Cell
from kaoping_core.model.scheme import Quota, Scheme
from kaoping_core.model.scheme import Tier as Grade
from kaoping_core.model.scores import ColumnScores
from kaoping_core.rules.tier import TierRule, places_by_quota
from tests.support.rules import LAW, cell, indicator, score_column

GRADES = ("好", "较好", "合格", "基本合格")
SHARES = [Decimal(30), Decimal(50), Decimal(15), Decimal(5)]
EVALUATION = Quota(
    tuple(Grade(name, share, Decimal(3 - place)) for place, (name, share) in enumerate(zip(GRADES, SHARES, strict=True)))
)  # fmt: skip
LEADERS = TierRule(EVALUATION, (Decimal(8), Decimal(7), Decimal(6), Decimal(5)))
WORTH = dict(zip(LEADERS.points, GRADES, strict=True))

Reported = dict[str, Any]
ballots = st.lists(st.sampled_from(GRADES), min_size=1, max_size=6).map(
    lambda given: {"ballots": tuple(given)}
)
outright = st.sampled_from(GRADES).map(lambda name: {"tier": name})
groups = st.lists(ballots, min_size=1, max_size=15)
mixed_groups = st.lists(ballots | outright, min_size=1, max_size=15)


def cells(count: int) -> list[Cell]:
    """As many units."""
    return [cell(Decimal(8), unit=f"{place}号镇") for place in range(count)]


def scored(values: Sequence[Reported], *, size: int | None = None) -> ColumnScores:
    """A column of units, with what was reported on each."""
    return score_column(LEADERS, cells(len(values)), values, size=size)


def tiers(values: Sequence[Reported], *, size: int | None = None) -> list[str]:
    """The tier that each unit got."""
    found = [outcome.points for outcome in scored(values, size=size).outcomes]
    return [WORTH[points] for points in found if points is not None]


def unanimous(*names: str) -> list[Reported]:
    """Units on each of which all leaders agree."""
    return [{"ballots": (name,) * 5} for name in names]


# -- quotas --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        pytest.param(13, [4, 6, 2, 1], id="towns"),
        pytest.param(4, [1, 2, 1, 0], id="parks"),
        pytest.param(34, [10, 17, 5, 2], id="departments"),
        pytest.param(0, [0, 0, 0, 0], id="nobody"),
        pytest.param(1, [0, 1, 0, 0], id="one unit"),
        pytest.param(2, [1, 1, 0, 0], id="two units"),
        pytest.param(20, [6, 10, 3, 1], id="shares that are whole"),
    ],
)
def test_the_group_is_divided_by_largest_remainder(size: int, expected: list[int]) -> None:
    assert places_by_quota(SHARES, size) == expected


def test_a_tie_between_remainders_goes_to_the_higher_tier() -> None:
    assert places_by_quota([Decimal(25)] * 4, 2) == [1, 1, 0, 0]
    assert places_by_quota([Decimal("12.5"), Decimal("37.5"), Decimal("37.5"), Decimal("12.5")], 4) == [
        1,
        2,
        1,
        0,
    ]


shares = (
    st.lists(st.integers(0, 1000), min_size=1, max_size=6)
    .filter(any)
    .map(lambda parts: [Decimal(part) * 100 / Decimal(sum(parts)) for part in parts[:-1]])
)


@LAW
@given(parts=shares, size=st.integers(0, 500))
def test_the_places_add_up_to_the_group_and_each_is_its_share_rounded_up_or_down(
    parts: list[Decimal], size: int
) -> None:
    whole = [*parts, Decimal(100) - sum(parts, Decimal(0))]
    assume(sum(map(Fraction, whole)) == 100)
    found = places_by_quota(whole, size)
    assert sum(found) == size
    for places, share in zip(found, whole, strict=True):
        assert abs(places - Fraction(share) * size / 100) < 1


# -- given outright ------------------------------------------------------------------------------


def test_a_tier_given_outright_is_scored_as_it_is() -> None:
    values = [{"tier": name} for name in GRADES]
    assert [outcome.points for outcome in scored(values).outcomes] == [8, 7, 6, 5]
    assert scored(values).outcomes[1].steps[0].text == "直接评定为“较好”"


def test_a_departure_from_the_quota_is_remarked_on_and_changes_nothing() -> None:
    values = [{"tier": "好"}] * 4
    found = scored(values)
    assert tiers(values) == ["好"] * 4
    assert [remark.code for remark in found.findings] == ["quota"]
    assert (
        found.findings[0].message
        == "等次名额应为好1、较好2、合格1、基本合格0，实为好4、较好0、合格0、基本合格0"
    )


def test_the_quota_kept_is_not_remarked_on() -> None:
    assert scored([{"tier": name} for name in ("较好", "好", "合格", "较好")]).findings == ()


def test_a_group_not_yet_complete_is_not_remarked_on() -> None:
    assert scored([{"tier": "好"}] * 4, size=13).findings == ()


def test_tiers_given_outright_take_their_places_first() -> None:
    """Of 4 the quota is 1, 2, 1, 0: the one 好 is taken, so the best ballots get 较好."""
    values = [*unanimous("好"), {"tier": "好"}, *unanimous("较好", "合格")]
    assert tiers(values) == ["较好", "好", "较好", "合格"]


def test_more_given_outright_than_there_are_places_leave_the_last_tier_to_the_rest() -> None:
    values = [
        {"tier": "好"},
        {"tier": "好"},
        {"tier": "较好"},
        {"tier": "较好"},
        *unanimous("好", "好", "较好", "合格"),
    ]
    assert places_by_quota(SHARES, 8) == [3, 4, 1, 0]
    assert tiers(values) == ["好", "好", "较好", "较好", "好", "好", "较好", "合格"]
    crowded = [{"tier": "好"}, {"tier": "好"}, {"tier": "好"}, *unanimous("好")]
    assert tiers(crowded)[3] == "较好"


@LAW
@given(values=mixed_groups)
def test_a_tier_given_outright_always_stands(values: list[Reported]) -> None:
    for reported, tier in zip(values, tiers(values), strict=True):
        assert reported.get("tier", tier) == tier


# -- ballots -------------------------------------------------------------------------------------


def standing(reported: Reported) -> tuple[Fraction, ...]:
    """By what a unit is ordered: the mean of its ballots, then the share of each tier from the best down."""
    given_ballots = reported["ballots"]
    mean = Fraction(sum(3 - GRADES.index(name) for name in given_ballots), len(given_ballots))
    return (mean, *(Fraction(given_ballots.count(name), len(given_ballots)) for name in GRADES[:3]))


def expected_tiers(values: list[Reported]) -> list[str]:
    """The rulebook's words, in exact fractions."""
    given_outright = Counter(reported["tier"] for reported in values if "tier" in reported)
    places = dict(zip(GRADES, places_by_quota(SHARES, len(values)), strict=True))
    free = [name for name in GRADES for _ in range(places[name] - given_outright[name])]
    balloted = sorted((reported for reported in values if "ballots" in reported), key=standing, reverse=True)
    reached: dict[tuple[Fraction, ...], str] = {}
    for place, reported in enumerate(balloted):
        reached.setdefault(standing(reported), free[place] if place < len(free) else GRADES[-1])
    return [reported.get("tier") or reached[standing(reported)] for reported in values]


@LAW
@given(values=mixed_groups)
@example(values=unanimous("好", "好", "好", "好"))
@example(values=[{"ballots": ("好", "合格")}, {"ballots": ("较好", "较好")}])
@example(values=[{"ballots": ("好",)}, {"ballots": ("好", "好", "好")}, {"tier": "好"}])
def test_ballots_become_tiers_as_the_rulebook_says(values: list[Reported]) -> None:
    assert tiers(values) == expected_tiers(values)


@LAW
@given(values=mixed_groups, data=st.data())
def test_the_order_of_units_makes_no_difference(values: list[Reported], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(values))))
    found = tiers(values)
    assert tiers([values[place] for place in order]) == [found[place] for place in order]


@LAW
@given(values=groups, data=st.data())
def test_the_order_of_ballots_and_how_often_they_are_counted_make_no_difference(
    values: list[Reported], data: st.DataObject
) -> None:
    shuffled = [{"ballots": tuple(data.draw(st.permutations(each["ballots"])))} for each in values]
    times = data.draw(st.lists(st.integers(1, 7), min_size=len(values), max_size=len(values)))
    repeated = [{"ballots": each["ballots"] * count} for each, count in zip(values, times, strict=True)]
    assert tiers(shuffled) == tiers(repeated) == tiers(values)


@LAW
@given(values=groups)
def test_better_ballots_never_get_a_lower_tier_and_equal_ones_the_same(values: list[Reported]) -> None:
    found = tiers(values)
    for one, tier_of_one in zip(values, found, strict=True):
        for other, tier_of_other in zip(values, found, strict=True):
            if standing(one) >= standing(other):
                assert GRADES.index(tier_of_one) <= GRADES.index(tier_of_other)


@LAW
@given(values=groups)
def test_without_ties_the_quota_is_kept_exactly(values: list[Reported]) -> None:
    assume(len({standing(each) for each in values}) == len(values))
    found = scored(values)
    assert [Counter(tiers(values))[name] for name in GRADES] == places_by_quota(SHARES, len(values))
    assert found.findings == ()


@LAW
@given(values=groups, place=st.integers(0, 14), ballot=st.integers(0, 5))
def test_a_better_ballot_never_lowers_the_units_own_tier(
    values: list[Reported], place: int, ballot: int
) -> None:
    place %= len(values)
    given_ballots = list(values[place]["ballots"])
    ballot %= len(given_ballots)
    given_ballots[ballot] = GRADES[max(0, GRADES.index(given_ballots[ballot]) - 1)]
    better = [*values[:place], {"ballots": tuple(given_ballots)}, *values[place + 1 :]]
    assert GRADES.index(tiers(better)[place]) <= GRADES.index(tiers(values)[place])


def test_the_mean_counts_before_the_share_of_the_best() -> None:
    values = [{"ballots": ("好", "好", "基本合格", "基本合格")}, {"ballots": ("较好",) * 4}]
    assert tiers(values) == ["较好", "好"]


def test_equal_means_are_told_apart_by_the_share_of_the_best() -> None:
    values = [{"ballots": ("较好", "较好")}, {"ballots": ("好", "合格")}]
    assert tiers(values) == ["较好", "好"]


def test_units_that_are_equal_share_the_highest_tier_that_any_of_them_reached() -> None:
    """Of 13 there are 4 places for 好; six equal units at the top all get it, and the quota is remarked on."""
    values = unanimous(*["好"] * 6, *["较好"] * 5, "合格", "基本合格")
    found = scored(values)
    assert tiers(values) == ["好"] * 6 + ["较好"] * 5 + ["合格", "基本合格"]
    lifted = [outcome.steps[0].text for outcome in found.outcomes]
    assert lifted[0].startswith("5 票，票值平均 3，投票排第 1 位")
    assert sum("与并列单位同取最高等次" in text for text in lifted[:6]) == 2
    assert (
        found.findings[0].message
        == "等次名额应为好4、较好6、合格2、基本合格1，实为好6、较好5、合格1、基本合格1"
    )


def test_a_tie_does_not_move_the_places_of_those_after_it() -> None:
    """The two units in 4th place take places 4 and 5; the 6th still gets what the 6th place has."""
    order = ["好", "好", "好"]
    values = [
        *[{"ballots": ("好",) * (9 - place) + ("较好",) * place} for place in range(len(order))],
        *unanimous("较好", "较好"),
        {"ballots": ("较好", "合格")},
        *[{"ballots": ("合格",) * (9 - place) + ("基本合格",) * place} for place in range(7)],
    ]
    assert tiers(values) == ["好"] * 5 + ["较好"] * 5 + ["合格"] * 2 + ["基本合格"]


@pytest.mark.parametrize("size", [1, 4, 13, 34])
def test_a_whole_group_that_all_agree_on_shares_the_best_tier(size: int) -> None:
    best = "好" if places_by_quota(SHARES, size)[0] else "较好"
    assert tiers(unanimous(*["合格"] * size)) == [best] * size


# -- what the scheme must say --------------------------------------------------------------------


def test_either_a_tier_or_ballots_is_wanted() -> None:
    tier, given_ballots = LEADERS.value_specs(indicator())
    assert (tier.name, tier.kind, given_ballots.name, given_ballots.kind) == (
        "tier",
        "choice",
        "ballots",
        "choices",
    )
    assert tier.exclusive_group == given_ballots.exclusive_group != ""
    assert tier.choices == given_ballots.choices == GRADES


@pytest.mark.parametrize(
    ("points", "complaint"),
    [
        pytest.param((8, 7, 6, 5), "", id="as the notice has them"),
        pytest.param((8, 7, 6), "points 有3个，等次有4个", id="one too few"),
        pytest.param((9, 7, 6, 5), "等次的分值应在0到权重之间", id="above the weight"),
        pytest.param((8, 7, 6, -1), "等次的分值应在0到权重之间", id="below 0"),
    ],
)
def test_there_are_as_many_points_as_tiers_and_none_above_the_weight(
    points: tuple[int, ...], complaint: str
) -> None:
    rule = TierRule(EVALUATION, tuple(map(Decimal, points)))
    assert rule.validate_indicator(indicator(weight=Decimal(8))) == complaint


def test_the_county_has_the_notices_quota_and_points(scheme: Scheme) -> None:
    assert scheme.quotas["evaluation"] == EVALUATION
    points = {
        each.id.partition(".")[2]: each.params["points"] for each in scheme.indicators if each.rule == "tier"
    }
    assert points == {
        "leader_evaluation": [8, 7, 6, 5],
        "supervision_evaluation": [2, Decimal("1.5"), 1, Decimal("0.5")],
    }
