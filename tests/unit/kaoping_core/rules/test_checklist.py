"""附件4的扣分细则：各部分从满分里扣，扣完为止，再折算到权重分."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping_core import config_io
from kaoping_core.decimals import ZERO, round_published
from kaoping_core.model.checklists import Caseload, ChecklistItem, ChecklistPart
from kaoping_core.model.checklists import Checklist as DeductionList
from kaoping_core.rules.checklist import ChecklistRule
from tests.support.county_cases import ROOT
from tests.support.rules import LAW, assert_published, cell, indicator, points, score, score_column, weights


def read(path: str) -> DeductionList:
    """A deduction list of the county."""
    checklist, problems = config_io.load(ROOT / "plugins" / path, DeductionList)
    assert checklist is not None, problems
    return checklist


LISTS = {
    each.name: each
    for each in map(
        read,
        sorted(path.relative_to(ROOT / "plugins").as_posix() for path in ROOT.glob("plugins/*/checklists/*.toml")),
    )
}  # fmt: skip
LAW_LIST = LISTS["rule_of_law"]
PROPOSALS = LISTS["proposals"]
Values = Mapping[str, Decimal]


@st.composite
def reports(draw: st.DrawFn) -> tuple[DeductionList, dict[str, Decimal], frozenset[str]]:
    """A deduction list of the county, values that it admits, and a unit's tags."""
    checklist = draw(st.sampled_from(sorted(LISTS.values(), key=lambda each: each.name)))
    items = {f"{part.id}.{item.id}": item for part in checklist.parts for item in part.items}
    names = draw(st.lists(st.sampled_from(sorted(items)), unique=True, max_size=8))
    values = {name: Decimal(draw(st.integers(0, items[name].max_count or 9))) for name in names}
    if checklist.caseload:
        values[checklist.caseload.value] = Decimal(draw(st.integers(1, 4)))
    return checklist, values, frozenset(draw(st.sets(st.sampled_from(["enforcement", "other"]))))


def kept_of(part: ChecklistPart, values: Values, *, single: bool) -> Fraction:
    """What a part keeps, in exact fractions."""
    happened = [(item, values.get(f"{part.id}.{item.id}", Decimal(0))) for item in part.items]
    happened = [(item, count) for item, count in happened if count]
    if any(item.effect == "zero" for item, _ in happened) or (single and happened):
        return Fraction(0)
    taken = sum((Fraction(item.points) * Fraction(count) for item, count in happened), Fraction(0))
    return max(Fraction(0), Fraction(part.full_points) - taken)


def share_of(checklist: DeductionList, values: Values, tags: frozenset[str]) -> Fraction:
    """What share of the weight a unit keeps, in exact fractions."""
    load = checklist.caseload
    parts = [part for part in checklist.parts if part.applies_to in {"all", *tags}]
    kept = [
        kept_of(
            part,
            values,
            single=load is not None and load.part_lost_if_single_case == part.id and values[load.value] == 1,
        )
        for part in parts
    ]
    return sum(kept, Fraction(0)) / sum(Fraction(part.full_points) for part in parts)


@LAW
@given(report=reports(), weight=weights)
def test_the_score_is_what_exact_fractions_give(
    report: tuple[DeductionList, dict[str, Decimal], frozenset[str]], weight: Decimal
) -> None:
    checklist, values, tags = report
    found = points(ChecklistRule(checklist), cell(weight, tags=tags), values)
    assert 0 <= found <= weight
    assert_published(found, Fraction(weight) * share_of(checklist, values, tags))


@LAW
@given(report=reports(), more=st.integers(1, 3), data=st.data())
def test_another_occurrence_never_gives_more(
    report: tuple[DeductionList, dict[str, Decimal], frozenset[str]], more: int, data: st.DataObject
) -> None:
    checklist, values, tags = report
    items = [f"{part.id}.{item.id}" for part in checklist.parts for item in part.items]
    name = data.draw(st.sampled_from(items))
    worse = {**values, name: values.get(name, Decimal(0)) + more}
    rule, at = ChecklistRule(checklist), cell(Decimal(2), tags=tags)
    assert points(rule, at, worse) <= points(rule, at, values)


@LAW
@given(report=reports(), data=st.data())
def test_the_order_of_values_makes_no_difference_and_0_says_nothing(
    report: tuple[DeductionList, dict[str, Decimal], frozenset[str]], data: st.DataObject
) -> None:
    checklist, values, tags = report
    load = checklist.caseload
    shuffled = {name: values[name] for name in data.draw(st.permutations(sorted(values)))}
    spelt_out = {
        f"{part.id}.{item.id}": Decimal(0) for part in checklist.parts for item in part.items
    } | values
    said = {name: value for name, value in values.items() if value or (load and name == load.value)}
    rule, at = ChecklistRule(checklist), cell(Decimal(2), tags=tags)
    assert score(rule, at, shuffled) == score(rule, at, spelt_out) == score(rule, at, said)


@pytest.mark.parametrize("name", sorted(LISTS))
def test_nothing_reported_is_full_marks(name: str) -> None:
    load = LISTS[name].caseload
    outcome = score(ChecklistRule(LISTS[name]), cell(Decimal(2)), {load.value: Decimal(3)} if load else {})
    assert outcome.points == 2
    assert [step.text for step in outcome.steps] == ["没有扣分，得满分 2"]


@pytest.mark.parametrize("name", sorted(LISTS))
def test_everything_happening_often_takes_every_part_that_can_be_emptied(name: str) -> None:
    checklist = LISTS[name]
    values = {
        f"{part.id}.{item.id}": Decimal(item.max_count or 99)
        for part in checklist.parts
        for item in part.items
    }
    if checklist.caseload:
        values[checklist.caseload.value] = Decimal(99)
    tags = frozenset({"enforcement"})
    left = share_of(checklist, values, tags)
    assert_published(points(ChecklistRule(checklist), cell(Decimal(2), tags=tags), values), 2 * left)
    assert left < 1


# -- parts ---------------------------------------------------------------------------------------

TWO = DeductionList(
    "list",
    "细则",
    "附件4",
    (
        ChecklistPart(
            "p",
            "甲部分",
            Decimal(2),
            (ChecklistItem("x", "迟报", Decimal(1)), ChecklistItem("y", "漏报", Decimal("0.5"), 1)),
            may_exhaust=True,
        ),
        ChecklistPart(
            "q",
            "乙部分",
            Decimal(3),
            (ChecklistItem("z", "瞒报", Decimal(3), 1, "zero"), ChecklistItem("w", "错报", Decimal(1), 2)),
        ),
    ),
)


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        pytest.param({"p.x": 1}, "4", id="once"),
        pytest.param({"p.x": 1, "p.y": 1}, "3.5", id="two items of a part"),
        pytest.param({"p.x": 2}, "3", id="a part just emptied"),
        pytest.param({"p.x": 99}, "3", id="扣完为止: the other part keeps its points"),
        pytest.param({"q.w": 2}, "3", id="twice"),
        pytest.param({"q.z": 1}, "2", id="the whole part at once"),
        pytest.param({"q.z": 1, "q.w": 1}, "2", id="the whole part and an item of it"),
        pytest.param({"p.x": 5, "q.z": 1}, "0", id="both parts"),
    ],
)
def test_each_part_keeps_what_is_left_of_it_and_never_less_than_0(values: dict[str, int], kept: str) -> None:
    given_values = {name: Decimal(count) for name, count in values.items()}
    assert points(ChecklistRule(TWO), cell(Decimal(5)), given_values) == Decimal(kept)


def test_every_part_from_which_something_was_taken_is_explained() -> None:
    values = {"q.z": Decimal(1), "p.y": Decimal(1), "p.x": Decimal(3)}
    outcome = score(ChecklistRule(TWO), cell(Decimal(2)), values)
    assert [(step.text, step.result) for step in outcome.steps] == [
        ("甲部分：2 － 1 × 3 － 0.5 × 1，扣完为止", ZERO),
        ("乙部分：瞒报 1，该部分不得分", ZERO),
        ("2 × 0 ÷ 5", ZERO),
    ]


def test_each_item_is_a_count_from_0_to_the_most_times() -> None:
    wanted = {
        each.name: (each.kind, each.minimum, each.maximum, each.required)
        for each in ChecklistRule(TWO).value_specs(indicator())
    }
    assert wanted == {
        "p.x": ("count", ZERO, None, False),
        "p.y": ("count", ZERO, Decimal(1), False),
        "q.z": ("count", ZERO, Decimal(1), False),
        "q.w": ("count", ZERO, Decimal(2), False),
    }


# -- parts for some units ------------------------------------------------------------------------

OF_ALL, OF_ENFORCEMENT = Decimal(10), Decimal(20)
"""Full points of 依法治县和普法工作 for a unit that does not enforce the law, and for one that does."""


def test_the_parts_for_enforcement_count_for_enforcement_only() -> None:
    values = {"leaders.training_absent": Decimal(1)}
    rule = ChecklistRule(LAW_LIST)
    assert points(rule, cell(OF_ALL), values) == OF_ALL - 1
    assert points(rule, cell(OF_ENFORCEMENT, tags={"enforcement"}), values) == OF_ENFORCEMENT - 1


def test_a_deduction_for_enforcement_takes_nothing_from_others_and_is_remarked_on() -> None:
    values = {"review.lost_case": Decimal(2), "record_system.not_established": Decimal(1)}
    cells = [cell(Decimal(2), unit="甲镇"), cell(Decimal(2), unit="县公安局", tags={"enforcement"})]
    scores = score_column(ChecklistRule(LAW_LIST), cells, [values, values])
    others, enforcement = (outcome.points for outcome in scores.outcomes)
    assert others == 2
    assert enforcement == Decimal(2) * 17 / 20
    assert [(remark.code, remark.unit) for remark in scores.findings] == [("not_applicable", "甲镇")]
    assert scores.findings[0].message.endswith("没有扣：未建立、诉讼败诉（件）")


@LAW
@given(report=reports())
def test_a_tag_that_no_part_asks_for_makes_no_difference(
    report: tuple[DeductionList, dict[str, Decimal], frozenset[str]],
) -> None:
    checklist, values, tags = report
    rule = ChecklistRule(checklist)
    with_it, without = (
        score(rule, cell(Decimal(2), tags=some), values) for some in (tags | {"other"}, tags - {"other"})
    )
    assert with_it == without


# -- a number of matters on which carrying depends ------------------------------------------------


def test_a_unit_without_matters_does_not_carry_the_indicator() -> None:
    outcome = score(ChecklistRule(PROPOSALS), cell(Decimal(1)), {"handled": Decimal(0)})
    assert outcome.points is None
    assert [step.text for step in outcome.steps] == ["承办件数为 0，不承担"]


@pytest.mark.parametrize(
    ("handled", "values", "kept"),
    [
        pytest.param(1, {"closing.unclosed": 1}, "8", id="one proposal, not closed: the whole closing part"),
        pytest.param(1, {"closing.unclosed_key": 1}, "8", id="one key proposal, not closed"),
        pytest.param(2, {"closing.unclosed": 1}, "9", id="one of two not closed: one point"),
        pytest.param(1, {"handling.late": 1}, "9.5", id="one proposal, late: another part, half a point"),
        pytest.param(1, {"satisfaction.unsatisfied": 1}, "7", id="one proposal, unsatisfied: another part"),
        pytest.param(3, {"closing.unclosed": 3, "satisfaction.forged": 1}, "2", id="two parts emptied"),
    ],
)
def test_with_exactly_one_proposal_any_not_closed_costs_the_whole_closing_part(
    handled: int, values: dict[str, int], kept: str
) -> None:
    given_values = {"handled": Decimal(handled), **{name: Decimal(count) for name, count in values.items()}}
    assert points(ChecklistRule(PROPOSALS), cell(Decimal(10)), given_values) == Decimal(kept)


def test_the_number_of_matters_has_to_be_reported() -> None:
    first, *items = ChecklistRule(PROPOSALS).value_specs(indicator())
    assert (first.name, first.kind, first.required, first.minimum) == ("handled", "count", True, ZERO)
    assert not any(item.required for item in items)


def test_a_caseload_needs_a_word_on_units_without_matters() -> None:
    assert "not_carried" in ChecklistRule(PROPOSALS).validate_indicator(indicator())
    assert ChecklistRule(PROPOSALS).validate_indicator(indicator(not_carried="mean")) == ""
    assert ChecklistRule(TWO).validate_indicator(indicator()) == ""


def test_a_caseload_that_costs_nothing_only_decides_on_carrying() -> None:
    plain = attrs.evolve(TWO, caseload=Caseload("handled", "件数"))
    values = {"p.x": Decimal(1)}
    assert points(ChecklistRule(plain), cell(Decimal(5)), {"handled": Decimal(1), **values}) == 4


# -- rounding ------------------------------------------------------------------------------------


def test_the_score_is_rounded_once_and_not_part_by_part() -> None:
    """3 × 1 ÷ 600 is a tie, when nothing is cut before; so is not 0.99 × 19.5 ÷ 20."""
    rule = ChecklistRule(LISTS["open_government"])
    values = {"staffing.no_dedicated_staff": Decimal(1), "staffing.task_unfinished": Decimal(2)}
    assert round_published(points(rule, cell(Decimal(2)), values)) == Decimal("1.86")
    third = ChecklistRule(attrs.evolve(TWO, parts=(attrs.evolve(TWO.parts[0], full_points=Decimal(600)),)))
    assert round_published(points(third, cell(Decimal(3)), {"p.x": Decimal(599)})) == Decimal("0.01")
    half = ChecklistRule(attrs.evolve(TWO, parts=(attrs.evolve(TWO.parts[0], full_points=Decimal(20)),)))
    assert round_published(points(half, cell(Decimal("0.99")), {"p.y": Decimal(1)})) == Decimal("0.97")
