"""What a bulletin's Word file is made of: page, styles, marks, fields, bytes."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from datetime import date
from decimal import Decimal

import attrs
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from kaoping_core.errors import KaopingError, StorageError
from kaoping_core.model.findings import Finding, Severity
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Result
from kaoping_core.reports.bulletin import page_geometry
from kaoping_core.reports.bulletin.bulletin import result_bulletin
from tests.support.bulletins import opened, texts, whole_county
from tests.support.county_cases import ROOT

ON = date(2020, 1, 5)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return whole_county(tmp_path_factory)


@pytest.fixture(scope="module")
def draft(result: Result) -> Result:
    return attrs.evolve(result, provisional=True)


def parts(data: bytes) -> dict[str, str]:
    """The parts of the file that are XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {
            name: file.read(name).decode() for name in file.namelist() if name.endswith((".xml", ".rels"))
        }


# -- the layout of GB/T 9704-2012 ----------------------------------------------------------------


def millimetres(twips: int) -> Decimal:
    return Decimal(twips) * Decimal("25.4") / 1440


def test_the_page_is_that_of_the_standard(result: Result, scheme: Scheme) -> None:
    (section,) = opened(result_bulletin(result, scheme)).sections
    size, margins = (section._sectPr.find(qn(tag)) for tag in ("w:pgSz", "w:pgMar"))
    width, height = (int(size.get(qn(name))) for name in ("w:w", "w:h"))
    top, bottom, left, right = (
        int(margins.get(qn(f"w:{side}"))) for side in ("top", "bottom", "left", "right")
    )
    tolerance = Decimal("0.1")
    for twips, standard in (
        (width, 210),
        (height, 297),
        (top, 37),
        (left, 28),
        (width - left - right, 156),
        (height - top - bottom, 225),
    ):
        assert abs(millimetres(twips) - standard) < tolerance


def test_the_grid_holds_exactly_22_lines_of_28_characters(result: Result, scheme: Scheme) -> None:
    (section,) = opened(result_bulletin(result, scheme)).sections
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    line = int(grid.get(qn("w:linePitch")))
    assert 22 * line <= page_geometry.TYPE_HEIGHT < 23 * line
    pitch = 16 + Decimal(grid.get(qn("w:charSpace"))) / 4096  # points
    assert 28 * pitch * 20 <= page_geometry.TYPE_WIDTH < 29 * pitch * 20
    squeezed = page_geometry.SIZE * 10 + page_geometry.SQUEEZE
    assert 28 * squeezed <= page_geometry.TYPE_WIDTH < 29 * squeezed


def test_sizes_and_fonts_are_those_of_the_standard_with_fallbacks(result: Result, scheme: Scheme) -> None:
    data = result_bulletin(result, scheme)
    styles = {style.name: style for style in opened(data).styles}
    looks = {
        name: (styles[name].element.rPr.rFonts.get(qn("w:eastAsia")), styles[name].font.size.pt)
        for name in ("公文标题", "公文正文", "公文一级标题", "公文附件标记")
    }
    assert looks == {
        "公文标题": ("方正小标宋简体", 22),
        "公文正文": ("仿宋_GB2312", 16),
        "公文一级标题": ("黑体", 16),
        "公文附件标记": ("黑体", 16),
    }
    table = parts(data)["word/fontTable.xml"]
    fonts = dict(re.findall(r'<w:font w:name="([^"]+)"><w:altName w:val="([^"]+)"/>', table))
    assert set(fonts) == {"方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"}
    assert all("Noto" in fallbacks for fallbacks in fonts.values())


def test_the_letterhead_is_red_and_fits_whatever_the_countys_name(result: Result, scheme: Scheme) -> None:
    document = opened(result_bulletin(result, scheme))
    head = document.paragraphs[0]
    assert str(head.style.font.color.rgb) == "FF0000"
    for county in ("盘山县", "双江拉祜族佤族布朗族傣族自治县"):
        text = f"{county}人民政府办公室文件"
        scale = page_geometry.letterhead_scale(text, 96)
        assert len(text) * 96 * 10 * scale // 100 <= page_geometry.TYPE_WIDTH


def test_page_numbers_are_outside_and_one_character_in(result: Result, scheme: Scheme) -> None:
    document = opened(result_bulletin(result, scheme))
    (section,) = document.sections
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (paragraph,) = footer.paragraphs
        assert paragraph._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        assert paragraph._p.pPr.find(qn("w:ind")).get(qn(f"w:{side}")) == str(page_geometry.EM)
        assert "".join(each.text for each in paragraph._p.iter(qn("w:t"))) == "— 1 —"


def test_tables_repeat_their_heading_and_tear_no_row(result: Result, scheme: Scheme) -> None:
    document = opened(result_bulletin(result, scheme, units_annexed=["胡家镇"]))
    assert len(document.tables) == 5
    for table in document.tables:
        rows = table._tbl.tr_lst
        assert [bool(row.findall(".//" + qn("w:tblHeader"))) for row in rows] == [True] + [False] * (
            len(rows) - 1
        )
        assert all(row.findall(".//" + qn("w:cantSplit")) for row in rows)
        widths = [int(each.get(qn("w:w"))) for each in table._tbl.tblGrid.gridCol_lst]
        assert sum(widths) == page_geometry.TYPE_WIDTH


# -- marks --------------------------------------------------------------------------------------


@pytest.mark.parametrize("banner", ["", "示例数据"])
def test_a_draft_and_its_banner_stand_on_odd_and_even_pages(
    draft: Result, scheme: Scheme, banner: str
) -> None:
    document = opened(result_bulletin(attrs.evolve(draft, banner=banner), scheme))
    (section,) = document.sections
    assert document.settings.odd_and_even_pages_header_footer
    assert not section.different_first_page_header_footer, "or the first page would go unmarked"
    for header in (section.header, section.even_page_header):
        (paragraph,) = header.paragraphs
        assert paragraph.text == "征求意见稿" + (f"　{banner}" if banner else "")
        marks = [each.get("string") for each in header._element.iter() if each.tag.endswith("}textpath")]
        assert marks[-1] == paragraph.text


def test_a_banner_stands_on_a_final_result_too(result: Result, scheme: Scheme) -> None:
    document = opened(result_bulletin(attrs.evolve(result, banner="示例数据"), scheme))
    (section,) = document.sections
    for header in (section.header, section.even_page_header):
        assert [paragraph.text for paragraph in header.paragraphs] == ["示例数据"]


def test_a_final_result_without_banner_has_nothing_at_its_head(result: Result, scheme: Scheme) -> None:
    assert not [name for name in parts(result_bulletin(result, scheme)) if "header" in name]


# -- the file ------------------------------------------------------------------------------------

FIELDS = {"fldSimple", "fldChar", "instrText", "hyperlink", "altChunk", "object", "sdt"}
EVIL = 'a</w:t><w:fldSimple w:instr="DDEAUTO c:\\x"/> { =1+1 } \x00\x1b\ud800\ufffe\u202e\tb\nc & "'


def test_text_of_unknown_origin_stays_text(result: Result, scheme: Scheme) -> None:
    quota = Finding(Severity.WARNING, "quota", EVIL, "towns.leader_evaluation")
    decisions = tuple(attrs.evolve(each, decision=EVIL) for each in scheme.decisions)
    changed = attrs.evolve(scheme, decisions=decisions, office=EVIL, county=EVIL)
    data = result_bulletin(attrs.evolve(result, findings=(quota,), banner=EVIL), changed)
    found = parts(data)
    elements = [each for text in found.values() for each in parse_xml(text.encode()).iter()]
    fields = [each for each in elements if each.tag.rpartition("}")[2] in FIELDS]
    assert [each.get(qn("w:instr")) for each in fields] == ["PAGE", "PAGE"], (
        "page numbers are the only fields"
    )
    kept = 'a</w:t><w:fldSimple w:instr="DDEAUTO c:\\x"/> { =1+1 } \ufffd\ufffd\ufffd\ufffd\ufffd b c & "'
    said = texts(opened(data))
    assert sum(kept in each for each in said) >= 10
    assert kept in opened(data).sections[0].header.paragraphs[0].text


def test_nothing_points_outside_the_file(result: Result, scheme: Scheme) -> None:
    found = parts(result_bulletin(result, scheme))
    assert not [name for name, text in found.items() if name.endswith(".rels") and "External" in text]


def test_equal_results_give_equal_bytes(result: Result, scheme: Scheme) -> None:
    first, second = (result_bulletin(result, scheme, on=ON, units_annexed=["胡家镇"]) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as file:
        assert {each.date_time for each in file.infolist()} == {(2020, 1, 1, 0, 0, 0)}
    assert result_bulletin(result, scheme, on=date(2020, 1, 6), units_annexed=["胡家镇"]) != first


def test_the_properties_name_the_run_and_no_person(result: Result, scheme: Scheme) -> None:
    properties = opened(result_bulletin(result, scheme)).core_properties
    assert properties.identifier == result.run
    assert {properties.author, properties.last_modified_by} == {"kaoping"}
    assert properties.comments == ""


def test_without_python_docx_it_says_what_to_install(
    result: Result, scheme: Scheme, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith("kaoping_core.reports.bulletin.")]:
        if name.rpartition(".")[2] in {"docx_writer", "page_marks", "docx_xml", "styles", "docx_file"}:
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(StorageError, match=re.escape('pip install "kaoping[documents]"')) as told:
        result_bulletin(result, scheme)
    assert isinstance(told.value, KaopingError)


def test_what_it_says_needs_no_python_docx() -> None:
    program = (
        "import sys; import kaoping_core.reports.bulletin.bulletin; "
        "sys.exit(bool({'docx', 'lxml'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0
