"""否决项：发生所列情形的，年度考核不合格."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from attrs import frozen

from kaoping_core.decimals import ZERO
from kaoping_core.model.indicators import Cell, Indicator
from kaoping_core.model.scores import Formula, Outcome, Step
from kaoping_core.rules.base import Rule, ValueSpec

_REPORTED = {
    "伤亡人数": "casualties",
    "上年伤亡人数": "casualties_last_year",
    "较大以上事故起数": "major_accidents",
}
MORE_CASUALTIES = Formula(
    "伤亡人数 {伤亡人数} 超过上年 {上年伤亡人数}，年度考核不合格", _REPORTED, topic="veto"
)
MAJOR_ACCIDENT = Formula("较大以上事故 {较大以上事故起数} 起，年度考核不合格", _REPORTED, topic="veto")
NO_VETO = Formula(
    "伤亡人数 {伤亡人数} 不超过上年 {上年伤亡人数}，较大以上事故 {较大以上事故起数} 起，没有否决",
    _REPORTED,
    topic="veto",
)


@frozen
class VetoRule(Rule):
    """否决项（事故控制）：伤亡人数超过上年，或发生一起较大以上事故，年度考核不合格；本身不计分。

    Source: 附件4第6项, 事故控制.
    """

    name = "veto"
    title = "一票否决"

    source: str
    """Where the notice lays the veto down; a veto without it is a problem of the configuration."""

    def value_specs(self, indicator: Indicator) -> tuple[ValueSpec, ...]:
        """``casualties``, ``casualties_last_year`` and ``major_accidents``, whole numbers."""
        measures = {"casualties": "人", "casualties_last_year": "人", "major_accidents": "起"}
        return tuple(
            ValueSpec(name, title, "count", minimum=ZERO, unit_label=measures[name])
            for title, name in _REPORTED.items()
        )

    def bounds(self, indicator: Indicator) -> tuple[Decimal, Decimal]:
        """No points."""
        return ZERO, ZERO

    def validate_indicator(self, indicator: Indicator) -> str:
        """A veto names its source and has no weight."""
        if not self.source.strip():
            return "否决项没有写明出处（source）"
        return "否决项的权重应为0" if indicator.weight else ""

    def score(self, cell: Cell, values: Mapping[str, Any]) -> Outcome:
        """No points; more casualties than last year, or one major accident: the unit fails the year."""
        casualties, last_year = values["casualties"], values["casualties_last_year"]
        major = values["major_accidents"]
        steps = []
        if casualties > last_year:
            steps.append(Step(MORE_CASUALTIES, (casualties, last_year)))
        if major > 0:
            steps.append(Step(MAJOR_ACCIDENT, (major,)))
        if steps:
            return Outcome(ZERO, tuple(steps), fails_year=True)
        return Outcome(ZERO, (Step(NO_VETO, (casualties, last_year, major)),))
