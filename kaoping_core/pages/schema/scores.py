"""Types of scores, their explanations and the page of a unit."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from kaoping_core.pages.schema.common import Shade, Share


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
