"""Types of a group's page: units, indicators, distributions, summary rows."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from kaoping_core.pages.schema.common import Shade, Share
from kaoping_core.pages.schema.scores import ScoreCell


class SpanData(TypedDict):
    """Columns of a group's table that belong to one section."""

    section: str
    first: int
    count: int
    weight: str


class BandRow(TypedDict):
    """Units with one score."""

    score: str
    rate: str
    count: int
    share: Share
    units: list[str]


class RangeRow(TypedDict):
    """Number of units with one part of the weight."""

    words: str
    count: int
    share: Share


class UnscoredRow(TypedDict):
    """A unit that was not scored itself."""

    unit: str
    score: str
    reason: str


class UnscoredUnits(TypedDict):
    """Units whose cell has one of the other states."""

    state: str
    words: str
    units: list[UnscoredRow]


class DistributionData(TypedDict):
    """How the scores of an indicator spread over a group."""

    mean: str
    best: str
    worst: str
    spread: str
    separates: bool | None
    separates_words: str
    bands: list[BandRow]
    ranges: list[RangeRow]


class IndicatorBase(TypedDict):
    """An indicator in its group."""

    id: str
    name: str
    section: str
    weight: str
    measure: str
    evaluator: str
    clause: str
    note: str


class IndicatorData(IndicatorBase, DistributionData):
    """An indicator with its distribution."""

    states: dict[str, int]
    """Numbers of units, by state of their cell."""
    others: list[UnscoredUnits]


class TotalData(TypedDict):
    """A total or subtotal in each display mode."""

    score: str
    rate: str
    loss: str
    shade: NotRequired[Shade]
    """Not in summary rows."""


class TotalColumns(TypedDict):
    """Total and subtotals of a row in each display mode."""

    whole: TotalData
    sums: dict[str, TotalData]
    """By section."""


class UnitRowBase(TypedDict):
    """A unit in its group's table, without total and subtotals in each display mode."""

    unit: str
    total: str
    rate: str
    rank: int | None
    status: str
    remark: str
    subtotals: dict[str, str]
    """By section."""
    cells: list[ScoreCell]
    """In the order of the group's indicators."""


class GroupUnitRow(UnitRowBase, TotalColumns):
    """A unit in its group's table."""


class SummaryCell(TypedDict):
    """A cell of a summary row in each display mode."""

    score: str
    rate: str
    reported: str
    loss: str


class SummaryRowBase(TypedDict):
    """Mean, highest or lowest of a group's table, without total and subtotals in each display mode."""

    kind: str
    label: str
    total: str
    rate: str
    subtotals: dict[str, str]
    cells: list[SummaryCell]


class SummaryRow(SummaryRowBase, TotalColumns):
    """Mean, highest or lowest of a group's table."""


class GroupPage(TypedDict):
    """Group (结果): its table, and the distribution of each indicator."""

    id: str
    name: str
    sections: list[str]
    spans: list[SpanData]
    indicators: list[IndicatorData]
    units: list[GroupUnitRow]
    """In order of rank."""
    footers: list[SummaryRow]
    legend: dict[str, str]
    """Meanings of the flags in the table."""
