"""加分项：可酌情加分，有上限."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from attrs import define, frozen

from kaoping_core.decimals import ZERO, format_decimal
from kaoping_core.model.indicators import Cell, Indicator
from kaoping_core.model.scores import Formula, Outcome, Step
from kaoping_core.rules.base import Rule, ValueSpec, validate_title

NO_BONUS = Formula("没有加分")


@frozen
class BonusReason:
    """A reason for which points may be added."""

    value: str
    title: str


@define(frozen=True, slots=False)
class BonusRule(Rule):
    """加分：各项加分相加，不超过上限；每次加分都要写明理由。

    Source: 附件2备注2.
    """

    name = "bonus"
    title = "加分"

    at_most: Decimal
    """Points of all reasons together."""
    reasons: tuple[BonusReason, ...]

    def value_specs(self, indicator: Indicator) -> tuple[ValueSpec, ...]:
        """Points for each reason, and the ``reason`` in words when any are given."""
        names = tuple(reason.value for reason in self.reasons)
        points = (
            ValueSpec(reason.value, reason.title, required=False, minimum=ZERO, unit_label="分")
            for reason in self.reasons
        )
        return (*points, ValueSpec("reason", "加分理由", "text", required=False, required_if_any_of=names))

    def bounds(self, indicator: Indicator) -> tuple[Decimal, Decimal]:
        """From 0 to the most that can be added."""
        return ZERO, self.at_most

    def validate_indicator(self, indicator: Indicator) -> str:
        """It is outside the full marks (满分100分，不含加分)."""
        titles = [reason.title for reason in self.reasons]
        values = [reason.value for reason in self.reasons]
        if self.at_most <= 0:
            return "at_most 应大于0"
        if len(set(titles)) < len(titles) or len({*values, "reason"}) <= len(values):
            return "reasons 里每个 title 和 value 只能用一次，value 不能叫 reason"
        if wrong := next(filter(None, map(validate_title, titles)), ""):
            return f"reasons 里{wrong}"
        return "加分项的权重应为0" if indicator.weight else ""

    def score(self, cell: Cell, values: Mapping[str, Any]) -> Outcome:
        """The sum, at most ``at_most``."""
        given = tuple((name, values[name]) for name in self._titles if values.get(name))
        if not given:
            return Outcome(ZERO, (Step(NO_BONUS, (), ZERO),))
        total = sum((points for _, points in given), ZERO)
        held = min(total, self.at_most)
        formula = self._formula(tuple(name for name, _ in given), capped=held < total)
        return Outcome(held, (Step(formula, tuple(points for _, points in given), held),))

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        return {reason.value: reason.title for reason in self.reasons}

    def _formula(self, names: tuple[str, ...], *, capped: bool) -> Formula:
        terms = " ＋ ".join(f"{{{self._titles[name]}}}" for name in names)
        cap = f"，最多 {format_decimal(self.at_most)}" if capped else ""
        return Formula(terms + cap, {self._titles[name]: name for name in names}, topic="bonus")
