"""Group sheet in the shape of its annex: indicators down, units across; subtotals and totals are formulas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kaoping_core.model.scores import CellState, Score, UnitResult, UnitStatus
from kaoping_core.pages.labels import STATUS_LABELS
from kaoping_core.reports.workbook.layout import (
    FIRST_ROW,
    FIRST_UNIT,
    GroupSheetLayout,
    IndicatorBlock,
    SectionBlock,
)
from kaoping_core.reports.workbook.sheet_writer import SheetWriter
from kaoping_core.reports.workbook.styles import (
    BODY,
    FULL,
    HEADER,
    LABEL,
    LINK,
    LINKED,
    LOW,
    MIDDLE,
    MIDDLE_OF,
    NO_POINTS,
    NOT_CARRIED,
    NUMBER,
    SUBTITLE,
    SUM,
    SUM_LABEL,
    TARGET,
    WARNING,
)
from kaoping_core.reports.workbook.workbook import ResultWorkbook
from kaoping_core.xlsx.write.openpyxl_helpers import set_widths

LEGEND = (
    "“均”不承担，按平均分计入；“暂”平均分还是暂时的；“—”没有扣分、加分；点得分看依据。"
    "底色：橙＝得分率低于60%，黄＝60%至80%，蓝＝满分"
)
NO_POINTS_WORDS = {CellState.EXCLUDED: "不承担", CellState.MISSING: "缺数据", CellState.UNSCORED: "没有计分"}
BANDS = (("<0.6", LOW), ("<0.8", MIDDLE), (">=1", FULL))
"""Score rates that are coloured, the first that holds."""

_TITLE_WIDTHS = (6, 11, 27, 7, 13)
_UNIT_WIDTH, _FEW_UNITS_WIDTH, _EVALUATOR_WIDTH = 9, 16, 19
_FEW_UNITS = 6
"""Up to so many units there is room for wide columns."""
_ROW_HEIGHT = 15
_ROWS_ON_A_PAGE = 50
"""Up to so many rows a page is not too small to read."""
_UNITS_ON_A_PAGE = 14


def write_group(book: ResultWorkbook, plan: GroupSheetLayout) -> None:
    """Write a group's sheet."""
    units = {unit.unit: unit for unit in book.result.units if unit.group == plan.group.id}
    page = book.sheet(
        plan.title, f"{plan.group.name}得分表", "2F5597", titles=f"{FIRST_ROW - 2}:{FIRST_ROW - 1}"
    )
    book.link_home(page, 3, 1, LINKED)
    page.write(3, 3, LEGEND, SUBTITLE)
    _header(book, page, plan, units)
    for section in plan.sections:
        _section(book, page, plan, section, units)
    _totals(book, page, plan, units)
    _colour(page, plan)
    for row in range(FIRST_ROW, plan.total + 2):
        page.rows.height(row, _ROW_HEIGHT)
    _lay_out(page.sheet, plan)


def _header(
    book: ResultWorkbook, page: SheetWriter, plan: GroupSheetLayout, units: Mapping[str, UnitResult]
) -> None:
    write, row = page.write, FIRST_ROW - 2
    for column, text in enumerate(("序号", "指标类别", "指标名称", "权重分", "项"), 1):
        write(row, column, text, HEADER)
        page.merge((row, row + 1), (column, column), HEADER)
    for name, column in plan.columns.items():
        write(row, column, name, HEADER.replace(size=9))
        status = STATUS_LABELS[units[name].status]
        look = HEADER.replace(size=9, color=WARNING if status else LINK, bold=bool(status))
        write(
            row + 1, column, status or "得失分说明", look, book.plan.unit_top(name)
        )  # names wrap, links do not
    write(row, plan.evaluator, "考核主体", HEADER)
    page.merge((row, row + 1), (plan.evaluator, plan.evaluator), HEADER)
    page.rows.height(row, 60)


def _section(
    book: ResultWorkbook,
    page: SheetWriter,
    plan: GroupSheetLayout,
    section: SectionBlock,
    units: Mapping[str, UnitResult],
) -> None:
    first, last = section.blocks[0].top, section.blocks[-1].score
    for block in section.blocks:
        _block(book, page, plan, block, units)
    page.write(first, 2, section.name, MIDDLE_OF)
    page.merge((first, last), (2, 2), MIDDLE_OF)
    if len(section.blocks) > 1:
        _sums(book, page, plan, section, units)


def _block(
    book: ResultWorkbook,
    page: SheetWriter,
    plan: GroupSheetLayout,
    block: IndicatorBlock,
    units: Mapping[str, UnitResult],
) -> None:
    write, indicator = page.write, block.indicator
    ends = ((1, indicator.row, MIDDLE_OF), (3, indicator.name, BODY), (4, indicator.weight, MIDDLE_OF))
    for column, value, look in (*ends, (plan.evaluator, indicator.evaluator, MIDDLE_OF)):
        write(block.top, column, value, look)
        page.merge((block.top, block.score), (column, column), look)
    if block.target is not None:
        measure = f"（{indicator.measure}）" if indicator.measure else ""
        write(block.target, 5, f"任务{measure}", LABEL)
    if block.weight is not None:
        write(block.weight, 5, "权重分", LABEL)
    write(block.score, 5, "得分", LABEL.replace(bold=True))
    for name, column in plan.columns.items():
        score = units[name].scores[indicator.id]
        excluded = score.state is CellState.EXCLUDED
        if block.target is not None and score.cell.target is not None:
            write(block.target, column, score.cell.target.text, TARGET)
        if block.weight is not None:
            write(block.weight, column, "－" if excluded else score.cell.weight, TARGET)
        _score(book, page, block.score, column, score)


def _score(book: ResultWorkbook, page: SheetWriter, row: int, column: int, score: Score) -> None:
    link = book.plan.explanation_cell(score.cell.unit.name, score.cell.indicator)
    if score.points is None:
        look = NOT_CARRIED if score.state is CellState.EXCLUDED else NO_POINTS
        page.write(row, column, NO_POINTS_WORDS[score.state], look, link)
        return
    filled = score.state is CellState.FILLED
    look = NUMBER.replace(
        color=WARNING if score.fails_year else LINK, italic=filled, format=book.points_format(score)
    )
    page.write(row, column, score.points, look.replace(bold=score.fails_year), link)


def _sums(
    book: ResultWorkbook,
    page: SheetWriter,
    plan: GroupSheetLayout,
    section: SectionBlock,
    units: Mapping[str, UnitResult],
) -> None:
    _labels(book, page, plan, section.sum, f"{section.name}　小计")
    weights = [f"D{block.top}" for block in section.blocks]
    weight = sum((block.indicator.weight for block in section.blocks), Decimal(0))
    page.formula(section.sum, 4, f"SUM({','.join(weights)})", weight, SUM_LABEL)
    for name, column in plan.columns.items():
        cells = _cells(column, (block.score for block in section.blocks))
        text = f"ROUND(SUM({cells}),{book.scheme.rounding.decimals})"
        look = SUM.replace(format=subtotal_format(book, section, units[name]))
        page.formula(section.sum, column, text, points_of(units[name], section), look)


def subtotal_format(book: ResultWorkbook, section: SectionBlock, unit: UnitResult) -> str:
    """Return the number format of a subtotal: zero without weight is blank, except the veto."""
    if len(section.blocks) == 1:
        return book.points_format(unit.scores[section.blocks[0].indicator.id])
    weightless = not any(block.indicator.weight for block in section.blocks)
    return f'{book.points};-{book.points};"—"' if weightless else book.points


def points_of(unit: UnitResult, section: SectionBlock) -> Decimal:
    """Return the sum of a unit's published scores of a section."""
    points = (unit.scores[block.indicator.id].points for block in section.blocks)
    return sum((value for value in points if value is not None), Decimal(0))


def _totals(
    book: ResultWorkbook, page: SheetWriter, plan: GroupSheetLayout, units: Mapping[str, UnitResult]
) -> None:
    _labels(book, page, plan, plan.total, "总分")
    _labels(book, page, plan, plan.total + 1, "名次")
    sums = [section.sum for section in plan.sections]
    weights = [
        f"D{section.sum if len(section.blocks) > 1 else section.blocks[0].top}" for section in plan.sections
    ]
    weight = sum((b.indicator.weight for section in plan.sections for b in section.blocks), Decimal(0))
    page.formula(plan.total, 4, f"SUM({','.join(weights)})", weight, SUM_LABEL)
    page.blank(plan.total + 1, 4, SUM_LABEL)
    for name, column in plan.columns.items():
        unit = units[name]
        text = f"ROUND(SUM({_cells(column, sums)}),{book.scheme.rounding.decimals})"
        page.formula(plan.total, column, text, unit.total, SUM.replace(format=book.points))
        incomplete = unit.status is not UnitStatus.RANKED
        rank = unit.rank if unit.rank is not None else STATUS_LABELS[unit.status]
        look = SUM_LABEL.replace(color=WARNING, size=9) if incomplete else SUM_LABEL
        page.write(plan.total + 1, column, rank, look)


def _labels(book: ResultWorkbook, page: SheetWriter, plan: GroupSheetLayout, row: int, text: str) -> None:
    page.write(row, 1, text, SUM_LABEL)
    for column in (5, plan.evaluator):
        page.blank(row, column, SUM_LABEL)
    page.merge((row, row), (1, 3), SUM_LABEL)


def _cells(column: int, rows: Iterable[int]) -> str:
    letter = get_column_letter(column)
    return ",".join(f"{letter}{row}" for row in rows)


def _colour(page: SheetWriter, plan: GroupSheetLayout) -> None:
    """Add colour rules for score rates; the weight stands in the row, above it, or is the unit's own."""
    first, last = get_column_letter(FIRST_UNIT), get_column_letter(plan.evaluator - 1)
    rows: dict[tuple[str, int], list[int]] = {}
    for section in plan.sections:
        for block in section.blocks:
            if not block.indicator.weight:
                continue
            above = block.score - (block.weight or block.top)
            rows.setdefault((first if block.weight else "$D", above), []).append(block.score)
    for (column, above), scores in rows.items():
        weight = f"{column}{scores[0] - above}"
        score = f"{first}{scores[0]}"
        area = " ".join(f"{first}{row}:{last}{row}" for row in scores)
        for band, color in BANDS:
            rule = page.styles.rule(f"AND(ISNUMBER({score}),{score}/{weight}{band})", color)
            page.sheet.conditional_formatting.add(area, rule)


def _lay_out(sheet: Worksheet, plan: GroupSheetLayout) -> None:
    """Set widths, frozen titles and page breaks, each page with the title columns."""
    units = len(plan.columns)
    width = _UNIT_WIDTH if units > _FEW_UNITS else _FEW_UNITS_WIDTH
    set_widths(sheet, (*_TITLE_WIDTHS, *[width] * units, _EVALUATOR_WIDTH))
    sheet.freeze_panes = f"{get_column_letter(FIRST_UNIT)}{FIRST_ROW}"
    sheet.print_title_cols = f"A:{get_column_letter(FIRST_UNIT - 1)}"
    sheet.page_setup.fitToWidth = -(-units // _UNITS_ON_A_PAGE)
    sheet.page_setup.fitToHeight = int(plan.total <= _ROWS_ON_A_PAGE)
