"""约束性指标只扣分不加分."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given

from kaoping_core.decimals import round_published
from kaoping_core.rules.constraint import ConstraintRule
from tests.support.rules import LAW, cell, counts, indicator, points

RULE = ConstraintRule(Decimal("-0.5"), Decimal("-2.5"))
AT = cell(Decimal(0))


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        ("0", "0.00"),
        ("1", "-0.50"),
        ("4", "-2.00"),
        ("5", "-2.50"),
        ("6", "-2.50"),
        ("999999999999999999", "-2.50"),
    ],
)
def test_half_a_point_a_case_and_two_and_a_half_at_most(count: str, expected: str) -> None:
    assert str(round_published(points(RULE, AT, {"count": Decimal(count)}))) == expected


@LAW
@given(count=counts)
def test_it_takes_points_down_to_its_bound_and_never_adds_any(count: Decimal) -> None:
    found = points(RULE, AT, {"count": count})
    assert found == max(Decimal("-2.5"), -count / 2)
    low, high = RULE.bounds(indicator())
    assert low <= found <= high


@LAW
@given(one=counts, other=counts)
def test_more_cases_never_give_more(one: Decimal, other: Decimal) -> None:
    fewer, more = sorted([one, other])
    assert points(RULE, AT, {"count": more}) <= points(RULE, AT, {"count": fewer})


@pytest.mark.parametrize(
    ("each", "at_most", "weight", "complaint"),
    [
        pytest.param("-0.5", "-2.5", "0", "", id="takes points"),
        pytest.param("0.5", "-2.5", "0", "each 和 at_most 应小于0", id="adds points"),
        pytest.param("-0.5", "0", "0", "each 和 at_most 应小于0", id="takes none"),
        pytest.param("-0.5", "-2.5", "5", "约束性指标的权重应为0", id="has a weight"),
    ],
)
def test_it_only_takes_points_and_has_no_weight(each: str, at_most: str, weight: str, complaint: str) -> None:
    rule = ConstraintRule(Decimal(each), Decimal(at_most))
    assert rule.validate_indicator(indicator(weight=Decimal(weight))) == complaint
