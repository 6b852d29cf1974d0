"""附件4的扣分细则：各部分从满分里扣，再折算到权重分."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from attrs import define, frozen

from kaoping_core.model.checklists import Checklist as DeductionList
from kaoping_core.model.checklists import Item, Part
from kaoping_core.model.indicators import Cell, Indicator
from kaoping_core.model.scores import Formula, Outcome, Step
from kaoping_core.numbers import ZERO
from kaoping_core.rules.base import Rule, Wanted

NOTHING_TAKEN = Formula("没有扣分，得满分 {权重}")
WEIGHTED = Formula("{权重} × {得分合计} ÷ {满分合计}")
WEIGHTED_APPLYING = Formula("{权重} × {得分合计} ÷ {适用部分满分合计}", topic="applies_to")


@define(frozen=True, slots=False)
class Checklist(Rule):
    """扣分法：各部分从满分里扣，扣完为止；再按“权重 × 各部分得分合计 ÷ 适用部分满分合计”折算。

    报送每项发生的次数，不写就是没有发生。只适用于某类单位的部分，对其他单位不计满分也不扣分。

    Source: 附件4.
    """

    name = "checklist"
    title = "扣分法"

    checklist: DeductionList

    def wants(self, indicator: Indicator) -> tuple[Wanted, ...]:
        """``part.item`` = how often, absent means 0; and the number of matters where carrying depends on it."""
        items = tuple(
            Wanted(
                _value_name(part, item),
                item.title,
                "count",
                required=False,
                minimum=ZERO,
                maximum=None if item.most is None else Decimal(item.most),
                measure="次",
                group=part.title,
            )
            for part in self.checklist.parts
            for item in part.items
        )
        load = self.checklist.caseload
        return items if load is None else (Wanted(load.value, load.title, "count", minimum=ZERO, measure="件"), *items)

    def check(self, indicator: Indicator) -> str:
        """With a caseload a unit may turn out not to carry the indicator, so something must be said of that."""
        if self.checklist.caseload is not None and indicator.not_carried is None:
            return "承办数为0就是不承担，但没有写 not_carried"
        return ""

    def score(self, cell: Cell, values: Mapping[str, Any]) -> Outcome:
        """W × (points kept) / (full points of the parts that apply to the unit)."""
        load = self.checklist.caseload
        matters = values[load.value] if load else None
        if matters == 0 and load:
            return Outcome(None, (Step(self._formulas.no_matters, (matters,)),))
        parts, full = self._applying(cell.unit.tags)
        if len(values) == (load is not None):
            return Outcome(cell.weight, (Step(NOTHING_TAKEN, (cell.weight,), cell.weight),))
        kept, steps = full, []
        for part in parts:
            step = self._part(part, values, single=matters == 1)
            if step is not None and step.result is not None:
                kept += step.result - part.full
                steps.append(step)
        points = cell.weight * kept / full
        return Outcome(points, (*steps, Step(self._weighted, (cell.weight, kept, full), points)))

    def _part(self, part: Part, values: Mapping[str, Any], *, single: bool) -> Step | None:
        """What a part keeps; None when nothing was taken from it."""
        taken = ZERO
        emptied = False
        happened: list[tuple[Item, Decimal]] = []
        for name, item in self._items[part.id]:
            count = values.get(name)
            if not count:
                continue
            happened.append((item, count))
            taken += item.points * count
            emptied = emptied or item.effect == "zero"
        if not happened:
            return None
        counts = tuple(count for _, count in happened)
        items = tuple(item for item, _ in happened)
        load = self.checklist.caseload
        if single and load and load.single_costs == part.id:
            return Step(self._formulas.emptied_by_single(part, items), counts, ZERO)
        if emptied:
            return Step(self._formulas.emptied(part, items), counts, ZERO)
        return Step(self._formulas.deducted(part, items), (part.full, *counts), max(ZERO, part.full - taken))

    @cached_property
    def _items(self) -> Mapping[str, tuple[tuple[str, Item], ...]]:
        return {
            part.id: tuple((_value_name(part, item), item) for item in part.items)
            for part in self.checklist.parts
        }

    @cached_property
    def _weighted(self) -> Formula:
        for_all = all(part.applies_to == "all" for part in self.checklist.parts)
        return WEIGHTED if for_all else WEIGHTED_APPLYING

    @cached_property
    def _formulas(self) -> _Formulas:
        return _Formulas(self.checklist)

    @cached_property
    def _applying_by_tags(self) -> dict[frozenset[str], tuple[tuple[Part, ...], Decimal]]:
        return {}

    def _applying(self, tags: frozenset[str]) -> tuple[tuple[Part, ...], Decimal]:
        """The parts that apply to units with these tags, and their full points together."""
        found = self._applying_by_tags.get(tags)
        if found is None:
            parts = tuple(part for part in self.checklist.parts if part.applies_to in {"all", *tags})
            found = parts, sum((part.full for part in parts), ZERO)
            self._applying_by_tags[tags] = found
        return found


def _value_name(part: Part, item: Item) -> str:
    return f"{part.id}.{item.id}"


class _Formulas:
    """Formulas of a checklist, made once each: their words name the items that happened."""

    def __init__(self, checklist: DeductionList) -> None:
        self._checklist = checklist
        self._made: dict[tuple[str, ...], Formula] = {}
        load = checklist.caseload
        self.no_matters = (
            Formula(f"{load.title} {{{load.title}}}，不承担", {load.title: load.value}) if load else NOTHING_TAKEN
        )

    def deducted(self, part: Part, items: tuple[Item, ...]) -> Formula:
        terms = " － ".join(f"{item.points} × {{{item.title}}}" for item in items)
        floor = "，扣完为止" if part.until_empty else ""
        return self._make("deduct", part, items, f"{part.title}：{{满分}} － {terms}{floor}")

    def emptied(self, part: Part, items: tuple[Item, ...]) -> Formula:
        return self._make("zero", part, items, f"{part.title}：{_named(items)}，该部分不得分")

    def emptied_by_single(self, part: Part, items: tuple[Item, ...]) -> Formula:
        return self._make("single", part, items, f"{part.title}：承办件总计为1件，{_named(items)}，该部分不得分")

    def _make(self, kind: str, part: Part, items: tuple[Item, ...], template: str) -> Formula:
        key = (kind, part.id, *(item.id for item in items))
        made = self._made.get(key)
        if made is None:
            made = Formula(template, {item.title: f"{part.id}.{item.id}" for item in items})
            self._made[key] = made
        return made


def _named(items: tuple[Item, ...]) -> str:
    return "、".join(f"{item.title} {{{item.title}}}" for item in items)
