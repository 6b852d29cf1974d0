"""Overview sheet (总览): rankings with totals, subtotals and charts; links to every other sheet."""

from __future__ import annotations

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break

from kaoping_core.model.scores import UnitResult, UnitStatus
from kaoping_core.pages.labels import STATUS_LABELS
from kaoping_core.reports.ranking_text import ranked_order
from kaoping_core.reports.workbook.charts import bar_chart
from kaoping_core.reports.workbook.group_sheet import points_of, subtotal_format
from kaoping_core.reports.workbook.layout import (
    DECISIONS,
    EXPLANATIONS,
    FINDINGS,
    OVERVIEW,
    RUN,
    UNSCORED,
    GroupSheetLayout,
    sheet_link,
)
from kaoping_core.reports.workbook.sheet_writer import SheetWriter
from kaoping_core.reports.workbook.styles import (
    BODY,
    HEADER,
    LINK,
    LINKED,
    MIDDLE_OF,
    NUMBER,
    SUM,
    TITLE,
    WARNING,
)
from kaoping_core.reports.workbook.workbook import ResultWorkbook
from kaoping_core.xlsx.write.openpyxl_helpers import set_widths

_FIRST = 5
_WIDTHS = (7, 32, 10)
_SECTION_WIDTH, _STATUS_WIDTH = 12, 11
_CHART_CM = 14
_ROWS_ON_A_PAGE = 34
_TITLE_HEIGHT, _HEADER_HEIGHT, _ROW_HEIGHT = 22, 32, 16
_LEAST_ROWS = 13
"""Rows that a group takes at least, for its chart to fit beside it."""


def write_overview(book: ResultWorkbook) -> None:
    """Write the overview sheet."""
    page = book.sheet(OVERVIEW, f"{book.scheme.county} {book.scheme.title}　总览", "C00000")
    sections = max(len(plan.sections) for plan in book.plan.groups.values())
    _contents(book, page)
    row, start = _FIRST, _FIRST
    for plan in book.plan.groups.values():
        units = ranked_order([unit for unit in book.result.units if unit.group == plan.group.id])
        taken = max(len(units), _LEAST_ROWS) + 3
        if row > _FIRST and row + taken - start > _ROWS_ON_A_PAGE:
            page.sheet.row_breaks.append(Break(id=row - 1))
            start = row
        _group(book, page, row, plan, units, sections)
        row += taken
    widths = (*_WIDTHS, *[_SECTION_WIDTH] * sections, _STATUS_WIDTH)
    set_widths(page.sheet, widths)
    page.sheet.freeze_panes = f"A{_FIRST - 1}"


def _contents(book: ResultWorkbook, page: SheetWriter) -> None:
    """Write links to the sheets of all groups; units and groups are linked where they stand."""
    counts = {FINDINGS: f"（{len(book.result.findings)}）"}
    for column, name in enumerate((EXPLANATIONS, FINDINGS, UNSCORED, DECISIONS, RUN), 3):
        look = LINKED.replace(horizontal="center", bold=True)
        page.write(3, column, f"{name}{counts.get(name, '')}", look, sheet_link(name))
    page.write(3, 2, "点单位看得失分说明，点组名看得分表；另见：", LINKED.replace(color="595959"))


def _group(
    book: ResultWorkbook,
    page: SheetWriter,
    row: int,
    plan: GroupSheetLayout,
    units: list[UnitResult],
    sections: int,
) -> None:
    name = f"{plan.group.name}（{len(units)}个）"
    page.write(row, 1, name, TITLE.replace(size=12, color=LINK), sheet_link(plan.title))
    names = [section.name.rpartition("·")[2] for section in plan.sections]
    status = len(_WIDTHS) + sections + 1
    for column, text in enumerate((*("名次", "单位", "总分"), *names), 1):
        page.write(row + 1, column, text, HEADER)
    for column in range(len(_WIDTHS) + len(names) + 1, status):
        page.blank(row + 1, column, HEADER)
    page.write(row + 1, status, "说明", HEADER)
    page.rows.height(row, _TITLE_HEIGHT)
    page.rows.height(row + 1, _HEADER_HEIGHT)
    for place, unit in enumerate(units, row + 2):
        _unit(book, page, place, plan, unit, status)
    rows = (row + 2, row + 1 + len(units))
    high = _HEADER_HEIGHT + _ROW_HEIGHT * max(len(units), _LEAST_ROWS)
    chart = bar_chart(
        page.sheet, f"{plan.group.name}　总分", rows, (2, 3), book.points, width=_CHART_CM, height=high
    )
    page.sheet.add_chart(chart, f"{get_column_letter(status + 1)}{row + 1}")


def _unit(
    book: ResultWorkbook, page: SheetWriter, row: int, plan: GroupSheetLayout, unit: UnitResult, status: int
) -> None:
    page.write(row, 1, unit.rank if unit.rank is not None else "—", MIDDLE_OF)
    page.write(row, 2, unit.unit, BODY.replace(color=LINK, wrap=False), book.plan.unit_top(unit.unit))
    total = plan.place(unit.unit, plan.total)
    page.formula(row, 3, total, unit.total, SUM.replace(format=book.points), total)
    for column, section in enumerate(plan.sections, len(_WIDTHS) + 1):
        place = plan.place(unit.unit, section.sum)
        look = NUMBER.replace(format=subtotal_format(book, section, unit))
        page.formula(row, column, place, points_of(unit, section), look, place)
    for column in range(len(_WIDTHS) + len(plan.sections) + 1, status):
        page.blank(row, column, BODY)
    ranked = unit.status is UnitStatus.RANKED
    page.write(
        row, status, STATUS_LABELS[unit.status], MIDDLE_OF if ranked else MIDDLE_OF.replace(color=WARNING)
    )
    page.rows.height(row, _ROW_HEIGHT)
