"""Comments of a sheet: added to those of the sender, one comment a cell, as Excel requires."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kaoping_core.model.problems import with_expected
from kaoping_core.xlsx.annotate.relationships import DECLARATION, Namespaces
from kaoping_core.xlsx.annotate.xml_editor import (
    ElementSpan,
    XmlEdits,
    escape_text,
    legal_text,
    scan_elements,
)
from kaoping_core.xlsx.read.sheets import CellPosition, format_reference, parse_reference

AUTHOR = "考评"
MAX_COMMENT = 1_000
"""Characters of a comment; more does not fit on a screen, and the list of problems has it whole."""
_FONT = '<sz val="9"/><color indexed="81"/><rFont val="宋体"/><family val="3"/>'


def empty_comments(dialect: Namespaces) -> bytes:
    """Return the comments part of a sheet that has none."""
    return f'{DECLARATION}<comments xmlns="{dialect.main}"><authors/><commentList/></comments>'.encode()


def comment_text(problems: Sequence[tuple[str, str]]) -> str:
    """Return the text of a cell's comment; several problems are numbered."""
    several = len(problems) > 1
    lines = [
        f"{f'{number}. ' if several else ''}{with_expected(text, expected)}"
        for number, (text, expected) in enumerate(problems, 1)
    ]
    whole = legal_text("\n".join(lines))
    return whole if len(whole) <= MAX_COMMENT else f"{whole[: MAX_COMMENT - 1]}…"


def add_comments(part: str, data: bytes, texts: Mapping[CellPosition, str]) -> bytes:
    """Return the part with our comments, below the sender's own where a cell has one."""
    root = scan_elements(part, data, 6)
    splices = XmlEdits(data)
    authors, listed = root.child("authors"), root.child("commentList")
    known = {}
    for element in listed.named("comment") if listed else ():
        place = parse_reference(element.attributes.get("ref", "").partition(":")[0])
        if place:
            known[place] = element
    number = len(authors.named("author")) if authors else 0
    new = []
    for place, text in sorted(texts.items()):
        if place in known:
            _append_to(splices, known[place], text)
        else:
            ref = format_reference(place)
            runs = _runs(root.prefix, text, first=True)
            new.append(
                _tag(
                    root.prefix,
                    "comment",
                    _tag(root.prefix, "text", runs),
                    f' ref="{ref}" authorId="{number}"',
                )
            )
    if new:
        author = _tag(root.prefix, "author", AUTHOR)
        _insert_section(splices, root, authors, "authors", author, before=listed)
        _insert_section(splices, root, listed, "commentList", "".join(new), before=root.child("extLst"))
    return splices.result()


def _insert_section(
    splices: XmlEdits,
    root: ElementSpan,
    section: ElementSpan | None,
    name: str,
    new: str,
    before: ElementSpan | None,
) -> None:
    """Insert into a section, which is created if missing."""
    if section:
        splices.append(section, new)
    elif before:
        splices.insert(before.start, _tag(root.prefix, name, new))
    else:
        splices.append(root, _tag(root.prefix, name, new))


def _append_to(splices: XmlEdits, comment: ElementSpan, text: str) -> None:
    """Append our text to the sender's own comment."""
    own = comment.child("text")
    if own is None:
        splices.insert(comment.inside, _tag(comment.prefix, "text", _runs(comment.prefix, text, first=True)))
        return
    plain, runs = own.named("t"), own.named("r")
    for (
        element
    ) in plain:  # a bare text beside runs is allowed by the schema, but not every program shows both
        splices.insert(element.start, f"<{own.prefix}r>")
        splices.insert(element.end, f"</{own.prefix}r>")
    written = [*plain, *runs]
    ours = _runs(own.prefix, text, first=not written)
    if written:
        splices.insert(max(element.end for element in written), ours)
    elif own.children:
        splices.insert(own.inside, ours)
    else:
        splices.append(own, ours)


def _runs(prefix: str, text: str, *, first: bool) -> str:
    """Return the author in bold and the text, as rich text runs."""
    bold = _tag(prefix, "rPr", f"<b/>{_FONT}".replace("<", f"<{prefix}"))
    light = _tag(prefix, "rPr", _FONT.replace("<", f"<{prefix}"))
    break_before = "" if first else "\n"
    return "".join(
        _tag(prefix, "r", style + _tag(prefix, "t", escape_text(words), ' xml:space="preserve"'))
        for style, words in ((bold, f"{break_before}{AUTHOR}："), (light, f"\n{text}"))
    )


def _tag(prefix: str, name: str, contents: str, attributes: str = "") -> str:
    return f"<{prefix}{name}{attributes}>{contents}</{prefix}{name}>"
