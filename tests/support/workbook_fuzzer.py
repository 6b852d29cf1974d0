"""Corrupts workbooks at random, as discs, lines and other programs do; knows which rows it meant to touch."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from random import Random

from attrs import field, frozen

from tests.support.xlsx_packages import BOOK, BOOK_RELATIONS, STYLES, TEXTS, packed, unpacked

Row = tuple[str, int]
"""Part of a sheet, and row."""

_TAG = re.compile(r"<[^?!][^>]*>")
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_CONTENT = re.compile(r">([^<]+)<")
_ROW = re.compile(r'<row [^>]*?\br="(\d+)"')
_VALUE = re.compile(r"<v>([0-9.]+)</v>")
_CELL = re.compile(r"<c [^>]*>.*?</c>|<c [^>]*/>")
_SHARED = re.compile(r't="s"[^>]*><v>(\d+)</v>')
ODD = (
    *(
        "",
        "0",
        "1",
        "2",
        "-1",
        "7",
        "12.5",
        "99999999999",
        "1E400",
        "NaN",
        "x",
        "真",
        "12,5",
        "_x0000_",
        "０",
    ),
    *(
        "s",
        "n",
        "str",
        "inlineStr",
        "b",
        "e",
        "d",
        "A1",
        "C7",
        "B12",
        "XFD1048576",
        "A0",
        "true",
        "rId1",
        "rId3",
    ),
    *(
        "worksheets/sheet2.xml",
        "/xl/worksheets/sheet1.xml",
        "styles.xml",
        "../..",
        "http://192.0.2.1/",
        "－",
        "封面",
    ),
)
"""What an attribute or a text may turn into."""


@frozen
class Corrupted:
    """A file after something has happened to it."""

    data: bytes
    what: str
    rows: frozenset[Row] = field(default=frozenset())
    """Rows whose values may be other ones now; nothing else may have changed."""
    everywhere: bool = False
    """Whether values may be other ones anywhere, since it was told so to all of them."""


def corrupt(data: bytes, other: bytes, random: Random) -> Corrupted:
    """Do something to a file; ``other`` is one from which pieces may come."""
    if random.random() < 0.5:
        damage = random.choice(BYTES)
        return Corrupted(damage(data, other, random), damage.__name__)
    return _in_xml(data, unpacked(other), random)


# -- bytes ---------------------------------------------------------------------------------------


def _flip(data: bytes, _: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _each in range(random.choice([1, 1, 2, 10])):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _flip_directory(data: bytes, _: bytes, random: Random) -> bytes:
    """Change bytes where the package's directory is, which no checksum covers."""
    changed = bytearray(data)
    begin = data.index(b"PK\x01\x02")
    for _each in range(random.choice([1, 1, 3])):
        changed[random.randrange(begin, len(changed))] = random.choice([0, 1, 8, 14, 127, 255])
    return bytes(changed)


def _flip_header(data: bytes, _: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    headers = [match.start() for match in re.finditer(b"PK\x03\x04", data)]
    changed[random.choice(headers) + random.randrange(40)] = random.randrange(256)
    return bytes(changed)


def _cut_off(data: bytes, _: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data))]


def _cut_out(data: bytes, _: bytes, random: Random) -> bytes:
    begin = random.randrange(len(data))
    return data[:begin] + data[begin + random.choice([1, 10, 1000]) :]


def _splice(data: bytes, other: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data))] + other[random.randrange(len(other)) :]


def _blank(data: bytes, _: bytes, random: Random) -> bytes:
    begin, length = random.randrange(len(data)), random.choice([1, 16, 512, 4096])
    return (data[:begin] + bytes(length) + data[begin + length :])[: len(data)]


def _insert(data: bytes, _: bytes, random: Random) -> bytes:
    begin = random.randrange(len(data))
    return data[:begin] + random.randbytes(random.choice([1, 4, 100])) + data[begin:]


def _surround(data: bytes, other: bytes, random: Random) -> bytes:
    return random.choice([data + bytes(100), data + other, other + data, b"\r\n" + data, data + b"\n"])


BYTES: tuple[Callable[[bytes, bytes, Random], bytes], ...] = (
    *(_flip, _flip, _flip_directory, _flip_directory, _flip_header, _cut_off, _cut_out, _splice, _blank),
    *(_insert, _surround),
)


# -- XML -----------------------------------------------------------------------------------------


def _in_xml(data: bytes, other: Mapping[str, bytes], random: Random) -> Corrupted:
    parts = unpacked(data)
    sheets = sorted(name for name in parts if name.startswith("xl/worksheets/sheet"))
    texts = [TEXTS] * 2 if TEXTS in parts else []
    name = random.choice([*sheets, *sheets, *texts, STYLES, BOOK, BOOK_RELATIONS, *parts])
    if random.random() < 0.1:
        return _whole_part(parts, name, other, random)
    text = parts[name].decode()
    spots, changed, what = _changed(text, random)
    rows = frozenset(row for spot in spots for row in _rows_at(name, text, spot, parts))
    made = packed({**parts, name: changed.encode("utf-8", "surrogatepass")})
    return Corrupted(made, f"{what} in {name}", rows, everywhere=name == STYLES)


def _whole_part(parts: dict[str, bytes], name: str, other: Mapping[str, bytes], random: Random) -> Corrupted:
    """Take a part out, rename it, exchange it for another or for that of another workbook."""
    what = random.choice(["gone", "renamed", "exchanged", "foreign", "empty", "twice as long"])
    everywhere = name in {TEXTS, STYLES} or what in {"exchanged", "foreign"}
    if what == "gone":
        del parts[name]
    elif what == "renamed":
        parts[f"{name}x"] = parts.pop(name)
    elif what == "exchanged":
        second = random.choice(sorted(parts))
        parts[name], parts[second] = parts[second], parts[name]
    elif what == "foreign":
        parts[name] = other.get(name, b"")
    else:
        parts[name] = b"" if what == "empty" else parts[name] * 2
    return Corrupted(packed(parts), f"{name} {what}", everywhere=everywhere)


def _changed(text: str, random: Random) -> tuple[list[int], str, str]:
    """Where something changed, the text then, and what was done."""
    pattern = random.choice(
        [_TAG, _ATTRIBUTE, _ATTRIBUTE, _ATTRIBUTE, _CONTENT, _CONTENT, _CELL, _VALUE, _VALUE, _VALUE]
    )
    found = list(pattern.finditer(text))
    if len(found) < 2 and pattern is not _TAG:
        pattern, found = _TAG, list(_TAG.finditer(text))
    if len(found) < 2:
        return [], text[: len(text) // 2], "half"
    one, two = sorted(random.sample(found, 2), key=lambda match: match.start())
    spots = [one.start(), two.start()]
    if pattern is _CELL or pattern is _TAG:
        what = random.choice(["drop", "drop pair", "swap", "double"])
        if what == "swap":
            return spots, _exchange(text, one.span(), two.span(), one[0], two[0]), "swapped tags"
        if what == "drop pair":
            following = found[(found.index(one) + 1) % len(found)]
            begin, end = one.start(), max(one.end(), following.end())
            return [one.start(), following.start()], text[:begin] + text[end:], "dropped two tags"
        again = "" if what == "drop" else one[0] * 2
        return spots[:1], text[: one.start()] + again + text[one.end() :], f"{what} tag {one[0][:30]}"
    group = 2 if pattern is _ATTRIBUTE else 1
    if random.random() < 0.3:
        swapped = _exchange(text, one.span(group), two.span(group), one[group], two[group])
        return spots, swapped, f"swapped {one[0][:30]} and {two[0][:30]}"
    new = random.choice([*ODD, one[group][1:], one[group] * 2, one[group][::-1], two[group]])
    new = new.replace("&", "")
    return spots[:1], text[: one.start(group)] + new + text[one.end(group) :], f"{one[0][:40]} → {new[:30]}"


def _exchange(text: str, one: tuple[int, int], two: tuple[int, int], first: str, second: str) -> str:
    return text[: one[0]] + second + text[one[1] : two[0]] + first + text[two[1] :]


def _rows_at(name: str, text: str, spot: int, parts: Mapping[str, bytes]) -> set[Row]:
    """The rows that a place in a part is about."""
    if name == TEXTS:
        index = text.count("<si>", 0, spot + 4) - 1
        return {row for sheet in parts if "worksheets/sheet" in sheet for row in _users(sheet, parts, index)}
    if "worksheets/sheet" not in name or not text.find("<sheetData") < spot < text.find("</sheetData"):
        return set()
    before = [int(match[1]) for match in _ROW.finditer(text, 0, text.find(">", spot) + 1)]
    return {(name, before[-1])} if before else set()


def _users(sheet: str, parts: Mapping[str, bytes], index: int) -> set[Row]:
    """The rows of a sheet that show a shared text."""
    text = parts[sheet].decode()
    users: set[Row] = set()
    for match in _SHARED.finditer(text):
        if int(match[1]) == index:
            before = _ROW.findall(text, 0, match.start())
            users.add((sheet, int(before[-1])))
    return users
