"""Explanation sheet (依据): every score with target, reported values and places, steps and decisions."""

from __future__ import annotations

from decimal import Decimal

from kaoping_core.decimals import format_decimal
from kaoping_core.model.scores import Score, format_value
from kaoping_core.reports.explanation import ExplanationLine, outcome_text
from kaoping_core.reports.workbook.group_sheet import NO_POINTS_WORDS
from kaoping_core.reports.workbook.layout import DECISIONS, EXPLANATIONS, FIRST_EXPLANATION
from kaoping_core.reports.workbook.sheet_writer import (
    LINE_HEIGHT,
    SheetWriter,
    count_lines,
    is_exact_in_excel,
)
from kaoping_core.reports.workbook.styles import ACCOUNT, ACCOUNT_HEAD, HEADER, LINK, LINKED, SOFT, SUBTITLE
from kaoping_core.reports.workbook.workbook import ResultWorkbook
from kaoping_core.xlsx.write.openpyxl_helpers import set_widths
from kaoping_core.xlsx.write.sheet_names import quote_sheet_name

HEADINGS = ("单位", "指标", "项", "内容", "数值、代入", "结果", "来源、出处", "决定")
WIDTHS = (27, 28, 7, 37, 34, 12, 42, 7)

_LINE = ACCOUNT.replace(wrap=False)
_PLACE = ACCOUNT.replace(indent=1)
_SOFT = _LINE.replace(color=SOFT)
_WRAPPED = ACCOUNT
_RIGHT = _LINE.replace(horizontal="right")
_HEAD = ACCOUNT_HEAD.replace(wrap=False)
_HEAD_LINK = _HEAD.replace(color=LINK)
_DECISION = _LINE.replace(color=LINK, horizontal="center")


def write_explanations(book: ResultWorkbook, decisions: dict[str, int]) -> None:
    """Write the sheet; ``decisions`` are the rows of the decisions on their own sheet."""
    page = book.sheet(
        EXPLANATIONS, "得分依据", "7F7F7F", titles=f"{FIRST_EXPLANATION - 1}:{FIRST_EXPLANATION - 1}"
    )
    book.link_home(page, 3, 1, LINKED)
    page.write(
        3,
        2,
        "每项得分一段：深色行是结果，点单位或指标回到得分表；下面是任务、报送的数值和来源、计分的每一步。",
        SUBTITLE,
    )
    for column, text in enumerate(HEADINGS, 1):
        page.write(FIRST_EXPLANATION - 1, column, text, HEADER)
    row = FIRST_EXPLANATION
    for unit in book.result.units:
        for indicator, score in unit.scores.items():
            row, lines = book.plan.explanations[unit.unit, indicator]
            _head(book, page, row, score)
            for place, line in enumerate(lines, row + 1):
                _line(book, page, place, score, line, decisions)
            row += len(lines)
    set_widths(page.sheet, WIDTHS)
    page.sheet.freeze_panes = f"A{FIRST_EXPLANATION}"
    page.sheet.auto_filter.ref = f"A{FIRST_EXPLANATION - 1}:H{max(row, FIRST_EXPLANATION)}"


def _head(book: ResultWorkbook, page: SheetWriter, row: int, score: Score) -> None:
    write, cell = page.write, score.cell
    indicator = book.scheme.indicator_by_id[cell.indicator]
    home = book.plan.scores[cell.unit.name, cell.indicator]
    write(row, 1, cell.unit.name, _HEAD_LINK, home)
    write(row, 2, indicator.name, _HEAD_LINK, home)
    write(row, 3, "得分", _HEAD)
    write(row, 4, f"权重{format_decimal(cell.weight)}　{indicator.section}", _HEAD)
    said = outcome_text(book.scheme, score)
    write(row, 5, said, ACCOUNT_HEAD)
    if score.points is None:
        write(row, 6, NO_POINTS_WORDS[score.state], _HEAD)
    else:
        write(row, 6, score.points, _HEAD.replace(horizontal="right", format=book.points_format(score)))
    write(row, 7, f"{indicator.clause}　{indicator.evaluator}", _HEAD.replace(indent=1))
    page.blank(row, 8, _HEAD)
    lines = count_lines(said, WIDTHS[4], ACCOUNT.size)
    if lines > 1:
        page.rows.height(row, LINE_HEIGHT * lines)


def _line(
    book: ResultWorkbook,
    page: SheetWriter,
    row: int,
    score: Score,
    line: ExplanationLine,
    decisions: dict[str, int],
) -> None:
    write = page.write
    unit, indicator = score.cell.unit.name, book.scheme.indicator_by_id[score.cell.indicator]
    write(row, 1, unit, _SOFT)
    write(row, 2, indicator.name, _SOFT)
    write(row, 3, line.label, _LINE)
    value, result = line.value, line.result
    lines = max(_text(page, row, 4, line.text), _place(page, row, line.place))
    if isinstance(value, Decimal):
        write(row, 5, value, _RIGHT)
    else:
        lines = max(lines, _text(page, row, 5, format_value(value or "")))
    if result is None:
        page.blank(row, 6, _LINE)
    else:
        write(row, 6, result if is_exact_in_excel(result) else format_value(result), _RIGHT)
    decision = line.decision.id if line.decision else ""
    target = decisions.get(decision)
    link = f"{quote_sheet_name(DECISIONS)}!A{target}" if target else ""
    write(row, 8, decision, _DECISION, link)
    if lines > 1:
        page.rows.height(row, LINE_HEIGHT * lines)


def _place(page: SheetWriter, row: int, place: str) -> int:
    """Write the place of a value; a long place breaks after the file's name."""
    page.write(row, 7, place, _PLACE)
    lines = count_lines(place, WIDTHS[6] - 1, ACCOUNT.size)
    return lines if lines == 1 else count_lines(place.replace(": ", "\n"), WIDTHS[6] - 1, ACCOUNT.size)


def _text(page: SheetWriter, row: int, column: int, text: str) -> int:
    """Write a text, wrapped to its column; return the number of lines."""
    if not text:
        page.blank(row, column, _LINE)
        return 1
    lines = count_lines(text, WIDTHS[column - 1], ACCOUNT.size)
    page.write(row, column, text, _LINE if lines == 1 else _WRAPPED)
    return lines
