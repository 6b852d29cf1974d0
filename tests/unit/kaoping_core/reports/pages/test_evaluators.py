"""An evaluator's page: what is missing of whom, how late it is, what it handed in."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from kaoping_core.ledger.records import SubmissionRecord
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.submissions import REPORT
from kaoping_core.reports.pages.evaluators import submission_rows
from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.result_pages import CountyPages

Look = Callable[[Service], CountyPages]


def sent(folder: Path, number: int, evaluator: str, signed: dict[str, object] | None = None) -> Path:
    """A submission of one entry by 县水利局's like, or whoever it is."""
    indicator = {"县水利局": "towns.river_chief", "县卫生健康局": "towns.sanitation_grid"}[evaluator]
    data: dict[str, object] = {
        "format": "kaoping-submission/1",
        "year": 2019,
        "evaluator": evaluator,
        "entries": [{"indicator": indicator, "unit": "沙岭镇", "values": {"score": f"1.{number}"}}],
    }
    if signed:
        data["signed"] = signed
    file = folder / f"{number}-{evaluator}.json"
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return file


def test_every_evaluator_has_a_page_that_the_desk_names(whole: CountyPages) -> None:
    desk = whole.pages["overview"]
    for each in desk["evaluators"]:
        page = whole.pages[each["page"]]
        assert page["name"] == each["name"]
        assert desk["evaluator_pages"][each["name"]] == each["page"]
        assert {key: page[key] for key in each if key != "page"} == {
            key: value for key, value in each.items() if key != "page"
        }


def test_its_indicators_are_all_there_with_all_their_cells(whole: CountyPages) -> None:
    for each in whole.scheme.evaluators:
        page = whole.evaluator(each.name)
        own = [indicator.id for indicator in whole.scheme.indicators if indicator.evaluator == each.name]
        assert [indicator["id"] for indicator in page["indicators"]] == own
        assert sum(indicator["cells"] for indicator in page["indicators"]) == page["cells"]


def test_missing_cells_are_named_by_unit_with_the_reason(without_office: CountyPages) -> None:
    page = without_office.evaluator("县政府办")
    assert page["state"] == "missing"
    assert page["state_words"] == "还没有报"
    assert page["signature"] == ""
    named = [each["unit"] for indicator in page["indicators"] for each in indicator["missing"]]
    assert len(named) == page["missing"] == page["cells"]
    assert all(indicator["reported"] == 0 for indicator in page["indicators"])
    assert page["submissions"] == []
    assert any(each["word"] == "错误" for each in page["findings"])


def test_who_is_complete_and_in_time_is_said_to_be(whole: CountyPages) -> None:
    page = whole.evaluator("县发改局")
    assert page["state_words"] == "已报齐"
    assert page["signature"].startswith("主要负责人已签字盖章")
    assert page["deadline_words"] == "2020-01-05截止，还有1天"
    assert [each["late_words"] for each in page["submissions"]] == ["按时"]


def test_how_late_it_is_counts_in_days(site: Site, tmp_path: Path, look_at: Look) -> None:
    late = datetime(2020, 1, 8, 17, 0, tzinfo=UTC)  # already the 9th in the county
    with Service(site, 2019, clock=lambda: late, actor="测试") as service:
        assert service.import_files([sent(tmp_path, 1, "县水利局")])[0].submission
        looked = look_at(service)
    assert looked.evaluator("县水利局")["state_words"].startswith("迟报4天，还缺")
    assert looked.evaluator("县水利局")["submissions"][0]["late_words"] == "迟报4天"
    assert looked.evaluator("县水利局")["deadline_words"] == "2020-01-05截止，已过4天"
    assert looked.evaluator("县卫生健康局")["state_words"] == "没有报，已过期4天"
    assert looked.evaluator("县卫生健康局")["late_by"] == 4


def test_revisions_are_counted_and_stand_newest_first(
    site: Site, open_service: Callable[..., Service], tmp_path: Path, look_at: Look
) -> None:
    service = open_service(site)
    head = {"by": "主要负责人", "on": "2020-01-04", "sealed": True}
    files = [sent(tmp_path, 1, "县水利局"), sent(tmp_path, 2, "县水利局", head)]
    assert all(each.submission for each in service.import_files(files))
    page = look_at(service).evaluator("县水利局")
    newest, first = page["submissions"]
    assert (newest["revision"], first["revision"]) == (2, 1)
    assert (newest["signed_by"], newest["signed_on"], newest["sealed"]) == ("主要负责人", "2020-01-04", True)
    assert (first["signed_by"], first["signed_on"], first["sealed"]) == ("", "", False)
    assert newest["file"] == "2-县水利局.json"
    assert page["signature"] == "主要负责人已签字盖章（2020-01-04）"


def test_half_a_signature_is_said_to_be_one(
    site: Site, open_service: Callable[..., Service], tmp_path: Path, look_at: Look
) -> None:
    service = open_service(site)
    service.import_files(
        [sent(tmp_path, 1, "县水利局", {"by": "主要负责人", "on": "2020-01-04", "sealed": False})]
    )
    service.import_files([sent(tmp_path, 2, "县卫生健康局")])
    looked = look_at(service)
    assert looked.evaluator("县水利局")["signature"] == "签了字，没有盖章"
    assert looked.evaluator("县卫生健康局")["signature"] == "没有主要负责人签字盖章"


def test_files_that_plugins_read_are_no_revisions_and_never_late(scheme: Scheme) -> None:
    at = datetime(2020, 3, 1, tzinfo=UTC)
    came = [
        SubmissionRecord(number, "县网格管理服务中心", layer, file, at, "测试", None, False, 13)
        for number, (layer, file) in enumerate(
            [("grid.cases", "一.csv"), (REPORT, "二.xlsx"), ("grid.cases", "三.csv")], 1
        )
    ]
    views = submission_rows(came, scheme)
    assert [(each["kind"], each["revision"], each["late_by"]) for each in views] == [
        ("文件", None, 0), ("报送", 1, 56), ("文件", None, 0),
    ]  # fmt: skip
