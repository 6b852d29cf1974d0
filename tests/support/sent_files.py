"""Workbooks' files for the tests of annotating: made by hand part by part, taken apart, compared."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "xl/worksheets/sheet1.xml"
PLAIN_SHEET = (
    f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
)
_CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_CHANGING = re.compile(rb'\s(?:s|count|spans|ref|data|fillId|applyFill)="[^"]*"')
_TOKEN = re.compile(rb"<[^>]*>|[^<]+")
_SIZE_OF_BOX = re.compile(rb"Anchor>[^<]*<")
_EMPTY = re.compile(rb"<([^\s/>]+)([^>]*)/>")


def file_of(workbook: Workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        for name, part in parts.items():
            out.writestr(name, part)
    return buffer.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def small(
    sheet: str | bytes = PLAIN_SHEET, *, main: str = MAIN, relations: str = RELATIONS, **more: str | bytes
) -> dict[str, str | bytes]:
    """The fewest parts that a workbook can have, with one sheet named 表; no styles."""
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_CONTENT}.sheet.main+xml"/>'
        f'<Override PartName="/{SHEET}" ContentType="{_CONTENT}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
        '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        SHEET: sheet,
        **more,
    }


def tokens(part: bytes) -> list[bytes]:
    """Tags and texts, without the attributes and the size of boxes that annotating may change."""
    whole = _SIZE_OF_BOX.sub(b"Anchor><", _EMPTY.sub(rb"<\1\2></\1>", part))
    return [_CHANGING.sub(b"", each) for each in _TOKEN.findall(whole)]


def added(before: bytes, after: bytes) -> list[bytes]:
    """What was put in; everything that was there must still be there, in its order and as it was written."""
    old = tokens(before)
    extra, place = [], 0
    for each in tokens(after):
        if place < len(old) and each == old[place]:
            place += 1
        else:
            extra.append(each)
    assert place == len(old), f"gone: {old[place : place + 3]}"
    return extra


def names_in(pieces: list[bytes]) -> set[str]:
    """Names of the elements among tags, without prefixes."""
    found = (re.match(rb"<(?:\w+:)?(\w+)", each) for each in pieces)
    return {each[1].decode() for each in found if each}


def office(folder: Path, data: bytes, kind: str) -> bytes:
    """What LibreOffice makes of a workbook."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    (folder / "given.xlsx").write_bytes(data)
    made = folder / "made"
    command = [program, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    command += ["--convert-to", kind, "--outdir", str(made), str(folder / "given.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (made / f"given.{kind}").read_bytes()
