"""Word files whose bytes depend on their contents alone; needs python-docx."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT

from kaoping_core.ooxml import FIXED_TIME, rewrite_package

"""Time stamp of every part: equal contents give equal files."""
MAX_PROPERTY = 255
"""Characters that a property of a document can hold."""

_APPLICATION = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties '
    b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>kaoping</Application></Properties>"
)


def set_properties(document: Document, title: str, run: str) -> None:
    """Set the file's properties; nothing says who made it or when."""
    properties = document.core_properties
    properties.title = title[:MAX_PROPERTY]
    properties.identifier = run[:MAX_PROPERTY]
    properties.author = properties.last_modified_by = "kaoping"
    properties.comments = ""
    properties.language = "zh-CN"
    properties.created = properties.modified = datetime(*FIXED_TIME, tzinfo=UTC)
    document.part.package.part_related_by(RT.EXTENDED_PROPERTIES)._blob = _APPLICATION


def to_bytes(document: Document) -> bytes:
    """Return the file; equal contents give equal bytes at any time."""
    written = io.BytesIO()
    document.save(written)
    return rewrite_package(written.getvalue())
