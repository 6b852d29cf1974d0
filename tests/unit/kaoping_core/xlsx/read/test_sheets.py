"""Raw cells: digits as the file has them, whichever program wrote it, and nothing guessed."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from kaoping_core.xlsx.read.number_formats import display_kind
from kaoping_core.xlsx.read.package import NotAWorkbookError
from kaoping_core.xlsx.read.sheets import (
    MAX_CELL_TEXT,
    CellPosition,
    RawCell,
    format_reference,
    parse_reference,
    read_sheets,
    unescape_text,
)
from kaoping_core.xlsx.write.openpyxl_helpers import write_number
from tests.support.xlsx_packages import (
    BOOK,
    BOOK_RELATIONS,
    SHEET,
    STYLES,
    TEXTS,
    book_of,
    packed,
    parts,
    relations_of,
    sheet_of,
    small,
    styles_of,
)

NUMBER = RawCell("number", "1")


def cells(rows: str, texts: str = "", styles: str = "") -> dict[CellPosition, RawCell]:
    (sheet,) = read_sheets(small(rows, texts=texts, styles=styles))
    return dict(sheet.cells)


def cell(inner: str, attributes: str = "", texts: str = "", styles: str = "") -> RawCell | None:
    """What is read of one cell, A1."""
    rows = f'<row r="1"><c r="A1" {attributes}>{inner}</c></row>'
    return cells(rows, texts, styles).get((1, 1))


def refused(data: bytes) -> NotAWorkbookError:
    with pytest.raises(NotAWorkbookError) as caught:
        read_sheets(data)
    assert caught.value.message
    assert "请" in caught.value.advice
    return caught.value


def refused_cell(rows: str, texts: str = "", styles: str = "") -> str:
    return refused(small(rows, texts=texts, styles=styles)).message


# -- kinds of cells ------------------------------------------------------------------------------


def test_a_number_keeps_the_digits_of_the_file() -> None:
    for digits in ("8.3000000000000004E-2", "4480.5", "-0", "1E+400", "123456789012345678901", "NaN"):
        assert cell(f"<v>{digits}</v>") == RawCell("number", digits)
        assert cell(f"<v> {digits}\n</v>", 't="n"') == RawCell("number", digits)


def test_every_kind_of_cell_is_told_from_the_others() -> None:
    assert cell("<v>1</v>", 't="b"') == RawCell("boolean", "1")
    assert cell("<v>#N/A</v>", 't="e"') == RawCell("error", "#N/A")
    assert cell("", 't="e"') == RawCell("error", "#错误")
    assert cell("<v>2020-01-05</v>", 't="d"') == RawCell("date", "2020-01-05")
    assert cell("<v>12.5</v>", 't="str"') == RawCell("text", "12.5")
    assert cell("<is><t>甲</t></is>", 't="inlineStr"') == RawCell("text", "甲")
    assert cell("<v>0</v>", 't="s"', "<si><t>甲</t></si>") == RawCell("text", "甲")


def test_an_empty_cell_is_nothing() -> None:
    for inner in ("", "<v/>", "<v></v>", "<is><t></t></is>", "<v> </v>"):
        for kind in ("", 't="n"', 't="str"', 't="inlineStr"'):
            read = cell(inner, kind)
            assert read is None or not read.text.strip()
    assert cell("<v>0</v>", 't="s"', "<si/>") is None


def test_a_formula_has_its_value_or_says_that_it_has_none() -> None:
    assert cell("<f>1+1</f><v>2</v>") == RawCell("number", "2", formula=True)
    assert cell("<f>1+1</f>") == RawCell("text", "", formula=True)
    assert cell('<f t="shared" si="0"/><v>2</v>') == RawCell("number", "2", formula=True)
    assert cell('<f>A2&amp;"x"</f><v>甲x</v>', 't="str"') == RawCell("text", "甲x", formula=True)
    assert cell("<f>1/0</f><v>#DIV/0!</v>", 't="e"') == RawCell("error", "#DIV/0!", formula=True)
    assert cell('<f>""</f><v></v>', 't="str"') is None, "it shows nothing"


def test_an_unknown_kind_of_cell_is_no_number() -> None:
    assert refused_cell('<row r="1"><c r="A1" t="x"><v>5</v></c></row>')


# -- texts ---------------------------------------------------------------------------------------


def test_rich_text_is_joined_and_readings_above_it_are_left_out() -> None:
    rich = "<si><r><t>太</t></r><r><rPr><b/></rPr><t>平</t></r><rPh sb='0' eb='1'><t>タイ</t></rPh></si>"
    assert cell("<v>0</v>", 't="s"', rich) == RawCell("text", "太平")
    inner = "<is><r><t>太</t></r><r><t>平</t></r><rPh sb='0' eb='1'><t>タイ</t></rPh></is>"
    assert cell(inner, 't="inlineStr"') == RawCell("text", "太平")


def test_blanks_and_line_breaks_in_texts_are_kept() -> None:
    assert cell("<v>0</v>", 't="s"', '<si><t xml:space="preserve"> 甲\n乙 </t></si>') == RawCell(
        "text", " 甲\n乙 "
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("甲_x000D_乙", "甲\r乙"),
        ("_x005F_x000D_", "_x000D_"),
        ("_x0041_", "A"),
        ("_xD83D_", "_xD83D_"),
        ("_x41_", "_x41_"),
        ("甲_x0000_", "甲\ufffd"),
        ("_x001B_[31m", "\ufffd[31m"),
        ("_x009B_", "\ufffd"),
        ("_xFFFF_", "\ufffd"),
        ("甲\x7f", "甲\ufffd"),
        ("a_b", "a_b"),
    ],
)
def test_escaped_characters_are_what_they_stand_for_and_none_is_a_control(written: str, meant: str) -> None:
    assert unescape_text(written) == meant
    assert cell("<v>0</v>", 't="s"', f"<si><t>{written}</t></si>") == RawCell("text", meant)
    assert cell(f"<v>{written}</v>", 't="str"') == RawCell("text", meant)


@pytest.mark.parametrize("index", ["1", "-1", "x", "", "0.0", "1e0", "²", "٠", "99999999999", "0 0"])
def test_a_shared_text_that_is_not_there_is_damage_and_not_another_text(index: str) -> None:
    assert (
        refused_cell(f'<row r="1"><c r="A1" t="s"><v>{index}</v></c></row>', "<si><t>甲</t></si>")
        == "文件不完整或已经损坏"
    )


def test_shared_texts_that_are_missing_altogether_are_damage() -> None:
    given = parts('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', texts="<si><t>甲</t></si>")
    del given[TEXTS]
    assert TEXTS in refused(packed(given)).message
    given[BOOK_RELATIONS] = relations_of(s1="worksheets/sheet1.xml", styles="styles.xml")
    assert refused(packed(given))


def test_a_text_longer_than_a_cell_can_hold_is_refused() -> None:
    text = "长" * MAX_CELL_TEXT
    assert cell(f"<v>{text}</v>", 't="str"') == RawCell("text", text)
    assert refused_cell(f'<row r="1"><c r="A1" t="str"><v>{text}长</v></c></row>') == "文字太多"


# -- places --------------------------------------------------------------------------------------


def test_places_and_references_are_each_others_inverse() -> None:
    assert format_reference((7, 3)) == "C7"
    assert format_reference((1_048_576, 16_384)) == "XFD1048576"
    assert parse_reference("$C$7") == parse_reference("c7") == (7, 3)
    for text in ("XFE1", "A1048577", "A0", "A", "1", "", "AAAA1", "A1:B2", "A-1", "A1.5", "Ａ１", "A٣"):
        assert parse_reference(text) is None


@settings(deadline=None)
@given(place=st.tuples(st.integers(1, 1_048_576), st.integers(1, 16_384)))
def test_every_place_has_one_reference(place: CellPosition) -> None:
    assert parse_reference(format_reference(place)) == place


def test_cells_without_a_reference_follow_each_other() -> None:
    rows = "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row r='5'><c r='B5'><v>1</v></c><c><v>2</v></c></row><row><c><v>9</v></c></row>"
    found = {format_reference(place): each.text for place, each in cells(rows).items()}
    assert found == {"A1": "1", "C1": "3", "B5": "1", "C5": "2", "A6": "9"}


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"/><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="B1"><v>1</v></c></row>',
        '<row r="0"><c><v>1</v></c></row>',
        '<row r="x"><c><v>1</v></c></row>',
        '<row r="1048577"><c><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="1"><c r="1A"><v>1</v></c></row>',
        '<row r="1"><c r=""><v>1</v></c></row>',
        '<row r="1"><c r="XFD1"><v>1</v></c><c><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v><v>2</v></c></row>',
    ],
)
def test_a_cell_whose_place_or_value_is_not_certain_is_damage(rows: str) -> None:
    assert refused_cell(rows)


def test_merged_ranges_are_told_and_hold_one_cell() -> None:
    after = (
        '<mergeCells count="3"><mergeCell ref="A1:B2"/><mergeCell ref="D4"/><mergeCell ref="x"/></mergeCells>'
    )
    (sheet,) = read_sheets(small('<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="0"/></row>', after=after))
    assert sheet.merged == (((1, 1), (2, 2)), ((4, 4), (4, 4)))
    assert sheet.cells == {(1, 1): NUMBER}


# -- formats -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("0.00%", "percent"),
        ("0%", "percent"),
        ("0.00%;[Red]-0.00%", "percent"),
        ('0.0"%"', "number"),
        ("0.0\\%", "number"),
        ("[Red]0", "number"),
        ("G/通用格式", "number"),
        ("[Red]G/通用格式", "number"),
        ("General", "number"),
        ('General"天"', "number"),
        ("#,##0.00_ ;[Red]\\-#,##0.00\\ ", "number"),
        ('_ "￥"* #,##0.00_ ;_ "￥"* \\-#,##0.00_ ;_ "￥"* "-"??_ ;_ @_ ', "number"),
        ('"a;b"0%', "percent"),
        ("[DBNum1]0", "number"),
        ("# ?/?", "number"),
        ("0.00E+00", "number"),
        ("@", "number"),
        ("0;-0;;@", "number"),
        ('[$-804]yyyy"年"m"月"', "date"),
        ('[$-804]yyyy"年"m"月";@', "date"),
        ("yyyy\\-mm\\-dd;@", "date"),
        ('yyyy"年"m"月"d"日"', "date"),
        ("[h]:mm", "date"),
        ("[mm]", "date"),
        ("上午/下午h时", "date"),
        ('0"日"', "number"),
        ("0!.0,", "scaled"),
        ("0!.0000", "scaled"),
        ("0\\.0,", "scaled"),
        ('0"."0,"万"', "scaled"),
        ("#,##0,", "scaled"),
        ("0.0,,", "scaled"),
        ("#,##0", "number"),
        ("[>1]0;0%", "scaled"),
        (9, "percent"),
        (10, "percent"),
        (14, "date"),
        (31, "date"),
        (57, "date"),
        (0, "number"),
        (2, "number"),
        (49, "number"),
    ],
)
def test_a_format_says_what_a_number_is(code: str | int, kind: str) -> None:
    assert cell("<v>1</v>", 's="1"', styles=styles_of(code)) == RawCell(kind, "1")  # type: ignore[arg-type]


def test_a_style_or_format_that_is_not_there_is_damage_and_not_a_plain_number() -> None:
    for style in ("2", "x", "-1", "99999999999", "²", ""):
        assert refused_cell(f'<row r="1"><c r="A1" s="{style}"><v>1</v></c></row>', styles=styles_of("0%"))
    assert refused_cell('<row r="1"><c r="A1" s="1"><v>1</v></c></row>', styles=styles_of(200))
    assert display_kind(200, {}) is None
    given = parts('<row r="1"><c r="A1" s="1"><v>1</v></c></row>')
    given[STYLES] = styles_of("0%")
    given[BOOK_RELATIONS] = relations_of(s1="worksheets/sheet1.xml")
    assert refused(packed(given))


def test_a_workbook_without_styles_has_plain_numbers() -> None:
    given = parts('<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="0"><v>1</v></c></row>')
    given[BOOK_RELATIONS] = relations_of(s1="worksheets/sheet1.xml")
    (sheet,) = read_sheets(packed(given))
    assert sheet.cells == {(1, 1): NUMBER, (1, 2): NUMBER}


def test_formats_of_conditional_formatting_are_not_those_of_cells() -> None:
    styles = styles_of("0%").replace(
        "</styleSheet>",
        '<dxfs><dxf><numFmt numFmtId="164" formatCode="0"/></dxf></dxfs></styleSheet>',
    )
    assert cell("<v>1</v>", 's="1"', styles=styles) == RawCell("percent", "1")


# -- the workbook --------------------------------------------------------------------------------


def several(names: str, properties: str = "") -> dict[str, str | bytes]:
    given = parts()
    given[BOOK] = book_of(*names, properties=properties)
    given[BOOK_RELATIONS] = relations_of(
        **{f"s{n}": f"worksheets/sheet{n}.xml" for n in range(1, len(names) + 1)}
    )
    for number in range(1, len(names) + 1):
        given[f"xl/worksheets/sheet{number}.xml"] = sheet_of(f"<row><c><v>{number}</v></c></row>")
    return given


def test_sheets_come_in_the_workbooks_order_and_by_its_relationships() -> None:
    given = several("丙甲乙")
    given[BOOK_RELATIONS] = relations_of(
        s2="/xl/worksheets/sheet3.xml", s1="worksheets/../worksheets/sheet1.xml", s3="worksheets\\sheet2.xml"
    )
    assert [(each.name, each.cells[1, 1].text) for each in read_sheets(packed(given))] == [
        ("丙", "1"),
        ("甲", "3"),
        ("乙", "2"),
    ]


def test_two_sheets_that_are_one_part_are_refused() -> None:
    given = several("甲乙")
    given[BOOK_RELATIONS] = relations_of(s1="worksheets/sheet1.xml", s2="worksheets/SHEET1.xml")
    assert "同一份" in refused(packed(given)).message


def test_sheets_of_charts_are_left_out_and_something_must_remain() -> None:
    given = several("甲乙")
    relations = str(given[BOOK_RELATIONS])
    given[BOOK_RELATIONS] = relations.replace('worksheet" Target="worksheets/sheet1', 'chartsheet" Target="x')
    assert [each.name for each in read_sheets(packed(given))] == ["乙"]
    given[BOOK_RELATIONS] = relations_of()
    assert refused(packed(given)).message == "工作簿里没有工作表"


@pytest.mark.parametrize(("properties", "since"), [("", False), ("1", True), ("true", True), ("0", False)])
def test_the_first_day_is_the_workbooks(properties: str, since: bool) -> None:
    given = several("甲", f'<workbookPr date1904="{properties}"/>' if properties else "")
    assert read_sheets(packed(given))[0].since_1904 is since


def test_names_with_prefixes_are_the_same_names() -> None:
    given = parts()
    given[SHEET] = (
        '<x:worksheet xmlns:x="m"><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c></x:row>'
        '</x:sheetData><x:mergeCells><x:mergeCell ref="A1:B1"/></x:mergeCells></x:worksheet>'
    )
    given[TEXTS] = '<x:sst xmlns:x="m"><x:si><x:t>甲</x:t></x:si></x:sst>'
    (sheet,) = read_sheets(packed(given))
    assert sheet.cells == {(1, 1): RawCell("text", "甲")}
    assert sheet.merged == (((1, 1), (1, 2)),)


def test_parts_in_utf_16_are_read() -> None:
    given = parts()
    rows = '<row r="1"><c r="A1" t="str"><v>甲</v></c></row>'
    given[SHEET] = sheet_of(rows).replace("UTF-8", "UTF-16").encode("utf-16")
    assert read_sheets(packed(given))[0].cells == {(1, 1): RawCell("text", "甲")}


# -- what programs write -------------------------------------------------------------------------


def made_with_openpyxl() -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "镇街"
    sheet["A1"], sheet["B1"], sheet["C1"] = "太平街道", 4480.5, 0.083
    sheet["C1"].number_format = "0.00%"
    sheet["D1"] = date(2020, 1, 5)
    sheet["E1"], sheet["F1"] = True, "=1+1"
    write_number(sheet.cell(2, 1), Decimal("123456789012.345678"))
    sheet["A3"].value, sheet["A3"].data_type = "=不是公式", "s"
    sheet["B3"] = "甲\n乙"
    sheet.merge_cells("A5:C6")
    sheet["A5"] = "并"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_what_openpyxl_writes_is_read() -> None:
    (sheet,) = read_sheets(made_with_openpyxl())
    assert sheet.name == "镇街"
    assert {format_reference(place): each for place, each in sheet.cells.items()} == {
        "A1": RawCell("text", "太平街道"),
        "B1": RawCell("number", "4480.5"),
        "C1": RawCell("percent", "0.083"),
        "D1": RawCell("date", "43835"),
        "E1": RawCell("boolean", "1"),
        "F1": RawCell("text", "", formula=True),
        "A2": RawCell("number", "123456789012.345678"),
        "A3": RawCell("text", "=不是公式"),
        "B3": RawCell("text", "甲\n乙"),
        "A5": RawCell("text", "并"),
    }
    assert sheet.merged == (((5, 1), (6, 3)),)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_what_libreoffice_saves_is_read(tmp_path: Path) -> None:
    given = tmp_path / "given.xlsx"
    given.write_bytes(made_with_openpyxl())
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    subprocess.run(
        [*command, str(tmp_path / "saved"), str(given)], check=True, capture_output=True, timeout=120
    )
    (sheet,) = read_sheets((tmp_path / "saved" / "given.xlsx").read_bytes())
    found = {format_reference(place): each for place, each in sheet.cells.items()}
    assert found["A1"] == RawCell("text", "太平街道")
    assert found["B1"] == RawCell("number", "4480.5")
    assert found["C1"] == RawCell("percent", "0.083")
    assert found["D1"] == RawCell("date", "43835")
    assert found["E1"].kind == "boolean"
    assert found["F1"] == RawCell("number", "2", formula=True)
    assert found["A2"].kind == "number"
    assert found["A3"] == RawCell("text", "=不是公式")
    assert found["B3"] == RawCell("text", "甲\n乙")
    assert sheet.merged == (((5, 1), (6, 3)),)


@settings(max_examples=30, deadline=None)
@given(
    written=st.dictionaries(
        st.tuples(st.integers(1, 30), st.integers(1, 30)),
        st.integers(-(10**15), 10**15)
        | st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=8),
        max_size=20,
    )
)
def test_whatever_openpyxl_writes_we_read_as_openpyxl_does(written: dict[CellPosition, int | str]) -> None:
    book = Workbook()
    for (row, column), value in written.items():
        target = book.worksheets[0].cell(row, column)
        target.value = value
        if isinstance(value, str):
            target.data_type = "s"
    buffer = io.BytesIO()
    book.save(buffer)
    (sheet,) = read_sheets(buffer.getvalue())
    other = load_workbook(buffer).worksheets[0]
    assert {place: each.text for place, each in sheet.cells.items()} == {
        (each.row, each.column): str(each.value)
        for row in other.iter_rows()
        for each in row
        if each.value is not None
    }
