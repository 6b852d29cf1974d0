"""Scores with the steps that led to them, and the result that they add up to.

What there are thousands of in a result is a named tuple: as frozen as an attrs class, made in half the time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from attrs import field, frozen

from kaoping_core.decimals import format_shortened
from kaoping_core.model.findings import Fault, Finding, RuleFinding
from kaoping_core.model.indicators import Cell, Indicator
from kaoping_core.model.submissions import Entry, Value

_TERM = re.compile(r"\{([^{}]+)\}")


def format_value(value: Value) -> str:
    """A value as people read it."""
    if isinstance(value, Decimal):
        return format_shortened(value)
    return value if isinstance(value, str) else "、".join(value)


def _terms(formula: Formula) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_TERM.findall(formula.template)))


@frozen
class Formula:
    """A formula in words, such as ``{权重} × {实际完成} ÷ {任务}``; shared by all steps that use it."""

    template: str
    """Words, with terms in braces that a step has values for, in the order of first appearance."""
    reported: Mapping[str, str] = field(factory=dict)
    """Which terms are reported values: term → name of the value."""
    topic: str = ""
    """A question that the notice leaves open; the scheme's decisions say which of them answers it."""
    terms: tuple[str, ...] = field(init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "terms", _terms(self))

    @property
    def calculates(self) -> bool:
        """Whether it works something out, rather than stating a fact."""
        return any(sign in self.template for sign in "×÷－＋")

    @property
    def plain_text(self) -> str:
        """The formula with the names of its terms."""
        return _TERM.sub(r"\1", self.template)

    def fill(self, values: Mapping[str, str]) -> str:
        """The formula with values in place of its terms."""
        return _TERM.sub(lambda match: values.get(match[1], match[1]), self.template)


class Step(NamedTuple):
    """One step of a score: a formula, the values that went into it, what came out."""

    formula: Formula
    values: tuple[Value, ...]
    """In the order of ``formula.terms``."""
    result: Decimal | None = None
    """Unrounded; None where the step states a fact."""

    @property
    def text(self) -> str:
        """The formula with its values in place."""
        return self.formula.fill(dict(zip(self.formula.terms, map(format_value, self.values), strict=True)))


class Outcome(NamedTuple):
    """What a rule says of one cell."""

    points: Decimal | None
    """Unrounded; None when the rule says that the unit does not carry the indicator."""
    steps: tuple[Step, ...]
    fails_year: bool = False
    """The veto: the unit fails the year."""


@frozen
class Column:
    """What a rule is given: one indicator, with the cells that carry it and have reported values."""

    indicator: Indicator
    cells: tuple[Cell, ...]
    values: tuple[Mapping[str, Any], ...]
    """Reported values, one mapping a cell; each is of the kind that the rule wants."""
    group_size: int
    """Units in the group, whether or not they are in this column."""


@frozen
class ColumnScores:
    """What a rule returns: one outcome a cell, in the column's order."""

    outcomes: tuple[Outcome, ...]
    findings: tuple[RuleFinding, ...] = ()


ScoredColumn = ColumnScores | Fault


class CellState(StrEnum):
    """What became of a cell."""

    SCORED = "scored"
    FILLED = "filled"
    """Not carried; got the mean of those that carry it."""
    EXCLUDED = "excluded"
    """Not carried; no points, other weights make up for it."""
    MISSING = "missing"
    """Nothing reported yet, or nothing yet to take the mean of."""
    UNSCORED = "unscored"
    """Its rule failed, or no rule of the notice applies."""


class Score(NamedTuple):
    """Published points of a cell, with the steps that led there (得分)."""

    cell: Cell
    state: CellState
    points: Decimal | None
    """Published; None when there are none."""
    unrounded: Decimal | None = None
    steps: tuple[Step, ...] = ()
    entry: Entry | None = None
    """What was reported, layers put together."""
    fails_year: bool = False
    provisional: bool = False
    """Filled from a column in which points are still open."""
    reason: str = ""
    """Why there are no points."""


class UnitStatus(StrEnum):
    """How a unit stands."""

    RANKED = "ranked"
    FAILED = "failed"
    """The veto: keeps its total, has no rank and takes none from others."""
    INCOMPLETE = "incomplete"
    """Something is missing; the total is of what is there."""


@frozen
class UnitResult:
    """A unit's scores, total and rank."""

    unit: str
    group: str
    total: Decimal
    rank: int | None
    status: UnitStatus
    scores: Mapping[str, Score]
    """By indicator, in the scheme's order."""


@frozen
class Result:
    """What an assembly gives (汇总结果)."""

    year: int
    run: str
    """Fingerprint of everything that went in; equal inputs have equal runs."""
    provisional: bool
    units: tuple[UnitResult, ...]
    """In the order of the notice."""
    findings: tuple[Finding, ...]
    fingerprints: Mapping[str, str] = field(factory=dict)
    """SHA-256 of the scheme, of each plugin and of the entries."""
    banner: str = ""
    """Printed wherever the result is shown, such as 示例数据."""
    titles: Mapping[str, Mapping[str, str]] = field(factory=dict)
    """What the reported values of each indicator are called."""

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """Findings that stand in the way of a final result."""
        return tuple(finding for finding in self.findings if finding.severity == "error")
