"""Pages of a result: what screens show agrees with the result to the cent, and is nothing but JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from kaoping_core.model.scores import Result
from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.county_cases import COUNTIES, submissions_of

Pages = Mapping[str, dict[str, Any]]


@pytest.fixture
def service(filled_site: Site, open_service: Callable[..., Service]) -> Service:
    return open_service(filled_site)


@pytest.fixture
def result(service: Service) -> Result:
    return service.preview()


@pytest.fixture
def pages(service: Service) -> Pages:
    """As a screen reads them: through JSON."""
    return {name: json.loads(json.dumps(page)) for name, page in service.build_pages()}


def test_there_is_a_page_for_the_desk_every_group_unit_and_evaluator(pages: Pages) -> None:
    shared = {"overview", "names", "initials", "appraisal"}
    assert len(pages) == len(shared) + 3 + 51 + 18
    assert shared <= set(pages)
    assert set(pages["overview"]["pages"].values()) <= set(pages)
    assert set(pages["overview"]["evaluator_pages"].values()) <= set(pages)
    assert list(pages)[-1] == "overview"


def test_the_desk_ranks_the_units_as_the_result_does(pages: Pages, result: Result) -> None:
    shown = {each["unit"]: each for group in pages["overview"]["groups"] for each in group["units"]}
    for unit in result.units:
        assert Decimal(shown[unit.unit]["total"]) == unit.total
        assert shown[unit.unit]["rank"] == unit.rank


def test_a_groups_table_has_every_score(pages: Pages, result: Result) -> None:
    for group in ("towns", "parks", "departments"):
        page = pages[f"group-{group}"]
        rows = {row["unit"]: row for row in page["units"]}
        for unit in (each for each in result.units if each.group == group):
            for column, cell in zip(page["indicators"], rows[unit.unit]["cells"], strict=True):
                points = unit.scores[column["id"]].points
                assert cell["score"] == ("" if points is None else format(points, "f"))


def test_subtotals_add_up_to_the_total(pages: Pages) -> None:
    for group in ("towns", "parks", "departments"):
        for row in pages[f"group-{group}"]["units"]:
            assert sum(map(Decimal, row["subtotals"].values())) == Decimal(row["total"])


def test_a_units_losses_come_largest_first(pages: Pages) -> None:
    page = pages[pages["overview"]["pages"]["太平街道"]]
    losses = [Decimal(page["accounts"][indicator]["loss"]) for indicator in page["losses"]]
    assert losses == sorted(losses, reverse=True)
    assert min(losses) > 0


def test_an_account_says_where_its_values_were_read(pages: Pages) -> None:
    page = pages[pages["overview"]["pages"]["太平街道"]]
    lines = page["accounts"]["towns.fixed_asset_investment"]["lines"]
    assert any(line.get("place", "").startswith("04.json") for line in lines)
    assert lines[-1]["label"].startswith("第")


def test_one_more_point_says_which_rank_it_would_bring(pages: Pages) -> None:
    for group in pages["overview"]["groups"]:
        totals = [Decimal(unit["total"]) for unit in group["units"] if unit["rank"]]
        for unit in (each for each in group["units"] if each["rank"]):
            said = pages[pages["overview"]["pages"][unit["unit"]]]["one_more"]
            reached = 1 + sum(total > Decimal(unit["total"]) + 1 for total in totals)
            if unit["rank"] == 1:
                assert said == "已经是第1名"
            elif reached == unit["rank"]:
                assert said.endswith("名次不变")
            else:
                assert said.endswith(f"就从第{unit['rank']}名到第{reached}名")


def test_an_indicators_distribution_counts_every_unit_once(pages: Pages, result: Result) -> None:
    for group in ("towns", "parks", "departments"):
        page = pages[f"group-{group}"]
        for indicator in page["indicators"]:
            assert sum(indicator["states"].values()) == len(page["units"])
            assert sum(len(band["units"]) for band in indicator["bands"]) == indicator["states"]["scored"]


def test_what_is_missing_is_said_on_the_desk_and_in_the_table(
    site: Site, open_service: Callable[..., Service]
) -> None:
    service = open_service(site)
    service.import_files(submissions_of(COUNTIES[0])[1:])
    pages = dict(service.build_pages())
    desk = pages["overview"]
    assert desk["state"].startswith("报送中：还有")
    assert len(desk["blocking"]) == len(service.preview().blocking) > 0
    assert sum(each["missing"] for each in desk["evaluators"]) > 0
    marks = {cell.get("mark") for row in pages["group-towns"]["units"] for cell in row["cells"]}
    assert "缺" in marks
    assert all(
        cell["score"] == ""
        for row in pages["group-towns"]["units"]
        for cell in row["cells"]
        if cell.get("mark") == "缺"
    )


def test_what_happened_stands_on_the_desk_in_order(service: Service) -> None:
    service.assemble()
    desk = dict(service.build_pages())["overview"]
    assert len(desk["happenings"]) == 19
    assert desk["happenings"][-1]["words"] == "第1次汇总（正式）"
    assert desk["state"] == "第1次汇总是正式结果"
    assert [run["edition"] for run in desk["runs"]] == ["正式"]
