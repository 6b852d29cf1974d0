"""Types of the overview page: evaluators, rankings, runs, events."""

from __future__ import annotations

from typing import TypedDict

from kaoping_core.pages.schema.common import FindingRow, Standing


class EvaluatorSummary(TypedDict):
    """How an evaluator stands."""

    name: str
    plugin: str
    state: Standing
    state_words: str
    late_by: int
    """Days after the deadline."""
    cells: int
    """Cells that it has to report."""
    missing: int
    """Of these, cells that still lack something."""
    file: str
    on: str
    """Day of the submission that counts, ISO 8601."""
    signed: bool


class EvaluatorRow(EvaluatorSummary):
    """An evaluator in the overview."""

    page: str
    """Name of its page."""


class CalendarRow(TypedDict):
    """A date of the year's calendar."""

    what: str
    on: str
    left: str


class RankingRow(TypedDict):
    """A unit in a ranking."""

    unit: str
    rank: int | None
    total: str
    remark: str


class GroupRanking(TypedDict):
    """A group's ranking in the overview."""

    id: str
    name: str
    units: list[RankingRow]


class RunRow(TypedDict):
    """A recorded assembly."""

    number: int
    run: str
    """Fingerprint of everything that went in."""
    at: str
    edition: str
    actor: str


class EventRow(TypedDict):
    """A recorded submission or assembly."""

    at: str
    """ISO 8601, in the county's time."""
    shown: str
    actor: str
    words: str
    evaluator: str


class OverviewData(TypedDict):
    """The year at a glance, without the names of other pages."""

    format: str
    year: int
    title: str
    office: str
    banner: str
    today: str
    time_zone: str
    run: str
    state: str
    calendar: list[CalendarRow]
    reported: str
    evaluators: list[EvaluatorRow]
    groups: list[GroupRanking]
    blocking: list[FindingRow]
    findings: list[FindingRow]
    runs: list[RunRow]
    happenings: list[EventRow]


class OverviewPage(OverviewData):
    """Overview (总览): the year at a glance; names the other pages."""

    pages: dict[str, str]
    """Names of units' pages, by unit."""
    evaluator_pages: dict[str, str]
    """Names of evaluators' pages, by evaluator."""
