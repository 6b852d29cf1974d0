"""得失分说明: where a unit's points went, by section and chart at the top, then every indicator, largest loss first."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kaoping_core.decimals import EXACT_CONTEXT, format_decimal
from kaoping_core.model.indicators import Indicator
from kaoping_core.model.scores import CellState, Score, UnitResult
from kaoping_core.pages.labels import STATE_LABELS, STATUS_LABELS
from kaoping_core.reports.explanation import one_line_summary, points_lost
from kaoping_core.reports.workbook.charts import bar_chart
from kaoping_core.reports.workbook.group_sheet import BANDS, NO_POINTS_WORDS, points_of, subtotal_format
from kaoping_core.reports.workbook.layout import GroupSheetLayout, sheet_link
from kaoping_core.reports.workbook.sheet_writer import SheetWriter
from kaoping_core.reports.workbook.styles import (
    BODY,
    HEADER,
    LINK,
    LINKED,
    MARK,
    MIDDLE_OF,
    NO_POINTS,
    NOT_CARRIED,
    NUMBER,
    SUBTITLE,
    SUM,
    SUM_LABEL,
    WARNING,
)
from kaoping_core.reports.workbook.workbook import ResultWorkbook
from kaoping_core.xlsx.write.openpyxl_helpers import set_widths

_SECTION_HEADINGS = ("指标类别", "权重分", "得分", "失分", "得分率")
_HEADINGS = ("指标", "权重分", "得分", "失分", "得分率", "怎么来的", "考核主体", "出处")
_WIDTHS = (30, 8, 10, 10, 9, 52, 20, 15)
_SMALL = BODY.replace(size=9)
_BAND = 6
"""First row of the sections."""
_BAND_ROWS, _BAND_ROW_HEIGHT = 12, 19
"""Rows that sections and the chart beside them take at least."""
_CHART_COLUMN, _CHART_CM = "F", 16
_BARS = 10
"""Losses that the chart shows at most."""
_NAMED = 3
"""Losses that the sentence at the top names."""
_RATE = "0.0%"
_RATE_DIGITS = Decimal("0.000000000001")
_NOTHING = Decimal(0)


def write_unit(book: ResultWorkbook, unit: UnitResult) -> None:
    """Write a unit's sheet."""
    plan = book.plan.groups[unit.group]
    first = _BAND + max(_BAND_ROWS, len(plan.sections) + 2) + 1
    title = book.plan.unit_titles[unit.unit]
    page = book.sheet(title, f"{unit.unit}　得失分说明", "A6A6A6", titles=f"{first - 1}:{first - 1}")
    indicators = sorted(
        book.scheme.indicators_of[unit.group], key=lambda each: -points_lost(unit.scores[each.id])
    )
    book.link_home(page, 3, 1, LINKED)
    page.write(3, 2, f"{plan.group.name}得分表", LINKED, sheet_link(plan.title))
    page.write(4, 1, _summary_sentence(unit, indicators, plan.group.name), SUBTITLE.replace(bold=True))
    _sections(book, page, plan, unit, first)
    _chart(book, page, unit, indicators, first)
    _header(page, first - 1, _HEADINGS)
    for row, indicator in enumerate(indicators, first):
        _row(book, page, row, indicator, unit.scores[indicator.id])
    _totals(book, page, unit, first, first + len(indicators))
    _colour(page, first, first + len(indicators) - 1)
    set_widths(page.sheet, _WIDTHS)


def _summary_sentence(unit: UnitResult, indicators: Sequence[Indicator], group: str) -> str:
    """Total, rank and the largest losses."""
    rank = f"第{unit.rank}名" if unit.rank else STATUS_LABELS[unit.status]
    worst = [
        f"{indicator.name}{format_decimal(points_lost(unit.scores[indicator.id]))}分"
        for indicator in indicators[:_NAMED]
        if points_lost(unit.scores[indicator.id]) > 0
    ]
    tail = f"，失分最多的是{'、'.join(worst)}" if worst else "，没有失分"
    return f"{group}，总分{unit.total:f}，{rank}{tail}。"


def _header(page: SheetWriter, row: int, headings: Sequence[str]) -> None:
    for column, text in enumerate(headings, 1):
        page.write(row, column, text, HEADER)


def _sections(
    book: ResultWorkbook, page: SheetWriter, plan: GroupSheetLayout, unit: UnitResult, first: int
) -> None:
    """The sections' subtotals, taken from the group's sheet, and the total."""
    _header(page, _BAND - 1, _SECTION_HEADINGS)
    for row, section in enumerate(plan.sections, _BAND):
        scores = [unit.scores[block.indicator.id] for block in section.blocks]
        page.write(row, 1, section.name, BODY)
        weight = _weight_of(scores)
        page.write(row, 2, weight, NUMBER)
        place = plan.place(unit.unit, section.sum)
        points = points_of(unit, section)
        shown = SUM.replace(format=subtotal_format(book, section, unit), color=LINK)
        page.formula(row, 3, place, points, shown, place)
        _loss_and_rate(book, page, row, weight, points, _loss_of(scores))
    for row in range(_BAND, first - 1):
        page.rows.height(row, _BAND_ROW_HEIGHT)
    row = _BAND + len(plan.sections)
    scores = list(unit.scores.values())
    page.write(row, 1, "总分", SUM_LABEL)
    page.write(row, 2, _weight_of(scores), SUM)
    place = plan.place(unit.unit, plan.total)
    page.formula(row, 3, place, unit.total, SUM.replace(format=book.points, color=LINK), place)
    page.write(row, 4, _loss_of(scores), SUM.replace(format=book.points))
    page.write(row, 5, f"第{unit.rank}名" if unit.rank else STATUS_LABELS[unit.status], SUM_LABEL)


def _weight_of(scores: Sequence[Score]) -> Decimal:
    """Points that the unit could get."""
    return sum((score.cell.weight for score in scores if score.state is not CellState.EXCLUDED), _NOTHING)


def _loss_of(scores: Sequence[Score]) -> Decimal:
    """Points that the unit did not get, where points are known."""
    return sum(map(points_lost, scores), _NOTHING)


def _row(book: ResultWorkbook, page: SheetWriter, row: int, indicator: Indicator, score: Score) -> None:
    write = page.write
    link = book.plan.explanation_cell(score.cell.unit.name, indicator.id)
    write(row, 1, indicator.name, BODY.replace(color=LINK, wrap=False), link)
    excluded = score.state is CellState.EXCLUDED
    write(row, 2, "—" if excluded else score.cell.weight, NUMBER)
    if score.points is None:
        write(row, 3, NO_POINTS_WORDS[score.state], NOT_CARRIED if excluded else NO_POINTS, link)
        write(row, 4, "不计" if excluded else "未定", NOT_CARRIED)
        write(row, 5, "—", NOT_CARRIED)
    else:
        color = WARNING if score.fails_year else LINK
        look = NUMBER.replace(
            color=color, format=book.points_format(score), italic=score.state is CellState.FILLED
        )
        write(row, 3, score.points, look, link)
        _loss_and_rate(book, page, row, score.cell.weight, score.points, points_lost(score))
    said = _how_text(score)
    for column, text in enumerate((said, indicator.evaluator, indicator.clause), 6):
        write(row, column, text, _SMALL)
    page.grow(row, ((_WIDTHS[5], said), (_WIDTHS[6], indicator.evaluator)), _SMALL.size)


def _loss_and_rate(
    book: ResultWorkbook, page: SheetWriter, row: int, weight: Decimal, points: Decimal, loss: Decimal
) -> None:
    """What was lost, or gained beyond the weight; the rate is a formula."""
    zero = book.points if weight else '"—"'
    page.write(row, 4, loss, NUMBER.replace(format=f'{book.points};"加"{book.points};{zero}'))
    if weight:
        rate = EXACT_CONTEXT.divide(points, weight).quantize(_RATE_DIGITS, context=EXACT_CONTEXT)
        page.formula(row, 5, f"C{row}/B{row}", rate, MIDDLE_OF.replace(format=_RATE))
    else:
        page.write(row, 5, "—", MIDDLE_OF)


def _how_text(score: Score) -> str:
    """How a score came about, on one line, or why there is none."""
    if score.points is None and score.state is not CellState.EXCLUDED:
        return "：".join(filter(None, (STATE_LABELS[score.state], score.reason or one_line_summary(score))))
    return one_line_summary(score)


def _totals(book: ResultWorkbook, page: SheetWriter, unit: UnitResult, first: int, row: int) -> None:
    scores = list(unit.scores.values())
    page.write(row, 1, "合计", SUM_LABEL)
    page.formula(row, 2, f"SUM(B{first}:B{row - 1})", _weight_of(scores), SUM)
    for column, letter, value in ((3, "C", unit.total), (4, "D", _loss_of(scores))):
        text = f"ROUND(SUM({letter}{first}:{letter}{row - 1}),{book.scheme.rounding.decimals})"
        page.formula(row, column, text, value, SUM.replace(format=book.points))
    for column in range(5, len(_HEADINGS) + 1):
        page.blank(row, column, SUM_LABEL)
    missing = sum(score.points is None and score.state is not CellState.EXCLUDED for score in scores)
    if missing:
        page.write(row + 1, 1, f"还有{missing}项没有得分，合计是已有得分的和。", MARK)


def _colour(page: SheetWriter, first: int, last: int) -> None:
    for band, color in BANDS:
        rule = page.styles.rule(f"AND(ISNUMBER($E{first}),$E{first}{band})", color)
        page.sheet.conditional_formatting.add(f"C{first}:E{last}", rule)


def _chart(
    book: ResultWorkbook, page: SheetWriter, unit: UnitResult, indicators: Sequence[Indicator], first: int
) -> None:
    """The largest losses; they are the first rows."""
    losses = [indicator for indicator in indicators if points_lost(unit.scores[indicator.id]) > 0]
    shown = min(len(losses), _BARS)
    if not shown:
        return
    more = f"（最多的{shown}项，共{len(losses)}项）" if len(losses) > shown else ""
    rows = (first, first + shown - 1)
    height = _BAND_ROW_HEIGHT * (first - _BAND - 1)
    chart = bar_chart(page.sheet, f"失分{more}", rows, (1, 4), book.points, width=_CHART_CM, height=height)
    page.sheet.add_chart(chart, f"{_CHART_COLUMN}{_BAND - 1}")
