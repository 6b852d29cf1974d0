"""附件4的扣分细则：各部分从满分里扣，再折算到权重分."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from attrs import define

from kaoping_core.model.checklists import Checklist as DeductionList
from kaoping_core.model.checklists import Item, Part
from kaoping_core.model.findings import Remark
from kaoping_core.model.indicators import Cell, Indicator
from kaoping_core.model.scores import Column, ColumnScores, Formula, Outcome, Step
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
                applies_to=part.applies_to,
                group=part.title,
            )
            for part in self.checklist.parts
            for item in part.items
        )
        load = self.checklist.caseload
        return (
            items
            if load is None
            else (Wanted(load.value, load.title, "count", minimum=ZERO, measure="件"), *items)
        )

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
        happened = self._happened(values)
        if not happened:
            return Outcome(cell.weight, (Step(NOTHING_TAKEN, (cell.weight,), cell.weight),))
        kept, steps = full, []
        for part in parts:
            if part.id in happened:
                step = self._part(part, happened[part.id], single=matters == 1)
                kept += (step.result or ZERO) - part.full
                steps.append(step)
        points = cell.weight * kept / full
        steps.append(Step(self._weighted, (cell.weight, kept, full), points))
        return Outcome(points, tuple(steps))

    def score_column(self, column: Column) -> ColumnScores:
        """Every cell by itself; deductions reported in parts that do not apply to a unit are remarked on."""
        outcomes = tuple(map(self.score, column.cells, column.values))
        if self._weighted is WEIGHTED:
            return ColumnScores(outcomes)
        remarks = [
            self._ignored(cell, values)
            for cell, values in zip(column.cells, column.values, strict=True)
            if len(self._applying(cell.unit.tags)[0]) < len(self.checklist.parts)
        ]
        return ColumnScores(outcomes, tuple(remark for remark in remarks if remark))

    def _ignored(self, cell: Cell, values: Mapping[str, Any]) -> Remark | None:
        applying = {part.id for part in self._applying(cell.unit.tags)[0]}
        ignored = [items for part, items in self._happened(values).items() if part not in applying]
        if not ignored:
            return None
        titles = "、".join(item.title for items in ignored for item, _ in items)
        return Remark(
            "not_applicable", f"{cell.unit.name}不适用的部分报了扣分，没有扣：{titles}", cell.unit.name
        )

    def _happened(self, values: Mapping[str, Any]) -> dict[str, list[tuple[Item, Decimal]]]:
        """The items that happened and how often, by part, in the checklist's order."""
        happened: dict[str, list[tuple[Item, Decimal]]] = {}
        places = self._places
        for place, name in sorted([(places[name], name) for name in values if name in places]):
            if count := values[name]:
                part, item = self._items[place]
                happened.setdefault(part, []).append((item, count))
        return happened

    def _part(self, part: Part, happened: Sequence[tuple[Item, Decimal]], *, single: bool) -> Step:
        """What a part keeps after what happened."""
        items = tuple([item for item, _ in happened])
        counts = tuple([count for _, count in happened])
        load = self.checklist.caseload
        if single and load and load.single_costs == part.id:
            return Step(self._formulas.emptied_by_single(part, items), counts, ZERO)
        if any(item.effect == "zero" for item in items):
            return Step(self._formulas.emptied(part, items), counts, ZERO)
        taken = sum([item.points * count for item, count in happened], ZERO)
        return Step(self._formulas.deducted(part, items), (part.full, *counts), max(ZERO, part.full - taken))

    @cached_property
    def _items(self) -> list[tuple[str, Item]]:
        return [(part.id, item) for part in self.checklist.parts for item in part.items]

    @cached_property
    def _places(self) -> Mapping[str, int]:
        """Place in ``_items`` by name of the value."""
        return {f"{part}.{item.id}": place for place, (part, item) in enumerate(self._items)}

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
            Formula(f"{load.title}为 {{{load.title}}}，不承担", {load.title: load.value})
            if load
            else NOTHING_TAKEN
        )

    def deducted(self, part: Part, items: tuple[Item, ...]) -> Formula:
        return self._once("deducted", part, items, _deducted)

    def emptied(self, part: Part, items: tuple[Item, ...]) -> Formula:
        return self._once("emptied", part, items, _emptied)

    def emptied_by_single(self, part: Part, items: tuple[Item, ...]) -> Formula:
        return self._once("single", part, items, _emptied_by_single)

    def _once(
        self,
        kind: str,
        part: Part,
        items: tuple[Item, ...],
        template: Callable[[Part, tuple[Item, ...]], str],
    ) -> Formula:
        key = (kind, part.id, *[item.id for item in items])
        made = self._made.get(key)
        if made is None:
            made = Formula(template(part, items), {item.title: f"{part.id}.{item.id}" for item in items})
            self._made[key] = made
        return made


def _deducted(part: Part, items: tuple[Item, ...]) -> str:
    terms = " － ".join(f"{item.points} × {{{item.title}}}" for item in items)
    floor = "，扣完为止" if part.until_empty else ""
    return f"{part.title}：{{满分}} － {terms}{floor}"


def _emptied(part: Part, items: tuple[Item, ...]) -> str:
    return f"{part.title}：{_named(items)}，该部分不得分"


def _emptied_by_single(part: Part, items: tuple[Item, ...]) -> str:
    return f"{part.title}：承办件总计为1件，{_named(items)}，该部分不得分"


def _named(items: tuple[Item, ...]) -> str:
    return "、".join(f"{item.title} {{{item.title}}}" for item in items)
