"""Problem sheet (问题清单): a row a problem, with a link to its cell."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from kaoping_core.xlsx.annotate.relationships import DECLARATION, Namespaces
from kaoping_core.xlsx.annotate.xml_editor import escape_attribute, escape_text, legal_text
from kaoping_core.xlsx.write.openpyxl_helpers import FORMULA_STARTS, MAX_TEXT, count_lines
from kaoping_core.xlsx.write.sheet_names import quote_sheet_name

HEADINGS = ("序号", "工作表", "单元格", "读到的问题", "应为")
WIDTHS = (6, 18, 10, 58, 36)
"""Half characters; together as wide as A4 landscape."""
WHOLE_FILE = "（整个文件）"
_MAX_LINKS = 65_530
_LINE = 15
_TALLEST = 409
"""Points of a line, and of the tallest row that there can be."""


@frozen
class ProblemSheetRow:
    """A problem as the sheet shows it."""

    sheet: str
    cell: str
    text: str
    expected: str
    target: str
    """The sheet to go to, as the file writes its name; empty for none."""


def problem_sheet(
    lines: Sequence[ProblemSheetRow], styles: tuple[int, int, int, int], dialect: Namespaces
) -> bytes:
    """Return the sheet's XML; ``styles`` are those of headings, texts, texts like formulas, and links."""
    heading, text, guarded, link = styles
    rows = [_row(1, HEADINGS, [heading] * len(HEADINGS))]
    links: list[str] = []
    for number, line in enumerate(lines, 2):
        values = (str(number - 1), line.sheet or WHOLE_FILE, line.cell, line.text, line.expected)
        shown = [guarded if value.startswith(FORMULA_STARTS) else text for value in values]
        if line.target and len(links) < _MAX_LINKS:
            column = 2 if line.cell else 1
            shown[column] = link
            there = f"{quote_sheet_name(line.target)}!{line.cell or 'A1'}"
            links.append(f'<hyperlink ref="{"ABC"[column]}{number}" location="{escape_attribute(there)}"/>')
        rows.append(_row(number, values, shown))
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{cells + 1}" customWidth="1"/>'
        for number, cells in enumerate(WIDTHS, 1)
    )
    return "".join(
        [
            f'{DECLARATION}<worksheet xmlns="{dialect.main}">',
            '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
            f'<dimension ref="A1:E{len(rows)}"/>',
            '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft"',
            ' state="frozen"/><selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>',
            f'<sheetFormatPr defaultRowHeight="{_LINE}"/><cols>{columns}</cols>',
            f"<sheetData>{''.join(rows)}</sheetData>",
            f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "",
            '<printOptions horizontalCentered="1"/>',
            '<pageMargins left="0.5" right="0.5" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>',
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>',
            "<headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter>",
            "</worksheet>",
        ]
    ).encode()


def _row(number: int, values: Sequence[str], styles: Sequence[int]) -> str:
    """Return a row as high as its texts, since not every program fits heights itself."""
    kept = [legal_text(value) for value in values]
    kept = [value if len(value) <= MAX_TEXT else f"{value[: MAX_TEXT - 1]}…" for value in kept]
    needed = max(count_lines(value, cells - 1) for value, cells in zip(kept, WIDTHS, strict=True))
    height = min(_TALLEST, needed * _LINE + 3)
    cells = "".join(
        _cell(f"{column}{number}", value, style)
        for column, value, style in zip("ABCDE", kept, styles, strict=True)
    )
    return f'<row r="{number}" ht="{height}" customHeight="1">{cells}</row>'


def _cell(name: str, value: str, style: int) -> str:
    """Write the running number; else text as text, never as a formula or link that the sender wrote."""
    if not value:
        return f'<c r="{name}" s="{style}"/>'
    if name.startswith("A") and value.isdecimal():
        return f'<c r="{name}" s="{style}"><v>{value}</v></c>'
    contents = f'<is><t xml:space="preserve">{escape_text(value)}</t></is>'
    return f'<c r="{name}" s="{style}" t="inlineStr">{contents}</c>'
