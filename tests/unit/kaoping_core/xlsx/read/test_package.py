"""Opening packages: parts are read within their bounds, whichever part of the bounds is tried."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest

from kaoping_core.xlsx.read import package
from kaoping_core.xlsx.read.package import NotAWorkbookError, Package, local, looks_like_package
from tests.support.xlsx_packages import (
    BOOK,
    BOOK_RELATIONS,
    OFFICE,
    ROOT,
    SHEET,
    STYLES,
    packed,
    parts,
    relations_of,
    sheet_of,
)
from tests.support.xlsx_packages import unpacked as unpacked_parts


def opened(**changes: str | bytes) -> Package:
    """A small workbook with parts replaced."""
    return Package(packed({**parts(), **changes}))


def refused(given: Mapping[str, str | bytes] | bytes) -> NotAWorkbookError:
    with pytest.raises(NotAWorkbookError) as caught:
        Package(given if isinstance(given, bytes) else packed(given))
    assert caught.value.advice.startswith("请")
    return caught.value


def refused_part(sheet: str | bytes) -> NotAWorkbookError:
    """Why a sheet cannot be walked through."""
    with pytest.raises(NotAWorkbookError) as caught:
        opened(**{SHEET: sheet}).parse(SHEET, lambda *_: None)
    assert caught.value.advice.startswith("请")
    return caught.value


def test_a_workbook_opens_and_its_parts_are_found_in_any_case() -> None:
    book = opened()
    assert book.workbook == BOOK
    assert book.has("XL/Workbook.XML")
    assert not book.has("xl/workbook2.xml")
    assert b"".join(book.chunks("xl/WORKSHEETS/sheet1.xml")) == sheet_of("").encode()


def test_a_refusal_is_one_sentence_for_people() -> None:
    error = NotAWorkbookError("文件是空的", "请重新保存并发送一次")
    assert str(error) == "文件是空的。请重新保存并发送一次"


def test_only_what_begins_as_a_package_looks_like_one() -> None:
    assert looks_like_package(packed(parts()))
    assert not looks_like_package(b"PK\x05\x06" + bytes(18))
    assert not looks_like_package(b"")


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_parts_may_be_stored_or_deflated(method: int) -> None:
    assert Package(packed(parts(), method)).workbook == BOOK


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_other_ways_of_packing_are_refused(method: int) -> None:
    assert "损坏" in refused(packed(parts(), method)).message


def test_a_package_behind_other_bytes_is_refused_for_it_may_be_two_files() -> None:
    whole = packed(parts())
    assert "损坏" in refused(whole + packed({**parts(), BOOK: parts()[BOOK]})).message
    assert "损坏" in refused(b"PK\x03\x04" + whole).message
    assert Package(whole + b"\r\n").workbook == BOOK


# -- relationships -------------------------------------------------------------------------------


def test_targets_are_names_of_parts_wherever_they_start() -> None:
    given = relations_of(s1="worksheets/sheet1.xml", s2="/xl/a.xml", s3="../b.xml", s4="x\\..\\c.xml")
    found = opened(**{BOOK_RELATIONS: given}).relations(BOOK)
    assert {name: path for name, (_, path) in found.items()} == {
        "s1": SHEET,
        "s2": "xl/a.xml",
        "s3": "b.xml",
        "s4": "xl/c.xml",
    }


def test_what_lies_outside_is_no_part() -> None:
    link = (
        f'<Relationship Id="h" Type="{OFFICE}/hyperlink" Target="http://192.0.2.1/" TargetMode="External"/>'
    )
    given = relations_of(s1="worksheets/sheet1.xml").replace("</Relationships>", f"{link}</Relationships>")
    assert opened(**{BOOK_RELATIONS: given}).relations(BOOK).keys() == {"s1"}
    assert opened().relations(SHEET) == {}


def test_a_workbook_is_found_whatever_its_folder_and_case() -> None:
    given = {**parts(), "_rels/.rels": ROOT.replace("xl/workbook.xml", "/Buch/Workbook2.xml")}
    given["Buch/workbook2.xml"] = given.pop(BOOK)
    assert Package(packed(given)).workbook == "Buch/Workbook2.xml"


# -- XML -----------------------------------------------------------------------------------------


def test_elements_and_texts_go_by_in_their_order() -> None:
    seen: list[object] = []
    book = opened(**{SHEET: '<a b="1">x<c/>y&amp;z</a>'})
    book.parse(SHEET, lambda tag, attributes: seen.append((tag, attributes)), seen.append, seen.append)
    assert seen == [("a", {"b": "1"}), "x", ("c", {}), "c", "y&z", "a"]


def test_a_prefix_is_no_part_of_a_name() -> None:
    assert local("x:row") == local("row") == "row"


@pytest.mark.parametrize("encoding", ["utf-8", "UTF-8", "utf-16", "us-ascii"])
def test_unicode_is_read_in_the_encodings_of_the_standard(encoding: str) -> None:
    texts: list[str] = []
    given = f'<?xml version="1.0" encoding="{encoding}"?><a>&#x7532;</a>'.encode(encoding)
    opened(**{SHEET: given}).parse(SHEET, lambda *_: None, None, texts.append)
    assert texts == ["甲"]


@pytest.mark.parametrize("encoding", ["gb18030", "latin-1", "utf-7", "idna", "unicode_escape", "rot13", "无"])
def test_other_encodings_are_refused_and_not_looked_for(encoding: str) -> None:
    given = f'<?xml version="1.0" encoding="{encoding}"?><a/>'
    assert "损坏" in refused_part(given.encode()).message


def test_a_document_type_is_refused_before_it_can_declare_anything() -> None:
    for declared in (
        "<!DOCTYPE a>",
        '<!DOCTYPE a [<!ENTITY b "c">]>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
    ):
        assert "实体" in refused_part(f"{declared}<a/>").message


# -- bounds --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bound", "most", "message"),
    [("MAX_PART", 43, "太大"), ("MAX_DEPTH", 2, "嵌套"), ("MAX_ELEMENTS", 10, "太多")],
)
def test_every_bound_of_a_part_holds_to_the_unit(
    bound: str, most: int, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the bound it is read, one beyond it is not."""
    sheet = "<a>" + "<b/>" * 9 + "</a>"
    book = opened(**{SHEET: sheet})
    book._elements = 0
    monkeypatch.setattr(package, bound, most)
    book.parse(SHEET, lambda *_: None)
    book._elements = 0
    monkeypatch.setattr(package, bound, most - 1)
    with pytest.raises(NotAWorkbookError, match=message):
        book.parse(SHEET, lambda *_: None)


def test_the_whole_package_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed(parts())
    unpacked = sum(map(len, unpacked_parts(data).values()))
    for name, size in (("MAX_PACKED", len(data)), ("MAX_PARTS", len(parts())), ("MAX_UNPACKED", unpacked)):
        with monkeypatch.context() as patched:
            patched.setattr(package, name, size)
            assert Package(data).workbook == BOOK
            patched.setattr(package, name, size - 1)
            assert "太大" in refused(data).message


def test_attributes_count_as_elements_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MAX_ELEMENTS", 60)
    many = " ".join(f'a{number}="1"' for number in range(60))
    assert "太多" in refused_part(f"<a {many}/>").message


def test_a_part_that_is_longer_than_it_says_is_not_read() -> None:
    """The directory says 10 bytes; what is unpacked beyond them is never looked at, and the checksum tells."""
    data = bytearray(packed({**parts(), SHEET: sheet_of("<row/>" * 100)}))
    entry = data.rindex(SHEET.encode()) - 46
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    book = Package(bytes(data))
    with pytest.raises(NotAWorkbookError, match="损坏"):
        list(book.chunks(SHEET))


def test_damage_inside_a_part_is_found_by_its_checksum() -> None:
    data = bytearray(packed(parts(), zipfile.ZIP_STORED))
    place = data.index(b"<sheetData>")
    data[place + 3] ^= 1
    with pytest.raises(NotAWorkbookError, match="损坏"):
        Package(bytes(data)).parse(SHEET, lambda *_: None)


def test_styles_that_nobody_reads_may_be_anything() -> None:
    """A part is looked at when it is wanted."""
    assert opened(**{STYLES: b"\xff"}).has(STYLES)


def test_folders_are_no_parts_that_anybody_misses() -> None:
    buffer = io.BytesIO(packed(parts()))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.mkdir("xl/media")
    assert Package(buffer.getvalue()).workbook == BOOK
