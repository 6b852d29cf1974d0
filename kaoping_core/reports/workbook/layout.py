"""Layout of the result workbook, settled before writing, since scores and explanations link to each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from attrs import frozen
from openpyxl.utils import get_column_letter

from kaoping_core.model.indicators import Indicator
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Result
from kaoping_core.model.units import Group
from kaoping_core.reports.explanation import ExplanationLine, explain_lines
from kaoping_core.xlsx.write.sheet_names import make_sheet_name, quote_sheet_name

FIRST_ROW = 6
"""First row below a group sheet's header."""
FIRST_UNIT = 6
"""Column of the first unit: number, section, name, weight and kind of row stand before it."""
FIRST_EXPLANATION = 5

OVERVIEW, EXPLANATIONS, FINDINGS, UNSCORED, DECISIONS, RUN = (
    "总览",
    "依据",
    "提示",
    "未计入",
    "所用决定",
    "汇总",
)
"""Names of the sheets that every workbook has; groups, units and plugins get others."""


@frozen
class IndicatorBlock:
    """Rows of an indicator: target and weight where units differ, then the score."""

    indicator: Indicator
    top: int
    target: int | None
    weight: int | None
    """Row of the units' own weights."""
    score: int


@frozen
class SectionBlock:
    """Indicators that are added up to a subtotal."""

    name: str
    blocks: tuple[IndicatorBlock, ...]
    sum: int
    """Row of the subtotal; of the score where there is but one."""


@frozen
class GroupSheetLayout:
    """Layout of a group's sheet."""

    group: Group
    title: str
    sections: tuple[SectionBlock, ...]
    columns: Mapping[str, int]
    """Column of each unit."""
    total: int
    """Row of the totals; ranks stand below."""

    @property
    def evaluator(self) -> int:
        """Column of the evaluators."""
        return FIRST_UNIT + len(self.columns)

    @property
    def score_rows(self) -> Mapping[str, int]:
        """Row of each indicator's scores."""
        return {block.indicator.id: block.score for section in self.sections for block in section.blocks}

    def place(self, unit: str, row: int) -> str:
        """Return a unit's cell for links and formulas."""
        return f"{quote_sheet_name(self.title)}!{get_column_letter(self.columns[unit])}{row}"


@frozen
class ResultLayout:
    """Names of all sheets, and positions of scores and explanations."""

    unit_titles: Mapping[str, str]
    """Names of the units' sheets."""
    groups: Mapping[str, GroupSheetLayout]
    explanations: Mapping[tuple[str, str], tuple[int, tuple[ExplanationLine, ...]]]
    """Row on the accounts' sheet, and the lines, by unit and indicator."""
    scores: Mapping[tuple[str, str], str]
    """Place of each score on its group's sheet."""

    def unit_top(self, unit: str) -> str:
        """Return the first cell of a unit's sheet."""
        return sheet_link(self.unit_titles[unit])

    def explanation_cell(self, unit: str, indicator: str) -> str:
        """Return the first cell of a score's explanation."""
        return f"{quote_sheet_name(EXPLANATIONS)}!A{self.explanations[unit, indicator][0]}"


def layout_result(result: Result, scheme: Scheme) -> ResultLayout:
    """Lay out a result."""
    taken = [OVERVIEW, EXPLANATIONS, FINDINGS, UNSCORED, DECISIONS, RUN]
    titles = _titles((group.name for group in scheme.groups), taken)
    groups = {
        group.id: _group(group, titles[group.name], scheme.indicators_of[group.id], scheme)
        for group in scheme.groups
    }
    accounts = {}
    row = FIRST_EXPLANATION
    scores = {}
    for unit in result.units:
        plan = groups[unit.group]
        rows = plan.score_rows
        for indicator, score in unit.scores.items():
            lines = tuple(explain_lines(result, scheme, score))
            accounts[unit.unit, indicator] = row, lines
            row += 1 + len(lines)
            scores[unit.unit, indicator] = plan.place(unit.unit, rows[indicator])
    return ResultLayout(_titles((unit.unit for unit in result.units), taken), groups, accounts, scores)


def sheet_link(title: str) -> str:
    """Return the first cell of a sheet as a link."""
    return f"{quote_sheet_name(title)}!A1"


def _titles(names: Iterable[str], taken: list[str]) -> dict[str, str]:
    """Return a unique sheet name for each title; they are added to ``taken``."""
    titles: dict[str, str] = {}
    for name in names:
        titles[name] = make_sheet_name(name, taken)
        taken.append(titles[name])
    return titles


def _group(group: Group, title: str, indicators: Sequence[Indicator], scheme: Scheme) -> GroupSheetLayout:
    sections = []
    row = FIRST_ROW
    for name, members in groupby(indicators, key=lambda each: each.section):
        blocks = []
        for indicator in members:
            block = _block(indicator, row)
            blocks.append(block)
            row = block.score + 1
        single = len(blocks) == 1
        sections.append(SectionBlock(name, tuple(blocks), blocks[0].score if single else row))
        row += not single
    columns = {name: FIRST_UNIT + place for place, name in enumerate(scheme.unit_names_of[group.id])}
    return GroupSheetLayout(group, title, tuple(sections), columns, row)


def _block(indicator: Indicator, top: int) -> IndicatorBlock:
    target = top if indicator.targets else None
    weight = top + bool(indicator.targets) if indicator.weights else None
    return IndicatorBlock(
        indicator, top, target, weight, top + bool(indicator.targets) + bool(indicator.weights)
    )
