"""Word XML elements: text stays text and never becomes a field or element; needs python-docx."""

from __future__ import annotations

import re
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from kaoping_core.ooxml import ILLEGAL_CHARACTERS

_BLANKS = re.compile("[\t\n\v\f\r\x85\u2028\u2029]+")
_UNPRINTABLE = re.compile(f"[{ILLEGAL_CHARACTERS}\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
"""Beside what XML cannot hold: control characters, and those that turn the reading direction."""


def sanitise_text(text: str) -> str:
    """Return a text on one line; characters that XML cannot hold or that change the direction are marked."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", _BLANKS.sub(" ", text))


def make_element(tag: str, *children: Any, **attributes: str | int) -> Any:
    """Return an element such as ``w:jc`` with attributes of the same namespace."""
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    element.extend([child for child in children if child is not None])
    return element


def text_run(text: str, properties: Any = None) -> Any:
    """Return a run of text."""
    content = make_element("w:t")
    content.text = sanitise_text(text)
    content.set(qn("xml:space"), "preserve")
    return make_element("w:r", properties, content)


def line_break() -> Any:
    """Return a run with a line break."""
    return make_element("w:r", make_element("w:br"))


def page_number() -> Any:
    """Return the page number field, the only field of a bulletin."""
    return make_element("w:fldSimple", text_run("1"), instr="PAGE")
