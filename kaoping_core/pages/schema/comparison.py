"""Types of the comparison of two units and of two results."""

from __future__ import annotations

from typing import TypedDict

from kaoping_core.pages.schema.common import Direction, Side


class ComparedPoints(TypedDict):
    """Points of two units."""

    one: str
    other: str
    difference: str
    """The first unit's points less the second's, with a sign."""
    ahead: Side


class ComparedTotals(ComparedPoints):
    """Totals of two units."""

    one_rank: str
    other_rank: str


class ComparedSection(ComparedPoints):
    """A section's points of two units."""

    section: str
    full: str


class ComparedIndicator(ComparedPoints):
    """An indicator's points of two units."""

    id: str
    name: str
    section: str
    weight: str
    one_mark: str
    other_mark: str


class ComparisonPage(TypedDict):
    """Comparison (对比) of two units."""

    one: str
    other: str
    group: str
    """Empty where the units are in two groups."""
    comparable: bool
    words: str
    totals: ComparedTotals
    sections: list[ComparedSection]
    indicators: list[ComparedIndicator]


class UnitChangeRow(TypedDict):
    """A unit whose total, rank or status changed."""

    unit: str
    group: str
    group_name: str
    total_before: str
    total_after: str
    difference: str
    rank_before: str
    rank_after: str
    moved: Direction
    reasons: list[str]


class ScoreChangeRow(TypedDict):
    """A score that changed."""

    unit: str
    indicator: str
    name: str
    evaluator: str
    before: str
    after: str
    difference: str
    state_before: str
    state_after: str
    reasons: list[str]


class ChangeSet(TypedDict):
    """What differs between two results."""

    inputs: list[str]
    units: list[UnitChangeRow]
    scores: list[ScoreChangeRow]
