"""直接采用考核主体评分结果."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from attrs import frozen

from kaoping_core.decimals import ZERO
from kaoping_core.model.indicators import Cell, Indicator
from kaoping_core.model.scores import Formula, Outcome, Step
from kaoping_core.rules.base import Limit, Rule, ValueSpec

_SCORE = {"评分": "score"}
AS_GIVEN = Formula("直接采用评分 {评分}", _SCORE)
SCALED = Formula("{权重} × {评分} ÷ {评分满分}", _SCORE)


@frozen
class DirectRule(Rule):
    """直接计分：采用考核主体的评分结果；``scale`` 是评分的满分，不写就是权重分。

    Source: Annexes 1-3, 直接采用…评分结果; 附件4第3项, 满分10分.
    """

    name = "direct"
    title = "直接计分"

    scale: Decimal | None = None
    """Full marks of the evaluator's own scale; None: the unit's weight."""

    def value_specs(self, indicator: Indicator) -> tuple[ValueSpec, ...]:
        """``score`` from 0 to the scale."""
        full: Limit = "weight" if self.scale is None else self.scale
        return (ValueSpec("score", "评分", minimum=ZERO, maximum=full, unit_label="分"),)

    def validate_indicator(self, indicator: Indicator) -> str:
        """The scale is above 0."""
        return "scale 应大于0" if self.scale is not None and self.scale <= 0 else ""

    def score(self, cell: Cell, values: Mapping[str, Any]) -> Outcome:
        """W × score/scale."""
        given: Decimal = values["score"]
        if self.scale is None or self.scale == cell.weight:
            return Outcome(given, (Step(AS_GIVEN, (given,), given),))
        points = cell.weight * given / self.scale
        return Outcome(points, (Step(SCALED, (cell.weight, given, self.scale), points),))
