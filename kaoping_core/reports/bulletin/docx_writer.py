"""Writes blocks as a Word file; needs python-docx, which is imported only here."""

from __future__ import annotations

from typing import Any

import docx

from kaoping_core.reports.bulletin import blocks, page_geometry
from kaoping_core.reports.bulletin.blocks import BlockTable, Style, TextBlock
from kaoping_core.reports.bulletin.docx_file import set_properties, to_bytes
from kaoping_core.reports.bulletin.docx_xml import line_break, make_element, sanitise_text, text_run
from kaoping_core.reports.bulletin.page_marks import font_of, mark_pages, number_pages
from kaoping_core.reports.bulletin.styles import LETTERHEAD_SIZE, RED, SECOND_FONT, apply_styles, style_id

_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
LOW_ROW_HEIGHT = 300
"""Twentieths of a point below which a row holds one line and no more."""
_PADDING = ("top", 12), ("left", 57), ("bottom", 12), ("right", 57)


def write_docx(bulletin: blocks.Document) -> bytes:
    """Return a bulletin as a Word file; equal bulletins give equal bytes."""
    document = docx.Document()
    apply_styles(document)
    number_pages(document)
    if bulletin.marks:
        mark_pages(document, bulletin.marks)
    body = document.element.body
    for block in bulletin.blocks:
        made = _table(block) if isinstance(block, BlockTable) else _paragraph(block)
        body.insert(len(body) - 1, made)
    if bulletin.colophon:
        for each in _colophon(*bulletin.colophon):
            body.insert(len(body) - 1, each)
    set_properties(document, sanitise_text(bulletin.title), sanitise_text(bulletin.run))
    return to_bytes(document)


def _paragraph(block: TextBlock) -> Any:
    properties = make_element("w:pPr", make_element("w:pStyle", val=style_id(block.style)))
    if block.together:
        properties.append(make_element("w:keepNext"))
    if block.page_break:
        properties.append(make_element("w:pageBreakBefore"))
    if block.style is Style.NUMBER:
        line = make_element("w:bottom", val="single", sz=12, space=page_geometry.RULE_SPACE, color=RED)
        properties.append(make_element("w:pBdr", line))
    if block.blank_lines:
        properties.append(make_element("w:spacing", before=block.blank_lines * page_geometry.LINE))
    if block.indent:
        properties.append(make_element("w:ind", right=block.indent))
    runs = []
    if block.lead:
        runs.append(text_run(block.lead, make_element("w:rPr", font_of(SECOND_FONT))))
    look = None
    if block.style is Style.LETTERHEAD:
        look = make_element(
            "w:rPr", make_element("w:w", val=page_geometry.letterhead_scale(block.text, LETTERHEAD_SIZE))
        )
    runs.append(text_run(block.text, look))
    for line in block.breaks:
        runs += [line_break(), text_run(line)]
    return make_element("w:p", properties, *runs)


def _table(block: BlockTable) -> Any:
    properties = make_element(
        "w:tblPr",
        make_element("w:tblW", w=sum(column.width for column in block.columns), type="dxa"),
        make_element("w:jc", val="center"),
        make_element(
            "w:tblBorders",
            *(make_element(f"w:{side}", val="single", sz=4, space=0, color="000000") for side in _SIDES),
        ),
        make_element("w:tblLayout", type="fixed"),
        make_element(
            "w:tblCellMar", *(make_element(f"w:{side}", w=width, type="dxa") for side, width in _PADDING)
        ),
    )
    grid = make_element("w:tblGrid", *(make_element("w:gridCol", w=column.width) for column in block.columns))
    heading = _row(block, tuple(column.title for column in block.columns), heading=True)
    return make_element("w:tbl", properties, grid, heading, *(_row(block, row) for row in block.rows))


def _row(block: BlockTable, texts: tuple[str, ...], *, heading: bool = False) -> Any:
    properties = make_element(
        "w:trPr",
        make_element("w:cantSplit"),
        make_element("w:trHeight", val=block.row_height, hRule="atLeast"),
    )
    if heading:
        properties.append(make_element("w:tblHeader"))
    cells = [
        make_element(
            "w:tc",
            make_element(
                "w:tcPr",
                make_element("w:tcW", w=column.width, type="dxa"),
                make_element("w:vAlign", val="center"),
            ),
            _cell(block, text, "center" if heading else column.align.value, heading),
        )
        for column, text in zip(block.columns, texts, strict=True)
    ]
    return make_element("w:tr", properties, *cells)


def _cell(block: BlockTable, text: str, align: str, heading: bool) -> Any:
    style = Style.CELL_HEADING if heading else Style.CELL
    properties = make_element(
        "w:pPr",
        make_element("w:pStyle", val=style_id(style)),
        make_element("w:spacing", **_line_of_cell(block)),
        make_element("w:jc", val=align),
    )
    look = make_element("w:rPr", make_element("w:sz", val=block.size), make_element("w:szCs", val=block.size))
    return make_element("w:p", properties, text_run(text, look))


def _line_of_cell(block: BlockTable) -> dict[str, str | int]:
    """Return an exact line height for low rows, so that a page holds them whatever font is substituted."""
    return {"line": block.size * 11, "lineRule": "exact" if block.row_height < LOW_ROW_HEIGHT else "atLeast"}


def _colophon(printed_by: str, printed_on: str) -> list[Any]:
    """Return the lines at the foot of the last page (版记): printed by, printed on."""
    frame: dict[str, str | int] = {
        "w": page_geometry.TYPE_WIDTH,
        "hSpace": 0,
        "wrap": "around",
        "hAnchor": "margin",
        "vAnchor": "margin",
    }
    properties = make_element(
        "w:pPr",
        make_element("w:pStyle", val=style_id(Style.COLOPHON)),
        make_element("w:framePr", **frame, xAlign="left", yAlign="bottom"),
        make_element(
            "w:pBdr",
            *(
                make_element(f"w:{side}", val="single", sz=6, space=1, color="000000")
                for side in ("top", "bottom")
            ),
        ),
        make_element("w:tabs", make_element("w:tab", val="right", pos=page_geometry.TYPE_WIDTH - 280)),
        make_element("w:ind", left=280),
    )
    tab = make_element("w:r", make_element("w:tab"))
    framed = make_element("w:p", properties, text_run(printed_by), tab, text_run(printed_on))
    anchor = make_element("w:pPr", make_element("w:spacing", line=20, lineRule="exact"))
    return [framed, make_element("w:p", anchor)]
