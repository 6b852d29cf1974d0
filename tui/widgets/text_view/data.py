"""Contents of a text view: paragraphs as plain text, computed elsewhere."""

from __future__ import annotations

from attrs import frozen

from tui.widgets.table.data import Tone


@frozen
class ShareBar:
    """A share of a whole, drawn as a bar that repeats what the paragraph's text says."""

    share: int
    of: int
    """The whole, and the cells that a bar takes at most."""
    mark: int | None = None
    """What to compare with, in the same measure."""


@frozen
class Paragraph:
    """A paragraph: literal text (never markup) with label, columns and bar; line breaks in ``text`` are kept.

    A heading is a text in the tone ``strong`` without a label; nothing at all is a blank line.
    """

    text: str = ""
    tone: Tone = ""
    """Of the text; the label has none."""
    label: str = ""
    """Stands in a column of its own."""
    indent: int = 0
    """Steps of two cells."""
    bar: ShareBar | None = None
    key: str = ""
    """Given by those that can be opened; once only."""
    cells: tuple[str, ...] = ()
    """Short texts, such as numbers, on the right of columns between label and bar."""
    rule: bool = False
    """A line is drawn behind the text, to the end."""


@frozen
class TextDocument:
    """Contents of a ``TextView``."""

    paragraphs: tuple[Paragraph, ...] = ()
    empty: str = "没有内容"
    """Said in place of paragraphs."""
