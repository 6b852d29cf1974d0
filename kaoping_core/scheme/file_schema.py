"""Schema of the year's TOML files."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from attrs import field, frozen

from kaoping_core.model.indicators import NotCarriedPolicy
from kaoping_core.model.scheme import Calendar, Decision, Quota, Rounding
from kaoping_core.model.units import Evaluator, Group


@frozen
class SchemeFile:
    """``scheme.toml``."""

    year: int
    title: str
    document: str
    county: str
    office: str
    time_zone: str
    annexes: tuple[str, ...]
    """Files with indicators, in the same folder."""
    groups: tuple[Group, ...]
    evaluators: tuple[Evaluator, ...]
    quotas: Mapping[str, Quota]
    calendar: Calendar
    rounding: Rounding


@frozen
class UnitRow:
    """A unit in ``units.toml``."""

    name: str
    aliases: tuple[str, ...] = ()
    tags: frozenset[str] = frozenset()


@frozen
class UnitsFile:
    """``units.toml``: the units of each group, in the notice's order."""

    groups: Mapping[str, tuple[UnitRow, ...]]


@frozen
class IndicatorRow:
    """An indicator in an annex's file; its key there is the id without the group."""

    row: str
    section: str
    name: str
    weight: Decimal
    measure: str
    rule: str
    evaluator: str
    params: Mapping[str, object] = field(factory=dict)
    not_carried: NotCarriedPolicy | None = None
    target: str | None = None
    """The same task for every unit of the group."""
    targets: Mapping[str, str] = field(factory=dict)
    weights: Mapping[str, Decimal] = field(factory=dict)
    note: str = ""


@frozen
class AnnexFile:
    """An annex: the indicators of one group or of several."""

    annex: int
    groups: Mapping[str, Mapping[str, IndicatorRow]]


@frozen
class DecisionsFile:
    """``decisions.toml``."""

    decisions: tuple[Decision, ...]
