"""Blocks → a Word file; needs python-docx, which is imported by those who write, not by those who start the program."""

from __future__ import annotations

from typing import Any

import docx

from kaoping_core.reports.bulletin import blocks, page_geometry
from kaoping_core.reports.bulletin.blocks import Paragraph, Style, Table
from kaoping_core.reports.bulletin.docx_file import describe, to_bytes
from kaoping_core.reports.bulletin.docx_xml import clean, line_break, make, text_run
from kaoping_core.reports.bulletin.page_marks import font_of, mark_pages, number_pages
from kaoping_core.reports.bulletin.styles import LETTERHEAD_SIZE, RED, SECOND_FONT, apply, style_id

_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
LOW_ROW = 300
"""Twentieths of a point below which a row holds one line and no more."""
_PADDING = ("top", 12), ("left", 57), ("bottom", 12), ("right", 57)


def write(bulletin: blocks.Document) -> bytes:
    """The bulletin as a Word file; equal bulletins give equal bytes."""
    document = docx.Document()
    apply(document)
    number_pages(document)
    if bulletin.marks:
        mark_pages(document, bulletin.marks)
    body = document.element.body
    for block in bulletin.blocks:
        made = _table(block) if isinstance(block, Table) else _paragraph(block)
        body.insert(len(body) - 1, made)
    if bulletin.colophon:
        for each in _colophon(*bulletin.colophon):
            body.insert(len(body) - 1, each)
    describe(document, clean(bulletin.title), clean(bulletin.run))
    return to_bytes(document)


def _paragraph(block: Paragraph) -> Any:
    properties = make("w:pPr", make("w:pStyle", val=style_id(block.style)))
    if block.together:
        properties.append(make("w:keepNext"))
    if block.page_break:
        properties.append(make("w:pageBreakBefore"))
    if block.style is Style.NUMBER:
        line = make("w:bottom", val="single", sz=12, space=page_geometry.RULE_SPACE, color=RED)
        properties.append(make("w:pBdr", line))
    if block.blank_lines:
        properties.append(make("w:spacing", before=block.blank_lines * page_geometry.LINE))
    if block.indent:
        properties.append(make("w:ind", right=block.indent))
    runs = []
    if block.lead:
        runs.append(text_run(block.lead, make("w:rPr", font_of(SECOND_FONT))))
    look = None
    if block.style is Style.LETTERHEAD:
        look = make("w:rPr", make("w:w", val=page_geometry.letterhead_scale(block.text, LETTERHEAD_SIZE)))
    runs.append(text_run(block.text, look))
    for line in block.breaks:
        runs += [line_break(), text_run(line)]
    return make("w:p", properties, *runs)


def _table(block: Table) -> Any:
    properties = make(
        "w:tblPr",
        make("w:tblW", w=sum(column.width for column in block.columns), type="dxa"),
        make("w:jc", val="center"),
        make(
            "w:tblBorders",
            *(make(f"w:{side}", val="single", sz=4, space=0, color="000000") for side in _SIDES),
        ),
        make("w:tblLayout", type="fixed"),
        make("w:tblCellMar", *(make(f"w:{side}", w=width, type="dxa") for side, width in _PADDING)),
    )
    grid = make("w:tblGrid", *(make("w:gridCol", w=column.width) for column in block.columns))
    heading = _row(block, tuple(column.title for column in block.columns), heading=True)
    return make("w:tbl", properties, grid, heading, *(_row(block, row) for row in block.rows))


def _row(block: Table, texts: tuple[str, ...], *, heading: bool = False) -> Any:
    properties = make(
        "w:trPr", make("w:cantSplit"), make("w:trHeight", val=block.row_height, hRule="atLeast")
    )
    if heading:
        properties.append(make("w:tblHeader"))
    cells = [
        make(
            "w:tc",
            make("w:tcPr", make("w:tcW", w=column.width, type="dxa"), make("w:vAlign", val="center")),
            _cell(block, text, "center" if heading else column.align.value, heading),
        )
        for column, text in zip(block.columns, texts, strict=True)
    ]
    return make("w:tr", properties, *cells)


def _cell(block: Table, text: str, align: str, heading: bool) -> Any:
    style = Style.CELL_HEADING if heading else Style.CELL
    properties = make(
        "w:pPr",
        make("w:pStyle", val=style_id(style)),
        make("w:spacing", **_line_of_cell(block)),
        make("w:jc", val=align),
    )
    look = make("w:rPr", make("w:sz", val=block.size), make("w:szCs", val=block.size))
    return make("w:p", properties, text_run(text, look))


def _line_of_cell(block: Table) -> dict[str, str | int]:
    """Where rows are low, lines are exactly so high, whatever font stands in: the page must hold them all."""
    return {"line": block.size * 11, "lineRule": "exact" if block.row_height < LOW_ROW else "atLeast"}


def _colophon(printed_by: str, printed_on: str) -> list[Any]:
    """The lines at the foot of the last page (版记): who printed the document, and when."""
    frame: dict[str, str | int] = {
        "w": page_geometry.TYPE_WIDTH,
        "hSpace": 0,
        "wrap": "around",
        "hAnchor": "margin",
        "vAnchor": "margin",
    }
    properties = make(
        "w:pPr",
        make("w:pStyle", val=style_id(Style.COLOPHON)),
        make("w:framePr", **frame, xAlign="left", yAlign="bottom"),
        make(
            "w:pBdr",
            *(make(f"w:{side}", val="single", sz=6, space=1, color="000000") for side in ("top", "bottom")),
        ),
        make("w:tabs", make("w:tab", val="right", pos=page_geometry.TYPE_WIDTH - 280)),
        make("w:ind", left=280),
    )
    tab = make("w:r", make("w:tab"))
    framed = make("w:p", properties, text_run(printed_by), tab, text_run(printed_on))
    anchor = make("w:pPr", make("w:spacing", line=20, lineRule="exact"))
    return [framed, make("w:p", anchor)]
