"""What a rule is: the values it wants, and one pure function from values to points with steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, ClassVar, Literal

from attrs import frozen

from kaoping_core.model.indicators import Cell, Indicator
from kaoping_core.model.scores import Column, ColumnScores, Outcome
from kaoping_core.model.submissions import Value

Limit = Decimal | Literal["target", "weight"] | None
"""A fixed bound, the unit's own target or weight, or none."""


@frozen
class ValueSpec:
    """A value that a rule wants reported."""

    name: str
    title: str
    """What evaluators read, such as ``实际完成``."""
    kind: Literal["number", "count", "choice", "choices", "text"] = "number"
    """``count`` is a whole number; ``choice`` one of ``choices``, ``choices`` a list of them."""
    required: bool = True
    minimum: Limit = None
    maximum: Limit = None
    choices: tuple[str, ...] = ()
    unit_label: str = ""
    """Unit of measure; percent may be written with its sign."""
    exclusive_group: str = ""
    """Of the values that share this word exactly one is reported."""
    required_if_any_of: tuple[str, ...] = ()
    """Required when any of these is reported and not 0."""
    source: Literal["report", "file", "both"] = "report"
    """Whether it is reported, comes from a file that a plugin reads, or either way. A value that a file
    may bring can be absent from a report; its cell is missing until one of them has it."""
    applies_to: str = "all"
    """``all``, or the tag of the units that it applies to; from others it counts for nothing."""
    group: str = ""
    """Heading that values belong under in templates, such as a checklist's part."""
    hint: str = ""
    """What else evaluators should know of it, such as the points that each occurrence takes."""


class Rule:
    """A way of scoring an indicator (计分规则).

    A subclass is an attrs class whose fields are the indicator's ``params``. Its docstring is what
    evaluators read. :meth:`score` sees one cell; a rule that needs the whole column overrides
    :meth:`score_column`. Both are pure and raise nothing for values that :meth:`value_specs` admit.
    """

    name: ClassVar[str]
    """What ``rule = "…"`` in an annex's file says."""
    title: ClassVar[str]
    """As evaluators call it, such as ``比例法``."""
    years: ClassVar[tuple[int, int] | None] = None
    """First and last year that it holds for; None: every year."""

    def value_specs(self, indicator: Indicator) -> tuple[ValueSpec, ...]:
        """The values to be reported on each unit."""
        raise NotImplementedError(f"{type(self).__name__}.value_specs")

    def bounds(self, indicator: Indicator) -> tuple[Decimal, Decimal] | None:
        """Least and most points of a cell; None: from 0 to its weight.

        Only an indicator of weight 0 (bonus, constraint) may have others.
        """
        return None

    def validate_indicator(self, indicator: Indicator) -> str:
        """What in the indicator does not fit this rule, in words; empty when all does."""
        return ""

    def score(self, cell: Cell, values: Mapping[str, Any]) -> Outcome:
        """Points of one cell, unrounded, with the steps that led there."""
        raise NotImplementedError(f"{type(self).__name__}.score")

    def score_column(self, column: Column) -> ColumnScores:
        """Points of every cell of the column, in its order."""
        return ColumnScores(tuple(map(self.score, column.cells, column.values)))


def is_zero(value: Value | None) -> bool:
    """Whether a value is absent or 0, so that it says nothing happened."""
    return value is None or value == 0


def validate_title(title: str, taken: Iterable[str] = ()) -> str:
    """Why a title cannot stand as a term of a formula; empty when it can."""
    if not title.strip():
        return "名称是空的"
    if any(mark in title for mark in "{}"):
        return f"名称“{title}”里不能有花括号"
    return f"名称不能叫“{title}”，公式里已经用了" if title in taken else ""
