"""直接采用考核主体评分结果."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from kaoping_core.decimals import ZERO
from kaoping_core.model.scheme import Scheme
from kaoping_core.rules.direct import DirectRule
from tests.support.rules import LAW, assert_published, cell, indicator, points, score, weights

scores = st.decimals("0", "100", places=5)


@LAW
@given(weight=weights, share=st.decimals("0", "1", places=6))
def test_without_a_scale_the_score_is_taken_as_it_is(weight: Decimal, share: Decimal) -> None:
    given_score = weight * share
    assert points(DirectRule(), cell(weight), {"score": given_score}) == given_score


@LAW
@given(weight=weights, scale=weights, given_score=scores)
@example(
    weight=Decimal(3), scale=Decimal(6), given_score=Decimal("0.01")
)  # a tie, when nothing is cut before
def test_with_a_scale_it_is_weighted_exactly(weight: Decimal, scale: Decimal, given_score: Decimal) -> None:
    assume(given_score <= scale)
    found = points(DirectRule(scale), cell(weight), {"score": given_score})
    assert 0 <= found <= weight
    assert_published(found, Fraction(weight) * Fraction(given_score) / Fraction(scale))


@LAW
@given(weight=weights, scale=weights)
def test_full_marks_on_the_scale_are_the_weight(weight: Decimal, scale: Decimal) -> None:
    assert points(DirectRule(scale), cell(weight), {"score": scale}) == weight
    assert points(DirectRule(scale), cell(weight), {"score": Decimal(0)}) == 0


@LAW
@given(weight=weights, one=scores, other=scores)
def test_a_better_score_never_gives_less(weight: Decimal, one: Decimal, other: Decimal) -> None:
    rule, at = DirectRule(Decimal(100)), cell(weight)
    worse, better = sorted([one, other])
    assert points(rule, at, {"score": worse}) <= points(rule, at, {"score": better})


def test_a_scale_shows_in_the_explanation_and_the_weight_itself_does_not() -> None:
    (scaled,) = score(DirectRule(Decimal(10)), cell(Decimal(1)), {"score": Decimal("9.5")}).steps
    (given_as_it_is,) = score(DirectRule(), cell(Decimal(5)), {"score": Decimal("4.5")}).steps
    assert (scaled.text, given_as_it_is.text) == ("1 × 9.5 ÷ 10", "直接采用评分 4.5")


@pytest.mark.parametrize("scale", ["0", "-1"])
def test_a_scale_is_above_0(scale: str) -> None:
    assert DirectRule(Decimal(scale)).validate_indicator(indicator()) == "scale 应大于0"


def test_the_score_may_reach_the_scale_or_else_the_units_weight() -> None:
    (of_scale,) = DirectRule(Decimal(10)).value_specs(indicator())
    (of_weight,) = DirectRule().value_specs(indicator())
    assert (of_scale.minimum, of_scale.maximum) == (ZERO, Decimal(10))
    assert (of_weight.minimum, of_weight.maximum) == (ZERO, "weight")


def test_credit_alone_has_a_scale_of_its_own_and_it_is_10(scheme: Scheme) -> None:
    scaled = {each.id: each.params for each in scheme.indicators if each.rule == "direct" and each.params}
    assert scaled == {"towns.credit": {"scale": 10}, "departments.credit": {"scale": 10}}
