"""Makes the workbook that an evaluator fills in, from the scheme and the value specifications."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from kaoping_core.decimals import format_decimal
from kaoping_core.intake.context import IntakeContext
from kaoping_core.intake.workbook.cover_template import write_cover
from kaoping_core.intake.workbook.layout import (
    CHECKED,
    DASH,
    HINT,
    NOT_CARRIED,
    SheetLayout,
    TemplateColumn,
    WorkbookLayout,
    layout_workbook,
)
from kaoping_core.model.indicators import Cell
from kaoping_core.rules.base import Limit, ValueSpec
from kaoping_core.xlsx.write.cell_styles import CellStyle, StyleCache
from kaoping_core.xlsx.write.openpyxl_helpers import (
    HEADING_FONT,
    cell_at,
    count_lines,
    fill,
    font,
    print_on_a4,
    set_widths,
    to_bytes,
    write_text,
)

TITLE_ROW, ADVICE_ROW, MARK_ROW = 1, 2, 3
FIRST_HEADING = MARK_ROW + 1
PAGE_ROWS = 20
"""Units that fit on a page below the headings."""
UNIT_WIDTH = 26
PAGE_WIDTH = 150
"""Half characters that fit on a landscape page before the print gets too small."""
CLOSED, HEAD = "D9D9D9", "DDEBF7"
MARK = CellStyle(6, color="808080", boxed=False, horizontal="left", wrap=False)
HEADING, SMALL_HEADING = CellStyle(bold=True, background=HEAD), CellStyle(10, background=HEAD)
UNIT, TARGET = CellStyle(background=HEAD, horizontal="left"), CellStyle(background=HEAD)
CLOSED_CELL, NUMBER = CellStyle(background=CLOSED), CellStyle(background="FFFFFF", locked=False)
WORDS = CellStyle(background="FFFFFF", locked=False, horizontal="left", number_format="@")
WIDTHS = {"target": 11, "state": 12, "note": 18, "evidence": 20}
ADVICE = "白底的格子填写，灰底的不用填。不承担的填“－”（有“核查情况”一栏的选“不承担”）；空着就是还没有报，不会当成0。"


def make_template(evaluator: str, context: IntakeContext) -> bytes:
    """Return the blank workbook of an evaluator; equal schemes give equal bytes.

    Raises:
        ConfigurationError: when a rule of its indicators cannot be used.
    """
    plan = layout_workbook(evaluator, context)
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new workbook has one
    book.properties.title = f"{context.scheme.title} {evaluator}报送表"
    write_cover(book.create_sheet("封面"), plan, context.scheme)
    looks = StyleCache()
    for sheet in plan.sheets:
        _SheetTemplateWriter(book.create_sheet(sheet.title), sheet, plan, context.scheme.title, looks).write()
    return to_bytes(book)


class _SheetTemplateWriter:
    """Writes a sheet of units and columns."""

    def __init__(
        self, sheet: Worksheet, plan: SheetLayout, book: WorkbookLayout, title: str, looks: StyleCache
    ) -> None:
        self._sheet = sheet
        self._plan = plan
        self._book = book
        self._title = title
        self._looks = looks
        self._headings = plan.headings
        self._first_unit = FIRST_HEADING + len(self._headings)
        self._last_unit = self._first_unit + len(plan.units) - 1
        self._widths = [_width_of(column) for column in plan.columns]

    def write(self) -> None:
        """Write the sheet."""
        self._top()
        self._heading_rows()
        for row, unit in enumerate(self._plan.units, self._first_unit):
            self._unit_row(row, unit)
        self._validate()
        self._finish()

    def _top(self) -> None:
        sheet = self._sheet
        title = write_text(cell_at(sheet, TITLE_ROW, 1), f"{self._title}　{self._book.evaluator}报送表")
        title.font = font(14, bold=True, name=HEADING_FONT)
        advice = write_text(cell_at(sheet, ADVICE_ROW, 1), f"{self._plan.heading}。{ADVICE}")
        advice.font = font(10, color="404040")
        for column, text in enumerate((self._book.mark(self._plan.id), *self._ids()), 1):
            self._looks.apply(write_text(cell_at(sheet, MARK_ROW, column), text), MARK)
        sheet.row_dimensions[TITLE_ROW].height = 24
        sheet.row_dimensions[MARK_ROW].height = 9

    def _ids(self) -> Iterable[str]:
        return (column.id for column in self._plan.columns)

    def _heading_rows(self) -> None:
        for row, name in enumerate(self._headings, FIRST_HEADING):
            texts = [name, *(column.headings.get(name, "") for column in self._plan.columns)]
            for column, text in enumerate(texts, 1):
                cell = self._looks.apply(
                    cell_at(self._sheet, row, column), SMALL_HEADING if name == HINT else HEADING
                )
                if text:
                    write_text(cell, text)
            widths = (UNIT_WIDTH, *self._widths)
            lines = max(count_lines(text, width) for text, width in zip(texts, widths, strict=True))
            self._sheet.row_dimensions[row].height = 15 * lines + 3

    def _unit_row(self, row: int, unit: str) -> None:
        write_text(self._looks.apply(cell_at(self._sheet, row, 1), UNIT), unit)
        for place, column in enumerate(self._plan.columns, 2):
            self._write(cell_at(self._sheet, row, place), column, self._book.cells[column.indicator.id, unit])
        self._sheet.row_dimensions[row].height = 15 * count_lines(unit, UNIT_WIDTH) + 3

    def _write(self, target: XlsxCell, column: TemplateColumn, cell: Cell) -> None:
        wordy = column.role in {"note", "evidence"} or _is_text(column)
        if column.role == "target":
            write_text(self._looks.apply(target, TARGET), cell.target.text if cell.target else "")
        elif not cell.carried or not _applies(column, cell):
            self._looks.apply(target, CLOSED_CELL)
            if not cell.carried and column.role in {"value", "state"}:
                write_text(target, DASH)
        else:
            self._looks.apply(target, WORDS if wordy else NUMBER)

    # -- what may be typed -----------------------------------------------------------------------

    def _validate(self) -> None:
        for place, column in enumerate(self._plan.columns, 2):
            letter = get_column_letter(place)
            area = f"{letter}{self._first_unit}:{letter}{self._last_unit}"
            validation = self._validation(column, f"{letter}{self._first_unit}")
            if validation is not None:
                validation.add(area)
                self._sheet.add_data_validation(validation)

    def _validation(self, column: TemplateColumn, first: str) -> DataValidation | None:
        if column.role == "state":
            choices = [CHECKED, *([NOT_CARRIED] if column.indicator.not_carried else [])]
            advice = f"没有扣分、加分等事项也要选“{CHECKED}”；空着就是还没有报"
            return _list_of(choices, "核查情况", advice)
        if column.value_spec is None or column.value_spec.kind == "text":
            return None
        if column.value_spec.kind == "choice":
            return _list_of(column.value_spec.choices, column.value_spec.title, "从下拉列表里选")
        return self._number(column, column.value_spec, first)

    def _number(self, column: TemplateColumn, wanted: ValueSpec, first: str) -> DataValidation:
        conditions = [f"ISNUMBER({first})"]
        whole = wanted.kind in {"count", "choices"}
        if whole:
            conditions.append(f"{first}=INT({first})")
        low = wanted.minimum if not column.choice else Decimal(0)
        high = _highest(wanted.maximum, column) if not column.choice else None
        conditions += [f"{first}>={format_decimal(low)}"] if isinstance(low, Decimal) else []
        conditions += [f"{first}<={format_decimal(high)}"] if high is not None else []
        formula = f"AND({','.join(conditions)})"
        if not self._plan.detail:
            formula = f'OR({formula},{first}="{DASH}",{first}="-")'
        measure = column.headings.get("计量单位", "")
        hint = _range_hint(low if isinstance(low, Decimal) else None, high, wanted, whole=whole)
        dash = "" if self._plan.detail else f"；不承担填“{DASH}”"
        advice = f"填{hint}{f'，单位：{measure}' if measure else ''}{dash}"
        if measure == "%":
            advice += "。百分数写成8.3%"
        return DataValidation(
            type="custom",
            formula1=formula,
            allow_blank=True,
            showInputMessage=True,
            showErrorMessage=True,
            promptTitle=_truncate_prompt(column.headings["填报内容"], 30),
            prompt=_truncate_prompt(advice, 240),
            errorTitle="填得不对",
            error=_truncate_prompt(f"这里要{advice}", 220),
        )

    # -- the rest --------------------------------------------------------------------------------

    def _finish(self) -> None:
        sheet = self._sheet
        set_widths(sheet, (UNIT_WIDTH, *self._widths))
        sheet.freeze_panes = cell_at(sheet, self._first_unit, 2)
        sheet.sheet_view.zoomScale = 100
        total = UNIT_WIDTH + sum(self._widths)
        print_on_a4(
            sheet,
            landscape=total > 90,
            title_rows=f"{MARK_ROW + 1}:{self._first_unit - 1}",
            title_columns="A:A",
            footer=self._book.evaluator,
        )
        sheet.page_setup.fitToWidth = max(1, -(-total // PAGE_WIDTH))
        sheet.page_setup.fitToHeight = -(-len(self._plan.units) // PAGE_ROWS)
        last = f"{get_column_letter(len(self._plan.columns) + 1)}{self._last_unit}"
        area = f"B{self._first_unit}:{last}"
        if not self._plan.detail:
            said = Rule(
                type="expression",
                formula=[f'B{self._first_unit}="{DASH}"'],
                dxf=DifferentialStyle(fill=fill(CLOSED)),
            )
            sheet.conditional_formatting.add(area, said)
        _protect(sheet)


def _protect(sheet: Worksheet) -> None:
    """Protect headings without a password; rows and columns can still be arranged."""
    protection = sheet.protection
    protection.sheet = True
    protection.formatCells = protection.formatColumns = protection.formatRows = False
    protection.insertRows = protection.insertColumns = protection.sort = protection.autoFilter = False


def _list_of(choices: Iterable[str], title: str, advice: str) -> DataValidation:
    listed = list(choices)
    return DataValidation(
        type="list",
        formula1=f'"{",".join(listed)}"',
        allow_blank=True,
        showInputMessage=True,
        showErrorMessage=True,
        promptTitle=_truncate_prompt(title, 30),
        prompt=_truncate_prompt(f"{'、'.join(listed)}：{advice}", 240),
        errorTitle="填得不对",
        error=_truncate_prompt(f"只能是：{'、'.join(listed)}", 220),
    )


def _truncate_prompt(text: str, most: int) -> str:
    """Truncate a prompt: Excel rejects longer ones, and the headings have the whole text."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _highest(bound: Limit, column: TemplateColumn) -> Decimal | None:
    """Return the highest limit of any unit; a unit's own limit is checked on import."""
    if bound == "weight":
        return max((column.indicator.weight, *column.indicator.weights.values()))
    return bound if isinstance(bound, Decimal) else None


def _range_hint(low: Decimal | None, high: Decimal | None, wanted: ValueSpec, *, whole: bool) -> str:
    kind = "整数" if whole else "数"
    if low is not None and high is not None:
        return f"{format_decimal(low)}到{format_decimal(high)}的{kind}"
    if low is not None:
        return f"{format_decimal(low)}以上的{kind}"
    return f"{kind}，不超过任务数" if wanted.maximum == "target" else kind


def _is_text(column: TemplateColumn) -> bool:
    return column.value_spec is not None and column.value_spec.kind == "text"


def _applies(column: TemplateColumn, cell: Cell) -> bool:
    """Whether a value can be reported on a unit."""
    return column.value_spec is None or column.value_spec.applies_to in {"all", *cell.unit.tags}


def _width_of(column: TemplateColumn) -> int:
    if column.role in WIDTHS:
        return WIDTHS[column.role]
    if _is_text(column):
        return 24
    return 10 if column.choice or (column.value_spec and not column.value_spec.required) else 13


def template_name(evaluator: str, year: int) -> str:
    """Return the file name of a blank workbook."""
    return f"{evaluator}-{year}年度报送表.xlsx"
