"""A year's notice as one value: the scheme (考核方案)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

from attrs import field, frozen

from kaoping_core.model.indicators import Cell, Indicator
from kaoping_core.model.units import Evaluator, Group, Unit


@frozen
class Tier:
    """A grade that units are given (等次)."""

    name: str
    share: Decimal
    """Percent of the group that the notice wants in it."""
    ballot_value: Decimal
    """What one ballot for it counts in a unit's mean."""


@frozen
class Quota:
    """Grades from the best to the last, with the shares of a group (原则上按照30%、50%、15%、5%)."""

    tiers: tuple[Tier, ...]


@frozen
class Calendar:
    """The year's dates."""

    self_assessment_by: date
    opinions_by: date
    """Last day for evaluators' signed opinions."""
    assessment_from: date
    assessment_to: date


@frozen
class Rounding:
    """How points become published scores."""

    decimals: int
    mode: Literal["half_up"]


@frozen
class Decision:
    """An answer to a question that the notice leaves open; the office can change it."""

    id: str
    question: str
    decision: str
    alternatives: tuple[str, ...]
    ask: str
    """Whom to ask."""
    clause: str
    where: str
    """File and key that carry the decision out."""
    topics: tuple[str, ...] = ()
    """Questions of rules that it answers."""
    indicators: tuple[str, ...] = ()
    """Indicators that it is about; empty: all that raise one of its topics."""


@frozen
class Scheme:
    """Everything that a year's notice lays down."""

    year: int
    title: str
    document: str
    """Number of the notice."""
    county: str
    office: str
    """The office that assembles the result."""
    time_zone: str
    groups: tuple[Group, ...]
    units: tuple[Unit, ...]
    evaluators: tuple[Evaluator, ...]
    indicators: tuple[Indicator, ...]
    quotas: Mapping[str, Quota]
    calendar: Calendar
    rounding: Rounding
    decisions: tuple[Decision, ...]
    documents: Mapping[str, str] = field(factory=dict, eq=False, repr=False)
    """The files that it was read from, by name: enough to read it again."""

    @cached_property
    def indicator_by_id(self) -> Mapping[str, Indicator]:
        """Indicators by id."""
        return {indicator.id: indicator for indicator in self.indicators}

    @cached_property
    def unit_by_name(self) -> Mapping[str, Unit]:
        """Units by official name."""
        return {unit.name: unit for unit in self.units}

    @cached_property
    def group_by_id(self) -> Mapping[str, Group]:
        """Groups by id."""
        return {group.id: group for group in self.groups}

    @cached_property
    def units_of(self) -> Mapping[str, tuple[Unit, ...]]:
        """Units of each group, in the notice's order."""
        return {
            group.id: tuple(unit for unit in self.units if unit.group == group.id) for group in self.groups
        }

    @cached_property
    def indicators_of(self) -> Mapping[str, tuple[Indicator, ...]]:
        """Indicators of each group, in the annex's order."""
        return {
            group.id: tuple(indicator for indicator in self.indicators if indicator.group == group.id)
            for group in self.groups
        }

    @cached_property
    def cells_of(self) -> Mapping[str, tuple[Cell, ...]]:
        """Cells of each indicator, by its id, in the order of the group's units."""
        return {
            indicator.id: tuple(_cell_of(unit, indicator) for unit in self.units_of[indicator.group])
            for indicator in self.indicators
        }

    @cached_property
    def unit_names_of(self) -> Mapping[str, tuple[str, ...]]:
        """Names of each group's units, in the notice's order."""
        return {group: tuple(unit.name for unit in units) for group, units in self.units_of.items()}

    @cached_property
    def carried_by_all(self) -> frozenset[str]:
        """Indicators on which no unit of the group has a dash."""
        return frozenset(
            indicator for indicator, cells in self.cells_of.items() if all(cell.carried for cell in cells)
        )

    @cached_property
    def _decision_of_topic(self) -> Mapping[tuple[str, str], Decision]:
        found: dict[tuple[str, str], Decision] = {}
        for decision in self.decisions:
            for topic in decision.topics:
                for indicator in decision.indicators or ("",):
                    found.setdefault((topic, indicator), decision)
        return found

    def decision_on(self, topic: str, indicator: str) -> Decision | None:
        """The decision that answers a rule's question on an indicator."""
        if not topic:
            return None
        return self._decision_of_topic.get((topic, indicator)) or self._decision_of_topic.get((topic, ""))


def _cell_of(unit: Unit, indicator: Indicator) -> Cell:
    target = indicator.targets.get(unit.name)
    carried = target is None or not target.is_not_assigned
    return Cell(unit, indicator.id, indicator.weight_of(unit.name), target, carried)
