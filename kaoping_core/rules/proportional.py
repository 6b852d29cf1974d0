"""完成得满分，未完成按比例法计算."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from attrs import frozen

from kaoping_core.decimals import ZERO
from kaoping_core.model.indicators import Cell, Indicator
from kaoping_core.model.scores import Formula, Outcome, Step
from kaoping_core.rules.base import Rule, ValueSpec, validate_title

_ACTUAL = {"实际完成": "actual"}
FULL_POINTS = Formula("{实际完成} 不低于任务 {任务}，得满分 {权重}", _ACTUAL)
PROPORTIONAL_POINTS = Formula("{权重} × {实际完成} ÷ {任务}", _ACTUAL)
NEGATIVE_ACTUAL = Formula("{实际完成} 低于0，不得分", _ACTUAL)
ZERO_TARGET_MET = Formula("任务为0，{实际完成} 不低于0，得满分 {权重}", _ACTUAL, topic="zero_target")
ZERO_TARGET_MISSED = Formula("任务为0，{实际完成} 低于0，不得分", _ACTUAL, topic="zero_target")


@frozen
class ShortfallValue:
    """What is reported instead of the completed number."""

    value: str
    title: str


@frozen
class ProportionalRule(Rule):
    """比例法：完成任务得满分，未完成的按“权重 × 实际完成 ÷ 任务”计算，不低于0分，不超过权重。

    报送实际完成数；写了 ``shortfall`` 的指标改报未完成数（如红灯数），实际完成＝任务－未完成数。
    任务为0的，实际完成不低于0得满分。

    Source: Annexes 1-3, 完成得满分，未完成按比例法计算.
    """

    name = "proportional"
    title = "比例法"

    shortfall: ShortfallValue | None = None
    """Report this count, from 0 to the target, instead of what was completed (附件3 rows 1-3)."""

    def value_specs(self, indicator: Indicator) -> tuple[ValueSpec, ...]:
        """``actual`` in the indicator's unit of measure, or the shortfall as a whole number."""
        if self.shortfall is None:
            return (ValueSpec("actual", "实际完成", unit_label=indicator.measure),)
        return (
            ValueSpec(
                self.shortfall.value,
                self.shortfall.title,
                "count",
                minimum=ZERO,
                maximum="target",
                unit_label="个",
            ),
        )

    def validate_indicator(self, indicator: Indicator) -> str:
        """Every unit needs a target that is not a ceiling and not below 0."""
        if not indicator.targets:
            return "比例法的指标没有任务"
        if self.shortfall and (wrong := validate_title(self.shortfall.title, taken=("任务",))):
            return f"shortfall 的{wrong}"
        if any(target.ceiling for target in indicator.targets.values()):
            return "比例法的任务不能是≦"
        if any(target.value is not None and target.value < 0 for target in indicator.targets.values()):
            return "比例法的任务不能小于0"
        return ""

    def score(self, cell: Cell, values: Mapping[str, Any]) -> Outcome:
        """W × actual/target, held within 0..W; target 0: W when actual ≥ 0, else 0."""
        weight, target = cell.weight, _value(cell)
        steps: tuple[Step, ...] = ()
        if self.shortfall is None:
            actual: Decimal = values["actual"]
        else:
            short = values[self.shortfall.value]
            actual = target - short
            steps = (Step(_completed(self.shortfall), (target, short), actual),)
        if target == 0:
            met = actual >= 0
            formula, points = (ZERO_TARGET_MET, weight) if met else (ZERO_TARGET_MISSED, ZERO)
            return Outcome(points, (*steps, Step(formula, (actual, weight)[: 1 + met], points)))
        if actual >= target:
            return Outcome(weight, (*steps, Step(FULL_POINTS, (actual, target, weight), weight)))
        if actual <= 0:
            return Outcome(
                ZERO,
                (
                    *steps,
                    Step(
                        NEGATIVE_ACTUAL if actual < 0 else PROPORTIONAL_POINTS,
                        _parts(actual, target, weight),
                        ZERO,
                    ),
                ),
            )
        # multiplied first: the product is exact, so the only quotient is the last step, cut once and rounded once
        points = weight * actual / target
        return Outcome(points, (*steps, Step(PROPORTIONAL_POINTS, (weight, actual, target), points)))


def _parts(actual: Decimal, target: Decimal, weight: Decimal) -> tuple[Decimal, ...]:
    return (actual,) if actual < 0 else (weight, actual, target)


def _completed(shortfall: ShortfallValue) -> Formula:
    return Formula(f"{{任务}} － {{{shortfall.title}}}", {shortfall.title: shortfall.value})


def _value(cell: Cell) -> Decimal:
    """The cell's target; a cell whose target is a dash is not carried and never scored."""
    if cell.target is None or cell.target.value is None:
        raise ValueError(f"{cell.unit.name} has no target on {cell.indicator}")
    return cell.target.value
