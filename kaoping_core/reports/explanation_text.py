"""Explanations as text; prints recorded steps and computes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping_core.decimals import format_decimal, format_shortened
from kaoping_core.model.indicators import Indicator
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Result, Score, UnitResult, format_value
from kaoping_core.pages.labels import STATE_LABELS, STATUS_LABELS
from kaoping_core.reports.explanation import ExplanationLine, explain_lines, outcome_text, points_lost
from kaoping_core.text_table import format_table


def explain_unit(result: Result, scheme: Scheme, unit: UnitResult) -> Iterator[str]:
    """Yield a unit's explanation: total, rank, every indicator by lost points."""
    group = scheme.group_by_id[unit.group]
    rank = f"第{unit.rank}名" if unit.rank else STATUS_LABELS[unit.status]
    yield f"{unit.unit}（{group.name}）　总分 {unit.total:f}　{rank}　汇总 {result.run}"
    if result.banner:
        yield f"〔{result.banner}〕"
    yield ""
    indicators = scheme.indicators_of[unit.group]
    rows = [
        _summary(each, unit.scores[each.id])
        for each in sorted(indicators, key=lambda one: -points_lost(unit.scores[one.id]))
    ]
    yield format_table(
        ("指标", "权重", "得分", "失分", "怎么来的", "考核主体", "出处"), rows, right=(1, 2, 3)
    )
    yield ""
    for indicator in indicators:
        yield from explain_score(result, scheme, unit.scores[indicator.id])
        yield ""


def _summary(indicator: Indicator, score: Score) -> tuple[str, ...]:
    points = "—" if score.points is None else format(score.points, "f")
    loss = "" if score.points is None or not score.cell.weight else format_decimal(points_lost(score))
    state = STATE_LABELS[score.state] + ("（暂时）" if score.provisional else "")
    return (
        indicator.name, format_decimal(score.cell.weight), points, loss, state, indicator.evaluator, indicator.clause,
    )  # fmt: skip


def explain_score(result: Result, scheme: Scheme, score: Score) -> Iterator[str]:
    """Yield the explanation of a score: reported values with places, steps, unrounded and published points."""
    indicator = scheme.indicator_by_id[score.cell.indicator]
    unit = score.cell.unit.name
    measure = f"，{indicator.measure}" if indicator.measure else ""
    yield f"● {unit}　{indicator.name}（{indicator.clause}，权重{format_decimal(score.cell.weight)}{measure}，{indicator.evaluator}）"
    for line in explain_lines(result, scheme, score):
        gap = "　 " if line.label.startswith("第") else "　　"
        yield f"  {line.label}{gap}{_line_text(line)}"
        if line.decision is not None:
            decision = line.decision
            yield f"          依据决定{decision.id}：{decision.decision}（{decision.clause}；可问{decision.ask}）"
    yield f"  得分　　{_verdict(scheme, score)}"


def _line_text(line: ExplanationLine) -> str:
    if line.label == "报送":
        value = "" if line.value is None else f"　{format_value(line.value)}"
        place = f"　〔{line.place}〕" if line.place or line.value is not None else ""
        return f"{line.text}{value}{place}"
    if line.value is None:
        return line.text
    result = "" if line.result is None else f" ＝ {format_shortened(line.result)}"
    return f"{line.text}　→　{format_value(line.value)}{result}"


def _verdict(scheme: Scheme, score: Score) -> str:
    said = outcome_text(scheme, score)
    return said if score.points is None else "　".join(filter(None, (format(score.points, "f"), said)))
