"""Contents of a text view: paragraphs as plain text, computed elsewhere."""

from __future__ import annotations

from attrs import frozen

from tui.widgets.table.data import Tone


@frozen
class ShareBar:
    """A part of a whole, to be drawn. Says nothing that the paragraph's text does not."""

    share: int
    of: int
    """The whole, and the cells that a bar takes at most."""
    mark: int | None = None
    """What to compare with, in the same measure."""


@frozen
class Paragraph:
    """A text, with what stands before it. Texts are literal, never markup; line breaks in ``text`` hold.

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
    """Everything that a ``Lines`` shows."""

    paragraphs: tuple[Paragraph, ...] = ()
    empty: str = "没有内容"
    """Said in place of paragraphs."""
