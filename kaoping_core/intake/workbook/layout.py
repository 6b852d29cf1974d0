"""Layout of an evaluator's workbook, shared by writing and reading.

A sheet is a table: units down, columns across. The cell where they meet carries the sheet's mark, to its
right stand the columns' ids, below it the headings' names and the units' names. Reading goes by these and
not by position, so rows and columns may be moved, inserted and hidden.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from attrs import field, frozen

from kaoping_core.decimals import format_decimal
from kaoping_core.errors import ConfigurationError
from kaoping_core.intake.context import IntakeContext
from kaoping_core.model.findings import Fault
from kaoping_core.model.indicators import Cell, Indicator
from kaoping_core.rules.base import ValueSpec
from kaoping_core.rules.binding import Binding
from kaoping_core.xlsx.write.sheet_names import make_sheet_name

FORMAT = "kaoping-workbook/1"
COVER = "cover"
DASH = "－"
CHECKED = "已核"
NOT_CARRIED = "不承担"

Role = Literal["target", "value", "state", "note", "evidence"]

INDICATOR, PART, CONTENT, MEASURE, WEIGHT, HINT = "指标", "部分", "填报内容", "计量单位", "权重", "说明"
HEADINGS = (INDICATOR, PART, CONTENT, MEASURE, WEIGHT, HINT)
"""Names of the rows between the ids and the units, as the first column shows them."""


@frozen
class TemplateColumn:
    """A column of a sheet."""

    id: str
    """``towns.exports#actual``; of a ballot's count ``…#ballots.好``."""
    indicator: Indicator
    role: Role
    headings: Mapping[str, str]
    """What stands in its rows of headings; a row that is not named is empty."""
    value_spec: ValueSpec | None = None
    """The value that it takes; None unless its role is ``value``."""
    choice: str = ""
    """Of ballots: the tier that it counts."""


@frozen
class SheetLayout:
    """A sheet of an evaluator's workbook."""

    id: str
    """The group's, or for a sheet of one indicator the indicator's."""
    title: str
    group: str
    heading: str
    """What stands above the table."""
    columns: tuple[TemplateColumn, ...]
    units: tuple[str, ...]
    detail: bool
    """Whether it is a sheet of one indicator that needs more than one value."""

    def columns_of(self, indicator: str) -> Iterator[TemplateColumn]:
        """Return the columns of an indicator."""
        return (column for column in self.columns if column.indicator.id == indicator)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Indicators of the sheet in the annex's order."""
        return tuple({column.indicator.id: column.indicator for column in self.columns}.values())

    @property
    def headings(self) -> tuple[str, ...]:
        """Names of the heading rows that are used."""
        return tuple(name for name in HEADINGS if any(name in column.headings for column in self.columns))


@frozen
class WorkbookLayout:
    """Layout of an evaluator's workbook."""

    year: int
    evaluator: str
    sheets: tuple[SheetLayout, ...]
    cells: Mapping[tuple[str, str], Cell] = field(repr=False)
    bindings: Mapping[str, Binding] = field(repr=False)
    """By indicator."""

    def mark(self, sheet: str) -> str:
        """Return the mark in the corner of a sheet's table."""
        return f"{FORMAT}|{self.year}|{self.evaluator}|{sheet}"


def layout_workbook(evaluator: str, context: IntakeContext) -> WorkbookLayout:
    """Lay out the workbook of an evaluator.

    Raises:
        ConfigurationError: when a rule of its indicators cannot be used, so that its values are unknown.
    """
    indicators = [each for each in context.scheme.indicators if each.evaluator == evaluator]
    bindings: dict[str, Binding] = {}
    for indicator in indicators:
        binding = context.binding_of(indicator.id)
        if isinstance(binding, Fault):
            raise ConfigurationError(
                f"{evaluator}的报送表现在做不了：“{indicator.name}”的计分规则用不了（{binding}）"
            )
        bindings[indicator.id] = binding
    sheets: list[SheetLayout] = []
    for group in context.scheme.groups:
        own = [each for each in indicators if each.group == group.id]
        units = context.scheme.unit_names_of[group.id]
        single = [each for each in own if _is_single_value(bindings[each.id])]
        if single:
            columns = tuple(column for each in single for column in _matrix_columns(each, bindings[each.id]))
            heading = f"{group.name}　数值指标"
            sheets.append(SheetLayout(group.id, group.name, group.id, heading, columns, units, detail=False))
        for each in own:
            if each not in single:
                title = make_sheet_name(
                    f"{_short_title(group.name)}-{each.name}", [sheet.title for sheet in sheets]
                )
                columns = tuple(_detail_columns(each, bindings[each.id]))
                heading = f"{group.name}　{each.name}（{each.clause}）"
                sheets.append(SheetLayout(each.id, title, group.id, heading, columns, units, detail=True))
    return WorkbookLayout(context.scheme.year, evaluator, tuple(sheets), context.cells, bindings)


def _short_title(group: str) -> str:
    return group.removesuffix("组")


def reported_specs(binding: Binding) -> tuple[ValueSpec, ...]:
    """Return the values that an evaluator reports in the workbook."""
    return tuple(wanted for wanted in binding.value_specs if wanted.source != "file")


def _is_single_value(binding: Binding) -> bool:
    wants = reported_specs(binding)
    return len(wants) == 1 and wants[0].kind in {"number", "count"} and wants[0].required


def _matrix_columns(indicator: Indicator, binding: Binding) -> Iterator[TemplateColumn]:
    wanted = reported_specs(binding)[0]
    common = {INDICATOR: indicator.name, WEIGHT: weight_text(indicator)}
    if indicator.targets:
        headings = {**common, CONTENT: "任务", MEASURE: indicator.measure}
        yield TemplateColumn(f"{indicator.id}#target", indicator, "target", headings)
    headings = {**common, CONTENT: wanted.title, MEASURE: measure_of(wanted, indicator)}
    yield TemplateColumn(f"{indicator.id}#{wanted.name}", indicator, "value", headings, wanted)
    yield from _note_columns(indicator, {INDICATOR: indicator.name})


def _detail_columns(indicator: Indicator, binding: Binding) -> Iterator[TemplateColumn]:
    common = {INDICATOR: indicator.name}
    states = f"{CHECKED}或{NOT_CARRIED}" if indicator.not_carried else CHECKED
    headings = {**common, CONTENT: "核查情况", WEIGHT: weight_text(indicator), HINT: f"选“{states}”"}
    yield TemplateColumn(f"{indicator.id}#state", indicator, "state", headings)
    if indicator.targets:
        headings = {**common, CONTENT: "任务", MEASURE: indicator.measure}
        yield TemplateColumn(f"{indicator.id}#target", indicator, "target", headings)
    for wanted in reported_specs(binding):
        headings = {**common, CONTENT: wanted.title, MEASURE: measure_of(wanted, indicator)}
        if wanted.group:
            headings[PART] = wanted.group
        if wanted.hint:
            headings[HINT] = wanted.hint
        if wanted.kind != "choices":
            yield TemplateColumn(f"{indicator.id}#{wanted.name}", indicator, "value", headings, wanted)
            continue
        for choice in wanted.choices:
            own = {**headings, PART: wanted.title, CONTENT: choice, MEASURE: "票"}
            yield TemplateColumn(
                f"{indicator.id}#{wanted.name}.{choice}", indicator, "value", own, wanted, choice
            )
    yield from _note_columns(indicator, common)


def _note_columns(indicator: Indicator, common: Mapping[str, str]) -> Iterator[TemplateColumn]:
    yield TemplateColumn(f"{indicator.id}#note", indicator, "note", {**common, CONTENT: "备注"})
    yield TemplateColumn(f"{indicator.id}#evidence", indicator, "evidence", {**common, CONTENT: "佐证材料"})


def measure_of(wanted: ValueSpec, indicator: Indicator) -> str:
    """Return the unit of measure of a value: its own, else the indicator's."""
    if wanted.kind in {"text", "choice"}:
        return ""
    return wanted.unit_label or indicator.measure


def weight_text(indicator: Indicator) -> str:
    """Return the weight, with units whose weight differs: ``25（辽河口生态经济区40）``."""
    others = "、".join(f"{unit}{format_decimal(weight)}" for unit, weight in indicator.weights.items())
    return f"{format_decimal(indicator.weight)}（{others}）" if others else format_decimal(indicator.weight)
