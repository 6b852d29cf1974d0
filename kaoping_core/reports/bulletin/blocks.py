"""Blocks of a bulletin: paragraphs, tables, annexes; independent of the file format."""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen


class Style(StrEnum):
    """Look of a paragraph; the value is the style's name in the Word file."""

    BODY = "公文正文"
    HEADING = "公文一级标题"
    TITLE = "公文标题"
    SUBTITLE = "公文副题"
    """What stands under the title in brackets, such as 征求意见稿."""
    ADDRESSEES = "公文主送机关"
    ATTACHMENT = "公文附件说明"
    """The first line of the list of annexes."""
    NEXT_ATTACHMENT = "公文附件说明续"
    SIGNATURE = "公文署名和日期"
    LETTERHEAD = "公文发文机关标志"
    NUMBER = "公文发文字号"
    ANNEX = "公文附件标记"
    """The mark 附件1 on an annex's first line."""
    SUMMARY = "公文附件提要"
    CELL = "公文表格"
    CELL_HEADING = "公文表头"
    NOTE = "公文表注"
    COLOPHON = "公文版记"


class Align(StrEnum):
    """Alignment of a table column; the values are those of ``w:jc``."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@frozen
class TextBlock:
    """A paragraph of literal text."""

    text: str
    style: Style = Style.BODY
    lead: str = ""
    """Words at the beginning that are set as a heading of the second level (楷体)."""
    breaks: tuple[str, ...] = ()
    """Further lines of the same paragraph; a title's lines are broken where its meaning allows."""
    page_break: bool = False
    """Whether it starts a new page."""
    indent: int = 0
    """Twentieths of a point that it keeps from the right edge."""
    blank_lines: int = 0
    """Lines left empty above it."""
    together: bool = False
    """Whether it stays on one page with the next paragraph."""


@frozen
class BlockColumn:
    """A column of a table."""

    title: str
    width: int
    """Twentieths of a point."""
    align: Align = Align.CENTER


@frozen
class BlockTable:
    """A table; its heading repeats on every page and no row breaks across pages."""

    columns: tuple[BlockColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    size: int = 24
    """Half points; 24 is 小四号, 21 is 五号."""
    row_height: int = 400
    """Twentieths of a point that a row has at least."""


Block = TextBlock | BlockTable


@frozen
class Document:
    """A whole bulletin as blocks."""

    title: str
    """For the file's properties."""
    run: str
    """The assembly that it shows."""
    marks: tuple[str, ...]
    """Printed on every page, such as 征求意见稿."""
    blocks: tuple[Block, ...]
    colophon: tuple[str, str] | None = None
    """Who prints it and when (印发机关、印发日期); at the foot of the last page."""
