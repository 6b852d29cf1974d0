"""Types of the appraisal page: tiers, quotas, ties."""

from __future__ import annotations

from typing import TypedDict

from kaoping_core.pages.schema.common import FindingRow


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
