"""约束性指标只扣分不加分."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from attrs import frozen

from kaoping_core.decimals import ZERO
from kaoping_core.model.indicators import Cell, Indicator
from kaoping_core.model.scores import Formula, Outcome, Step
from kaoping_core.rules.base import Rule, ValueSpec

DEDUCTED = Formula("{起数} × {每起}，最多 {最多}", {"起数": "count"})


@frozen
class ConstraintRule(Rule):
    """约束性指标：每发生一起计负分，有最多扣分。

    Source: 附件2 rows 12-13.
    """

    name = "constraint"
    title = "约束扣分"

    each: Decimal
    """Points of one case, below 0."""
    at_most: Decimal
    """Points of any number of cases together, below 0."""
    title_of_count: str = "起数"
    """What is counted."""

    def value_specs(self, indicator: Indicator) -> tuple[ValueSpec, ...]:
        """``count`` of cases."""
        return (ValueSpec("count", self.title_of_count, "count", minimum=ZERO, unit_label="起"),)

    def bounds(self, indicator: Indicator) -> tuple[Decimal, Decimal]:
        """From the most that can be taken to 0."""
        return self.at_most, ZERO

    def validate_indicator(self, indicator: Indicator) -> str:
        """It only takes points, and an indicator with weight has none to take."""
        if self.each >= 0 or self.at_most >= 0:
            return "each 和 at_most 应小于0"
        return "约束性指标的权重应为0" if indicator.weight else ""

    def score(self, cell: Cell, values: Mapping[str, Any]) -> Outcome:
        """each × count, not below at_most."""
        count: Decimal = values["count"]
        points = max(self.at_most, self.each * count)
        return Outcome(points, (Step(DEDUCTED, (count, self.each, self.at_most), points),))
