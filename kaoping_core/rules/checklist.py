"""附件4的扣分细则：各部分从满分里扣，再折算到权重分."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from attrs import define

from kaoping_core.decimals import ZERO, format_decimal
from kaoping_core.model.checklists import Checklist as DeductionList
from kaoping_core.model.checklists import ChecklistItem
from kaoping_core.model.findings import RuleFinding
from kaoping_core.model.indicators import Cell, Indicator
from kaoping_core.model.scores import Column, ColumnScores, Formula, Outcome, Step
from kaoping_core.rules.base import Rule, ValueSpec
from kaoping_core.rules.deductions import DeductionPlanner, value_name

NO_DEDUCTIONS = Formula("没有扣分，得满分 {权重}")
WEIGHTED = Formula("{权重} × {得分合计} ÷ {满分合计}")
WEIGHTED_APPLYING = Formula("{权重} × {得分合计} ÷ {适用部分满分合计}", topic="applies_to")


@define(frozen=True, slots=False)
class ChecklistRule(Rule):
    """扣分法：各部分从满分里扣，扣完为止；再按“权重 × 各部分得分合计 ÷ 适用部分满分合计”折算。

    报送每项发生的次数，不写就是没有发生。只适用于某类单位的部分，对其他单位不计满分也不扣分。

    Source: 附件4.
    """

    name = "checklist"
    title = "扣分法"

    checklist: DeductionList

    def value_specs(self, indicator: Indicator) -> tuple[ValueSpec, ...]:
        """``part.item`` = how often, absent means 0; and the number of matters where carrying depends on it."""
        items = tuple(
            ValueSpec(
                value_name(part, item),
                item.title,
                "count",
                required=False,
                minimum=ZERO,
                maximum=None if item.max_count is None else Decimal(item.max_count),
                unit_label="次",
                applies_to=part.applies_to,
                group=f"{part.title}（满分{format_decimal(part.full_points)}）",
                hint=_item_hint(item),
            )
            for part in self.checklist.parts
            for item in part.items
        )
        load = self.checklist.caseload
        return (
            items
            if load is None
            else (ValueSpec(load.value, load.title, "count", minimum=ZERO, unit_label="件"), *items)
        )

    def validate_indicator(self, indicator: Indicator) -> str:
        """With a caseload a unit may turn out not to carry the indicator, so something must be said of that."""
        if self.checklist.caseload is not None and indicator.not_carried is None:
            return "承办数为0就是不承担，但没有写 not_carried"
        return ""

    def score(self, cell: Cell, values: Mapping[str, Any]) -> Outcome:
        """W × (points kept) / (full points of the parts that apply to the unit)."""
        return self._score_cell(cell, values)[0]

    def score_column(self, column: Column) -> ColumnScores:
        """Every cell by itself; deductions reported in parts that do not apply to a unit are remarked on."""
        accounts = list(map(self._score_cell, column.cells, column.values))
        remarks = [
            RuleFinding("not_applicable", f"{unit}不适用的部分报了扣分，没有扣：{'、'.join(ignored)}", unit)
            for unit, ignored in zip(
                [cell.unit.name for cell in column.cells],
                [explanation[1] for explanation in accounts],
                strict=True,
            )
            if ignored
        ]
        return ColumnScores(tuple([explanation[0] for explanation in accounts]), tuple(remarks))

    def _score_cell(self, cell: Cell, values: Mapping[str, Any]) -> tuple[Outcome, tuple[str, ...]]:
        """The outcome, and titles of the deductions that do not apply to the unit."""
        load = self.checklist.caseload
        matters = values[load.value] if load else None
        if matters == 0:
            return Outcome(None, (Step(self._no_cases_formula, (matters,)),)), ()
        names = self._deductions.names
        happened = tuple([name for name, count in values.items() if count and name in names])
        plan = self._deductions.plan_for(cell.unit.tags, happened, single=matters == 1)
        weight = cell.weight
        if not plan.parts:
            return Outcome(weight, (Step(NO_DEDUCTIONS, (weight,), weight),)), plan.ignored
        kept, steps = plan.full_points, []
        for full, formula, items, emptied in plan.parts:
            left, shown = full, [] if emptied else [full]
            for name, points in items:
                count = values[name]
                left -= points * count
                shown.append(count)
            if emptied or left < 0:
                left = ZERO
            kept += left - full
            steps.append(Step(formula, tuple(shown), left))
        points = weight * kept / plan.full_points
        steps.append(Step(self._weighted_formula, (weight, kept, plan.full_points), points))
        return Outcome(points, tuple(steps)), plan.ignored

    @cached_property
    def _deductions(self) -> DeductionPlanner:
        return DeductionPlanner(self.checklist)

    @cached_property
    def _weighted_formula(self) -> Formula:
        for_all = all(part.applies_to == "all" for part in self.checklist.parts)
        return WEIGHTED if for_all else WEIGHTED_APPLYING

    @cached_property
    def _no_cases_formula(self) -> Formula:
        load = self.checklist.caseload
        return (
            Formula(f"{load.title}为 {{{load.title}}}，不承担", {load.title: load.value})
            if load
            else NO_DEDUCTIONS
        )


def _item_hint(item: ChecklistItem) -> str:
    """What an occurrence takes, and how often it can occur."""
    taken = "有就扣完这部分" if item.effect == "zero" else f"每次扣{format_decimal(item.points)}分"
    return taken if item.max_count is None else f"{taken}，最多{item.max_count}次"
