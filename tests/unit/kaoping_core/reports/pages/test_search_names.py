"""Finding everything by the initials of its pinyin."""

from __future__ import annotations

import subprocess
import sys

import pytest

from kaoping_core.model.scheme import Scheme
from kaoping_core.reports.pages.search_names import initials_of, known_initials, searchable_texts
from tests.support.county_cases import ROOT
from tests.support.result_pages import CountyPages


@pytest.mark.parametrize(
    ("text", "initials"),
    [
        ("固定资产投资", "gdzctz"),
        ("县政府办", "xzfb"),
        ("税收收入/主营业收入", "sssrzyysr"),
        ("胡家、吴家幼儿园建设", "hjwjyeyjs"),
        ("Ａ股Top10", "agtop10"),
        ("", ""),
        ("——", ""),
    ],
)
def test_initials_are_those_that_people_type(text: str, initials: str) -> None:
    assert initials_of([text])[text] == initials


def test_a_phrase_decides_how_a_character_is_read_and_its_other_reading_is_found_too() -> None:
    found = initials_of(["河长制工作", "城镇登记失业率", "市场监督管理局"])
    assert found["河长制工作"].split(",") == ["hzzgz", "hczgz"]
    assert "czdjsyl" in found["城镇登记失业率"].split(",")
    assert found["市场监督管理局"] == "scjdglj"


def test_every_character_stands_for_itself_even_one_that_nobody_knows() -> None:
    assert initials_of(["甲𠮷（乙）"]) == {"甲𠮷（乙）": "jy"}


def test_what_is_known_is_taken_as_it_was_said() -> None:
    assert initials_of(["投资"], {"投资": "known"}) == {"投资": "known"}


def test_initials_of_another_way_of_making_them_are_not_taken() -> None:
    assert known_initials({"spelling": "another"}, {"投资": "x"}) == {}
    assert known_initials(None, {"投资": "x"}) == {}


def test_pages_made_again_need_no_pinyin_library(scheme: Scheme) -> None:
    script = (
        "import sys; from kaoping_core.reports.pages.search_names import initials_of;"
        "initials_of(['投资'], {'投资': 'tz'}); assert 'pypinyin' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)
    assert initials_of(searchable_texts(scheme), initials_of(searchable_texts(scheme))) == initials_of(
        searchable_texts(scheme)
    )


def test_every_unit_indicator_evaluator_and_group_can_be_jumped_to(whole: CountyPages) -> None:
    names = whole.pages["names"]
    assert [each["name"] for each in names["units"]] == [each.name for each in whole.scheme.units]
    assert [each["id"] for each in names["indicators"]] == [each.id for each in whole.scheme.indicators]
    assert [each["name"] for each in names["evaluators"]] == [each.name for each in whole.scheme.evaluators]
    assert [each["id"] for each in names["groups"]] == [each.id for each in whole.scheme.groups]
    for kind in ("units", "indicators", "evaluators", "groups"):
        assert all(each["initials"] for each in names[kind])
        assert {each["page"] for each in names[kind]} <= set(whole.pages)


def test_every_name_on_a_table_has_its_initials(whole: CountyPages) -> None:
    initials = whole.pages["initials"]
    for group in whole.pages["overview"]["groups"]:
        page = whole.pages[f"group-{group['id']}"]
        shown = {each["unit"] for each in page["units"]} | set(page["sections"])
        shown |= {text for each in page["indicators"] for text in (each["name"], each["evaluator"])}
        assert shown <= set(initials)


def test_a_unit_is_found_by_what_people_call_it(whole: CountyPages) -> None:
    office = next(each for each in whole.pages["names"]["units"] if each["name"] == "县政府办")
    assert "政府办" in office["aliases"]
    assert {"xzfb", "zfb"} <= set(office["initials"].split(","))
