"""Figures below and beside scores: rows of means and extremes, bars, whether an indicator separates units."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping_core.model.scores import CellState
from kaoping_core.reports.pages.scores import BAR, format_signed, share_of
from tests.support.result_pages import CountyPages

GROUPS = ("towns", "parks", "departments")
CENT = Decimal("0.01")


def footer(page: dict[str, Any], kind: str) -> dict[str, Any]:
    found: dict[str, Any] = next(each for each in page["footers"] if each["kind"] == kind)
    return found


def mean(numbers: list[Decimal]) -> str:
    exact = Fraction(sum(map(Fraction, numbers), Fraction(0)), len(numbers))
    return str((Decimal(exact.numerator) / exact.denominator).quantize(CENT, ROUND_HALF_UP))


@pytest.mark.parametrize("group", GROUPS)
def test_rows_below_the_table_say_mean_highest_and_lowest_of_every_column(
    whole: CountyPages, group: str
) -> None:
    page = whole.pages[f"group-{group}"]
    assert [each["label"] for each in page["footers"]] == ["平均", "最高", "最低"]
    columns = [("total", [Decimal(row["total"]) for row in page["units"]])]
    assert footer(page, "mean")["total"] == mean(columns[0][1])
    assert footer(page, "highest")["total"] == str(max(columns[0][1]))
    assert footer(page, "lowest")["total"] == str(min(columns[0][1]))
    for section in page["sections"]:
        points = [Decimal(row["subtotals"][section]) for row in page["units"]]
        assert footer(page, "mean")["subtotals"][section] == mean(points)
        assert footer(page, "highest")["subtotals"][section] == str(max(points))
        assert footer(page, "lowest")["subtotals"][section] == str(min(points))


@pytest.mark.parametrize("group", GROUPS)
def test_a_columns_figures_are_those_of_units_that_were_scored_themselves(
    whole: CountyPages, group: str
) -> None:
    page = whole.pages[f"group-{group}"]
    for place, indicator in enumerate(page["indicators"]):
        own = [
            unit.scores[indicator["id"]]
            for unit in whole.result.units
            if unit.group == group and unit.scores[indicator["id"]].state is CellState.SCORED
        ]
        points = [each.points for each in own if each.points is not None]
        for kind, key, of in (("mean", "mean", mean), ("highest", "best", max), ("lowest", "worst", min)):
            expected = str(of(points)) if points else ""
            assert footer(page, kind)["cells"][place]["score"] == indicator[key] == expected


def test_reported_values_have_figures_where_every_unit_reports_one_and_the_same_number(
    whole: CountyPages,
) -> None:
    page = whole.pages["group-towns"]
    place = [each["id"] for each in page["indicators"]].index("towns.fixed_asset_investment")
    reported = [Decimal(row["cells"][place]["reported"]) for row in page["units"]]
    highest, lowest = (footer(page, kind)["cells"][place]["reported"] for kind in ("highest", "lowest"))
    assert (Decimal(highest), Decimal(lowest)) == (max(reported), min(reported))
    shown = footer(page, "mean")["cells"][place]["reported"]
    assert mean([Decimal(shown)]) == mean(reported)
    decimals = max(len(str(each).partition(".")[2]) for each in reported)
    assert len(shown.partition(".")[2]) <= decimals
    checklist = [each["id"] for each in page["indicators"]].index("towns.open_government")
    assert footer(page, "mean")["cells"][checklist]["reported"] == ""


def test_loss_and_rate_of_the_highest_row_are_the_highest(whole: CountyPages) -> None:
    page = whole.pages["group-towns"]
    for place in range(len(page["indicators"])):
        cells = [row["cells"][place] for row in page["units"] if "mark" not in row["cells"][place]]
        losses = [Decimal(cell["loss"]) for cell in cells if cell["loss"]]
        if losses:
            assert footer(page, "highest")["cells"][place]["loss"] == str(max(losses))
            rates = {cell["rate"] for cell in cells}
            assert footer(page, "lowest")["cells"][place]["rate"] in rates


@pytest.mark.parametrize("group", GROUPS)
def test_points_always_have_two_decimals(whole: CountyPages, group: str) -> None:
    page = whole.pages[f"group-{group}"]
    rows = [*page["units"], *page["footers"]]
    texts = [text for row in rows for text in (row["total"], *row["subtotals"].values())]
    assert all(len(text.partition(".")[2]) == 2 for text in texts)


@pytest.mark.parametrize("group", GROUPS)
def test_spans_cover_the_tables_columns_in_order(whole: CountyPages, group: str) -> None:
    page = whole.pages[f"group-{group}"]
    covered = [
        page["indicators"][span["first"] + each]["section"] == span["section"]
        for span in page["spans"]
        for each in range(span["count"])
    ]
    assert all(covered)
    assert len(covered) == len(page["indicators"])


def test_a_total_has_a_rate_unless_something_is_missing(
    whole: CountyPages, without_office: CountyPages
) -> None:
    assert all(row["rate"] for row in whole.pages["group-towns"]["units"])
    incomplete = [
        row for row in without_office.pages["group-towns"]["units"] if row["status"] == "incomplete"
    ]
    assert incomplete
    assert not any(row["rate"] for row in incomplete)


def test_nothing_is_told_of_a_column_without_scores(without_office: CountyPages) -> None:
    page = without_office.pages["group-towns"]
    place = [each["id"] for each in page["indicators"]].index("towns.leader_evaluation")
    assert {text for row in page["footers"] for text in row["cells"][place].values()} == {""}
    indicator = without_office.indicator("towns.leader_evaluation")
    assert indicator["separates"] is None
    assert indicator["separates_words"] == "还没有单位得分"
    missing = next(each for each in indicator["others"] if each["state"] == "missing")
    assert {each["unit"] for each in missing["units"]} == {each["unit"] for each in page["units"]}
    assert all(each["reason"] == "没有报送" for each in missing["units"])


@pytest.mark.parametrize("group", GROUPS)
def test_whether_an_indicator_separates_units_is_said_in_words(whole: CountyPages, group: str) -> None:
    for indicator in whole.pages[f"group-{group}"]["indicators"]:
        words, scored = indicator["separates_words"], indicator["states"]["scored"]
        if scored > 1 and indicator["separates"]:
            assert f"{len(indicator['bands'])}种得分" in words
            assert f"相差{indicator['spread']}分" in words
        elif scored > 1:
            same = f"{scored}个单位得分全部相同（{indicator['best']}分）"
            tail = "，没有拉开档次" if indicator["weight"] != "0" else "，这项不占权重"
            assert words == same + tail


@pytest.mark.parametrize("group", GROUPS)
def test_every_unit_is_in_a_band_or_among_the_others(whole: CountyPages, group: str) -> None:
    page = whole.pages[f"group-{group}"]
    for indicator in page["indicators"]:
        named = [unit for band in indicator["bands"] for unit in band["units"]]
        named += [each["unit"] for other in indicator["others"] for each in other["units"]]
        assert sorted(named) == sorted(row["unit"] for row in page["units"])
        assert all(band["count"] == len(band["units"]) for band in indicator["bands"])


@pytest.mark.parametrize("group", GROUPS)
def test_ranges_of_rates_count_every_unit_once_that_was_scored_itself(whole: CountyPages, group: str) -> None:
    for indicator in whole.pages[f"group-{group}"]["indicators"]:
        counted = sum(each["count"] for each in indicator["ranges"])
        assert counted == (indicator["states"]["scored"] if indicator["weight"] != "0" else 0)
        full = sum(
            band["count"] for band in indicator["bands"] if Decimal(band["rate"].rstrip("%") or 0) >= 100
        )
        assert [each["count"] for each in indicator["ranges"][:1]] in ([full], [])


def test_a_unit_stands_beside_its_groups_mean_and_best(whole: CountyPages) -> None:
    page = whole.unit("太平街道")
    for indicator, account in page["accounts"].items():
        of_group = whole.indicator(indicator)
        assert (account["mean"], account["best"]) == (of_group["mean"], of_group["best"])
    assert {each["loss_share"] for each in page["accounts"].values()} & {BAR}
    largest = page["accounts"][page["losses"][0]]
    assert largest["loss_share"] == BAR


def test_losses_of_sections_and_of_the_total_are_what_is_left_of_full_points(whole: CountyPages) -> None:
    page = whole.unit("太平街道")
    lost = [Decimal(each["loss"]) for each in page["sections"] if each["loss"]]
    assert Decimal(page["loss"]) == Decimal(page["full"]) - Decimal(page["total"]) == sum(lost)


def test_sections_have_bars_out_of_their_full_points(whole: CountyPages) -> None:
    for section in whole.unit("太平街道")["sections"]:
        full = Decimal(section["full"])
        for points, share in (("points", "share"), ("mean", "mean_share"), ("best", "best_share")):
            assert section[share] == share_of(Decimal(section[points]), full)


points = st.decimals(min_value=-5, max_value=110, places=2)


@given(part=points, whole=st.decimals(min_value=1, max_value=100, places=1))
def test_a_bar_is_full_only_for_the_whole_and_empty_only_for_nothing(part: Decimal, whole: Decimal) -> None:
    share = share_of(part, whole)
    assert share is not None
    assert (share == BAR) == (part >= whole)
    assert (share == 0) == (part <= 0)
    if 0 < part < whole:
        assert abs(Fraction(share) - Fraction(part) * BAR / Fraction(whole)) <= 1


def test_there_is_no_bar_where_there_is_nothing_to_draw() -> None:
    assert share_of(None, Decimal(5)) is None
    assert share_of(Decimal(1), Decimal(0)) is None


def test_a_difference_has_its_sign() -> None:
    assert [format_signed(Decimal(each)) for each in ("0.45", "-0.45", "0.00")] == ["+0.45", "-0.45", "0.00"]
