"""Everything wrong with a case file is told with its place, and nothing of such a file is taken."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaoping_core.host.hooks import FileRejectedError
from kaoping_core.model.problems import Problem
from kaoping_core.model.scheme import Scheme
from tests.support.case_files import HEADER, module, reader, row, text_of, write, write_workbook

HEADINGS = "、".join(HEADER)
KINDS = "UTF-8或GB18030编码的CSV文件"


def problems(path: Path, scheme: Scheme) -> Sequence[Problem]:
    """What refuses a file."""
    with pytest.raises(FileRejectedError) as refused:
        reader().read(path, scheme)
    return refused.value.problems


@pytest.mark.parametrize(
    ("changed", "column", "message", "expected"),
    [
        pytest.param({"责任单位": "太平接道"}, "责任单位", "没有叫“太平接道”的单位", "是不是“太平街道”？", id="unknown unit"),
        pytest.param({"责任单位": " "}, "责任单位", "没有责任单位", "考评对象的名称", id="no unit"),
        pytest.param(
            {"责任单位": "新材料"}, "责任单位", "辽宁新材料产业经济开发区不考网格管理运行", "镇街道或部门", id="a park"
        ),
        pytest.param({"来源": "网格员"}, "来源", "读到“网格员”", "网格员上报、公众上报、市下派", id="unknown source"),
        pytest.param({"流转级别": ""}, "流转级别", "是空的", "一级、二级、三级", id="no level"),
        pytest.param({"一次核查": "合格"}, "一次核查", "读到“合格”", "通过、未通过、空着", id="unknown check"),
        pytest.param({"案件编号": " "}, "案件编号", "没有编号", "平台的案件编号", id="no number"),
        pytest.param({"上报时间": ""}, "上报时间", "没有时间", "如 2019-03-01 08:15", id="no time"),
        pytest.param(
            {"办理时限": "2019/3/4 8:15"}, "办理时限", "读到“2019/3/4 8:15”", "如 2019-03-01 08:15", id="other notation"
        ),
        pytest.param(
            {"办理时限": "2019-02-29 08:15"}, "办理时限", "读到“2019-02-29 08:15”", "如 2019-03-01 08:15", id="no such day"
        ),
        pytest.param(
            {"办结时间": "2019-03-02 24:00"}, "办结时间", "读到“2019-03-02 24:00”", "如 2019-03-01 08:15", id="no such hour"
        ),
        pytest.param(
            {"办结时间": "2019-02-28 08:15"},
            "办结时间",
            "2019-02-28 08:15 早于上报时间 2019-03-01 08:15",
            "不早于上报时间",
            id="closed before it was reported",
        ),
        pytest.param(
            {"上报时间": "2018-12-31 23:59"},
            "上报时间",
            "2018-12-31 23:59 不是2019年的案件",
            "2019年上报的案件",
            id="another year's case",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_row_is_told_with_row_and_column(
    tmp_path: Path, scheme: Scheme, changed: dict[str, str], column: str, message: str, expected: str
) -> None:
    rows = [row("A1"), {**row("A2"), **changed}, row("A3")]
    (problem,) = problems(write(tmp_path / "案件.csv", rows), scheme)
    assert problem == Problem(f"案件.csv: 第3行 {column}", message, expected)


def test_everything_wrong_is_told_at_once_in_the_order_of_the_rows(tmp_path: Path, scheme: Scheme) -> None:
    rows = [
        row("A1", 来源="电话"),
        row("A2", 责任单位="不知道", 一次核查="好", 办理时限="明天"),
        row("A3"),
        row("", 流转级别="四级"),
    ]
    found = problems(write(tmp_path / "案件.csv", rows), scheme)
    assert [each.place.removeprefix("案件.csv: ") for each in found] == [
        "第2行 来源",
        "第3行 责任单位",
        "第3行 办理时限",
        "第3行 一次核查",
        "第5行 案件编号",
        "第5行 流转级别",
    ]


def test_of_very_many_wrong_rows_fifty_are_told_and_the_others_counted(
    tmp_path: Path, scheme: Scheme
) -> None:
    rows = [row(f"A{place}", 来源="电话" if place % 2 else "公众上报") for place in range(400)]
    found = problems(write(tmp_path / "案件.csv", rows), scheme)
    assert len(found) == 51
    assert found[0].place == "案件.csv: 第3行 来源"
    assert found[-1] == Problem("案件.csv", "另有150行有问题，没有一一列出", "改好再导入")


def test_one_number_on_two_different_rows_is_an_error(tmp_path: Path, scheme: Scheme) -> None:
    rows = [
        row("A1"),
        row("A2"),
        row("A2"),
        row("A1", 流转级别="二级"),
        row("A3"),
        row("A1", 责任单位="胡家镇"),
    ]
    found = problems(write(tmp_path / "案件.csv", rows), scheme)
    assert found == (
        Problem("案件.csv: 第5行 案件编号", "“A1”和第2行编号相同，内容不同", "一个编号一个案件"),
        Problem("案件.csv: 第7行 案件编号", "“A1”和第2行编号相同，内容不同", "一个编号一个案件"),
    )


@pytest.mark.parametrize(
    ("header", "message"),
    [
        pytest.param(HEADER[:-1], "表头里没有“一次核查”这一列", id="a column is missing"),
        pytest.param((*HEADER, "来 源"), "表头里“来源”出现2次（第3列、第9列）", id="a column stands twice"),
    ],
)
def test_the_header_must_have_every_column_once(
    tmp_path: Path, scheme: Scheme, header: tuple[str, ...], message: str
) -> None:
    path = write(tmp_path / "案件.csv", [row()], header=header)
    assert reader().recognises(path)
    (problem,) = problems(path, scheme)
    assert (problem.place, problem.message) == ("案件.csv: 第1行", message)


def test_a_file_without_cases_is_refused(tmp_path: Path, scheme: Scheme) -> None:
    for rows in ([], [dict.fromkeys(HEADER, "")]):
        (problem,) = problems(write(tmp_path / "案件.csv", rows), scheme)
        assert problem == Problem("案件.csv", "一个案件也没有")


# -- hostile files -------------------------------------------------------------------------------


def broken(row_text: bytes) -> Callable[[Path], Path]:
    """Writes a file whose third row is this; the fourth has an unknown source."""

    def make(folder: Path) -> Path:
        whole = text_of([row("A1"), row("A3", 来源="电话")]).encode().splitlines(keepends=True)
        path = folder / "案件.csv"
        path.write_bytes(whole[0] + whole[1] + row_text + b"\r\n" + whole[2])
        return path

    return make


GOOD = text_of([row("A2")]).encode().splitlines()[1]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(broken(GOOD.rpartition(b",")[0]), "这一行格数比表头少", id="too few cells"),
        pytest.param(broken(GOOD + b",1,2"), "这一行格数比表头多", id="too many cells"),
        pytest.param(broken(GOOD.replace(b"A2", b"A\xff2")), "这一行有不是UTF-8编码的字", id="not UTF-8"),
        pytest.param(broken(b'"A2"x' + GOOD[2:]), "这一行引号不成对", id="a quote too many"),
        pytest.param(broken(b"A" * 3_000_000), "这一行太长", id="a huge line"),
    ],
)
def test_a_row_that_is_no_row_is_told_beside_what_is_wrong_with_others(
    tmp_path: Path, scheme: Scheme, make: Callable[[Path], Path], message: str
) -> None:
    found = problems(make(tmp_path), scheme)
    assert [(each.place, each.message) for each in found] == [
        ("案件.csv: 第3行", message),
        ("案件.csv: 第4行 来源", "读到“电话”"),
    ]


def test_a_byte_that_is_not_gb18030_is_told_with_its_row(tmp_path: Path, scheme: Scheme) -> None:
    path = write(tmp_path / "案件.csv", [row("A1"), row("A2"), row("A3")], "gb18030")
    path.write_bytes(path.read_bytes().replace(b"A2", b"A\xff2"))
    assert problems(path, scheme) == (Problem("案件.csv: 第3行", "有不是GB18030编码的字", KINDS),)


def test_text_in_other_encodings_is_refused(tmp_path: Path, scheme: Scheme) -> None:
    path = write(tmp_path / "案件.csv", [row()], "utf-16")
    assert not reader().recognises(path)
    assert problems(path, scheme)[0].expected == KINDS


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(junk=st.binary(max_size=400), place=st.integers(0, 600))
def test_whatever_bytes_are_in_a_file_it_is_read_or_refused_with_reasons(
    tmp_path_factory: pytest.TempPathFactory, scheme: Scheme, junk: bytes, place: int
) -> None:
    whole = text_of([row(f"A{number}") for number in range(5)]).encode()
    path = tmp_path_factory.mktemp("junk") / "案件.csv"
    path.write_bytes(whole[:place] + junk + whole[place:])
    reader().recognises(path)
    told: Sequence[Problem] = ()
    try:
        assert reader().read(path, scheme).entries
    except FileRejectedError as error:
        told = error.problems or [Problem("", "nothing was told")]
    assert all(each.place.startswith("案件.csv") for each in told)


def test_nul_bytes_are_told(tmp_path: Path, scheme: Scheme) -> None:
    path = write(tmp_path / "案件.csv", [row("A1"), row("A2")])
    path.write_bytes(path.read_bytes().replace("太平街道".encode(), b"\0\0\0", 1))
    assert [each.place for each in problems(path, scheme)] == ["案件.csv: 第2行 责任单位"]
    path.write_bytes(b"\0" + path.read_bytes())
    assert problems(path, scheme)[0].message == "不是文本文件"


def test_a_name_that_is_a_pattern_or_a_quote_is_a_name(tmp_path: Path, scheme: Scheme) -> None:
    for name in ("[a-z]*.csv", "it's'.csv", "a?.csv"):
        assert reader().read(write(tmp_path / name, [row()]), scheme).entries


# -- workbooks -----------------------------------------------------------------------------------


def test_a_workbook_needs_one_sheet_of_cases(tmp_path: Path, scheme: Scheme) -> None:
    import openpyxl

    path = write_workbook(tmp_path / "案件.xlsx", [], ("单位", "得分"))
    assert problems(path, scheme)[0].message == "没有一张表的第一行是案件表的表头"
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("二")):
        assert sheet is not None
        sheet.append(list(HEADER))
    book.save(path)
    assert problems(path, scheme)[0].message == "有2张表都是案件表"


def test_problems_of_a_workbook_have_the_sheets_rows(tmp_path: Path, scheme: Scheme) -> None:
    rows: list[list[str]] = [list(row("A1").values()), [], list(row("A3", 责任单位="胡家").values())]
    (problem,) = problems(write_workbook(tmp_path / "案件.xlsx", rows), scheme)
    assert problem.place == "案件.xlsx: 第4行 责任单位"


def test_what_is_no_workbook_is_refused(tmp_path: Path, scheme: Scheme) -> None:
    path = tmp_path / "案件.xlsx"
    for data in (b"", b"PK\x03\x04" + bytes(3000), b"just text"):
        path.write_bytes(data)
        assert "不是xlsx工作簿" in problems(path, scheme)[0].message


def replaced(path: Path, part: str, data: bytes) -> Path:
    """A workbook with a part changed."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = data
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, each in parts.items():
            out.writestr(name, each)
    return path


def test_a_workbook_that_would_fill_the_memory_is_not_unpacked(tmp_path: Path, scheme: Scheme) -> None:
    limit = module("case_file.workbook").MAX_OTHER_BYTES
    path = write_workbook(tmp_path / "案件.xlsx", [list(row().values())])
    replaced(path, "xl/sharedStrings.xml", bytes(limit + 1))
    assert path.stat().st_size < 2_000_000
    assert problems(path, scheme)[0].message == "工作簿解开以后太大"


def test_a_workbook_that_defines_entities_is_refused(tmp_path: Path, scheme: Scheme) -> None:
    path = write_workbook(tmp_path / "案件.xlsx", [list(row().values())])
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><worksheet>&b;</worksheet>'
    assert "DOCTYPE" in problems(replaced(path, "xl/worksheets/sheet1.xml", bomb), scheme)[0].message


def test_a_damaged_workbook_is_refused(tmp_path: Path, scheme: Scheme) -> None:
    path = write_workbook(tmp_path / "案件.xlsx", [list(row().values())])
    assert "工作簿读不了" in problems(replaced(path, "xl/workbook.xml", b"<a>"), scheme)[0].message
