"""How a score came about, for those who dispute it; prints recorded steps and computes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from kaoping_core.layout import table
from kaoping_core.model.indicators import Indicator
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Result, Score, State, Step, UnitResult, shown
from kaoping_core.numbers import plain, short
from kaoping_core.reports.text import STATE_WORDS, STATUS_WORDS


def explain_unit(result: Result, scheme: Scheme, unit: UnitResult) -> Iterator[str]:
    """A unit's whole account: total, rank, every indicator with what was lost, largest loss first."""
    group = scheme.group_by_id[unit.group]
    rank = f"第{unit.rank}名" if unit.rank else STATUS_WORDS[unit.status]
    yield f"{unit.unit}（{group.name}）　总分 {unit.total:f}　{rank}　汇总 {result.run}"
    if result.marking:
        yield f"〔{result.marking}〕"
    yield ""
    indicators = scheme.indicators_of[unit.group]
    rows = [
        _summary(each, unit.scores[each.id])
        for each in sorted(indicators, key=lambda one: -_loss(unit.scores[one.id]))
    ]
    yield table(("指标", "权重", "得分", "失分", "怎么来的", "考核主体", "出处"), rows, right=(1, 2, 3))
    yield ""
    for indicator in indicators:
        yield from explain_score(result, scheme, unit.scores[indicator.id])
        yield ""


def _loss(score: Score) -> Decimal:
    return score.cell.weight - score.points if score.points is not None else Decimal(0)


def _summary(indicator: Indicator, score: Score) -> tuple[str, ...]:
    points = "—" if score.points is None else format(score.points, "f")
    loss = "" if score.points is None or not score.cell.weight else plain(_loss(score))
    state = STATE_WORDS[score.state] + ("（暂时）" if score.provisional else "")
    return (
        indicator.name, plain(score.cell.weight), points, loss, state, indicator.evaluator, indicator.clause,
    )  # fmt: skip


def explain_score(result: Result, scheme: Scheme, score: Score) -> Iterator[str]:
    """One score: what was reported and where, step by step, unrounded and published."""
    indicator = scheme.indicator_by_id[score.cell.indicator]
    unit, target = score.cell.unit.name, score.cell.target
    measure = f"，{indicator.measure}" if indicator.measure else ""
    yield f"● {unit}　{indicator.name}（{indicator.clause}，权重{plain(score.cell.weight)}{measure}，{indicator.evaluator}）"
    if target is not None:
        yield f"  任务　　{target.text}"
    yield from _reported(indicator, score, result.titles.get(indicator.id, {}))
    for number, step in enumerate(score.steps, 1):
        yield f"  第{number}步　 {_step_text(step)}"
        decision = scheme.decision_on(step.formula.topic, indicator.id)
        if decision is not None:
            yield f"          依据决定{decision.id}：{decision.decision}（{decision.clause}；可问{decision.ask}）"
    yield f"  得分　　{_verdict(scheme, score)}"


def _reported(indicator: Indicator, score: Score, titles: Mapping[str, str]) -> Iterator[str]:
    entry = score.entry
    if entry is None:
        if score.cell.carried:
            yield f"  报送　　没有（应由{indicator.evaluator}报送）"
        return
    if not entry.carried:
        yield f"  报送　　不承担　〔{entry.place}〕"
    elif not entry.values:
        yield f"  报送　　没有扣分、加分事项　〔{entry.place}〕"
    for name, value in entry.values.items():
        yield f"  报送　　{titles.get(name, name)}　{shown(value)}　〔{entry.place_of(name)}〕"
    if entry.note:
        yield f"  备注　　{entry.note}"
    if entry.evidence:
        yield f"  佐证　　{'、'.join(entry.evidence)}"


def _step_text(step: Step) -> str:
    """The formula in words, then with its numbers, then the result."""
    text = step.text
    if not step.formula.calculates or step.formula.words == text:
        return text
    result = "" if step.result is None else f" ＝ {short(step.result)}"
    return f"{step.formula.words}　→　{text}{result}"


def _verdict(scheme: Scheme, score: Score) -> str:
    if score.points is None:
        return f"没有（{STATE_WORDS[score.state]}{'：' + score.reason if score.reason else ''}）"
    text = format(score.points, "f")
    if score.unrounded is not None and score.unrounded != score.points:
        text += f"　（{short(score.unrounded)} 四舍五入到{scheme.rounding.decimals}位小数）"
    if score.state is State.FILLED:
        text += "　不承担，按平均分计入" + ("；还有承担单位没有得分，是暂时的" if score.provisional else "")
    if score.fails_year:
        text += "　年度考核不合格"
    return text
