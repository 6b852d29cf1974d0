"""Types of an evaluator's page, its submissions and its plugin."""

from __future__ import annotations

from typing import TypedDict

from kaoping_core.pages.schema.common import FindingRow, ProblemRow
from kaoping_core.pages.schema.overview import EvaluatorSummary


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
