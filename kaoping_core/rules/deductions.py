"""What a set of deductions does to the parts of a checklist, worked out once for each set that occurs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from kaoping_core.decimals import ZERO
from kaoping_core.model.checklists import Checklist, Item, Part
from kaoping_core.model.scores import Formula

FULL_TERM = "满分"
"""Term for a part's full points; no item may be called so."""
KEPT_PLANS = 4096
"""Sets remembered; beyond that the memory starts afresh, so that it cannot grow with the number of years."""


class PartPlan(NamedTuple):
    """What happens to one part."""

    full: Decimal
    formula: Formula
    items: tuple[tuple[str, Decimal], ...]
    """Reported values with the points that each occurrence takes."""
    emptied: bool
    """The part has no points left, however often anything happened."""


class Plan(NamedTuple):
    """What happens to a unit with these deductions."""

    full: Decimal
    """Points of the parts that apply to it."""
    parts: tuple[PartPlan, ...]
    """Those from which something is taken, in the checklist's order."""
    ignored: tuple[str, ...]
    """Titles of deductions in parts that do not apply to it."""


class Deductions:
    """The items of a checklist by the name under which they are reported."""

    def __init__(self, checklist: Checklist) -> None:
        self._checklist = checklist
        self._place: Mapping[str, int] = {
            name: place for place, (_, _, name) in enumerate(_items(checklist.parts))
        }
        self._plans: dict[tuple[frozenset[str], bool, tuple[str, ...]], Plan] = {}

    @property
    def names(self) -> Mapping[str, int]:
        """Names of the items' values, in the checklist's order."""
        return self._place

    def plan(self, tags: frozenset[str], happened: tuple[str, ...], *, single: bool) -> Plan:
        """What becomes of a unit with these tags on which these items happened.

        Args:
            tags: of the unit; they say which parts apply.
            happened: names of the reported values that are not 0.
            single: whether there was exactly one matter (附件4第2项).
        """
        key = (tags, single, happened)
        plan = self._plans.get(key)
        if plan is None:
            if len(self._plans) >= KEPT_PLANS:
                self._plans.clear()
            plan = self._plans[key] = self._work_out(tags, frozenset(happened), single=single)
        return plan

    def _work_out(self, tags: frozenset[str], happened: frozenset[str], *, single: bool) -> Plan:
        applying = {part.id for part in self._checklist.parts if part.applies_to in {"all", *tags}}
        parts: list[PartPlan] = []
        ignored: list[str] = []
        for part in self._checklist.parts:
            items = [item for item in part.items if value_name(part, item) in happened]
            if items and part.id in applying:
                parts.append(self._part(part, items, single=single))
            else:
                ignored.extend(item.title for item in items)
        full = sum((part.full for part in self._checklist.parts if part.id in applying), ZERO)
        return Plan(full, tuple(parts), tuple(ignored))

    def _part(self, part: Part, items: Sequence[Item], *, single: bool) -> PartPlan:
        load = self._checklist.caseload
        if single and load and load.single_costs == part.id:
            template, emptied = f"{part.title}：承办件总计为1件，{_named(items)}，该部分不得分", True
        elif any(item.effect == "zero" for item in items):
            template, emptied = f"{part.title}：{_named(items)}，该部分不得分", True
        else:
            terms = " － ".join(f"{item.points} × {{{item.title}}}" for item in items)
            floor = "，扣完为止" if part.until_empty else ""
            template, emptied = f"{part.title}：{{{FULL_TERM}}} － {terms}{floor}", False
        formula = Formula(template, {item.title: value_name(part, item) for item in items})
        taken = tuple((value_name(part, item), item.points) for item in items)
        return PartPlan(part.full, formula, taken, emptied)


def value_name(part: Part, item: Item) -> str:
    """Name under which an item is reported."""
    return f"{part.id}.{item.id}"


def _items(parts: Sequence[Part]) -> Iterator[tuple[Part, Item, str]]:
    for part in parts:
        for item in part.items:
            yield part, item, value_name(part, item)


def _named(items: Sequence[Item]) -> str:
    return "、".join(f"{item.title} {{{item.title}}}" for item in items)
