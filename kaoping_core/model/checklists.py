"""Deduction lists (附件4): parts with full points, and items that take points from them."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from attrs import frozen


@frozen
class ChecklistItem:
    """One reason for taking points."""

    id: str
    title: str
    points: Decimal
    """Taken for each occurrence."""
    max_count: int | None = None
    """The most times that it can occur; None: no bound."""
    effect: Literal["deduct", "zero"] = "deduct"
    """``zero``: one occurrence takes the whole part."""


@frozen
class ChecklistPart:
    """A group of items that share full points (三级指标)."""

    id: str
    title: str
    full_points: Decimal
    items: tuple[ChecklistItem, ...]
    applies_to: str = "all"
    """``all``, or the tag of the units that it applies to."""
    may_exhaust: bool = False
    """扣完为止: its items may take more than its full points; the rest is not taken."""

    @property
    def max_deduction(self) -> Decimal | None:
        """What the deducting items can take together; None when nothing bounds it."""
        total = Decimal(0)
        for item in self.items:
            if item.effect == "zero":
                continue
            if item.max_count is None:
                return None
            total += item.points * item.max_count
        return total


@frozen
class Caseload:
    """A number of matters dealt with, on which carrying the indicator depends (附件4 第2项)."""

    value: str
    """Name of the reported value."""
    title: str
    part_lost_if_single_case: str | None = None
    """Part that gives no points when a unit had exactly one matter and any deduction of the part happened.

    附件4 第2项, in short: a unit that handles a single proposal and does not close it in time loses all of 办结率.
    """


@frozen
class Checklist:
    """A department's deduction list."""

    name: str
    title: str
    clause: str
    parts: tuple[ChecklistPart, ...]
    caseload: Caseload | None = None
    """With it, a unit with no matters does not carry the indicator."""
