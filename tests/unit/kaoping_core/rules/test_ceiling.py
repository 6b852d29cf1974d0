"""≦：不超过任务得满分，超过的按“权重 × 任务 ÷ 实际完成”计算."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given

from kaoping_core.decimals import round_published
from kaoping_core.model.indicators import Target
from kaoping_core.rules.ceiling import CeilingRule
from tests.support.rules import LAW, amounts, assert_published, cell, indicator, points, weights

RULE = CeilingRule()


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        pytest.param("0", "2", id="nothing"),
        pytest.param("3", "2", id="the task itself"),
        pytest.param("3.01", "1.99", id="a little above"),
        pytest.param("6", "1", id="twice the task"),
        pytest.param("600", "0.01", id="half up"),
        pytest.param("1200.00001", "0.00", id="far above"),
    ],
)
def test_the_unemployment_rate_of_the_towns(actual: str, expected: str) -> None:
    found = points(RULE, cell(Decimal(2), Decimal(3)), {"actual": Decimal(actual)})
    assert round_published(found) == Decimal(expected)


@LAW
@given(weight=weights, target=amounts, actual=amounts)
@example(weight=Decimal(3), target=Decimal(2), actual=Decimal(1200))  # a tie, when nothing is cut before
def test_the_score_is_what_exact_fractions_give(weight: Decimal, target: Decimal, actual: Decimal) -> None:
    share = Fraction(1) if actual <= target else Fraction(target) / Fraction(actual)
    assert_published(points(RULE, cell(weight, target), {"actual": actual}), Fraction(weight) * share)


@LAW
@given(weight=weights, target=amounts, actual=amounts)
def test_points_are_held_between_0_and_the_weight(weight: Decimal, target: Decimal, actual: Decimal) -> None:
    assert 0 <= points(RULE, cell(weight, target), {"actual": actual}) <= weight


@LAW
@given(weight=weights, target=amounts, one=amounts, other=amounts)
def test_exceeding_by_more_never_gives_more(
    weight: Decimal, target: Decimal, one: Decimal, other: Decimal
) -> None:
    less, more = sorted([one, other])
    at = cell(weight, target)
    assert points(RULE, at, {"actual": more}) <= points(RULE, at, {"actual": less})


@LAW
@given(weight=weights, actual=amounts)
def test_a_task_of_0_gives_everything_for_0_and_nothing_for_more(weight: Decimal, actual: Decimal) -> None:
    found = points(RULE, cell(weight, Decimal(0)), {"actual": actual})
    assert found == (weight if actual == 0 else 0)


@pytest.mark.parametrize(
    ("target", "fits"),
    [
        pytest.param(Target("≦3%", Decimal(3), ceiling=True), True, id="ceiling"),
        pytest.param(Target("≦0", Decimal(0), ceiling=True), True, id="ceiling of 0"),
        pytest.param(Target("3%", Decimal(3)), False, id="no ceiling"),
        pytest.param(Target("≦-3", Decimal(-3), ceiling=True), False, id="below 0"),
    ],
)
def test_every_task_is_a_ceiling_from_0_up(target: Target, fits: bool) -> None:
    assert (RULE.validate_indicator(indicator(targets={"甲镇": target})) == "") is fits


def test_an_indicator_without_tasks_does_not_fit() -> None:
    assert RULE.validate_indicator(indicator()) == "上限法的指标没有任务"
