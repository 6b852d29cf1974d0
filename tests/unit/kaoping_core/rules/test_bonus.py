"""加分项：可酌情加分，有上限."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping_core.decimals import ZERO
from kaoping_core.rules.bonus import BonusReason, BonusRule
from tests.support.rules import LAW, cell, indicator, points, score

RULE = BonusRule(Decimal(5), (BonusReason("a", "甲项"), BonusReason("b", "乙项"), BonusReason("c", "丙项")))
AT = cell(Decimal(0))

given_points = st.dictionaries(st.sampled_from("abc"), st.decimals("0", "6", places=2))


@LAW
@given(values=given_points)
def test_points_are_the_sum_and_at_most_5(values: dict[str, Decimal]) -> None:
    found = points(RULE, AT, {**values, "reason": "某项目"})
    assert found == min(Decimal(5), sum(values.values(), Decimal(0)))
    low, high = RULE.bounds(indicator())
    assert low <= found <= high


@LAW
@given(values=given_points, order=st.permutations("abc"))
def test_the_order_of_reasons_makes_no_difference(values: dict[str, Decimal], order: list[str]) -> None:
    shuffled = {name: values[name] for name in order if name in values}
    assert score(RULE, AT, shuffled) == score(RULE, AT, values)


def test_the_cap_shows_in_the_explanation_when_it_takes_something() -> None:
    (within,) = score(RULE, AT, {"a": Decimal(2), "c": Decimal(3)}).steps
    (capped,) = score(RULE, AT, {"a": Decimal(2), "c": Decimal("3.01")}).steps
    assert (within.text, capped.text) == ("2 ＋ 3", "2 ＋ 3.01，最多 5")


@pytest.mark.parametrize("values", [{}, {"a": Decimal(0)}], ids=["nothing reported", "0 reported"])
def test_no_bonus_is_no_points_and_says_so(values: dict[str, Decimal]) -> None:
    outcome = score(RULE, AT, values)
    assert (outcome.points, outcome.steps[0].text) == (ZERO, "没有加分")


def test_points_need_a_reason_in_words() -> None:
    *reasons, words = RULE.value_specs(indicator())
    assert [each.name for each in reasons] == ["a", "b", "c"]
    assert (words.name, words.kind, words.required, words.required_if_any_of) == (
        "reason",
        "text",
        False,
        ("a", "b", "c"),
    )


@pytest.mark.parametrize(
    ("at_most", "weight", "complaint"),
    [("5", "0", ""), ("0", "0", "at_most 应大于0"), ("5", "5", "加分项的权重应为0")],
    ids=["outside the full marks", "adds nothing", "has a weight"],
)
def test_it_adds_points_outside_the_full_marks(at_most: str, weight: str, complaint: str) -> None:
    assert (
        BonusRule(Decimal(at_most), RULE.reasons).validate_indicator(indicator(weight=Decimal(weight)))
        == complaint
    )
