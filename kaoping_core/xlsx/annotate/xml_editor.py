"""Edits XML in place: a parser finds byte offsets, edits are spliced in, all other bytes stay as they are.

Writing a parsed tree again would lose what its writer's program needs: prefixes, ``mc:Ignorable``, order, white space.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from xml.parsers import expat
from xml.sax.saxutils import escape

from attrs import frozen

from kaoping_core.ooxml import replace_illegal

_TAG = re.compile(rb"<([^\s/>]+)(?:\s+[^\s=]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*(/?)>")
_TAG_NAME = re.compile(rb"<[^\s/>]+")
_ATTRIBUTE = re.compile(rb"\s+([^\s=]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_DECLARED = re.compile(r"^(<\?xml[^>]*?\sencoding\s*=\s*)([\"'])([^\"']*)\2")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_WIDE_STARTS = {
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    b"<\x00": "utf-16-le",
    b"\x00<": "utf-16-be",
}


class CannotAnnotateError(ValueError):
    """A file that cannot be annotated; the message is a Chinese sentence for staff."""


@frozen
class ElementSpan:
    """Byte offsets of an element."""

    namespace: str
    name: str
    """Without prefix."""
    written: bytes
    """With its prefix, as in the tag."""
    attributes: dict[str, str]
    """By name; names in a namespace as ``namespace name``."""
    start: int
    inside: int
    """After the start tag."""
    closing: int
    """Before the end tag; equals ``inside`` for an element without one."""
    end: int
    children: tuple[ElementSpan, ...]

    @property
    def empty(self) -> bool:
        """Whether it is written as one tag, ``<a/>``."""
        return self.inside == self.end

    @property
    def prefix(self) -> str:
        """Prefix for children in the same namespace: ``x:`` or nothing."""
        before, colon, _ = self.written.decode().rpartition(":")
        return before + colon

    def child(self, *names: str) -> ElementSpan | None:
        """Return the first child of a name in the same namespace; further names descend further."""
        found = next((element for element in self.named(names[0])), None)
        return found.child(*names[1:]) if found and names[1:] else found

    def named(self, name: str) -> tuple[ElementSpan, ...]:
        """Return all children of a name in the same namespace."""
        return tuple(
            child for child in self.children if (child.namespace, child.name) == (self.namespace, name)
        )


Visitor = Callable[[str, str, dict[str, str], int], None]
"""Told of elements one level below an outline: parent's name, name, attributes, place."""


def scan_elements(
    part: str, data: bytes, depth: int, visit: Visitor | None = None, within: tuple[int, int] | None = None
) -> ElementSpan:
    """Scan a part's elements, ``depth`` levels deep, with their offsets.

    ``within`` reads one element inside a part by itself; prefixes mean nothing then and belong to the names' namespace.
    Raises CannotAnnotateError when the part is no XML or has a document type (which could make it explode).
    """
    first, stop = within or (0, len(data))
    # A fragment has no declarations of its prefixes, so namespaces are resolved for whole parts only.
    parser = expat.ParserCreate("utf-8", None if within else " ")
    opened: list[tuple[str, dict[str, str], int, list[ElementSpan]]] = [("", {}, 0, [])]
    level = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal level
        level += 1
        if level <= depth:
            opened.append((name, attributes, first + parser.CurrentByteIndex, []))
        elif visit and level == depth + 1:
            visit(_split(opened[-1][0])[1], _split(name)[1], attributes, first + parser.CurrentByteIndex)

    def end(name: str) -> None:
        nonlocal level
        level -= 1
        if level >= depth:
            return
        _, attributes, begin, children = opened.pop()
        tag = _TAG.match(data, begin)
        # expat gives the place of a tag's beginning only; where it ends the pattern finds.
        assert tag, "expat and the pattern agree on what a tag is"
        # For an element without an end tag expat reports the same place twice.
        closing = tag.end() if tag[2] else first + parser.CurrentByteIndex
        after = tag.end() if tag[2] else data.index(b">", closing) + 1
        namespace, local = _split(name)
        opened[-1][3].append(
            ElementSpan(
                namespace, local, tag[1], attributes, begin, tag.end(), closing, after, tuple(children)
            )
        )

    def refuse(*_: object) -> None:
        raise CannotAnnotateError(f"文件中的 {part} 带有文档类型声明，无法批注")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    # Entities of a document type can grow without bound; no office program writes one.
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data[first:stop] if within else data, True)
    except expat.ExpatError:
        raise CannotAnnotateError(f"文件中的 {part} 不是完好的 XML，无法批注") from None
    return opened[0][3][0]


def _split(name: str) -> tuple[str, str]:
    """Split an expat name into namespace and local name."""
    for separator in (" ", ":"):
        namespace, found, local = name.rpartition(separator)
        if found:
            return namespace, local
    return "", name


def require_utf8(part: str, data: bytes) -> bytes:
    """Return the part in UTF-8, so that offsets count bytes in one encoding."""
    encoding = next((name for start, name in _WIDE_STARTS.items() if data.startswith(start)), "")
    if not encoding:
        head = data[:200].removeprefix(codecs.BOM_UTF8).decode("latin-1")
        declared = _DECLARED.match(head)
        encoding = declared[3] if declared else "utf-8"
    try:
        # Bytes are compared, not decoded: an ASCII declaration is valid UTF-8.
        if codecs.lookup(encoding).name in {"utf-8", "ascii"}:
            return data
        text = data.decode(encoding).removeprefix("\ufeff")
    except (LookupError, ValueError):
        raise CannotAnnotateError(f"文件中的 {part} 的编码无法识别，无法批注") from None
    return _DECLARED.sub(r"\1\2UTF-8\2", text).encode()


def attribute_edit(data: bytes, start: int, name: str, value: str) -> tuple[int, int, bytes]:
    """Return the edit that sets an attribute of the tag at ``start``: start, end, new bytes."""
    tag = _TAG_NAME.match(data, start)
    assert tag, "an element starts there"
    place = tag.end()
    while attribute := _ATTRIBUTE.match(data, place):
        if attribute[1] == name.encode():
            return attribute.start(2) + 1, attribute.end(2) - 1, value.encode()
        place = attribute.end()
    return tag.end(), tag.end(), f' {name}="{value}"'.encode()


class XmlEdits:
    """Collects edits of a part and applies them together."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._edits: list[tuple[int, int, bytes]] = []
        self._into_empty: dict[int, tuple[ElementSpan, list[bytes]]] = {}

    def insert(self, at: int, new: str) -> None:
        """Insert text at an offset; insertions at one offset keep the order of the calls."""
        self._edits.append((at, at, new.encode()))

    def set(self, start: int, name: str, value: str) -> None:
        """Set an attribute of the tag at an offset."""
        self._edits.append(attribute_edit(self.data, start, name, value))

    def append(self, element: ElementSpan, new: str) -> None:
        """Append to an element's content."""
        if element.empty:
            self._into_empty.setdefault(element.start, (element, []))[1].append(new.encode())
        else:
            self.insert(element.closing, new)

    def result(self) -> bytes:
        """Return the part with all edits."""
        edits = list(self._edits)
        for element, contents in self._into_empty.values():
            # `<a/>` becomes `<a>…</a>`.
            new = b">" + b"".join(contents) + b"</" + element.written + b">"
            edits.append((element.end - len(b"/>"), element.end, new))
        pieces, place = [], 0
        # A stable sort: what is inserted at one place keeps the order of the calls.
        for start, end, new in sorted(edits, key=lambda edit: edit[:2]):
            assert start >= place, "changes do not overlap"
            pieces += [self.data[place:start], new]
            place = end
        return b"".join([*pieces, self.data[place:]])


def legal_text(text: str) -> str:
    """Return a text that XML can hold, with line feeds as the only line ends."""
    return replace_illegal(text.replace("\r\n", "\n").replace("\r", "\n"))


def escape_text(text: str) -> str:
    """Escape a text for a cell or comment; ``_x0041_`` would be read as a character code."""
    # ECMA-376 22.9.2.19 (ST_Xstring): `_xHHHH_` in a text stands for a character.
    return escape(_LOOKS_ESCAPED.sub("_x005F_", legal_text(text)))


def escape_attribute(text: str) -> str:
    """Escape a text for an attribute in double quotes."""
    return escape(legal_text(text), {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})
