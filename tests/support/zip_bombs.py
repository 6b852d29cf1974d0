"""Files made to cost time and memory: what they are, and what the refusal says of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from struct import pack

from kaoping_core.xlsx.read.package import MAX_PACKED, MAX_PART
from tests.support.malicious_workbooks import BROKEN, LARGE, ROW, Hostile, with_part
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
    texts_of,
    unpacked,
)

MEGABYTE = 1024 * 1024


def rows_of(count: int, row: str) -> str:
    """So many rows; ``{}`` is the row's number."""
    return "".join(row.replace("{}", str(number)) for number in range(1, count + 1))


def bombs() -> Iterator[tuple[str, str, Callable[[], bytes]]]:
    """Files that grow: what they are, what the refusal says."""
    zeros = b"\0" * MAX_PART
    blank = " " * (MAX_PART - 1024)
    yield "a file larger than any report", LARGE, lambda: small(ROW) + b"\0" * MAX_PACKED
    yield "a part of a hundred megabytes", LARGE, very_long
    yield "a part of a hundred megabytes said to be short", BROKEN, said_to_be_short
    yield (
        "a part of blanks as long as allowed, twice",
        "",
        lambda: packed({**parts(ROW), SHEET: sheet_of(blank), TEXTS: texts_of(blank)}),
    )
    yield "a part of zeros", BROKEN, lambda: with_part(SHEET, zeros)
    yield (
        "seven parts as long as allowed",
        LARGE,
        lambda: packed({**parts(ROW), **{f"xl/x{n}.xml": zeros for n in range(7)}}),
    )
    yield (
        "a million styled rows with nothing",
        LARGE,
        lambda: small(rows_of(1_048_576, '<row r="{}" s="1" customFormat="1" ht="15"/>')),
    )
    yield "a million rows with nothing", "太多", lambda: small("<row/>" * 1_048_576)
    yield (
        "a million cells with nothing",
        "太多",
        lambda: small(("<row>" + "<c/>" * 16_000 + "</row>") * 70),
    )
    yield (
        "three hundred thousand cells",
        "100000个",
        lambda: small(rows_of(30_000, "<row>" + "<c><v>{}</v></c>" * 10 + "</row>")),
    )
    yield (
        "one cell at the end of all cells",
        "",
        lambda: small('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    )
    yield (
        "two hundred thousand merged ranges",
        "合并",
        lambda: small(
            ROW, after="<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 200_000 + "</mergeCells>"
        ),
    )
    yield (
        "shared texts without end",
        "文字太多",
        lambda: small(ROW, texts="<si><t>" + "长" * 2_200_000 + "</t></si>"),
    )
    yield (
        "four hundred thousand shared texts",
        "",
        lambda: small(
            '<row r="1"><c r="A1" t="s"><v>400000</v></c></row>', texts="<si><t>a</t></si>" * 400_000
        ),
    )
    yield (
        "one long text in every cell",
        "文字太多",
        lambda: small(
            rows_of(20_000, "<row>" + '<c t="s"><v>0</v></c>' * 10 + "</row>"),
            texts=f"<si><t>{'长' * 32_000}</t></si>",
        ),
    )
    yield (
        "texts in cells without end",
        "文字太多",
        lambda: small(rows_of(240, f'<row><c t="inlineStr"><is><t>{"a" * 32_000}</t></is></c></row>')),
    )
    yield (
        "a text of seven megabytes in a cell",
        "文字太多",
        lambda: small(f'<row><c t="str"><v>{"a" * 7 * MEGABYTE}</v></c></row>'),
    )
    yield (
        "a number of seven million digits",
        "文字太多",
        lambda: small(f"<row><c><v>{'9' * 7_000_000}</v></c></row>"),
    )
    yield (
        "an attribute of seven megabytes",
        "",
        lambda: small(f'<row x="{"a" * 7 * MEGABYTE}"><c r=""/></row>'),
    )
    yield "an unfinished tag of seven megabytes", BROKEN, lambda: with_part(SHEET, "<" + "a" * 7 * MEGABYTE)
    yield "a comment of seven megabytes", BROKEN, lambda: with_part(SHEET, "<!--" + "-a" * 3 * MEGABYTE)
    yield (
        "six hundred thousand attributes",
        "",
        lambda: small("<row " + " ".join(f'a{n:x}=""' for n in range(640_000)) + '/><row r="x"/>'),
    )
    yield "two million tags inside each other", "嵌套", lambda: with_part(SHEET, "<a>" * 2_000_000)
    yield (
        "sixty thousand sheets of one part",
        "同一份",
        lambda: packed(
            {
                **parts(),
                BOOK: book_of(*["甲"] * 60_000).replace("s59999", "s1"),
                BOOK_RELATIONS: relations_of(s1="worksheets/sheet1.xml", s2="worksheets/sheet1.xml"),
            }
        ),
    )
    yield (
        "three hundred thousand styles",
        "",
        lambda: with_part(
            STYLES, "<styleSheet><cellXfs>" + '<xf numFmtId="164"/>' * 300_000 + "</cellXfs></styleSheet>"
        ),
    )
    yield (
        "a hundred thousand formats",
        "",
        lambda: with_part(
            STYLES,
            "<styleSheet><numFmts>"
            + "".join(f'<numFmt numFmtId="{n}" formatCode="0"/>' for n in range(120_000))
            + "</numFmts></styleSheet>",
            '<row><c s="7"><v>1</v></c></row>',
        ),
    )
    yield (
        "a format of a megabyte used by a thousand styles",
        "",
        lambda: with_part(
            STYLES,
            f'<styleSheet><numFmts><numFmt numFmtId="164" formatCode="{"[" * MEGABYTE}"/></numFmts><cellXfs>'
            + '<xf numFmtId="164"/>' * 1_000
            + "</cellXfs></styleSheet>",
        ),
    )
    yield (
        "fifty thousand relationships",
        "",
        lambda: packed({**parts(ROW), BOOK_RELATIONS: relations_of(**{f"r{n}": "a" for n in range(50_000)})}),
    )


def very_long() -> bytes:
    """A part of a hundred megabytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts(ROW).items():
            if name != SHEET:
                package.writestr(name, part)
        with package.open(SHEET, "w") as stream:
            for _ in range(100):
                stream.write(b" " * MEGABYTE)
    return buffer.getvalue()


def said_to_be_short() -> bytes:
    """A part of a hundred megabytes, of which the directory says that it has a hundred bytes."""
    data = bytearray(very_long())
    entry = data.rindex(SHEET.encode()) - 46
    data[entry + 24 : entry + 28] = pack("<L", 100)
    return bytes(data)


HEAVY = [Hostile(name, make, says) for name, says, make in bombs()]
"""Wrong in size: made to cost time and memory."""


def crowded(report: bytes) -> Iterator[Hostile]:
    """An evaluator's workbook with much more in it than belongs there."""

    def with_rows(rows: str, texts: str = "") -> bytes:
        given = unpacked(report)
        name = "xl/worksheets/sheet2.xml"
        given[name] = given[name].replace(b"</sheetData>", f"{rows}</sheetData>".encode())
        if texts:
            given[TEXTS] = given[TEXTS].replace(b"</sst>", f"{texts}</sst>".encode())
        return packed(given)

    def text(value: str) -> str:
        return f'<c t="inlineStr"><is><t>{value}</t></is></c>'

    def numbered(count: int, cells: str) -> str:
        return "".join(f"<row>{cells.replace('{}', str(number))}</row>" for number in range(count))

    numbers = "<c><v>1</v></c>" * 5
    long_name = "太平街道" * 8_000
    mark = "kaoping-workbook/1|2019|县发改局{}|towns"
    yield Hostile(
        "many rows of unknown units", lambda: with_rows(numbered(2_000, text("某单位{}") + numbers)), ""
    )
    yield Hostile(
        "many rows of one unit", lambda: with_rows(numbered(15_000, text("太平街道") + numbers)), ""
    )
    yield Hostile(
        "long names of unknown units", lambda: with_rows(numbered(60, text(long_name) + numbers)), ""
    )
    yield Hostile("many rows without a name", lambda: with_rows(numbered(15_000, "<c/>" + numbers)), "")
    yield Hostile("many marks", lambda: with_rows(numbered(2_000, text(mark.replace("{}", "")))), "")
    yield Hostile("many marks of many evaluators", lambda: with_rows(numbered(20_000, text(mark))), "")
    yield Hostile("many ids", lambda: with_rows("<row>" + text("a#b") * 16_000 + "</row>"), "")
    yield Hostile(
        "as many cells as allowed",
        lambda: with_rows(numbered(6_000, "<c/>" * 20 + "<c><v>1.5</v></c>" * 15)),
        "",
    )
