"""≦：不超过任务得满分，超过的按比例法计算."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from attrs import frozen

from kaoping_core.decimals import ZERO
from kaoping_core.model.indicators import Cell, Indicator
from kaoping_core.model.scores import Formula, Outcome, Step
from kaoping_core.rules.base import Rule, ValueSpec

_ACTUAL = {"实际完成": "actual"}
WITHIN_CEILING = Formula("{实际完成} 不超过 {任务}，得满分 {权重}", _ACTUAL)
OVER_CEILING = Formula("{权重} × {任务} ÷ {实际完成}", _ACTUAL)


@frozen
class CeilingRule(Rule):
    """上限法（≦）：不超过任务得满分，超过的按“权重 × 任务 ÷ 实际完成”计算。

    Source: 附件1 row 18.
    """

    name = "ceiling"
    title = "上限法"

    def value_specs(self, indicator: Indicator) -> tuple[ValueSpec, ...]:
        """``actual`` from 0 up, in the indicator's unit of measure."""
        return (ValueSpec("actual", "实际完成", minimum=ZERO, unit_label=indicator.measure),)

    def validate_indicator(self, indicator: Indicator) -> str:
        """Every target is a ceiling, from 0 up."""
        if not indicator.targets:
            return "上限法的指标没有任务"
        carried = [target for target in indicator.targets.values() if not target.is_not_assigned]
        if any(not target.ceiling or target.value is None or target.value < 0 for target in carried):
            return "上限法的任务要写成≦后接0以上的数"
        return ""

    def score(self, cell: Cell, values: Mapping[str, Any]) -> Outcome:
        """W when actual ≤ target, else W × target/actual."""
        actual: Decimal = values["actual"]
        target = cell.target.value if cell.target else None
        if target is None:
            raise ValueError(f"{cell.unit.name} has no target on {cell.indicator}")
        if actual <= target:
            return Outcome(cell.weight, (Step(WITHIN_CEILING, (actual, target, cell.weight), cell.weight),))
        points = cell.weight * target / actual
        return Outcome(points, (Step(OVER_CEILING, (cell.weight, target, actual), points),))
