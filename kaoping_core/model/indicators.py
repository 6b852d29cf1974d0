"""Indicators, their targets, and the cells that they make with the units of their group."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from attrs import field, frozen

from kaoping_core.model.units import Unit

NotCarriedPolicy = Literal["mean", "excluded"]
"""What a unit that does not carry an indicator gets: the group's mean, or no points."""


@frozen
class Target:
    """The task of one unit on one indicator (指标任务)."""

    text: str
    """As the notice prints it: ``3.00``, ``8%``, ``≦3%``, ``－``."""
    value: Decimal | None
    """In the indicator's unit of measure, percent in points; None for a dash."""
    ceiling: bool = False
    """Whether the value is the most that may be (≦)."""

    @property
    def is_not_assigned(self) -> bool:
        """Whether the notice gives this unit no task, so that it does not carry the indicator."""
        return self.value is None


@frozen
class Indicator:
    """One row of an annex, for one group (指标)."""

    id: str
    """``group.name``, such as ``towns.fixed_asset_investment``."""
    group: str
    annex: int
    row: str
    section: str
    name: str
    weight: Decimal
    """Points that a unit can get, unless ``weights`` says otherwise."""
    measure: str
    """Unit of measure of the target and the reported value, such as ``亿元`` or ``%``."""
    rule: str
    """Name of the rule that scores it."""
    params: Mapping[str, object]
    """The rule's parameters, as the annex's file gives them."""
    evaluator: str
    not_carried: NotCarriedPolicy | None
    """None: every unit carries it."""
    targets: Mapping[str, Target]
    """By unit; empty for an indicator without tasks."""
    weights: Mapping[str, Decimal]
    """Weights that differ from ``weight``, by unit."""
    note: str = ""
    place: str = field(default="", eq=False)
    """Where the configuration says so: ``annex1.toml: groups.towns.exports``."""

    @property
    def short_id(self) -> str:
        """The id without its group."""
        return self.id.partition(".")[2]

    @property
    def clause(self) -> str:
        """Where the notice lays it down."""
        row = self.row if self.row.startswith("备注") else f"第{self.row}行"
        return f"附件{self.annex}{row}"

    def weight_of(self, unit: str) -> Decimal:
        """Points that this unit can get."""
        return self.weights.get(unit, self.weight)


@frozen
class Cell:
    """One unit on one indicator, as the scheme lays it down, before anything is reported."""

    unit: Unit
    indicator: str
    """Id of the indicator."""
    weight: Decimal
    target: Target | None
    """None where the indicator has no tasks."""
    carried: bool = field(default=True)
    """False where the target is a dash."""
