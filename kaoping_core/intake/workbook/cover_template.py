"""Writes the cover sheet: title, deadline, signature and seal, instructions."""

from __future__ import annotations

from openpyxl.styles import Protection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from kaoping_core.intake.workbook.cover_rows import ROWS, VALUE, YES
from kaoping_core.intake.workbook.layout import CHECKED, COVER, DASH, NOT_CARRIED, WorkbookLayout
from kaoping_core.model.scheme import Scheme
from kaoping_core.xlsx.write.openpyxl_helpers import (
    BOX,
    HEADING_FONT,
    alignment,
    cell_at,
    count_lines,
    fill,
    font,
    print_on_a4,
    set_widths,
    write_text,
)

MARK_ROW, HEAD_ROW = 4, 5
WIDTHS = (4, 24, 60)
FACTS, INPUT = "DDEBF7", "FFFFFF"
INSTRUCTIONS = (
    "一、每张表一个组，或一项要填多个数的指标。白底的格子填写，灰底的不用填，蓝底的不要改。",
    f"二、单位不承担某项指标的，填“{DASH}”；有“核查情况”一栏的，选“{NOT_CARRIED}”。任务是“{DASH}”的已经填好，不用管。",
    "三、空着的格子是“还没有报”，不会当成0，也不会当成不承担；没有发生的请照样报0。",
    f"四、扣分、加分的表：每个单位都要核查，核查完选“{CHECKED}”；没有发生的扣分项可以不填。选票按等次填票数。",
    "五、数字按表头的计量单位填。百分数写成8.3%。",
    "六、可以调整行列顺序、筛选、隐藏、加备注，但不要改表名、蓝底的内容和每张表第3行的编号（收表按编号认列）。",
    "七、单位主要负责人审核签字、加盖公章后报送，并在上面填写签字日期、选“是”。",
    "八、可以分几次报；同一单位同一指标，后报的替换先报的，以前报的都留有记录。",
)


def write_cover(sheet: Worksheet, plan: WorkbookLayout, scheme: Scheme) -> None:
    """Write the cover sheet."""
    write_text(cell_at(sheet, 2, 2), f"{scheme.title}").font = font(20, bold=True, name=HEADING_FONT)
    write_text(cell_at(sheet, 3, 2), f"{plan.evaluator}报送表").font = font(16, bold=True, name=HEADING_FONT)
    for row, height in ((2, 32), (3, 26)):
        sheet.row_dimensions[row].height = height
    for column, text in ((1, plan.mark(COVER)), (3, VALUE)):
        write_text(cell_at(sheet, MARK_ROW, column), text).font = font(6, color="808080")
    _table_head(sheet)
    facts = {
        "evaluator": plan.evaluator,
        "year": str(plan.year),
        "deadline": f"{scheme.calendar.opinions_by.isoformat()}（报{scheme.office}）",
        "notice": scheme.document,
    }
    for row, (key, (label, _)) in enumerate(ROWS.items(), HEAD_ROW + 1):
        write_text(cell_at(sheet, row, 1), key).font = font(6, color="808080")
        name, value = write_text(cell_at(sheet, row, 2), label), cell_at(sheet, row, 3)
        for cell in (name, value):
            cell.font, cell.border, cell.alignment = font(12), BOX, alignment("left")
        name.fill = fill(FACTS)
        if key in facts:
            write_text(value, facts[key]).fill = fill(FACTS)
        else:
            value.fill, value.protection, value.number_format = fill(INPUT), Protection(locked=False), "@"
        sheet.row_dimensions[row].height = 24
    _validate(sheet)
    _signature_and_instructions(sheet, HEAD_ROW + len(ROWS) + 2)
    set_widths(sheet, WIDTHS)
    print_on_a4(sheet, landscape=False, footer=plan.evaluator)
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = sheet.protection.insertRows = False


def _table_head(sheet: Worksheet) -> None:
    for column, text in ((2, "项目"), (3, "内容")):
        cell = write_text(cell_at(sheet, HEAD_ROW, column), text)
        cell.font, cell.fill, cell.border, cell.alignment = font(12, bold=True), fill(FACTS), BOX, alignment()


def _validate(sheet: Worksheet) -> None:
    rows = {key: row for row, key in enumerate(ROWS, HEAD_ROW + 1)}
    sealed = DataValidation(
        type="list",
        formula1=f'"{YES},否"',
        allow_blank=True,
        showInputMessage=True,
        showErrorMessage=True,
        promptTitle="是否盖章",
        prompt="主要负责人签字、加盖公章以后选“是”",
        errorTitle="填得不对",
        error="只能是：是、否",
    )
    sealed.add(f"C{rows['signed.sealed']}")
    dated = DataValidation(
        allow_blank=True,
        showInputMessage=True,
        promptTitle="签字日期",
        prompt="写成 2020-01-05 或 2020年1月5日",
    )
    dated.add(f"C{rows['signed.on']}")
    sheet.add_data_validation(sealed)
    sheet.add_data_validation(dated)


def _signature_and_instructions(sheet: Worksheet, row: int) -> None:
    for text in ("主要负责人（签字）：", "单位（公章）：", "　　　　年　　月　　日"):
        write_text(cell_at(sheet, row, 3), text).font = font(12)
        sheet.row_dimensions[row].height = 34
        row += 1
    row += 1
    write_text(cell_at(sheet, row, 2), "填报说明").font = font(12, bold=True, name=HEADING_FONT)
    for line in INSTRUCTIONS:
        row += 1
        sheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=3)
        cell = write_text(cell_at(sheet, row, 2), line)
        cell.font, cell.alignment = font(11), alignment("left", vertical="top")
        sheet.row_dimensions[row].height = 15 * count_lines(line, WIDTHS[1] + WIDTHS[2] - 2) + 4
