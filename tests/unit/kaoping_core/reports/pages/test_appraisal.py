"""综合评价: tiers against their quota, every ballot, ties, what is missing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.result_pages import CountyPages

Look = Callable[[Service], CountyPages]
PARKS = ("辽宁新材料产业经济开发区", "盘锦高升经济区", "盘锦辽河口生态经济区", "电商物流产业基地发展服务中心")


def appraised(looked: CountyPages, indicator: str) -> dict[str, Any]:
    found: dict[str, Any] = next(
        each for each in looked.pages["appraisal"]["indicators"] if each["id"] == indicator
    )
    return found


@pytest.fixture
def report(
    site: Site, open_service: Callable[..., Service], tmp_path: Path, look_at: Look
) -> Callable[[Sequence[Mapping[str, Any]]], dict[str, Any]]:
    """Reports on the parks in order and looks at 县政府领导评价."""

    def take(values: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        entries = [
            {"indicator": "parks.leader_evaluation", "unit": unit, "values": dict(each)}
            for unit, each in zip(PARKS, values, strict=False)
        ]
        data = {"format": "kaoping-submission/1", "year": 2019, "evaluator": "县政府办", "entries": entries}
        file = tmp_path / "县政府办.json"
        file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        service = open_service(site)
        taken = service.import_files([file])[0]
        assert taken.submission, taken.problems
        return appraised(look_at(service), "parks.leader_evaluation")

    return take


def test_every_indicator_with_a_quota_is_there(whole: CountyPages) -> None:
    ids = [each["id"] for each in whole.pages["appraisal"]["indicators"]]
    assert ids == [each.id for each in whole.scheme.indicators if each.rule == "tier"]
    assert len(ids) == 6


def test_quotas_are_those_of_the_notice(whole: CountyPages) -> None:
    tiers = appraised(whole, "towns.leader_evaluation")["tiers"]
    assert [(each["name"], each["quota"], each["share"], each["points"]) for each in tiers] == [
        ("好", 4, "30%", "8"), ("较好", 6, "50%", "7"), ("合格", 2, "15%", "6"), ("基本合格", 1, "5%", "5"),
    ]  # fmt: skip


def test_every_unit_is_in_one_tier_and_has_its_points(whole: CountyPages) -> None:
    for indicator in whole.pages["appraisal"]["indicators"]:
        worth = {each["name"]: each["points"] for each in indicator["tiers"]}
        assert indicator["given"] == indicator["of"] == len(indicator["units"])
        assert Counter(each["tier"] for each in indicator["units"]) == Counter(
            {each["name"]: each["count"] for each in indicator["tiers"]}
        )
        for each in indicator["units"]:
            assert each["score"].rstrip("0").rstrip(".") == worth[each["tier"]]


def test_a_departure_is_on_the_meter_exactly_when_the_rule_found_it(whole: CountyPages) -> None:
    for indicator in whole.pages["appraisal"]["indicators"]:
        found = [each for each in indicator["findings"] if "等次名额应为" in each["message"]]
        assert indicator["departs"] == bool(found)


def test_ballots_are_counted_by_tier_and_ties_are_named(report: Callable[..., dict[str, Any]]) -> None:
    view = report(
        [
            {"ballots": ["好", "好", "较好"]},
            {"ballots": ["好", "较好", "好"]},
            {"ballots": ["合格"] * 3},
            {"tier": "较好"},
        ]
    )
    first = view["units"][0]
    assert (first["ballots_words"], first["votes"], first["mean"], first["how"]) == (
        "好2 较好1",
        3,
        "2.67",
        "选票",
    )
    assert first["mean_exact"] == "2.66666666…"
    assert view["ties"][0]["units"] == list(PARKS[:2])
    assert view["ties"][0]["words"].endswith("得票完全相同，并列第1位，都是“好”")
    assert [each["unit"] for each in view["units"] if each["lifted"]] == [PARKS[1]]
    assert [each["how"] for each in view["units"] if each["unit"] == PARKS[3]] == ["直接评定"]
    assert view["tiers"][0]["words"] == "好 2/1，超1个"
    assert view["departs"]


def test_what_is_missing_is_named_and_is_in_no_tier(report: Callable[..., dict[str, Any]]) -> None:
    view = report([{"tier": "好"}, {"tier": "较好"}])
    assert view["missing"] == list(PARKS[2:])
    assert view["words"] == "4个单位评了2个：好 1/1；较好 1/2，空1个；合格 0/1，空1个；基本合格 0/0"
    assert [each["tier"] for each in view["units"]] == ["好", "较好", "", ""]
    assert view["units"][-1]["remark"] == "没有报送"
    assert not view["departs"]


def test_too_many_in_a_tier_depart_before_all_are_in(report: Callable[..., dict[str, Any]]) -> None:
    assert report([{"tier": "好"}, {"tier": "好"}])["departs"]


def test_nothing_reported_is_nothing_given(without_office: CountyPages) -> None:
    view = appraised(without_office, "towns.leader_evaluation")
    assert view["given"] == 0
    assert len(view["missing"]) == view["of"] == 13
    assert {each["score"] for each in view["units"]} == {""}
