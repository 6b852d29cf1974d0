"""Files as other programs write them, and files that cannot be sent back."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kaoping_core.xlsx.annotate.annotate import CannotAnnotateError, CellNote, annotate
from kaoping_core.xlsx.annotate.style_editor import HIGHLIGHT
from tests.support.sent_files import (
    MAIN,
    PACKAGE,
    PLAIN_SHEET,
    RELATIONS,
    SHEET,
    STRICT_MAIN,
    STRICT_RELATIONS,
    added,
    names_in,
    office,
    parts_of,
    small,
    zipped,
)

WORKBOOK = "xl/workbook.xml"
RELS = "xl/worksheets/_rels/sheet1.xml.rels"
STYLES = "xl/styles.xml"
TYPES = "[Content_Types].xml"
ONE = [CellNote("表", "C7", "问题")]
VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml"\n xmlns:o="urn:schemas-microsoft-com:office:office"\n '
    'xmlns:x="urn:schemas-microsoft-com:office:excel">\n <o:shapelayout v:ext="edit">\n  '
    '<o:idmap v:ext="edit" data="1"/>\n </o:shapelayout>{shapes}</xml>'
)
BUTTON = (
    '<v:shape id="_x0000_s1025" type="#_x0000_t201"><v:textbox><div>按钮<br></div></v:textbox>'
    '<x:ClientData ObjectType="Button"><x:Anchor>1, 0, 1, 0, 2, 0, 2, 0</x:Anchor></x:ClientData></v:shape>'
)
OWN = (
    '<v:shape id="_x0000_s1025" type="#_x0000_t202"><x:ClientData ObjectType="Note">'
    "<x:Row>6</x:Row><x:Column>2</x:Column></x:ClientData></v:shape>"
)


def sheet_of(*rows: str, before: str = "", after: str = "") -> str:
    body = f"<sheetData>{''.join(rows)}</sheetData>" if rows else "<sheetData/>"
    return f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">{before}{body}{after}</worksheet>'


def relations_of(*listed: tuple[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(listed, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'


def marked_sheet(sheet: str, notes: list[CellNote] = ONE) -> str:
    """The sheet's XML with problems marked; nothing that was in it may be gone."""
    given = zipped(small(sheet))
    result = annotate(given, notes)
    found = load_workbook(io.BytesIO(result))["表"]
    for note in notes:
        assert found[note.cell].comment is not None, note.cell
        assert found[note.cell].fill.fgColor.rgb == HIGHLIGHT
    part = parts_of(result)[SHEET]
    assert names_in(added(sheet.encode(), part)) <= {"c", "row", "legacyDrawing"}
    return part.decode()


def test_a_file_without_styles_gets_some() -> None:
    result = annotate(zipped(small()), ONE)
    assert load_workbook(io.BytesIO(result))["表"]["C7"].fill.fgColor.rgb == HIGHLIGHT
    assert parts_of(result)[SHEET].count(b'<row r="7"><c r="C7" s="1"/></row>') == 1


@pytest.mark.parametrize(
    "rows", [[], ['<row r="7"/>'], ['<row r="7" ></row>'], ['<row r="3"/>', '<row r="9"/>']]
)
def test_cells_are_put_into_empty_sheets_and_rows(rows: list[str]) -> None:
    part = marked_sheet(sheet_of(*rows), [*ONE, CellNote("表", "A7", "也"), CellNote("表", "A5", "还有")])
    assert re.findall(r'<c r="(\w+)"', part) == ["A5", "A7", "C7"]
    numbers = [int(each) for each in re.findall(r'<row r="(\d+)"', part)]
    assert numbers == sorted(set(numbers))


def test_cells_are_put_between_their_neighbours_and_spans_and_dimension_grow() -> None:
    row = '<row r="7" spans="2:4"><c r="B7"><v>1</v></c><c r="D7"><v>2</v></c></row>'
    notes = [*ONE, CellNote("表", "A7", "前"), CellNote("表", "F7", "后")]
    part = marked_sheet(sheet_of(row, before='<dimension ref="B7:D7"/>'), notes)
    assert re.findall(r' r="([A-Z]\d)"', part) == ["A7", "B7", "C7", "D7", "F7"]
    assert 'spans="1:6"' in part
    assert '<dimension ref="A7:F7"/>' in part


def test_cells_and_rows_may_leave_out_where_they_are() -> None:
    rows = [
        "<row><c><v>1</v></c><c><v>2</v></c></row>",
        "<row><c/><c><v>4</v></c></row>",
        '<row r="9"><c r="C9"/><c/></row>',
    ]
    part = marked_sheet(
        sheet_of(*rows), [CellNote("表", "B2", "四"), CellNote("表", "D9", "末"), CellNote("表", "E2", "新")]
    )
    assert '<c s="1"><v>4</v></c><c r="E2" s="1"/>' in part
    assert '<c r="C9"/><c s="1"/>' in part


def test_new_cells_look_like_their_row_or_column_but_for_the_ground() -> None:
    styles = (
        f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="0"/>'
        '<borders count="1"><border/></borders><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="9" fillId="0"/>'
        '<xf numFmtId="10" applyFill="0"><alignment wrapText="1"/></xf></cellXfs></styleSheet>'
    )
    rows = ['<row r="2" s="2" customFormat="1"/>', '<row r="3" s="2"/>']
    columns = '<cols><col min="2" max="3" width="9" style="1"/></cols>'
    parts = small(sheet_of(*rows, before=columns), **{STYLES: styles})
    parts["xl/_rels/workbook.xml.rels"] = relations_of(
        ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")
    )
    result = annotate(zipped(parts), [CellNote("表", cell, "问题") for cell in ("B2", "B3", "B4", "A4")])
    sheet = load_workbook(io.BytesIO(result))["表"]
    formats = {cell: sheet[cell].number_format for cell in ("B2", "B3", "B4", "A4")}
    assert formats == {"B2": "0.00%", "B3": "0%", "B4": "0%", "A4": "General"}
    assert sheet["B2"].alignment.wrapText
    assert all(sheet[cell].fill.fgColor.rgb == HIGHLIGHT for cell in formats)
    written = parts_of(result)[STYLES].decode()
    assert (
        written.count('<patternFill patternType="gray125"')
        + written.count("<patternFill patternType='gray125'")
        == 1
    )


@pytest.mark.slow
def test_prefixed_names_stay_prefixed(tmp_path: Path) -> None:
    def prefixed(part: str) -> str:
        return re.sub(r"<(/?)(?=[a-z])", r"<\1x:", part).replace(' xmlns="', ' xmlns:x="')

    parts = small(prefixed(sheet_of('<row r="1"><c r="A1"><v>1</v></c></row>', "<row/>")))
    for name in (WORKBOOK, "xl/_rels/workbook.xml.rels", TYPES):
        whole = str(parts[name])
        parts[name] = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", whole).replace(' xmlns="', ' xmlns:x="')
    result = annotate(zipped(parts), [CellNote("表", "A1", "一"), CellNote("表", "B2", "二"), *ONE])
    new = parts_of(result)
    assert b"<x:legacyDrawing" in new[SHEET]
    assert b'<x:row><x:c r="B2" s="1"/></x:row>' in new[SHEET]
    assert b"<x:sheet xmlns:r=" in new[WORKBOOK]
    for name in (SHEET, WORKBOOK, TYPES):
        assert added(str(parts[name]).encode(), new[name])
    again = load_workbook(io.BytesIO(office(tmp_path, result, "xlsx")))
    assert again["表"]["B2"].comment.text.endswith("二")


@pytest.mark.slow
def test_strict_open_xml_stays_strict(tmp_path: Path) -> None:
    sheet = PLAIN_SHEET.replace(MAIN, STRICT_MAIN)
    result = annotate(zipped(small(sheet, main=STRICT_MAIN, relations=STRICT_RELATIONS)), ONE)
    for name, part in parts_of(result).items():
        assert MAIN.encode() not in part, name
        assert RELATIONS.encode() not in part, name
    again = load_workbook(io.BytesIO(office(tmp_path, result, "xlsx")))
    assert again["表"]["C7"].comment.text.endswith("问题")
    assert again["表"]["C7"].fill.fgColor.rgb == HIGHLIGHT


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_parts_in_other_encodings_can_be_marked(encoding: str) -> None:
    text = sheet_of('<row r="1"><c r="A1" t="inlineStr"><is><t>镇街</t></is></c></row>')
    declared = {"utf-8-sig": "UTF-8", "utf-16-le": "UTF-16"}.get(encoding, encoding)
    sheet = f'<?xml version="1.0" encoding="{declared}"?>\n{text}'.encode(encoding)
    result = annotate(zipped(small(sheet)), [*ONE, CellNote("表", "A1", "名称")])
    part = parts_of(result)[SHEET]
    assert part.startswith(codecs.BOM_UTF8) == (encoding == "utf-8-sig")
    found = load_workbook(io.BytesIO(result))["表"]
    assert (found["A1"].value, found["A1"].comment.text) == ("镇街", "考评：\n名称")


def test_targets_may_be_absolute_or_have_backslashes_and_names_differ_in_case() -> None:
    for target, name in (
        ("/xl/worksheets/sheet1.xml", SHEET),
        ("worksheets\\sheet1.xml", SHEET),
        ("./../xl/worksheets/Sheet1.XML", SHEET),
        ("worksheets/sheet1.xml", "xl\\worksheets\\sheet1.xml"),
        ("worksheets/%73heet1.xml", SHEET),
    ):
        parts = small()
        parts["xl/_rels/workbook.xml.rels"] = relations_of(("worksheet", target))
        parts[name] = parts.pop(SHEET)
        new = parts_of(annotate(zipped(parts), ONE))
        assert b'<c r="C7" s="1"/>' in new[name], target


def test_the_link_to_the_comments_stands_before_controls_and_tables() -> None:
    after = (
        '<pageMargins left="1" right="1" top="1" bottom="1" header="0" footer="0"/>'
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice Requires="x14"><controls/></mc:Choice></mc:AlternateContent><tableParts count="0"/>'
    )
    part = marked_sheet(sheet_of(after=after))
    assert part.index("<pageMargins") < part.index("<legacyDrawing") < part.index("<mc:AlternateContent")


def with_comments(comments: str, shapes: str) -> dict[str, str | bytes]:
    parts = small(sheet_of(after='<legacyDrawing r:id="rId1"/>'))
    parts[RELS] = relations_of(
        ("vmlDrawing", "../drawings/vmlDrawing1.vml"), ("comments", "../comments1.xml")
    )
    parts["xl/comments1.xml"] = comments
    parts["xl/drawings/vmlDrawing1.vml"] = VML.format(shapes=shapes)
    default = (
        '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
    )
    override = (
        '<Override PartName="/xl/comments1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"/>'
    )
    parts[TYPES] = str(parts[TYPES]).replace("</Types>", f"{default}{override}</Types>")
    return parts


@pytest.mark.parametrize(
    "own",
    [
        "<t>原文</t>",
        '<r><rPr><b/></rPr><t xml:space="preserve">原</t></r><r><t>文</t></r>',
        '<t>原文</t><phoneticPr fontId="1"/>',
    ],
)
def test_the_senders_text_and_its_runs_stay_above_ours(own: str) -> None:
    comments = (
        f'<comments xmlns="{MAIN}"><authors><author>寄件人</author></authors><commentList>'
        f'<comment ref="C7" authorId="0"><text>{own}</text></comment></commentList></comments>'
    )
    result = annotate(zipped(with_comments(comments, OWN)), ONE)
    new = parts_of(result)
    assert added(comments.encode(), new["xl/comments1.xml"])
    assert "考评</author>".encode() not in new["xl/comments1.xml"], "nothing in it is ours alone"
    assert new["xl/drawings/vmlDrawing1.vml"] == VML.format(shapes=OWN).encode()
    assert load_workbook(io.BytesIO(result))["表"]["C7"].comment.text == "原文\n考评：\n问题"


def test_the_senders_box_grows_so_that_our_text_shows() -> None:
    comments = (
        f'<comments xmlns="{MAIN}"><authors><author/></authors><commentList>'
        '<comment ref="C7" authorId="0"><text><t>原文</t></text></comment></commentList></comments>'
    )
    anchored = OWN.replace("<x:Row>", "<x:Anchor>\n 3, 15, 5, 10, 4, 31, 9, 9</x:Anchor>\n<x:Row>")
    other = anchored.replace("<x:Row>6<", "<x:Row>8<").replace("s1025", "s1026")
    new = parts_of(annotate(zipped(with_comments(comments, other + anchored)), ONE))
    made = new["xl/drawings/vmlDrawing1.vml"].decode()
    assert other in made, "the box of another comment stays"
    assert re.findall(r"<x:Anchor>\s*(.*)</x:Anchor>", made)[1] == "3, 15, 5, 10, 7, 3, 11, 13"


def test_an_empty_comment_gets_our_text() -> None:
    for inner in ("<text/>", "<text></text>", ""):
        comments = (
            f'<comments xmlns="{MAIN}"><authors><author/></authors><commentList>'
            f'<comment ref="C7" authorId="0">{inner}</comment></commentList></comments>'
        )
        result = annotate(zipped(with_comments(comments, OWN)), ONE)
        assert load_workbook(io.BytesIO(result))["表"]["C7"].comment.text == "考评：\n问题", inner


def test_threaded_comments_stay_as_they_are() -> None:
    comments = (
        f'<comments xmlns="{MAIN}"><authors><author>tc={{1}}</author></authors><commentList>'
        '<comment ref="C7" authorId="0"><text><t>[Threaded comment]</t></text></comment></commentList></comments>'
    )
    parts = with_comments(comments, OWN)
    parts["xl/threadedComments/threadedComment1.xml"] = "<ThreadedComments/>"
    new = parts_of(annotate(zipped(parts), ONE))
    assert new["xl/threadedComments/threadedComment1.xml"] == b"<ThreadedComments/>"
    assert "问题".encode() in new["xl/comments1.xml"]


def test_boxes_are_added_to_the_drawing_of_form_controls_whole_xml_or_not() -> None:
    parts = small(sheet_of(after='<legacyDrawing r:id="rId1"/>'))
    parts[RELS] = relations_of(("vmlDrawing", "../drawings/vmlDrawing1.vml"))
    drawing = VML.format(shapes=BUTTON)
    parts["xl/drawings/vmlDrawing1.vml"] = drawing
    new = parts_of(annotate(zipped(parts), ONE))
    made = new["xl/drawings/vmlDrawing1.vml"].decode()
    assert made.startswith(drawing.removesuffix("</xml>").replace('data="1"', 'data="1,2"'))
    assert '<v:shape id="_x0000_s2049" type="#_x0000_t202"' in made
    assert "<x:Row>6</x:Row><x:Column>2</x:Column>" in made
    assert new[SHEET].count(b"legacyDrawing") == 1


def test_a_type_that_the_file_gives_to_its_drawings_is_left_alone() -> None:
    parts = small()
    parts[TYPES] = str(parts[TYPES]).replace(
        "<Default", '<Default Extension="VML" ContentType="text/x"/><Default', 1
    )
    types = parts_of(annotate(zipped(parts), ONE))[TYPES].decode()
    assert '<Override PartName="/xl/drawings/vmlDrawing1.vml"' in types


def test_boxes_are_as_large_as_their_text() -> None:
    def height(text: str) -> int:
        result = annotate(zipped(small()), [CellNote("表", "C7", text)])
        made = parts_of(result)["xl/drawings/vmlDrawing1.vml"].decode()
        found = re.search(r"width:(\d+)pt;height:(\d+)pt", made)
        assert found
        return int(found[1]) * int(found[2])

    assert height("短") < height("长" * 100) < height("长" * 900)


def test_protection_of_the_workbook_and_places_by_sheet_number_stay() -> None:
    parts = small()
    extra = '<workbookProtection lockStructure="1"/>'
    names = '<definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">表!$A$1</definedName></definedNames>'
    parts[WORKBOOK] = (
        str(parts[WORKBOOK])
        .replace("<sheets>", f"{extra}<sheets>")
        .replace("</workbook>", f"{names}</workbook>")
    )
    new = parts_of(annotate(zipped(parts), ONE))[WORKBOOK].decode()
    assert extra in new
    assert names in new
    assert new.index('name="表"') < new.index('name="问题清单"')


def test_zip_files_written_as_a_stream_are_read(tmp_path: Path) -> None:
    class Stream(io.RawIOBase):
        def __init__(self) -> None:
            self.written = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.written += data
            return len(data)

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for name, part in small().items():
            out.writestr(name, part)
        out.comment = "附言".encode()
    result = annotate(bytes(stream.written), ONE)
    assert load_workbook(io.BytesIO(result))["表"]["C7"].comment is not None
    with zipfile.ZipFile(io.BytesIO(result)) as made:
        assert made.comment == "附言".encode()
        assert all(not each.flag_bits & 8 for each in made.infolist())


# -- what cannot be sent back --------------------------------------------------------------------


def refused(data: bytes, notes: list[CellNote] = ONE) -> str:
    with pytest.raises(CannotAnnotateError) as caught:
        annotate(data, notes)
    message = str(caught.value)
    assert re.search("[\u4e00-\u9fff]", message)
    return message


def test_what_is_no_workbook_is_refused() -> None:
    assert "不是完好的 Excel 工作簿" in refused(b"")
    assert "不是完好的 Excel 工作簿" in refused(b"PK\x03\x04 cut short")
    assert "密码" in refused(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    assert "没有工作簿" in refused(zipped({"a.txt": "x"}))
    document = small()
    document[WORKBOOK] = "<document/>"
    assert "不是 Excel 工作簿" in refused(zipped(document))
    binary = small()
    binary["_rels/.rels"] = str(binary["_rels/.rels"]).replace("workbook.xml", "workbook.bin")
    assert "xlsb" in refused(zipped(binary))


@pytest.mark.parametrize(
    "sheet", ["<worksheet><sheetData>", "", "<a/>", f'<worksheet xmlns="{MAIN}"/>', "<x:worksheet/>"]
)
def test_a_sheet_that_is_not_whole_is_refused(sheet: str) -> None:
    assert SHEET in refused(zipped(small(sheet)))


def test_document_types_are_refused_before_they_can_explode() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>'
    assert "文档类型" in refused(zipped(small(f"{bomb}{PLAIN_SHEET}")))


def test_a_damaged_part_that_must_change_is_refused() -> None:
    data = bytearray(zipped(small()))
    place = data.index(b"PK\x03\x04", data.index(SHEET.encode()) - 40)
    data[place + 30 + len(SHEET) + 5] ^= 0xFF
    assert SHEET in refused(bytes(data))


def test_a_missing_part_is_refused() -> None:
    parts = with_comments(f'<comments xmlns="{MAIN}"/>', "")
    del parts["xl/drawings/vmlDrawing1.vml"]
    assert "vmlDrawing1.vml" in refused(zipped(parts))


def test_names_that_differ_only_in_case_are_refused() -> None:
    assert "重名" in refused(zipped({**small(), SHEET.upper(): "x"}))


def test_a_damaged_sheet_without_problems_does_not_matter() -> None:
    result = annotate(zipped(small("<not whole")), [CellNote("", "", "打不开")])
    assert parts_of(result)[SHEET] == b"<not whole"
