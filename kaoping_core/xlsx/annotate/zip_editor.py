"""Edits a zip file by part: reads, replaces or adds parts; others keep even their compressed bytes."""

from __future__ import annotations

import io
import zipfile
import zlib

from attrs import frozen

from kaoping_core.ooxml import FIXED_DOS_TIME
from kaoping_core.xlsx.annotate.xml_editor import CannotAnnotateError, require_utf8
from kaoping_core.xlsx.read.package import DAMAGED, MAX_PART, METHODS

# Bits 0 and 3 of the general purpose flags (APPNOTE 4.4.4).
_ENCRYPTED, _SIZES_FOLLOW = 0x1, 0x8
_LOCAL_HEADER = 30
# Sizes and offsets from here on need zip64 records, which this does not write.
_NEEDS_ZIP64 = 0xFFFFFFFF
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def key_of(name: str) -> str:
    """Return a part's name for comparison: case-insensitive, backslashes as slashes."""
    return name.replace("\\", "/").lstrip("/").casefold()


class ZipEditor:
    """Parts of a package, by name."""

    def __init__(self, data: bytes) -> None:
        """Raises CannotAnnotateError when this is no zip file that can be copied part by part."""
        self._data = data
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGED:
            if data.startswith(_OLD_OFFICE):
                raise CannotAnnotateError(
                    "文件设有打开密码，或是旧版 Excel（.xls）格式，无法批注；请取消密码并另存为 .xlsx"
                ) from None
            raise CannotAnnotateError("文件不是完好的 Excel 工作簿（.xlsx），无法批注") from None
        self._entries = {key_of(part.filename): part for part in self._zip.infolist()}
        if len(self._entries) != len(self._zip.infolist()):
            raise CannotAnnotateError("文件中有重名的部件，无法批注")
        if any(entry.flag_bits & _ENCRYPTED for entry in self._entries.values()):
            raise CannotAnnotateError("文件被加密，无法批注")
        if any(entry.compress_type not in METHODS for entry in self._entries.values()):
            raise CannotAnnotateError("文件不是完好的 Excel 工作簿（.xlsx），无法批注")
        self._changed: dict[str, bytes] = {}
        self._added: dict[str, str] = {}

    def __contains__(self, name: str) -> bool:
        return key_of(name) in self._entries or key_of(name) in self._added

    @property
    def names(self) -> list[str]:
        """Comparison names of all parts."""
        return [*self._entries, *self._added]

    def read(self, name: str) -> bytes:
        """Return a part's current contents in UTF-8."""
        key = key_of(name)
        if key in self._changed:
            return self._changed[key]
        entry = self._entries.get(key)
        if entry is None:
            raise CannotAnnotateError(f"文件中缺少 {name}，无法批注")
        if entry.file_size > MAX_PART:
            raise CannotAnnotateError(f"文件中的 {name} 过大，无法批注")
        try:
            contents = self._zip.read(entry)
        except DAMAGED:
            raise CannotAnnotateError(f"文件中的 {name} 已损坏，无法批注") from None
        return require_utf8(name, contents)

    def put(self, name: str, contents: bytes) -> None:
        """Replace a part, or add one at the end."""
        key = key_of(name)
        if key not in self._entries:
            self._added[key] = name
        self._changed[key] = contents

    def to_bytes(self) -> bytes:
        """Return the package: old parts in their order, then new ones."""
        entries = []
        for key, info in self._entries.items():
            entry = _copy_entry(self._data, info)
            entries.append(_replace_contents(entry, self._changed[key]) if key in self._changed else entry)
        for key, name in self._added.items():
            new = zipfile.ZipInfo(name)
            entry = _ZipEntry(new, name.encode(), FIXED_DOS_TIME, 0, 0, 0, 0, b"")
            entries.append(_replace_contents(entry, self._changed[key]))
        return _pack_archive(entries, self._zip.comment)


@frozen
class _ZipEntry:
    """A part as it stands in a zip file."""

    info: zipfile.ZipInfo
    name: bytes
    moment: bytes
    method: int
    flags: int
    checksum: int
    size: int
    packed: bytes

    def header(self) -> bytes:
        """Return the fields that local and central headers share."""
        return b"".join(
            [
                _u16(max(20, self.info.extract_version)),
                _u16(self.flags),
                _u16(self.method),
                self.moment,
                _u32(self.checksum),
                _u32(len(self.packed)),
                _u32(self.size),
                _u16(len(self.name)),
            ]
        )


def _copy_entry(data: bytes, info: zipfile.ZipInfo) -> _ZipEntry:
    """Copy a part with its compressed bytes."""
    begin = info.header_offset
    header = data[begin : begin + _LOCAL_HEADER]
    # Bytes 26 and 28 of a local header: lengths of the name and of the extra field (APPNOTE 4.3.7).
    name_end = begin + _LOCAL_HEADER + int.from_bytes(header[26:28], "little")
    first = name_end + int.from_bytes(header[28:30], "little")
    packed = data[first : first + info.compress_size]
    if not header.startswith(b"PK\x03\x04") or len(packed) != info.compress_size:
        raise CannotAnnotateError("文件不完整，无法批注")
    name = data[begin + _LOCAL_HEADER : name_end]
    # Written anew, the header has the sizes, so no data descriptor follows the contents.
    flags = info.flag_bits & ~_SIZES_FOLLOW
    return _ZipEntry(info, name, header[10:14], info.compress_type, flags, info.CRC, info.file_size, packed)


def _replace_contents(entry: _ZipEntry, contents: bytes) -> _ZipEntry:
    """Return the part with other contents."""
    # Raw deflate: a zip entry has no zlib header.
    press = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = press.compress(contents) + press.flush()
    flags = entry.flags & 0x800  # only how the name is encoded; nothing about how contents were compressed
    checksum = zlib.crc32(contents)
    return _ZipEntry(
        entry.info, entry.name, entry.moment, zipfile.ZIP_DEFLATED, flags, checksum, len(contents), packed
    )


def _pack_archive(entries: list[_ZipEntry], comment: bytes) -> bytes:
    """Return the zip file."""
    pieces: list[bytes] = []
    directory: list[bytes] = []
    place = 0
    for entry in entries:
        # Extra fields (times, owners, padding) are left out: offsets in them may be wrong now.
        local = [b"PK\x03\x04", entry.header(), _u16(0), entry.name, entry.packed]
        directory += [
            b"PK\x01\x02",
            bytes([entry.info.create_version, entry.info.create_system]),
            entry.header(),
            _u16(0),  # no extra fields
            _u16(len(entry.info.comment)),
            _u16(0),
            _u16(entry.info.internal_attr),
            _u32(entry.info.external_attr),
            _u32(place),
            entry.name,
            entry.info.comment,
        ]
        pieces += local
        place += sum(map(len, local))
    central = b"".join(directory)
    if place + len(central) >= _NEEDS_ZIP64 or len(entries) >= 0xFFFF:
        raise CannotAnnotateError("文件过大，无法批注")
    ending = [b"PK\x05\x06", _u16(0), _u16(0), _u16(len(entries)), _u16(len(entries)), _u32(len(central))]
    return b"".join([*pieces, central, *ending, _u32(place), _u16(len(comment)), comment])


def _u16(number: int) -> bytes:
    return number.to_bytes(2, "little")


def _u32(number: int) -> bytes:
    return number.to_bytes(4, "little")
