"""Return to sender: problems as comments in the sender's own file, and nothing else in it changed."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from kaoping_core.xlsx.annotate.annotate import CellNote, annotate
from kaoping_core.xlsx.annotate.comments import MAX_COMMENT
from kaoping_core.xlsx.annotate.sheet_editor import SEQUENCE
from kaoping_core.xlsx.annotate.style_editor import HIGHLIGHT
from tests.support.sent_files import SHEET, added, file_of, names_in, office, parts_of

MAY_CHANGE = {
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    SHEET,
    "xl/worksheets/_rels/sheet1.xml.rels",
    "xl/comments/comment1.xml",
    "xl/drawings/commentsDrawing1.vml",
}
PUT_IN = {
    "[Content_Types].xml": {"Override", "Default"},
    "xl/workbook.xml": {"sheet"},
    "xl/_rels/workbook.xml.rels": {"Relationship"},
    "xl/worksheets/_rels/sheet1.xml.rels": {"Relationship"},
    SHEET: {"c", "row", "legacyDrawing"},
    "xl/comments/comment1.xml": {
        "author",
        "comment",
        "text",
        "r",
        "rPr",
        "t",
        "b",
        "sz",
        "color",
        "rFont",
        "family",
    },
}
NOTES = [
    CellNote("镇街", "B2", "不是数字：“约五”", "0 至 5 的数"),
    CellNote("镇街", "D5", "合并的单元格里不能有数"),
    CellNote("镇街", "B2", "小数位数过多"),
    CellNote("镇街", "H20", "这里应有数"),
    CellNote("镇街", "A3", "没有这个单位", "盘山县的一个镇街"),
    CellNote("园区", "", "表头不对"),
    CellNote("乡镇", "A1", "文件中没有要求这张表"),
    CellNote("", "", "年份不对：2018", "2019"),
]


def sample() -> Workbook:
    """What a careful sender's file may hold."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "镇街"
    for row in range(1, 7):
        for column in range(1, 6):
            sheet.cell(row, column, row * column)
    sheet["B2"] = "约五"
    sheet["B2"].font = Font(bold=True, color="FF00B050")
    sheet["C2"] = "=B1*2"
    sheet["A3"].fill = PatternFill("solid", start_color="FFFFFF00")
    sheet["E1"] = date(2019, 12, 31)
    sheet["A3"].comment = Comment("寄件人：请核对", "寄件人")
    sheet["E6"].comment = Comment("别的批注", "寄件人")
    sheet.merge_cells("C4:D5")
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = "A1:E6"
    validation = DataValidation(type="whole", operator="between", formula1="0", formula2="100")
    validation.add("B1:B6")
    sheet.add_data_validation(validation)
    sheet.protection.sheet = True
    workbook.create_sheet("园区")["A1"] = "园区"
    return workbook


@pytest.fixture(scope="module")
def before() -> bytes:
    return file_of(sample())


@pytest.fixture(scope="module")
def after(before: bytes) -> bytes:
    return annotate(before, NOTES)


def test_each_problem_is_a_comment_in_its_cell(after: bytes) -> None:
    sheet = load_workbook(io.BytesIO(after))["镇街"]
    assert sheet["B2"].comment.text == "考评：\n1. 不是数字：“约五”（应为：0 至 5 的数）\n2. 小数位数过多"
    assert sheet["B2"].comment.author == "考评"
    assert sheet["H20"].comment.text == "考评：\n这里应有数"


def test_the_senders_own_comments_stay_and_ours_stands_below(after: bytes) -> None:
    sheet = load_workbook(io.BytesIO(after))["镇街"]
    assert sheet["A3"].comment.text == "寄件人：请核对\n考评：\n没有这个单位（应为：盘山县的一个镇街）"
    assert sheet["A3"].comment.author == "寄件人"
    assert sheet["E6"].comment.text == "别的批注"


def test_a_cell_inside_a_merged_range_is_marked_where_it_shows(after: bytes) -> None:
    sheet = load_workbook(io.BytesIO(after))["镇街"]
    assert sheet["C4"].comment.text == "考评：\n合并的单元格里不能有数"
    assert sheet["C4"].fill.fgColor.rgb == HIGHLIGHT


def test_the_cells_are_coloured_and_keep_everything_else_of_their_style(before: bytes, after: bytes) -> None:
    sheet = load_workbook(io.BytesIO(after))["镇街"]
    old = load_workbook(io.BytesIO(before))["镇街"]
    for name in ("B2", "A3", "C4", "H20"):
        assert sheet[name].fill.fgColor.rgb == HIGHLIGHT, name
        assert repr(sheet[name].font) == repr(old[name].font)
        assert sheet[name].number_format == old[name].number_format
        assert repr(sheet[name].border) == repr(old[name].border)


def test_cells_of_one_style_share_the_marked_one(before: bytes) -> None:
    notes = [CellNote("镇街", f"{column}6", "问题") for column in "ABCD"]
    sheet = parts_of(annotate(before, notes))[SHEET]
    assert len(set(re.findall(rb'<c s="(\d+)"', sheet))) == 1


def test_the_list_names_every_problem_with_a_link_to_its_cell(after: bytes) -> None:
    workbook = load_workbook(io.BytesIO(after))
    assert workbook.sheetnames == ["镇街", "园区", "问题清单"]
    listed = workbook["问题清单"]
    assert [cell.value for cell in listed[1]] == ["序号", "工作表", "单元格", "读到的问题", "应为"]
    assert [cell.value for cell in listed[2]] == [1, "镇街", "B2", "不是数字：“约五”", "0 至 5 的数"]
    assert listed.max_row == len(NOTES) + 1
    assert listed["C2"].hyperlink.location == "'镇街'!B2"
    assert listed["B7"].hyperlink.location == "'园区'!A1"
    assert listed["C8"].hyperlink is None, "there is no such sheet to go to"
    assert listed["B9"].value == "（整个文件）"
    assert listed.freeze_panes == "A2"


def test_parts_that_need_no_change_keep_even_their_compressed_bytes(before: bytes, after: bytes) -> None:
    old, new = parts_of(before), parts_of(after)
    assert list(new)[: len(old)] == list(old), "same order, new parts at the end"
    for name in set(old) - MAY_CHANGE:
        assert new[name] == old[name], name
    assert set(old) - MAY_CHANGE >= {"xl/theme/theme1.xml", "xl/worksheets/sheet2.xml", "docProps/app.xml"}


def test_in_changed_parts_what_was_there_stays_as_it_was_written(before: bytes, after: bytes) -> None:
    old, new = parts_of(before), parts_of(after)
    for name in set(old) & MAY_CHANGE:
        put_in = names_in(added(old[name], new[name]))
        assert put_in or old[name] == new[name], name
        if name in PUT_IN:
            assert put_in <= PUT_IN[name], name


def test_only_the_marked_cells_have_another_style_in_the_sheets_xml(before: bytes, after: bytes) -> None:
    def styled(part: bytes) -> dict[bytes, bytes]:
        cells = re.findall(rb"<c ([^>]*)>", part)
        return {
            re.search(rb'r="(\w+)"', each)[1]: (re.search(rb's="(\d+)"', each) or [b"", b"0"])[1]  # type: ignore[index]
            for each in cells
        }

    old, new = styled(parts_of(before)[SHEET]), styled(parts_of(after)[SHEET])
    assert {name for name in new if new[name] != old.get(name, b"")} == {b"B2", b"A3", b"C4", b"H20"}


def test_equal_problems_give_equal_bytes(before: bytes, after: bytes) -> None:
    assert annotate(before, NOTES) == after


def test_a_returned_file_can_be_returned_again(after: bytes) -> None:
    again = annotate(after, [CellNote("镇街", "B2", "仍不是数字"), CellNote("问题清单", "A2", "请删去本表")])
    workbook = load_workbook(io.BytesIO(again))
    assert workbook.sheetnames[-2:] == ["问题清单", "问题清单(2)"]
    assert workbook["镇街"]["B2"].comment.text.endswith("小数位数过多\n考评：\n仍不是数字")
    assert workbook["问题清单"]["A2"].comment.text == "考评：\n请删去本表"


def test_no_problems_at_all_still_give_a_file_with_an_empty_list(before: bytes) -> None:
    workbook = load_workbook(io.BytesIO(annotate(before, [])))
    assert workbook["问题清单"].max_row == 1


def test_text_never_becomes_a_formula_and_what_xml_cannot_hold_is_marked(before: bytes) -> None:
    text = '=HYPERLINK("x")\x07<b>&amp; _x0041_ \ud800'
    result = annotate(before, [CellNote("镇街", "A1", text, "+1")])
    workbook = load_workbook(io.BytesIO(result))
    cell = workbook["问题清单"]["D2"]
    assert cell.data_type != "f"
    assert cell.quotePrefix
    assert cell.value == '=HYPERLINK("x")\ufffd<b>&amp; _x005F_x0041_ \ufffd'
    assert workbook["镇街"]["A1"].comment.text.startswith('考评：\n=HYPERLINK("x")\ufffd<b>&amp;')


def test_long_texts_are_cut_in_the_comment_and_whole_in_the_list(before: bytes) -> None:
    result = load_workbook(io.BytesIO(annotate(before, [CellNote("镇街", "A1", "长" * 5_000)])))
    comment = result["镇街"]["A1"].comment.text
    assert len(comment) == MAX_COMMENT + len("考评：\n")
    assert comment.endswith("长…")
    assert result["问题清单"]["D2"].value == "长" * 5_000
    result = load_workbook(io.BytesIO(annotate(before, [CellNote("镇街", "A1", "长" * 50_000)])))
    assert len(result["问题清单"]["D2"].value) == 32_767


def test_names_with_quotes_are_linked_to() -> None:
    workbook = Workbook()
    workbook.active.title = "镇'街 & <1>"  # type: ignore[union-attr]
    result = load_workbook(io.BytesIO(annotate(file_of(workbook), [CellNote("镇'街 & <1>", "c7", "问题")])))
    assert result["问题清单"]["C2"].hyperlink.location == "'镇''街 & <1>'!c7"
    assert result["镇'街 & <1>"]["C7"].comment is not None


def test_what_is_no_cell_is_only_listed(before: bytes) -> None:
    cells = ["XFE1", "A1048577", "第三行", "A1:B2", "A0"]
    result = load_workbook(io.BytesIO(annotate(before, [CellNote("镇街", cell, "问题") for cell in cells])))
    assert all(result["问题清单"].cell(row, 3).hyperlink is None for row in range(2, 7))


def test_the_last_cell_of_a_sheet_can_be_marked(before: bytes) -> None:
    result = load_workbook(io.BytesIO(annotate(before, [CellNote("园区", "XFD1048576", "这么远")])))
    assert result["园区"]["XFD1048576"].comment.text == "考评：\n这么远"


def test_the_children_of_the_sheets_stand_in_the_order_of_the_schema(after: bytes) -> None:
    for name, part in parts_of(after).items():
        if name.startswith("xl/worksheets/sheet"):
            body = re.sub(rb"<(\w+)[^>]*[^/]>.*?</\1>", rb"<\1/>", part.partition(b">")[2], flags=re.DOTALL)
            body = (
                body
                if b"<sheetData/>" in body
                else re.sub(rb"^.*?<worksheet[^>]*>", b"", part, flags=re.DOTALL)
            )
            found = [each.decode() for each in re.findall(rb"<(\w+)", body) if each.decode() in SEQUENCE]
            assert found == sorted(found, key=SEQUENCE.index), name


def test_many_comments_have_boxes_with_numbers_of_their_own(before: bytes) -> None:
    notes = [CellNote(sheet, f"J{row}", "问题") for sheet in ("镇街", "园区") for row in range(1, 1_501)]
    parts = parts_of(annotate(before, notes))
    numbers = [
        each
        for name in parts
        if name.endswith(".vml")
        for each in re.findall(rb'id="_x0000_s(\d+)"', parts[name])
    ]
    assert len(numbers) == len(set(numbers)) == 3_000 + 2


# -- other programs ------------------------------------------------------------------------------


@pytest.mark.slow
def test_libreoffice_opens_the_file_and_keeps_comments_colours_and_links(
    after: bytes, tmp_path: Path
) -> None:
    workbook = load_workbook(io.BytesIO(office(tmp_path, after, "xlsx")))
    sheet, listed = workbook["镇街"], workbook["问题清单"]
    assert sheet["B2"].comment.text.endswith("2. 小数位数过多")
    assert sheet["A3"].comment.text.startswith("寄件人：请核对\n考评：")
    assert {sheet[name].fill.fgColor.rgb for name in ("B2", "A3", "C4", "H20")} == {HIGHLIGHT}
    assert sheet["B1"].fill.fgColor.rgb != HIGHLIGHT
    assert sheet["C2"].value == "=B1*2"
    assert "镇街" in listed["C2"].hyperlink.location
    assert listed["D2"].value == "不是数字：“约五”"


@pytest.mark.slow
def test_a_file_that_libreoffice_wrote_can_be_returned(before: bytes, tmp_path: Path) -> None:
    theirs = office(tmp_path, before, "xlsx")
    result = annotate(theirs, NOTES)
    old, new = parts_of(theirs), parts_of(result)
    changed = {name for name in old if old[name] != new[name]}
    for name in changed:
        assert added(old[name], new[name]), name
    assert not any("sheet2" in name or "theme" in name or "docProps" in name for name in changed)
    sheet = load_workbook(io.BytesIO(result))["镇街"]
    assert sheet["B2"].comment.text.startswith("考评：\n1. 不是数字")
    assert sheet["A3"].comment.text.startswith("寄件人：请核对")
    (tmp_path / "again").mkdir()
    ods = parts_of(office(tmp_path / "again", result, "ods"))["content.xml"].decode()
    assert ods.count("<office:annotation ") == 5
    assert HIGHLIGHT[2:].casefold() in ods.casefold()
    assert 'xlink:href="#&apos;镇街&apos;.B2"' in ods


# -- laws ----------------------------------------------------------------------------------------

PLACES = st.tuples(st.integers(1, 12), st.integers(1, 8))
VALUES = st.one_of(st.integers(-5, 10**6), st.text("甲乙=<&>\" '", max_size=6), st.booleans())


@settings(max_examples=40, deadline=None)
@given(
    values=st.dictionaries(PLACES, VALUES, max_size=15),
    bold=st.sets(PLACES, max_size=5),
    problems=st.lists(st.tuples(PLACES, st.text(max_size=20)), max_size=8),
)
def test_all_other_cells_are_as_they_were(
    values: dict[tuple[int, int], object],
    bold: set[tuple[int, int]],
    problems: list[tuple[tuple[int, int], str]],
) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for place, value in values.items():
        sheet.cell(*place).value = value  # type: ignore[assignment]
    for place in bold:
        sheet.cell(*place).font = Font(bold=True)
    given = file_of(workbook)
    notes = [CellNote("Sheet", sheet.cell(*place).coordinate, text) for place, text in problems]
    old = load_workbook(io.BytesIO(given))["Sheet"]
    new = load_workbook(io.BytesIO(annotate(given, notes)))["Sheet"]
    marked = {place for place, _ in problems}
    for row in range(1, 15):
        for column in range(1, 10):
            was, now = old.cell(row, column), new.cell(row, column)
            assert (was.value, was.data_type, repr(was.font)) == (now.value, now.data_type, repr(now.font))
            assert (now.comment is not None) == ((row, column) in marked)
            assert (
                now.fill.fgColor.rgb == HIGHLIGHT
                if (row, column) in marked
                else repr(now.fill) == repr(was.fill)
            )
