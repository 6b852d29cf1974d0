"""否决项：伤亡人数超过上年，或发生一起较大以上事故，年度考核不合格."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given

from kaoping_core.decimals import ZERO
from kaoping_core.rules.veto import VetoRule
from tests.support.rules import LAW, cell, counts, indicator, score

RULE = VetoRule("附件4第6项")
AT = cell(Decimal(0))


def reported(casualties: Decimal, last_year: Decimal, major: Decimal) -> dict[str, Decimal]:
    """What is reported."""
    return {"casualties": casualties, "casualties_last_year": last_year, "major_accidents": major}


@LAW
@given(casualties=counts, last_year=counts, major=counts)
def test_a_unit_fails_for_more_casualties_than_last_year_or_one_major_accident(
    casualties: Decimal, last_year: Decimal, major: Decimal
) -> None:
    outcome = score(RULE, AT, reported(casualties, last_year, major))
    assert outcome.fails_year is (casualties > last_year or major >= 1)
    assert outcome.points == 0


@pytest.mark.parametrize(
    ("values", "fails", "said"),
    [
        pytest.param(
            (3, 3, 0), False, ["伤亡人数 3 不超过上年 3，较大以上事故 0 起，没有否决"], id="as many"
        ),
        pytest.param((4, 3, 0), True, ["伤亡人数 4 超过上年 3，年度考核不合格"], id="one more"),
        pytest.param((0, 9, 1), True, ["较大以上事故 1 起，年度考核不合格"], id="one major accident"),
        pytest.param(
            (1, 0, 2),
            True,
            ["伤亡人数 1 超过上年 0，年度考核不合格", "较大以上事故 2 起，年度考核不合格"],
            id="both",
        ),
    ],
)
def test_it_says_why(values: tuple[int, int, int], fails: bool, said: list[str]) -> None:
    casualties, last_year, major = map(Decimal, values)
    outcome = score(RULE, AT, reported(casualties, last_year, major))
    assert outcome.fails_year is fails
    assert [step.text for step in outcome.steps] == said


@pytest.mark.parametrize(
    ("source", "weight", "complaint"),
    [
        ("附件4第6项", "0", ""),
        (" ", "0", "否决项没有写明出处（source）"),
        ("附件4第6项", "1", "否决项的权重应为0"),
    ],
    ids=["as it should be", "no source", "a weight"],
)
def test_it_names_its_source_and_has_no_weight(source: str, weight: str, complaint: str) -> None:
    assert VetoRule(source).validate_indicator(indicator(weight=Decimal(weight))) == complaint


def test_it_can_give_or_take_no_points() -> None:
    assert RULE.bounds(indicator()) == (ZERO, ZERO)
