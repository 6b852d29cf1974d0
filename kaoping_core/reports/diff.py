"""Differences between two results, with their reasons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from attrs import frozen

from kaoping_core.decimals import format_decimal
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import CellState, Result, Score, UnitResult, format_value


@frozen
class ScoreChange:
    """A cell whose score, state or reasons changed."""

    unit: str
    indicator: str
    before: Score | None
    after: Score | None
    reasons: tuple[str, ...]


_INPUT_LABELS: Final = {
    "config": "配置",
    "plugins": "插件",
    "entries": "填报内容",
    "deliveries": "报送日期和签字",
}
"""By the first part of the names that :func:`~kaoping_core.assembly.fingerprints.collect_fingerprints` gives."""


@frozen
class UnitChange:
    """A unit whose total, rank or status changed."""

    unit: str
    before: UnitResult | None
    after: UnitResult | None


@frozen
class Difference:
    """All differences between two results."""

    inputs: tuple[str, ...]
    """What went in and is not the same: files of the configuration, plugins, entries."""
    units: tuple[UnitChange, ...]
    scores: tuple[ScoreChange, ...]

    def __bool__(self) -> bool:
        return bool(self.inputs or self.units or self.scores)


def compare_results(before: Result, after: Result, schemes: tuple[Scheme, Scheme]) -> Difference:
    """Compare two results, each with the scheme that it was worked out with."""
    old = {unit.unit: unit for unit in before.units}
    new = {unit.unit: unit for unit in after.units}
    names = list(dict.fromkeys([*new, *old]))
    units = tuple(
        UnitChange(name, old.get(name), new.get(name))
        for name in names
        if _standing(old.get(name)) != _standing(new.get(name))
    )
    changed_plugins = {name for name in _changed_inputs(before, after) if name.startswith("plugins/")}
    scores = []
    for name in names:
        ours = old[name].scores if name in old else {}
        theirs = new[name].scores if name in new else {}
        for indicator in dict.fromkeys([*theirs, *ours]):
            one, other = ours.get(indicator), theirs.get(indicator)
            titles = {**before.titles.get(indicator, {}), **after.titles.get(indicator, {})}
            reasons = tuple(_reasons(one, other, titles))
            if _points(one) != _points(other) or reasons:
                if _points(one) != _points(other) and not reasons:
                    reasons = (_unexplained_reason(indicator, other, schemes, changed_plugins),)
                scores.append(ScoreChange(name, indicator, one, other, reasons))
    return Difference(tuple(_changed_inputs(before, after)), units, tuple(scores))


def input_label(name: str) -> str:
    """Return the Chinese label of an input of a run, such as 插件 grid for ``plugins/grid``."""
    kind, _, rest = name.partition("/")
    return f"{_INPUT_LABELS[kind]} {rest}".rstrip()


def _changed_inputs(before: Result, after: Result) -> list[str]:
    names = sorted({*before.fingerprints, *after.fingerprints})
    return [name for name in names if before.fingerprints.get(name) != after.fingerprints.get(name)]


def _standing(unit: UnitResult | None) -> object:
    return unit and (unit.total, unit.rank, unit.status)


def _points(score: Score | None) -> object:
    return score and (score.points, score.state)


def _reasons(before: Score | None, after: Score | None, titles: Mapping[str, str]) -> Iterator[str]:
    """Yield why a score differs, as far as its own grounds show; ``titles`` are those of the values."""
    if before is None or after is None:
        yield "方案增加了这项指标" if before is None else "方案取消了这项指标"
        return
    if before.cell.weight != after.cell.weight:
        yield f"权重 {format_decimal(before.cell.weight)} → {format_decimal(after.cell.weight)}"
    old, new = (score.cell.target.text if score.cell.target else "" for score in (before, after))
    if old != new:
        yield f"任务 {old or '无'} → {new or '无'}"
    yield from _entry_reasons(before, after, titles)


def _entry_reasons(before: Score, after: Score, titles: Mapping[str, str]) -> Iterator[str]:
    one, other = before.entry, after.entry
    if one is None and other is not None:
        yield f"报来了〔{other.place}〕"
    elif one is not None and other is None:
        yield "不再有报送"
    elif one is not None and other is not None:
        if one.carried != other.carried:
            yield f"改报为{'承担' if other.carried else '不承担'}〔{other.place}〕"
        for name in dict.fromkeys([*one.values, *other.values]):
            old, new = one.values.get(name), other.values.get(name)
            if old != new:
                texts = ("没有报" if value is None else format_value(value) for value in (old, new))
                yield f"{titles.get(name, name)} {' → '.join(texts)}〔{other.place_of(name)}〕"


def _unexplained_reason(
    indicator: str, after: Score | None, schemes: tuple[Scheme, Scheme], changed_plugins: set[str]
) -> str:
    """Return why a score changed although nothing new was reported on the cell."""
    if after is not None and after.state is CellState.FILLED:
        return "其他单位的得分变了，平均分跟着变"
    old, new = (scheme.indicator_by_id.get(indicator) for scheme in schemes)
    if old is not None and new is not None and (old.rule, old.params) != (new.rule, new.params):
        return "方案里的计分规则或参数变了"
    owner = next(
        (evaluator.plugin for evaluator in schemes[1].evaluators if new and evaluator.name == new.evaluator),
        "",
    )
    if f"plugins/{owner}" in changed_plugins:
        return f"插件 {owner} 变了"
    return "同组其他单位的报送变了"


def difference_lines(difference: Difference, schemes: tuple[Scheme, Scheme]) -> Iterator[str]:
    """Yield the differences as text lines."""
    if not difference:
        yield "两次汇总完全相同"
        return
    if difference.inputs:
        yield "变了的依据：" + "、".join(map(input_label, difference.inputs))
    for unit in difference.units:
        yield f"{unit.unit}　总分 {_total(unit.before)} → {_total(unit.after)}　名次 {_rank(unit.before)} → {_rank(unit.after)}"
    for change in difference.scores:
        indicator = (
            schemes[1].indicator_by_id.get(change.indicator) or schemes[0].indicator_by_id[change.indicator]
        )
        yield f"  {change.unit}　{indicator.name}　{_score(change.before)} → {_score(change.after)}　{'；'.join(change.reasons)}"


def _total(unit: UnitResult | None) -> str:
    return format(unit.total, "f") if unit else "—"


def _rank(unit: UnitResult | None) -> str:
    return str(unit.rank) if unit and unit.rank else "—"


def _score(score: Score | None) -> str:
    points: Decimal | None = score.points if score else None
    return "—" if points is None else format(points, "f")
