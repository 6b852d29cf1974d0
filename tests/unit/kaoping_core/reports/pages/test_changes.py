"""What an assembly would change, as rows."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kaoping_core.reports import diff
from kaoping_core.reports.pages.changes import change_set
from kaoping_core.service import Service
from kaoping_core.site import Site


@pytest.fixture
def changed(
    filled_site: Site, open_service: Callable[..., Service], tmp_path: Path
) -> tuple[dict[str, Any], Service, diff.Difference]:
    """The county before and after 太平街道 loses all of 河长制工作."""
    service = open_service(filled_site)
    before = service.preview()
    entry = {"indicator": "towns.river_chief", "unit": "太平街道", "values": {"score": "0"}}
    data = {"format": "kaoping-submission/1", "year": 2019, "evaluator": "县水利局", "entries": [entry]}
    file = tmp_path / "水利.json"
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    taken = service.import_files([file])[0]
    assert taken.submission, taken.problems
    schemes = (service.scheme, service.scheme)
    difference = diff.compare_results(before, service.preview(), schemes)
    return json.loads(json.dumps(change_set(difference, schemes))), service, difference


def test_every_change_is_a_row(changed: tuple[dict[str, Any], Service, diff.Difference]) -> None:
    view, _, difference = changed
    assert [each["unit"] for each in view["units"]] == [each.unit for each in difference.units]
    assert [(each["unit"], each["indicator"]) for each in view["scores"]] == [
        (each.unit, each.indicator) for each in difference.scores
    ]
    assert view["inputs"] == ["报送日期和签字", "填报内容"]


def test_a_unit_that_lost_points_says_by_what(
    changed: tuple[dict[str, Any], Service, diff.Difference],
) -> None:
    view = changed[0]
    row = next(each for each in view["units"] if each["unit"] == "太平街道")
    score = next(each for each in view["scores"] if each["unit"] == "太平街道")
    assert Decimal(row["difference"]) == Decimal(row["total_after"]) - Decimal(row["total_before"]) < 0
    assert row["reasons"] == [f"河长制工作 {score['before']}→0.00"]
    assert score["difference"] == row["difference"]
    assert score["reasons"][0].startswith("评分 ")
    assert row["group_name"] == "镇街道组"
    assert row["rank_before"] != ""


def test_a_unit_that_only_moved_says_that_others_did(
    changed: tuple[dict[str, Any], Service, diff.Difference],
) -> None:
    view = changed[0]
    own = {each["unit"] for each in view["scores"]}
    moved = [each for each in view["units"] if each["unit"] not in own]
    assert all(each["reasons"] == ["自己的得分没有变，别的单位变了"] for each in moved)
    assert all(each["difference"] == "0.00" for each in moved)
    assert all(each["moved"] == "up" for each in moved)


def test_what_was_not_there_before_has_no_text_before(
    site: Site, open_service: Callable[..., Service], filled_site: Site
) -> None:
    service = open_service(filled_site)
    after = service.preview()
    with Service(site, 2019, "sqlite://", actor="测试") as empty:
        before = empty.preview()
    schemes = (service.scheme, service.scheme)
    view = change_set(diff.compare_results(before, after, schemes), schemes)
    assert len(view["units"]) == len(after.units)
    assert {each["rank_before"] for each in view["units"]} == {"数据不全"}
    assert {each["state_before"] for each in view["scores"] if each["before"] == ""} <= {"缺数据", "没有计分"}
