"""Files that must not be taken: what they are, and what the refusal says of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import partial
from struct import pack

from attrs import frozen

from tests.support.xlsx_packages import (
    BOOK,
    BOOK_RELATIONS,
    OFFICE,
    ROOT,
    SHEET,
    STYLES,
    TEXTS,
    packed,
    parts,
    relations_of,
    sheet_of,
    small,
)

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
BROKEN, LARGE, FORMAT = "损坏", "太大", "不是xlsx文件"
ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'


@frozen
class Hostile:
    """A file that must not be taken."""

    name: str
    make: Callable[[], bytes]
    says: str
    """What the refusal must contain."""


LIGHT: list[Hostile] = []
"""Wrong in kind."""


def _add(to: list[Hostile], name: str, says: str, make: Callable[[], bytes]) -> None:
    to.append(Hostile(name, make, says))


def with_part(name: str, part: str | bytes, rows: str = ROW) -> bytes:
    """A small workbook with one part added or replaced."""
    return packed({**parts(rows), name: part})


def without(name: str) -> bytes:
    """A small workbook without one of its parts."""
    return packed({key: part for key, part in parts(ROW).items() if key != name})


# -- other kinds of files ------------------------------------------------------------------------

for _name, _data, _says in (
    ("nothing at all", b"", "空的"),
    ("one byte", b"P", FORMAT),
    ("an old workbook (xls)", OLE + b"\0" * 4096, FORMAT),
    ("an encrypted workbook", OLE + b"\0" * 2048 + "EncryptedPackage".encode("utf-16-le"), "密码"),
    ("a table as text (csv)", "单位,数值\n太平街道,1\n".encode("gb18030"), "CSV"),
    ("a table as text in UTF-16", "单位\t数值\n".encode("utf-16"), FORMAT),
    ("a web page", b"\xef\xbb\xbf\r\n<html><table></table></html>", "网页"),
    ("a flat XML workbook", b'<?xml version="1.0"?><Workbook/>', "XML"),
    ("a PDF", b"%PDF-1.7\n" + b"\0" * 100, "PDF"),
    ("an archive of another kind", b"7z\xbc\xaf\x27\x1c" + b"\0" * 100, FORMAT),
    ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", FORMAT),
    ("JSON", b'{"format": "kaoping-submission/1"}', "文本"),
    ("an archive without anything", b"PK\x05\x06" + b"\0" * 18, BROKEN),
    ("an archive's first bytes", b"PK\x03\x04", BROKEN),
    ("an archive's first bytes and noise", b"PK\x03\x04" + bytes(range(256)) * 20, BROKEN),
):
    _add(LIGHT, _name, _says, partial(bytes, _data))

_add(LIGHT, "an archive of other files", "压缩", lambda: packed({"报送/甲.xlsx": small(ROW)}))
_add(LIGHT, "an OpenDocument table (ods)", "ods", lambda: packed({"mimetype": "x", "content.xml": "<a/>"}))
_add(
    LIGHT,
    "a document (docx)",
    "文档",
    lambda: packed(
        {
            **parts(ROW),
            "_rels/.rels": ROOT.replace("xl/workbook.xml", "word/document.xml"),
            "word/document.xml": "<a/>",
        }
    ),
)
_add(
    LIGHT,
    "a binary workbook (xlsb)",
    "xlsb",
    lambda: packed(
        {**parts(ROW), "_rels/.rels": ROOT.replace("workbook.xml", "workbook.bin"), "xl/workbook.bin": "x"}
    ),
)


# -- what a workbook may not hold ----------------------------------------------------------------

_add(LIGHT, "macros (xlsm)", "宏", lambda: with_part("xl/vbaProject.bin", OLE))
_add(LIGHT, "macros in a folder of another case", "宏", lambda: with_part("XL/VBAPROJECT.BIN", OLE))
_add(LIGHT, "a sheet of macros", "宏表", lambda: with_part("xl/macrosheets/sheet1.xml", "<a/>"))
_add(
    LIGHT,
    "a link to another workbook",
    "别的工作簿",
    lambda: with_part("xl/externalLinks/externalLink1.xml", "<a/>"),
)
_add(LIGHT, "a connection to a database", "外部数据", lambda: with_part("xl/connections.xml", "<a/>"))
_add(LIGHT, "a control", "控件", lambda: with_part("xl/activeX/activeX1.bin", OLE))


def _under_another_name(kind: str) -> bytes:
    """Something foreign whose part is called harmlessly."""
    relation = f'<Relationship Id="x" Type="{OFFICE}/{kind}" Target="theme/theme9.xml"/></Relationships>'
    relations = str(parts()[BOOK_RELATIONS]).replace("</Relationships>", relation)
    return packed({**parts(ROW), BOOK_RELATIONS: relations, "xl/theme/theme9.xml": "<a/>"})


for _kind, _says in (
    ("vbaProject", "宏"),
    ("xlMacrosheet", "宏表"),
    ("externalLink", "别的工作簿"),
    ("connections", "外部数据"),
):
    _add(LIGHT, f"{_kind} under another name", _says, partial(_under_another_name, _kind))


# -- XML that is more than a table ---------------------------------------------------------------

LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    + "".join(f'<!ENTITY {chr(n + 1)} "{f"&{chr(n)};" * 10}">' for n in range(ord("b"), ord("k")))
    + "]>"
)
SECRET = '<!DOCTYPE l [<!ENTITY k SYSTEM "file:///etc/hostname">]>'
OUTSIDE = '<!DOCTYPE l SYSTEM "http://192.0.2.1/x.dtd">'

for _part in (SHEET, TEXTS, STYLES, BOOK, BOOK_RELATIONS, "_rels/.rels"):
    for _name, _start in (
        ("entities that grow", LAUGHS),
        ("an entity from a file", SECRET),
        ("a DTD", OUTSIDE),
    ):
        _add(LIGHT, f"{_name} in {_part}", "实体", partial(with_part, _part, f"{_start}<l>&k;</l>"))

_add(LIGHT, "entities in UTF-16", "实体", lambda: with_part(SHEET, f"{LAUGHS}<l>&k;</l>".encode("utf-16")))
for _encoding in ("gb2312", "gbk", "utf-7", "idna", "unicode_escape", "hex", "utf-32", "EBCDIC-CP-US", "无"):
    _add(
        LIGHT,
        f"XML in {_encoding}",
        BROKEN,
        partial(with_part, SHEET, f'<?xml version="1.0" encoding="{_encoding}"?><worksheet/>'),
    )
for _name, _xml in (
    ("no XML", b""),
    ("noise for XML", b"\x00\xff\xfe"),
    ("XML cut off", sheet_of(ROW)[:-20].encode()),
    ("XML with bytes that are no UTF-8", b"<worksheet>\xff\xfe</worksheet>"),
    ("XML with a NUL", b"<worksheet>\0</worksheet>"),
    ("an unknown entity", b"<worksheet>&x;</worksheet>"),
    ("an attribute twice", b'<worksheet a="1" a="2"/>'),
):
    for _part in (SHEET, TEXTS, STYLES, BOOK, BOOK_RELATIONS, "_rels/.rels"):
        _add(LIGHT, f"{_name} in {_part}", "", partial(with_part, _part, _xml))

for _part, _says in (
    (SHEET, SHEET),
    (TEXTS, TEXTS),
    (STYLES, STYLES),
    (BOOK, BOOK),
    ("_rels/.rels", "找不到"),
    (BOOK_RELATIONS, "没有工作表"),
):
    _add(LIGHT, f"no {_part}", _says, partial(without, _part))
_add(LIGHT, "no list of types", "压缩", lambda: without("[Content_Types].xml"))


# -- packages that lie ---------------------------------------------------------------------------


def patched(old: bytes, new: bytes, *, every: bool = False) -> bytes:
    """A small workbook with bytes of its package replaced."""
    data = small(ROW)
    assert old in data
    return data.replace(old, new) if every else data.replace(old, new, 1)


def _in_directory(offset: int, value: bytes, name: str = SHEET) -> bytes:
    """A small workbook with a field of a part's entry in the central directory replaced."""
    data = bytearray(small(ROW))
    entry = data.rindex(name.encode()) - 46
    assert data[entry : entry + 4] == b"PK\x01\x02"
    data[entry + offset : entry + offset + len(value)] = value
    return bytes(data)


for _name, _offset, _value in (
    ("a part said to be shorter", 24, pack("<L", 10)),
    ("a part said to be packed into less", 20, pack("<L", 3)),
    ("a part with another checksum", 16, b"\0\0\0\0"),
    ("a part that begins elsewhere", 42, pack("<L", 7)),
    ("a part that begins behind the end", 42, pack("<L", 0x7FFFFFFF)),
    ("a part packed by LZMA", 10, pack("<H", 14)),
    ("a part packed by bzip2", 10, pack("<H", 12)),
    ("a part packed by an unknown method", 10, pack("<H", 99)),
    ("a part that needs a newer program", 6, pack("<H", 990)),
    ("a part of patches", 8, pack("<H", 0x20)),
):
    _add(LIGHT, _name, BROKEN, partial(_in_directory, _offset, _value))
_add(LIGHT, "a part with a comment without end", "缺少", partial(_in_directory, 32, b"\xff\xff"))
_add(LIGHT, "a part with a name without end", "缺少", partial(_in_directory, 28, b"\xff\xff"))
_add(LIGHT, "a part said to be huge", LARGE, partial(_in_directory, 24, pack("<L", 0xFFFFFFF0)))
_add(LIGHT, "an encrypted part", "密码", partial(_in_directory, 8, pack("<H", 1)))
_add(
    LIGHT,
    "another name in the local header",
    BROKEN,
    lambda: patched(b"xl/worksheets/sheet1", b"xl/worksheets/sheet2"),
)


def _zip64() -> bytes:
    """A part whose entry says, in a field of its own, that it begins at the end of all numbers."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, part in parts(ROW).items():
            info = zipfile.ZipInfo(name)
            if name == SHEET:
                info.extra = pack("<HHQ", 1, 8, 2**63)
            package.writestr(info, part)
    data = bytearray(buffer.getvalue())
    entry = data.rindex(SHEET.encode()) - 46
    data[entry + 42 : entry + 46] = b"\xff\xff\xff\xff"
    return bytes(data)


_add(LIGHT, "a part that begins at the end of all numbers", BROKEN, _zip64)


def _twice(name: str, other: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for each, part in parts(ROW).items():
            package.writestr(each, part)
            if each == name:
                package.writestr(other.replace("sheet1", "sheet9"), part)
    return buffer.getvalue().replace(b"sheet9", b"sheet1")


_add(LIGHT, "a part twice", "两份", partial(_twice, SHEET, SHEET))
_add(LIGHT, "a part twice in another case", "两份", partial(_twice, SHEET, SHEET.replace("xl", "XL")))
_add(LIGHT, "a part twice by another separator", "两份", partial(_twice, SHEET, SHEET.replace("/", "\\")))
_add(
    LIGHT,
    "more parts than any workbook",
    LARGE,
    lambda: packed({**parts(ROW), **{f"xl/x{n}": "" for n in range(2_000)}}),
)


def _relations(**targets: str) -> bytes:
    return packed({**parts(ROW), BOOK_RELATIONS: relations_of(**targets)})


for _target in ("../../../etc/passwd", "/etc/passwd", "", "..", "worksheets", "workbook.xml/x"):
    _add(LIGHT, f"a sheet at “{_target}”", "缺少", partial(_relations, s1=_target))
