"""Options of an export: what is typed, and what is meant."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from kaoping_core.errors import UsageError
from kaoping_core.export_options import (
    find_units,
    parse_bulletin_number,
    parse_issue_date,
    parse_unit_list,
)

UNITS = {"太平街道": ("太平街道办", "太平办事处"), "胡家镇": (), "沙岭镇": ("沙岭",)}


@pytest.mark.parametrize(
    "written", ["盘县政办发〔2020〕1号", " 盘县政办发[2020]1号 ", "盘县政办发【2020】1号"]
)
def test_a_number_may_have_any_brackets(written: str) -> None:
    assert parse_bulletin_number(written) == "盘县政办发〔2020〕1号"


@pytest.mark.parametrize("written", ["1", "一号", "盘县政办发〔2020〕01号", "盘县政办发〔2020〕第1号"])
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(UsageError, match="应像：盘县政办发〔2020〕1号"):
        parse_bulletin_number(written)


def test_everything_may_be_left_empty() -> None:
    assert parse_bulletin_number("") == ""
    assert parse_issue_date(" ") is None
    assert parse_unit_list("", UNITS) == []


def test_a_date_has_one_spelling() -> None:
    assert parse_issue_date("2020-01-15") == date(2020, 1, 15)
    for written in ("20200115", "2020-02-30", "2020-W03-3", "2020/1/15", "一月"):
        with pytest.raises(UsageError, match="日期要写成 2020-01-15 这样"):
            parse_issue_date(written)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("太平街道、胡家镇", ["太平街道", "胡家镇"]),
        ("胡家镇；太平街道 胡家镇", ["胡家镇", "太平街道"]),
        ("太平办事处", ["太平街道"]),
        ("胡家", ["胡家镇"]),
        ("太平", ["太平街道"]),
        ("全部，胡家镇", ["太平街道", "胡家镇", "沙岭镇"]),
    ],
)
def test_units_have_official_names_aliases_and_pieces(text: str, expected: list[str]) -> None:
    assert parse_unit_list(text, UNITS) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("镇", "“镇”对应几个单位：胡家镇、沙岭镇"),
        ("太平镇", "没有叫“太平镇”的单位。是不是“太平街道"),
        ("胡家镇、没有", "没有叫“没有”的单位"),
    ],
)
def test_a_name_that_is_unknown_or_fits_several_units_is_refused(text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        parse_unit_list(text, UNITS)


def test_an_empty_name_fits_no_unit() -> None:
    with pytest.raises(UsageError, match="没有叫“”的单位"):
        find_units([""], UNITS)


def test_the_module_loads_no_library_for_data() -> None:
    code = (
        "import sys; import kaoping_core.export_options;"
        "print(sorted({'cattrs', 'sqlalchemy', 'openpyxl', 'docx'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
