"""What a set of deductions does to the parts of a checklist, worked out once for each set that occurs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from kaoping_core.decimals import ZERO
from kaoping_core.model.checklists import Checklist, ChecklistItem, ChecklistPart
from kaoping_core.model.scores import Formula

FULL_TERM = "满分"
"""Term for a part's full points; no item may be called so."""
MAX_CACHED_PLANS = 4096
"""Sets remembered; beyond that the memory starts afresh, so that it cannot grow with the number of years."""


class PartDeductions(NamedTuple):
    """What happens to one part."""

    full_points: Decimal
    formula: Formula
    items: tuple[tuple[str, Decimal], ...]
    """Reported values with the points that each occurrence takes."""
    is_emptied: bool
    """The part has no points left, however often anything happened."""


class DeductionPlan(NamedTuple):
    """What happens to a unit with these deductions."""

    full_points: Decimal
    """Points of the parts that apply to it."""
    parts: tuple[PartDeductions, ...]
    """Those from which something is taken, in the checklist's order."""
    ignored: tuple[str, ...]
    """Titles of deductions in parts that do not apply to it."""


class DeductionPlanner:
    """The items of a checklist by the name under which they are reported."""

    def __init__(self, checklist: Checklist) -> None:
        self._checklist = checklist
        self._positions: Mapping[str, int] = {
            name: place for place, (_, _, name) in enumerate(_iter_items(checklist.parts))
        }
        self._plans: dict[tuple[frozenset[str], bool, tuple[str, ...]], DeductionPlan] = {}

    @property
    def names(self) -> Mapping[str, int]:
        """Names of the items' values, in the checklist's order."""
        return self._positions

    def plan_for(self, tags: frozenset[str], happened: tuple[str, ...], *, single: bool) -> DeductionPlan:
        """What becomes of a unit with these tags on which these items happened.

        Args:
            tags: of the unit; they say which parts apply.
            happened: names of the reported values that are not 0.
            single: whether there was exactly one matter (附件4第2项).
        """
        # Formulas are texts that are put together anew for each set of items; most units of a
        # group have the same ones, so each set is worked out once.
        key = (tags, single, happened)
        plan = self._plans.get(key)
        if plan is None:
            if len(self._plans) >= MAX_CACHED_PLANS:
                self._plans.clear()
            plan = self._plans[key] = self._compute(tags, frozenset(happened), single=single)
        return plan

    def _compute(self, tags: frozenset[str], happened: frozenset[str], *, single: bool) -> DeductionPlan:
        applying = {part.id for part in self._checklist.parts if part.applies_to in {"all", *tags}}
        parts: list[PartDeductions] = []
        ignored: list[str] = []
        for part in self._checklist.parts:
            items = [item for item in part.items if value_name(part, item) in happened]
            if items and part.id in applying:
                parts.append(self._plan_part(part, items, single=single))
            else:
                ignored.extend(item.title for item in items)
        full = sum((part.full_points for part in self._checklist.parts if part.id in applying), ZERO)
        return DeductionPlan(full, tuple(parts), tuple(ignored))

    def _plan_part(
        self, part: ChecklistPart, items: Sequence[ChecklistItem], *, single: bool
    ) -> PartDeductions:
        load = self._checklist.caseload
        if single and load and load.part_lost_if_single_case == part.id:
            template, emptied = f"{part.title}：承办件总计为1件，{_item_terms(items)}，该部分不得分", True
        elif any(item.effect == "zero" for item in items):
            template, emptied = f"{part.title}：{_item_terms(items)}，该部分不得分", True
        else:
            terms = " － ".join(f"{item.points} × {{{item.title}}}" for item in items)
            floor = "，扣完为止" if part.may_exhaust else ""
            template, emptied = f"{part.title}：{{{FULL_TERM}}} － {terms}{floor}", False
        formula = Formula(template, {item.title: value_name(part, item) for item in items})
        taken = tuple((value_name(part, item), item.points) for item in items)
        return PartDeductions(part.full_points, formula, taken, emptied)


def value_name(part: ChecklistPart, item: ChecklistItem) -> str:
    """Name under which an item is reported."""
    return f"{part.id}.{item.id}"


def _iter_items(parts: Sequence[ChecklistPart]) -> Iterator[tuple[ChecklistPart, ChecklistItem, str]]:
    for part in parts:
        for item in part.items:
            yield part, item, value_name(part, item)


def _item_terms(items: Sequence[ChecklistItem]) -> str:
    return "、".join(f"{item.title} {{{item.title}}}" for item in items)
