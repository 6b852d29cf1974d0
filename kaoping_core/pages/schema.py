"""Types of all page data and of the rows in them, as they are written as JSON.

Screens import this module before the first frame: it imports nothing heavy.
Numbers with decimals are texts, ready to be shown; an empty text means that there is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NotRequired, TypedDict

Standing = Literal["complete", "complete_late", "partial", "missing", "overdue"]
"""How an evaluator stands against what it has to report and the deadline."""
Side = Literal["one", "other", ""]
"""Which of two compared units is ahead; empty for neither."""
Direction = Literal["up", "down", ""]
"""Whether a rank became better or worse; empty for neither."""

Page = Mapping[str, object]
"""Any page, where only its name and its JSON matter."""
Shade = int | None
"""One of six shades of a score rate, the palest 0; None without a rate."""
Share = int | None
"""Filled cells of a bar; None where there is nothing to draw."""


# -- findings and problems -------------------------------------------------------------------------


class FindingRow(TypedDict):
    """A finding with the group that it is about."""

    severity: str
    """Value of a :class:`~kaoping_core.model.findings.Severity`."""
    code: str
    word: str
    """The severity in Chinese."""
    message: str
    evaluator: str
    unit: str
    indicator: str
    group: str
    """Name of the group; empty for a finding without an indicator."""


class ProblemRow(TypedDict):
    """Something wrong with a file, with its place."""

    place: str
    message: str
    expected: str


class BlockingRow(TypedDict):
    """A finding that keeps a result from being final."""

    message: str
    evaluator: str


# -- overview --------------------------------------------------------------------------------------


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


# -- scores ----------------------------------------------------------------------------------------


class ScoreCell(TypedDict):
    """A score in each display mode of a group's table."""

    score: str
    rate: str
    shade: Shade
    reported: str
    loss: str
    mark: NotRequired[str]
    """Flag beside a score that was not simply scored."""


class ExplanationLineData(TypedDict):
    """A line of a score's explanation."""

    label: str
    words: str
    value: NotRequired[str]
    result: NotRequired[str]
    place: NotRequired[str]
    decision: NotRequired[str]
    decided: NotRequired[str]
    """Clause of the decision, and whom to ask about it."""


class ExplanationBase(TypedDict):
    """A score's explanation, without the figures of its group."""

    indicator: str
    name: str
    clause: str
    evaluator: str
    section: str
    weight: str
    measure: str
    note: str
    score: str
    state: str
    """Value of a :class:`~kaoping_core.model.scores.CellState`."""
    verdict: str
    lines: list[ExplanationLineData]
    titles: dict[str, str]
    """Titles of reported values, by name."""
    rate: str
    shade: Shade
    loss: str
    mark: NotRequired[str]


class ScoreShares(TypedDict):
    """Bars of a score."""

    share: Share
    """Of its points in the weight."""
    loss_share: Share
    """Of its loss in the unit's largest loss."""


class GroupComparison(TypedDict):
    """Mean and best of the group on one indicator."""

    mean: str
    best: str
    mean_share: Share
    best_share: Share


class ScoreExplanation(ExplanationBase, ScoreShares, GroupComparison):
    """Score explanation (依据)."""


# -- units -----------------------------------------------------------------------------------------


class SectionRow(TypedDict):
    """A section's points of a unit, with mean and best of the group."""

    section: str
    points: str
    full: str
    loss: str
    mean: str
    best: str
    share: Share
    mean_share: Share
    best_share: Share


class UnitPage(TypedDict):
    """Unit (单位): where its points went, with the explanation of every score."""

    unit: str
    group: str
    group_name: str
    total: str
    rank: int | None
    of: int
    """Units of the group that have a rank."""
    status: str
    """Value of a :class:`~kaoping_core.model.scores.UnitStatus`."""
    remark: str
    full: str
    loss: str
    rate: str
    mean: str
    best: str
    share: Share
    mean_share: Share
    best_share: Share
    sections: list[SectionRow]
    losses: list[str]
    """Indicators with a loss, the largest first."""
    one_more: str
    """What one more point would change."""
    accounts: dict[str, ScoreExplanation]
    """By indicator."""


# -- groups ----------------------------------------------------------------------------------------


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


class UnitRow(UnitRowBase, TotalColumns):
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
    units: list[UnitRow]
    """In order of rank."""
    footers: list[SummaryRow]
    legend: dict[str, str]
    """Meanings of the flags in the table."""


# -- evaluators ------------------------------------------------------------------------------------


class MissingRow(TypedDict):
    """A unit on which something is missing."""

    unit: str
    reason: str


class EvaluatorIndicator(TypedDict):
    """An indicator of an evaluator, with the units on which something is missing."""

    id: str
    name: str
    group: str
    group_name: str
    clause: str
    weight: str
    cells: int
    reported: int
    missing: list[MissingRow]
    not_carried: list[str]
    unscored: list[str]


class SubmissionRow(TypedDict):
    """A recorded submission or file."""

    number: int
    revision: int | None
    """Number among the evaluator's reports; None for a file."""
    kind: str
    file: str
    at: str
    actor: str
    signed_by: str
    signed_on: str
    sealed: bool
    late_by: int
    late_words: str
    entries: int


class EvaluatorPage(EvaluatorSummary):
    """Submissions (报送) of one evaluator."""

    deadline: str
    deadline_words: str
    signature: str
    indicators: list[EvaluatorIndicator]
    findings: list[FindingRow]
    submissions: list[SubmissionRow]
    """Newest first."""


class RevisionRow(TypedDict):
    """What was reported on a cell at one time."""

    at: str
    file: str
    place: str
    values: dict[str, str]
    carried: bool
    note: str


# -- appraisal -------------------------------------------------------------------------------------


class AppraisalTier(TypedDict):
    """A tier against its quota."""

    name: str
    quota: int
    share: str
    points: str
    count: int
    units: list[str]
    over: int
    left: int
    words: str


class AppraisalUnit(TypedDict):
    """A unit with its ballots."""

    unit: str
    state: str
    tier: str
    """Empty while it has none."""
    score: str
    how: str
    votes: int
    ballots: dict[str, int]
    """Numbers of votes, by tier."""
    ballots_words: str
    mean: str
    mean_exact: str
    place: str
    """Rank by ballots; empty for none."""
    lifted: bool
    """Whether equal ballots gave it the better tier."""
    remark: str
    at: str
    """Where its values were read."""


class AppraisalTie(TypedDict):
    """Units whose ballots are equal."""

    place: int
    tier: str
    units: list[str]
    words: str


class AppraisalIndicator(TypedDict):
    """An indicator with quotas."""

    id: str
    name: str
    group: str
    group_name: str
    clause: str
    weight: str
    evaluator: str
    of: int
    """Units of the group."""
    given: int
    """Of these, units with a tier."""
    words: str
    departs: bool
    """Whether the tiers depart from the quota."""
    tiers: list[AppraisalTier]
    units: list[AppraisalUnit]
    ties: list[AppraisalTie]
    missing: list[str]
    findings: list[FindingRow]


class AppraisalPage(TypedDict):
    """Appraisal (综合评价)."""

    indicators: list[AppraisalIndicator]


# -- search names ----------------------------------------------------------------------------------


class UnitName(TypedDict):
    """A unit that can be jumped to."""

    name: str
    aliases: list[str]
    group: str
    group_name: str
    page: str
    initials: str


class IndicatorName(TypedDict):
    """An indicator that can be jumped to."""

    id: str
    name: str
    group: str
    group_name: str
    page: str
    evaluator: str
    clause: str
    initials: str


class EvaluatorName(TypedDict):
    """An evaluator that can be jumped to."""

    name: str
    aliases: list[str]
    plugin: str
    page: str
    initials: str


class GroupName(TypedDict):
    """A group that can be jumped to."""

    id: str
    name: str
    page: str
    initials: str


class NamesPage(TypedDict):
    """Everything that can be jumped to, with pinyin initials."""

    spelling: str
    """How the initials were made."""
    units: list[UnitName]
    indicators: list[IndicatorName]
    evaluators: list[EvaluatorName]
    groups: list[GroupName]


InitialsPage = dict[str, str]
"""Pinyin initials, by text."""


# -- comparison of two units -----------------------------------------------------------------------


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


# -- changes between two results -------------------------------------------------------------------


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


# -- imports and plugins ---------------------------------------------------------------------------


class ImportedFile(TypedDict):
    """What became of an imported file."""

    file: str
    evaluator: str
    entries: int
    accepted: bool
    problems: list[ProblemRow]


class PluginStatusData(TypedDict):
    """A plugin: its maintainer, its parts, what is wrong with it and where."""

    name: str
    owner: str
    version: str
    core: str
    description: str
    origin: str
    path: str
    python: bool
    files: list[str]
    checklists: list[str]
    indicators: list[str]
    seconds: str
    fault: str
    problems: list[ProblemRow]
    printed: str
    fingerprint: str
