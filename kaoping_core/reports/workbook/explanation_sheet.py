"""依据: every score of every unit with its target, reported values and their source, steps and decisions."""

from __future__ import annotations

from decimal import Decimal

from kaoping_core.decimals import format_decimal
from kaoping_core.model.scores import Score, format_value
from kaoping_core.reports.explanation import Line, verdict
from kaoping_core.reports.workbook.group_sheet import NO_POINTS_WORDS
from kaoping_core.reports.workbook.layout import ACCOUNTS, DECISIONS, FIRST_ACCOUNT
from kaoping_core.reports.workbook.sheet_writer import LINE_HEIGHT, Page, fits, lines_in
from kaoping_core.reports.workbook.styles import ACCOUNT, ACCOUNT_HEAD, HEADER, LINK, LINKED, SOFT, SUBTITLE
from kaoping_core.reports.workbook.workbook import Book
from kaoping_core.xlsx.write.openpyxl_helpers import set_widths
from kaoping_core.xlsx.write.sheet_names import quote_sheet_name

HEADINGS = ("单位", "指标", "项", "内容", "数值、代入", "结果", "来源、出处", "决定")
WIDTHS = (27, 28, 7, 37, 34, 12, 42, 7)

_LINE = ACCOUNT.but(wrap=False)
_PLACE = ACCOUNT.but(indent=1)
_SOFT = _LINE.but(color=SOFT)
_WRAPPED = ACCOUNT
_RIGHT = _LINE.but(horizontal="right")
_HEAD = ACCOUNT_HEAD.but(wrap=False)
_HEAD_LINK = _HEAD.but(color=LINK)
_DECISION = _LINE.but(color=LINK, horizontal="center")


def write_accounts(book: Book, decisions: dict[str, int]) -> None:
    """Write the sheet of all accounts; ``decisions`` are the rows of the decisions on their own sheet."""
    page = book.sheet(ACCOUNTS, "得分依据", "7F7F7F", titles=f"{FIRST_ACCOUNT - 1}:{FIRST_ACCOUNT - 1}")
    book.link_home(page, 3, 1, LINKED)
    page.write(
        3,
        2,
        "每项得分一段：深色行是结果，点单位或指标回到得分表；下面是任务、报送的数值和来源、计分的每一步。",
        SUBTITLE,
    )
    for column, text in enumerate(HEADINGS, 1):
        page.write(FIRST_ACCOUNT - 1, column, text, HEADER)
    row = FIRST_ACCOUNT
    for unit in book.result.units:
        for indicator, score in unit.scores.items():
            row, lines = book.plan.accounts[unit.unit, indicator]
            _head(book, page, row, score)
            for place, line in enumerate(lines, row + 1):
                _line(book, page, place, score, line, decisions)
            row += len(lines)
    set_widths(page.sheet, WIDTHS)
    page.sheet.freeze_panes = f"A{FIRST_ACCOUNT}"
    page.sheet.auto_filter.ref = f"A{FIRST_ACCOUNT - 1}:H{max(row, FIRST_ACCOUNT)}"


def _head(book: Book, page: Page, row: int, score: Score) -> None:
    write, cell = page.write, score.cell
    indicator = book.scheme.indicator_by_id[cell.indicator]
    home = book.plan.scores[cell.unit.name, cell.indicator]
    write(row, 1, cell.unit.name, _HEAD_LINK, home)
    write(row, 2, indicator.name, _HEAD_LINK, home)
    write(row, 3, "得分", _HEAD)
    write(row, 4, f"权重{format_decimal(cell.weight)}　{indicator.section}", _HEAD)
    said = verdict(book.scheme, score)
    write(row, 5, said, ACCOUNT_HEAD)
    if score.points is None:
        write(row, 6, NO_POINTS_WORDS[score.state], _HEAD)
    else:
        write(row, 6, score.points, _HEAD.but(horizontal="right", format=book.points_format(score)))
    write(row, 7, f"{indicator.clause}　{indicator.evaluator}", _HEAD.but(indent=1))
    page.blank(row, 8, _HEAD)
    lines = lines_in(said, WIDTHS[4], ACCOUNT.size)
    if lines > 1:
        page.rows.height(row, LINE_HEIGHT * lines)


def _line(book: Book, page: Page, row: int, score: Score, line: Line, decisions: dict[str, int]) -> None:
    write = page.write
    unit, indicator = score.cell.unit.name, book.scheme.indicator_by_id[score.cell.indicator]
    write(row, 1, unit, _SOFT)
    write(row, 2, indicator.name, _SOFT)
    write(row, 3, line.label, _LINE)
    value, result = line.value, line.result
    lines = max(_text(page, row, 4, line.words), _place(page, row, line.place))
    if isinstance(value, Decimal):
        write(row, 5, value, _RIGHT)
    else:
        lines = max(lines, _text(page, row, 5, format_value(value or "")))
    if result is None:
        page.blank(row, 6, _LINE)
    else:
        write(row, 6, result if fits(result) else format_value(result), _RIGHT)
    decision = line.decision.id if line.decision else ""
    target = decisions.get(decision)
    link = f"{quote_sheet_name(DECISIONS)}!A{target}" if target else ""
    write(row, 8, decision, _DECISION, link)
    if lines > 1:
        page.rows.height(row, LINE_HEIGHT * lines)


def _place(page: Page, row: int, place: str) -> int:
    """Write where a value was read; a long place breaks after the file's name."""
    page.write(row, 7, place, _PLACE)
    lines = lines_in(place, WIDTHS[6] - 1, ACCOUNT.size)
    return lines if lines == 1 else lines_in(place.replace(": ", "\n"), WIDTHS[6] - 1, ACCOUNT.size)


def _text(page: Page, row: int, column: int, text: str) -> int:
    """Write a text, wrapped where its column is too narrow; how many lines it takes."""
    if not text:
        page.blank(row, column, _LINE)
        return 1
    lines = lines_in(text, WIDTHS[column - 1], ACCOUNT.size)
    page.write(row, column, text, _LINE if lines == 1 else _WRAPPED)
    return lines
