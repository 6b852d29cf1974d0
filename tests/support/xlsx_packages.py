"""Workbooks made by hand, part by part, for tests of what programs and people send."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

TYPES = f'{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
ROOT = (
    f'{XML}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
BOOK = "xl/workbook.xml"
BOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
SHEET = "xl/worksheets/sheet1.xml"
TEXTS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"


def sheet_of(rows: str, after: str = "") -> str:
    """A worksheet with these rows."""
    return f'{XML}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def texts_of(items: str) -> str:
    """A part of shared texts with these ``<si>``."""
    return f'{XML}<sst xmlns="{MAIN}">{items}</sst>'


def styles_of(*codes: str | int) -> str:
    """Cell styles 1, 2, … with these formats: a code of the workbook's own, or the id of a built-in one."""
    own = "".join(
        f'<numFmt numFmtId="{164 + place}" formatCode="{_escaped(code)}"/>'
        for place, code in enumerate(codes)
        if isinstance(code, str)
    )
    ids = [0, *(164 + place if isinstance(code, str) else code for place, code in enumerate(codes))]
    used = "".join(f'<xf numFmtId="{each}"/>' for each in ids)
    return f'{XML}<styleSheet xmlns="{MAIN}"><numFmts>{own}</numFmts><cellXfs>{used}</cellXfs></styleSheet>'


def book_of(*names: str, properties: str = "") -> str:
    """The part that lists sheets; sheet N has the relationship ``sN``."""
    listed = "".join(
        f'<sheet name="{_escaped(name)}" sheetId="{number}" r:id="s{number}"/>'
        for number, name in enumerate(names, 1)
    )
    return (
        f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}<sheets>{listed}</sheets></workbook>'
    )


def relations_of(**targets: str) -> str:
    """Relationships by id: the target, whose kind its name tells."""
    kinds = {"sharedStrings": "sharedStrings", "styles": "styles"}
    listed = "".join(
        f'<Relationship Id="{name}" Type="{OFFICE}/{kinds.get(name, "worksheet")}" Target="{target}"/>'
        for name, target in targets.items()
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


def parts(rows: str = "", *, after: str = "", texts: str = "", styles: str = "") -> dict[str, str | bytes]:
    """The parts of a small workbook of one sheet, ``甲``."""
    return {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": ROOT,
        BOOK: book_of("甲"),
        BOOK_RELATIONS: relations_of(
            s1="worksheets/sheet1.xml", sharedStrings="sharedStrings.xml", styles="styles.xml"
        ),
        SHEET: sheet_of(rows, after),
        TEXTS: texts_of(texts),
        STYLES: styles or styles_of(),
    }


def packed(given: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The package of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as package:
        for name, part in given.items():
            package.writestr(name, part)
    return buffer.getvalue()


def small(rows: str = "", *, after: str = "", texts: str = "", styles: str = "") -> bytes:
    """A small workbook of one sheet."""
    return packed(parts(rows, after=after, texts=texts, styles=styles))


def unpacked(data: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
