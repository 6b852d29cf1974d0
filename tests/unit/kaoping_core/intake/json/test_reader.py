"""What the contract allows is taken, and nothing that was taken is lost."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kaoping_core.intake.context import IntakeContext
from kaoping_core.intake.json.reader import read_json
from kaoping_core.model.submissions import Entry, Signature, Submission
from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.submissions import FILE, revenue, submission, written


def read(given: object, intake: IntakeContext) -> Submission:
    """Read a submission that has to be taken."""
    return read_json(written(given), FILE, intake)


def only_entry(given: object, intake: IntakeContext) -> Entry:
    """The entry of a submission of one."""
    (entry,) = read(given, intake).entries
    return entry


def test_every_part_of_a_submission_is_read(intake: IntakeContext) -> None:
    """The contract's own example."""
    given = submission(
        "县财政局",
        revenue(note="快报数", evidence=["税收台账.pdf"]),
        {"indicator": "towns.upper_level_funding", "unit": "胡家镇", "carried": False, "note": "无任务"},
        signed={"by": "主要负责人", "on": "2020-01-04", "sealed": True},
    )
    first, second = read(given, intake).entries
    assert read(given, intake) == Submission(
        2019, "县财政局", (first, second), Signature("主要负责人", date(2020, 1, 4), sealed=True), FILE
    )
    assert first == Entry(
        "towns.general_budget_revenue",
        "太平街道",
        {"actual": Decimal("4480.5")},
        note="快报数",
        evidence=("税收台账.pdf",),
        place="甲.json: $.entries[0]",
    )
    assert first.place_of("actual") == "甲.json: $.entries[0].values.actual"
    assert (second.carried, second.values, second.note) == (False, {}, "无任务")


def test_signature_note_and_evidence_may_be_left_out(intake: IntakeContext) -> None:
    taken = read(submission("县财政局", revenue()), intake)
    assert taken.signed is None
    assert (taken.entries[0].note, taken.entries[0].evidence) == ("", ())


def test_a_byte_order_mark_is_allowed(intake: IntakeContext) -> None:
    data = written(submission("县财政局", revenue()))
    assert read(codecs.BOM_UTF8 + data, intake) == read(data, intake)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        pytest.param(4480, "4480", id="integer"),
        pytest.param(0, "0", id="zero"),
        pytest.param(-12, "-12", id="negative integer"),
        pytest.param(123456789012345678, "123456789012345678", id="integer of 18 digits"),
        pytest.param("4480", "4480", id="text"),
        pytest.param("-12.50", "-12.50", id="negative with decimals"),
        pytest.param("0.12345678901234567", "0.12345678901234567", id="18 digits with decimals"),
    ],
)
def test_an_integer_or_a_plain_text_is_read_exactly(given: object, meant: str, intake: IntakeContext) -> None:
    entry = only_entry(submission("县财政局", revenue(values={"actual": given})), intake)
    value = entry.values["actual"]
    assert isinstance(value, Decimal)
    assert (value, str(value)) == (Decimal(meant), meant)


@pytest.mark.parametrize("given", ["8.3%", "8.3"])
def test_a_percent_is_in_points_with_or_without_its_sign(given: str, intake: IntakeContext) -> None:
    entry = {"indicator": "towns.retail_sales_growth", "unit": "太平街道", "values": {"actual": given}}
    assert only_entry(submission("县发改局", entry), intake).values == {"actual": Decimal("8.3")}


@pytest.mark.parametrize(
    "name",
    ["县财政局", "财政局", "finance", " 县财政局 ", "FINANCE"],
    ids=["official", "alias", "plugin", "blanks", "case"],
)
def test_an_evaluator_is_known_by_any_of_its_names(name: str, intake: IntakeContext) -> None:
    assert read(submission(name, revenue()), intake).evaluator == "县财政局"


@pytest.mark.parametrize(
    "name",
    ["盘锦辽河口生态经济区", "辽河口生态经济区管委会", "辽河口 生态经济区"],
    ids=["official", "alias", "blank inside"],
)
def test_a_unit_is_known_by_any_of_its_names(name: str, intake: IntakeContext) -> None:
    entry = {"indicator": "parks.foreign_capital", "unit": name, "values": {"actual": "100"}}
    assert only_entry(submission("县招商服务中心", entry), intake).unit == "盘锦辽河口生态经济区"


@pytest.mark.parametrize(
    ("name", "unit", "meant"),
    [
        pytest.param("parks.foreign_capital", "新材料", "parks.foreign_capital", id="id"),
        pytest.param("foreign_capital", "新材料", "parks.foreign_capital", id="short id of a park"),
        pytest.param("foreign_capital", "太平街道", "towns.foreign_capital", id="short id of a town"),
        pytest.param("实际利用外资", "新材料", "parks.foreign_capital", id="name of a park's"),
        pytest.param("实际利用外资", "太平街道", "towns.foreign_capital", id="name of a town's"),
    ],
)
def test_an_indicator_is_known_by_its_id_or_by_its_name_in_the_units_group(
    name: str, unit: str, meant: str, intake: IntakeContext
) -> None:
    entry = {"indicator": name, "unit": unit, "values": {"actual": "100"}}
    assert only_entry(submission("县招商服务中心", entry), intake).indicator == meant


@pytest.mark.parametrize(
    ("evaluator", "indicator", "unit", "values"),
    [
        pytest.param("县政府办", "towns.leader_evaluation", "太平街道", {"tier": "较好"}, id="tier"),
        pytest.param("县政府办", "towns.leader_evaluation", "太平街道", {"ballots": ["好", "好"]}, id="ballots"),
        pytest.param("县政府办", "towns.open_government", "太平街道", {}, id="nothing happened"),
        pytest.param("县政府办", "parks.bonus", "新材料", {}, id="no bonus"),
        pytest.param("县政府办", "parks.bonus", "新材料", {"jobs_200": "0"}, id="bonus of 0 without a reason"),
        pytest.param(
            "县网格管理服务中心", "towns.grid_management", "太平街道", {"deduct.duty": "1"}, id="case score to come"
        ),
        pytest.param("县政府办", "departments.city_platform", "县财政局", {"red_lights": "23"}, id="all lights red"),
        pytest.param("县财政局", "towns.general_budget_revenue", "太平街道", {"actual": "-3"}, id="negative actual"),
    ],
)  # fmt: skip
def test_values_that_a_rule_admits_are_taken(
    evaluator: str, indicator: str, unit: str, values: dict[str, Any], intake: IntakeContext
) -> None:
    entry = only_entry(
        submission(evaluator, {"indicator": indicator, "unit": unit, "values": values}), intake
    )
    assert set(entry.values) == set(values)


def test_a_dash_may_be_reported_as_not_carried(intake: IntakeContext) -> None:
    entry = {"indicator": "departments.city_platform", "unit": "县司法局", "carried": False}
    assert only_entry(submission("县政府办", entry), intake).carried is False


# -- later files ---------------------------------------------------------------------------------


def take(service: Service, folder: Path, name: str, *entries: dict[str, Any]) -> None:
    """Take in a file of 县财政局."""
    path = folder / name
    path.write_bytes(written(submission("县财政局", *entries)))
    (taken,) = service.import_files([path])
    assert taken.submission is not None, taken.problems


def test_a_later_entry_replaces_the_earlier_and_the_rest_stays(
    site: Site, tmp_path: Path, open_service: Callable[..., Service]
) -> None:
    service = open_service(site)
    take(service, tmp_path, "一.json", revenue(note="快报数"), revenue(unit="胡家镇"))
    take(service, tmp_path, "二.json", revenue(values={"actual": "4500"}, note="决算数"))
    current = {entry.unit: entry for entry in service.ledger.current_entries(2019)}
    assert set(current) == {"太平街道", "胡家镇"}
    assert current["太平街道"].values == {"actual": Decimal(4500)}
    assert current["太平街道"].place == "二.json: $.entries[0]"
    assert current["胡家镇"].place == "一.json: $.entries[1]"


def test_earlier_revisions_stay_readable(
    site: Site, tmp_path: Path, open_service: Callable[..., Service]
) -> None:
    service = open_service(site)
    take(service, tmp_path, "一.json", revenue(note="快报数", evidence=["台账.pdf"]))
    take(service, tmp_path, "二.json", revenue(values={"actual": "4500"}))
    take(service, tmp_path, "三.json", revenue(values={"actual": "4480.50"}))
    revisions = service.ledger.revisions(2019, "towns.general_budget_revenue", "太平街道")
    assert [(each.file, str(each.entry.values["actual"])) for each in revisions] == [
        ("一.json", "4480.5"),
        ("二.json", "4500"),
        ("三.json", "4480.50"),
    ]
    assert (revisions[0].entry.note, revisions[0].entry.evidence) == ("快报数", ("台账.pdf",))
