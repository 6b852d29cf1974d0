"""Relationships and content types of a package (ECMA-376 part 2)."""

from __future__ import annotations

import posixpath
import re
from itertools import chain, count
from urllib.parse import unquote

from attrs import frozen

from kaoping_core.xlsx.annotate.xml_editor import (
    CannotAnnotateError,
    XmlEdits,
    escape_attribute,
    scan_elements,
)
from kaoping_core.xlsx.annotate.zip_editor import ZipEditor, key_of

TYPES = "[Content_Types].xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NUMBERED = re.compile(r"rId(\d{1,9})", re.IGNORECASE)
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@frozen
class Namespaces:
    """Namespaces of a file: transitional, or those of Strict Open XML."""

    main: str
    relations: str
    """Namespace of ``r:id`` and beginning of relationships' types."""

    def kind(self, name: str) -> str:
        """Return the URI of a relationship type."""
        return f"{self.relations}/{name}"


TRANSITIONAL = Namespaces(
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
)
STRICT = Namespaces(
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
NAMESPACES = {namespaces.main: namespaces for namespaces in (TRANSITIONAL, STRICT)}


@frozen
class Relationship:
    """A link of one part to another."""

    id: str
    kind: str
    """The last word of its type: ``worksheet``, ``comments``."""
    target: str
    """The other part's name; empty when it lies outside the package."""


def relationships_part(part: str) -> str:
    """Return the relationships part of a part; of the package for an empty name."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def read_relationships(parts: ZipEditor, source: str) -> list[Relationship]:
    """Return a part's relationships; none when it has no such part."""
    path = relationships_part(source)
    if path not in parts:
        return []
    root = scan_elements(path, parts.read(path), 2)
    return [
        Relationship(
            element.attributes.get("Id", ""),
            element.attributes.get("Type", "").rpartition("/")[2],
            ""
            if element.attributes.get("TargetMode") == "External"
            else _resolve_target(source, element.attributes.get("Target", "")),
        )
        for element in root.named("Relationship")
    ]


def _resolve_target(source: str, written: str) -> str:
    """Resolve a target, which is relative to the source's folder or starts with ``/``."""
    path = unquote(written.replace("\\", "/").partition("#")[0])
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(source), path)).lstrip("/")


def add_relationship(parts: ZipEditor, source: str, kind: str, target: str) -> str:
    """Link a part to another and return the relationship's id."""
    path = relationships_part(source)
    if path not in parts:
        parts.put(path, f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships"/>'.encode())
        _declare_extension(parts, "rels", "application/vnd.openxmlformats-package.relationships+xml")
    data = parts.read(path)
    root = scan_elements(path, data, 2)
    taken = (_NUMBERED.fullmatch(child.attributes.get("Id", "")) for child in root.children)
    new = f"rId{max((int(each[1]) for each in taken if each), default=0) + 1}"
    where = posixpath.relpath(f"/{target}", posixpath.join("/", posixpath.dirname(source)))
    splices = XmlEdits(data)
    splices.append(
        root, f'<{root.prefix}Relationship Id="{new}" Type="{kind}" Target="{escape_attribute(where)}"/>'
    )
    parts.put(path, splices.result())
    return new


def add_part(parts: ZipEditor, pattern: str, contents: bytes, content_type: str, first: str = "1") -> str:
    """Add a part named by a pattern with ``{}`` for the next free number; return its name."""
    root = scan_elements(TYPES, parts.read(TYPES), 2)
    declared = {key_of(element.attributes.get("PartName", "")) for element in root.named("Override")}
    candidates = (pattern.format(each) for each in chain([first], count(2)))
    name = next(
        candidate for candidate in candidates if candidate not in parts and key_of(candidate) not in declared
    )
    parts.put(name, contents)
    extension = name.rpartition(".")[2]
    if extension == "xml" or not _declare_extension(parts, extension, content_type):
        _declare(parts, f'Override PartName="/{escape_attribute(name)}" ContentType="{content_type}"')
    return name


def _declare_extension(parts: ZipEditor, extension: str, content_type: str) -> bool:
    """Declare the content type of an extension; False when it is declared otherwise."""
    root = scan_elements(TYPES, parts.read(TYPES), 2)
    for element in root.named("Default"):
        if element.attributes.get("Extension", "").casefold() == extension:
            return element.attributes.get("ContentType", "").casefold() == content_type.casefold()
    _declare(parts, f'Default Extension="{extension}" ContentType="{content_type}"')
    return True


def _declare(parts: ZipEditor, declaration: str) -> None:
    data = parts.read(TYPES)
    root = scan_elements(TYPES, data, 1)
    splices = XmlEdits(data)
    splices.append(root, f"<{root.prefix}{declaration}/>")
    parts.put(TYPES, splices.result())


def workbook_part(parts: ZipEditor) -> str:
    """Return the name of the workbook part."""
    for relationship in read_relationships(parts, ""):
        if relationship.kind == "officeDocument" and relationship.target:
            if relationship.target.casefold().endswith(".bin"):
                raise CannotAnnotateError("文件是二进制工作簿（.xlsb），无法批注；请另存为 .xlsx")
            return relationship.target
    raise CannotAnnotateError("文件中没有工作簿，无法批注")
