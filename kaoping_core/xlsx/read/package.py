"""Opens a workbook of an untrusted sender: bounded in size, free of parts that may not be in it."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NoReturn
from xml.parsers import expat

MAX_PACKED = 16 * 1024 * 1024
"""Bytes of the file as it was sent."""
MAX_PART = 8 * 1024 * 1024
"""Bytes of a part that is read, unpacked; a filled template has some hundred thousand."""
MAX_UNPACKED = 48 * 1024 * 1024
"""Bytes of all parts together, unpacked."""
MAX_PARTS = 2_000
"""Parts, and relationships of one part."""
MAX_ELEMENTS = 400_000
"""XML elements and attributes of all parts that are read; a filled template has some ten thousand."""
CHUNK = 1024 * 1024
"""Bytes unpacked at a time; an XML token that goes on is looked at again with every chunk."""
MAX_DEPTH = 100
"""Elements inside each other; a workbook has a dozen."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "请用Excel或WPS打开，另存为“Excel工作簿（*.xlsx）”再报送"
_FOREIGN = (
    ("/vbaproject", "里面有宏，不能收", "请另存为不带宏的“Excel工作簿（*.xlsx）”再报送"),
    ("macrosheet", "里面有宏表，不能收", "请删掉宏表，另存为“Excel工作簿（*.xlsx）”再报送"),
    (
        "/externallink",
        "引用了别的工作簿，数值可能不是最新的",
        "请在“数据→编辑链接”里断开链接（数值会留下），保存后再报送",
    ),
    ("/connections", "连着外部数据，数值可能不是最新的", "请在“数据→连接”里删掉连接，保存后再报送"),
    ("/activex", "里面有控件，不能收", "请删掉控件，保存后再报送"),
)
"""What a part's name or the kind of a relationship tells (lower case) → what is wrong, what to do."""
METHODS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
"""How parts of a workbook may be packed; other ways can ask for gigabytes before the first byte."""
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
)
"""What the libraries raise for packages that are not sound."""


class NotAWorkbookError(ValueError):
    """A file that is not an acceptable workbook; ``message`` says why, ``advice`` what to do."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(f"{message}。{advice}")
        self.message = message
        self.advice = advice


def _reject(message: str, advice: str = _SAVE_AS) -> NoReturn:
    raise NotAWorkbookError(message, advice)


def looks_like_package(head: bytes) -> bool:
    """Whether a file begins as a zip package does."""
    return head.startswith(b"PK\x03\x04")


class Package:
    """Reads the parts of a workbook one at a time, within bounds."""

    def __init__(self, data: bytes) -> None:
        """Open the package.

        Raises:
            NotAWorkbookError: when it is not a workbook, or one that may not be taken.
        """
        if len(data) > MAX_PACKED:
            _reject(f"文件太大，超过{MAX_PACKED // 1024 // 1024}MB", _too_large())
        if not looks_like_package(data):
            _reject_other_format(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            parts = self._zip.infolist()
        except DAMAGED:
            _reject("文件不完整或已经损坏", "请重新保存并发送一次")
        self._elements = 0
        self._relations: dict[str, dict[str, tuple[str, str]]] = {}
        self._parts = self._checked_parts(parts)
        self.workbook = self._find_workbook()
        _reject_foreign(kind for kind, _ in self.relations(self.workbook).values())

    def _checked_parts(self, parts: list[zipfile.ZipInfo]) -> Mapping[str, zipfile.ZipInfo]:
        """Return the parts by lower-case name, after checking that all are allowed."""
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            _reject("解开以后太大", _too_large())
        if min((part.header_offset for part in parts), default=0):  # two files run into one
            _reject("文件不完整或已经损坏", "请重新保存并发送一次")
        known: dict[str, zipfile.ZipInfo] = {}
        for part in parts:
            name = part.filename.replace("\\", "/").lstrip("/").lower()
            if part.flag_bits & 1:
                _reject("文件加了密码，打不开", "请去掉密码再报送")
            if name in known:
                _reject("文件结构不正常：同一部分有两份")
            if part.compress_type not in METHODS:
                _reject("文件不完整或已经损坏", "请用Excel或WPS打开，重新保存再报送")
            known[name] = part
        _reject_foreign(f"/{name}" for name in known)
        return known

    def _find_workbook(self) -> str:
        if "mimetype" in self._parts:
            _reject("不是xlsx文件（像是ods）")
        if "[content_types].xml" not in self._parts:
            _reject("不是xlsx工作簿（是别的压缩文件）", "请直接报送工作簿，不要压缩")
        for target in self.relations("").values():
            kind, path = target
            if kind.endswith("/officeDocument"):
                if path.endswith(".bin"):
                    _reject("不是xlsx文件（是xlsb）")
                if not posixpath.basename(path).lower().startswith("workbook"):
                    _reject("不是工作簿（像是文档或演示文稿）", "请报送xlsx工作簿")
                return path
        _reject("文件结构不正常：找不到工作簿")

    def has(self, name: str) -> bool:
        """Whether the package has a part."""
        return name.lower() in self._parts

    def relations(self, source: str) -> dict[str, tuple[str, str]]:
        """Return a part's relationships: id → (type, target part)."""
        if source not in self._relations:
            self._relations[source] = self._read_relations(source)
        return self._relations[source]

    def _read_relations(self, source: str) -> dict[str, tuple[str, str]]:
        folder, base = posixpath.split(source)
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        found: dict[str, tuple[str, str]] = {}
        if not self.has(name):
            return found

        def start(tag: str, attributes: dict[str, str]) -> None:
            if local(tag) == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "").replace("\\", "/")
                path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                found[attributes.get("Id", "")] = attributes.get("Type", ""), posixpath.normpath(path)
                if len(found) > MAX_PARTS:
                    _reject("解开以后太大", _too_large())

        self.parse(name, start)
        return found

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a part's unpacked bytes in chunks.

        Raises:
            NotAWorkbookError: when it is damaged, or longer than a part may be.
        """
        part = self._parts.get(name.lower())
        if part is None:
            _reject(f"文件结构不正常：缺少 {name}")
        if part.file_size > MAX_PART:
            _reject("解开以后太大", _too_large())
        total = 0
        try:
            with self._zip.open(part) as stream:
                while piece := stream.read(CHUNK):
                    total += len(piece)
                    if total > MAX_PART:
                        _reject("解开以后太大", _too_large())
                    yield piece
        except NotAWorkbookError:
            raise
        except DAMAGED:
            _reject("文件不完整或已经损坏", "请重新保存并发送一次")

    def parse(self, name: str, start: Any, end: Any = None, text: Any = None) -> None:
        """Parse a part's XML with callbacks ``start(tag, attributes)``, ``end(tag)``, ``text(data)``.

        Raises:
            NotAWorkbookError: when it is not XML, is not in Unicode, or declares entities.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        depth = 0

        def started(tag: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            self._elements += 1 + len(attributes)
            if self._elements > MAX_ELEMENTS:
                _reject("行和单元格太多（空的也算）", _too_large())
            if depth > MAX_DEPTH:
                _reject("文件结构不正常：嵌套太深")
            start(tag, attributes)

        def ended(tag: str) -> None:
            nonlocal depth
            depth -= 1
            if end is not None:
                end(tag)

        parser.StartElementHandler = started
        parser.EndElementHandler = ended
        if text is not None:
            parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _no_doctype
        parser.XmlDeclHandler = _only_unicode
        try:
            for piece in self.chunks(name):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except expat.ExpatError:
            _reject("文件不完整或已经损坏", "请用Excel或WPS打开，重新保存再报送")


def local(tag: str) -> str:
    """Return a name without its prefix."""
    return tag.rpartition(":")[2]


def _reject_foreign(names: Iterable[str]) -> None:
    """Reject macros, controls and external data."""
    known = [name.lower() for name in names]
    for sign, message, advice in _FOREIGN:
        if any(sign in name for name in known):
            _reject(message, advice)


def _no_doctype(*_: object) -> NoReturn:
    _reject("文件结构不正常：里面声明了实体")


def _only_unicode(_version: str, encoding: str | None, _standalone: int) -> None:
    """Accept Unicode encodings only, as the standard says; Python would try all of its codecs."""
    if encoding is not None and encoding.lower() not in {"utf-8", "utf-16", "us-ascii"}:
        _reject("文件不完整或已经损坏", "请用Excel或WPS打开，重新保存再报送")


def _too_large() -> str:
    return "请删掉多余的行、列、工作表和图片（选中表格下方的空行，整行删除），保存后再报送"


def _reject_other_format(data: bytes) -> NoReturn:
    head = data[:4096]
    if not data:
        _reject("文件是空的", "请重新保存并发送一次")
    if head.startswith(_OLE):
        if _ENCRYPTED in data:
            _reject("文件加了密码，打不开", "请去掉密码再报送")
        _reject("不是xlsx文件（是旧版的xls或别的Office文件）")
    if head.startswith(b"%PDF"):
        _reject("不是工作簿（是PDF）", "请报送填好的xlsx模板")
    if head.startswith((b"PK\x05\x06", b"PK")):
        _reject("文件不完整或已经损坏", "请重新保存并发送一次")
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        _reject("不是xlsx文件（是网页或XML）")
    if b"\0" not in head:
        _reject("不是xlsx文件（是文本，像是CSV）", "请报送填好的xlsx模板，不要只改扩展名")
    _reject("不是xlsx文件")
