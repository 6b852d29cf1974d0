"""Totals and subtotals as points, rates and losses: each from published points, none while something is missing."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from tests.support.result_pages import CountyPages

GROUPS = ("towns", "parks", "departments")
CENT = Decimal("0.01")


def groups(looked: CountyPages) -> list[dict[str, Any]]:
    return [looked.pages[f"group-{group}"] for group in GROUPS]


def weighed(looked: CountyPages, unit: dict[str, Any], section: str | None = None) -> Decimal:
    """Points that a unit can get, added up from its accounts."""
    accounts = looked.unit(unit["unit"])["accounts"].values()
    return sum(
        (
            Decimal(each["weight"])
            for each in accounts
            if each["state"] != "excluded" and section in {None, each["section"]}
        ),
        Decimal(0),
    )


def test_losses_and_points_add_up_to_what_a_unit_can_get(whole: CountyPages) -> None:
    for page in groups(whole):
        for unit in page["units"]:
            parts = {None: unit["whole"], **unit["sums"]}
            for section, each in parts.items():
                full = weighed(whole, unit, section)
                assert each["score"] == (unit["total"] if section is None else unit["subtotals"][section])
                if full:
                    assert Decimal(each["score"]) + Decimal(each["loss"]) == full
                else:
                    assert (each["rate"], each["loss"], each["shade"]) == ("", "", None)


def test_a_unit_that_has_all_points_it_can_get_has_a_rate_of_one_hundred_per_cent(whole: CountyPages) -> None:
    for page in groups(whole):
        for unit in page["units"]:
            assert weighed(whole, unit) == 100
            rate = Decimal(unit["whole"]["rate"].removesuffix("%"))
            assert abs(rate - Decimal(unit["total"])) <= Decimal("0.1")


def test_a_section_with_something_missing_has_no_rate_and_no_loss(without_office: CountyPages) -> None:
    seen = 0
    for page in groups(without_office):
        for unit in page["units"]:
            accounts = without_office.unit(unit["unit"])["accounts"].values()
            lacking = {each["section"] for each in accounts if each["state"] == "missing"}
            seen += len(lacking)
            for section in lacking:
                assert (unit["sums"][section]["rate"], unit["sums"][section]["loss"]) == ("", "")
            if lacking:
                assert (unit["whole"]["rate"], unit["whole"]["loss"]) == ("", "")
    assert seen


@pytest.mark.parametrize("what", ["score", "loss"])
def test_rows_below_are_mean_highest_and_lowest_of_what_stands_above(whole: CountyPages, what: str) -> None:
    for page in groups(whole):
        footers = {each["kind"]: each for each in page["footers"]}
        for section in page["sections"]:
            found = [
                Decimal(unit["sums"][section][what]) for unit in page["units"] if unit["sums"][section][what]
            ]
            below = {kind: footers[kind]["sums"][section][what] for kind in ("mean", "highest", "lowest")}
            if not found:
                assert set(below.values()) == {""}
                continue
            mean = (sum(found, Decimal(0)) / len(found)).quantize(CENT, ROUND_HALF_UP)
            assert [Decimal(each) for each in below.values()] == [mean, max(found), min(found)]
        assert footers["mean"]["whole"]["score"] == footers["mean"]["total"]


def test_the_legend_says_what_the_marks_in_the_table_mean(
    whole: CountyPages, without_office: CountyPages
) -> None:
    for looked in (whole, without_office):
        for page in groups(looked):
            marks = {cell["mark"] for unit in page["units"] for cell in unit["cells"] if "mark" in cell}
            assert set(page["legend"]) == marks
            assert all(page["legend"].values())


def test_an_account_names_the_values_that_were_reported(whole: CountyPages) -> None:
    titles = whole.unit("太平街道")["accounts"]["towns.fixed_asset_investment"]["titles"]
    assert titles == {"actual": "实际完成"}


def test_the_desk_counts_how_evaluators_stand(without_office: CountyPages) -> None:
    desk = without_office.pages["overview"]
    states = [each["state"] for each in desk["evaluators"]]
    assert desk["reported"].startswith(f"{len(states)}个考核主体：")
    assert f"{states.count('complete')}个已报齐" in desk["reported"]
    assert "1个未报" in desk["reported"]
