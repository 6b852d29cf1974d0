"""完成得满分，未完成按比例法计算."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, example, given

from kaoping_core.decimals import round_published
from kaoping_core.model.indicators import Indicator, Target
from kaoping_core.model.scheme import Scheme
from kaoping_core.rules.proportional import ProportionalRule, ShortfallValue
from tests.support.rules import (
    LAW,
    amounts,
    any_amounts,
    assert_published,
    cell,
    indicator,
    points,
    score,
    weights,
)

RULE = ProportionalRule()
NODES = ProportionalRule(ShortfallValue("red_lights", "红灯数"))


@pytest.mark.parametrize(
    ("weight", "target", "actual", "expected"),
    [
        pytest.param("5", "4500", "4480.5", "4.98", id="a little short"),
        pytest.param("5", "4500", "4500", "5", id="just met"),
        pytest.param("5", "4500", "9000", "5", id="twice the task"),
        pytest.param("3", "8", "0", "0", id="nothing done"),
        pytest.param("3", "8", "-2", "0", id="less than nothing"),
        pytest.param("3", "0", "0", "3", id="石新镇: task 0, nothing done"),
        pytest.param("3", "0", "1.2", "3", id="task 0, something done"),
        pytest.param("3", "0", "-0.1", "0", id="task 0, less than nothing"),
        pytest.param("1", "8", "0.04", "0.01", id="half a hundredth rounds up"),
        pytest.param("1", "200.00000000000001", "1", "0.00", id="just below half a hundredth rounds down"),
    ],
)
def test_the_notices_examples(weight: str, target: str, actual: str, expected: str) -> None:
    found = points(RULE, cell(Decimal(weight), Decimal(target)), {"actual": Decimal(actual)})
    assert round_published(found) == Decimal(expected)


@LAW
@given(weight=weights, target=amounts, actual=any_amounts)
@example(weight=Decimal(2), target=Decimal(3), actual=Decimal(1))
@example(weight=Decimal(3), target=Decimal(600), actual=Decimal(1))  # a tie, when nothing is cut before
def test_the_score_is_what_exact_fractions_give(weight: Decimal, target: Decimal, actual: Decimal) -> None:
    done = Fraction(actual) / Fraction(target) if target else Fraction(actual >= 0)
    share = min(Fraction(1), max(Fraction(0), done))
    assert_published(points(RULE, cell(weight, target), {"actual": actual}), Fraction(weight) * share)


@LAW
@given(weight=weights, target=amounts, actual=any_amounts)
def test_points_are_held_between_0_and_the_weight(weight: Decimal, target: Decimal, actual: Decimal) -> None:
    assert 0 <= points(RULE, cell(weight, target), {"actual": actual}) <= weight


@LAW
@given(weight=weights, target=amounts, one=any_amounts, other=any_amounts)
def test_doing_more_never_gives_less(weight: Decimal, target: Decimal, one: Decimal, other: Decimal) -> None:
    less, more = sorted([one, other])
    at = cell(weight, target)
    assert points(RULE, at, {"actual": less}) <= points(RULE, at, {"actual": more})


@LAW
@given(weight=weights, target=amounts, red=amounts)
def test_a_shortfall_is_the_task_less_what_was_done(weight: Decimal, target: Decimal, red: Decimal) -> None:
    assume(red <= target)
    at = cell(weight, target)
    shortfall = score(NODES, at, {"red_lights": red})
    assert shortfall.points == points(RULE, at, {"actual": target - red})
    assert shortfall.steps[0].result == target - red


def test_a_task_just_met_is_explained_as_met() -> None:
    (step,) = score(RULE, cell(Decimal(5), Decimal(4500)), {"actual": Decimal(4500)}).steps
    assert step.text == "4500 不低于任务 4500，得满分 5"


def test_a_shortfall_explains_what_it_was_taken_from() -> None:
    outcome = score(NODES, cell(Decimal(30), Decimal(23)), {"red_lights": Decimal(2)})
    assert [step.text for step in outcome.steps] == ["23 － 2", "30 × 21 ÷ 23"]


def test_a_unit_with_as_many_red_lights_as_nodes_gets_nothing() -> None:
    assert points(NODES, cell(Decimal(30), Decimal(23)), {"red_lights": Decimal(23)}) == 0


@pytest.mark.parametrize(
    ("targets", "complaint"),
    [
        pytest.param({}, "没有任务", id="no targets"),
        pytest.param({"甲镇": Target("≦3", Decimal(3), ceiling=True)}, "不能是≦", id="ceiling"),
        pytest.param({"甲镇": Target("-1", Decimal(-1))}, "不能小于0", id="below 0"),
        pytest.param({"甲镇": Target("－", None), "乙镇": Target("0", Decimal(0))}, "", id="a dash and a 0"),
    ],
)
def test_every_unit_needs_a_task_from_0_up(targets: dict[str, Target], complaint: str) -> None:
    found = RULE.validate_indicator(indicator(targets=targets))
    assert (complaint in found) if complaint else (found == "")


def test_the_county_reports_red_lights_for_the_city_platform_only(scheme: Scheme) -> None:
    def reported(each: Indicator) -> str:
        return (NODES if each.params else RULE).value_specs(each)[0].name

    proportional = [each for each in scheme.indicators if each.rule == "proportional"]
    assert {each.id for each in proportional if reported(each) == "red_lights"} == {
        "departments.city_platform"
    }
