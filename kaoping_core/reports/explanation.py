"""Explanation of a score, line by line: target, reported values with places, steps, published points.

One source for all who show it: :mod:`~kaoping_core.reports.explanation_text` prints the lines, the result workbook
writes them as rows. Recorded steps are shown; nothing is computed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from kaoping_core.decimals import format_shortened
from kaoping_core.model.indicators import Indicator
from kaoping_core.model.scheme import Decision, Scheme
from kaoping_core.model.scores import CellState, Result, Score, Step, format_value
from kaoping_core.model.submissions import Value
from kaoping_core.pages.labels import STATE_LABELS

_FILLED, _NO_POINTS = CellState.FILLED, Decimal(0)


class ExplanationLine(NamedTuple):
    """A line of a score's explanation."""

    label: str
    """任务, 报送, 备注, 佐证 or 第1步 …"""
    text: str
    """Name of a reported value, formula in words, or the whole text."""
    value: Value | None = None
    """The reported value, or the formula with its numbers; None where the words say it all."""
    result: Decimal | None = None
    """What came out of a step, unrounded."""
    place: str = ""
    """Where a value was read."""
    decision: Decision | None = None
    """What answers the question that a step met."""


def explain_lines(result: Result, scheme: Scheme, score: Score) -> Iterator[ExplanationLine]:
    """Yield how a score came about, from the target to the last step; see :func:`outcome_text` for its outcome."""
    indicator = scheme.indicator_by_id[score.cell.indicator]
    if score.cell.target is not None:
        yield ExplanationLine("任务", score.cell.target.text)
    yield from _reported_lines(indicator, score, result.titles.get(indicator.id, {}))
    for number, step in enumerate(score.steps, 1):
        words, value = _step_line(step)
        decision = scheme.decision_on(step.formula.topic, indicator.id)
        yield ExplanationLine(f"第{number}步", words, value, step.result, decision=decision)


def _reported_lines(
    indicator: Indicator, score: Score, titles: Mapping[str, str]
) -> Iterator[ExplanationLine]:
    entry = score.entry
    if entry is None:
        if score.cell.carried:
            yield ExplanationLine("报送", f"没有（应由{indicator.evaluator}报送）")
        return
    if not entry.carried:
        yield ExplanationLine("报送", "不承担", place=entry.place)
    elif not entry.values:
        yield ExplanationLine("报送", "没有扣分、加分事项", place=entry.place)
    for name, value in entry.values.items():
        yield ExplanationLine("报送", titles.get(name, name), value, place=entry.place_of(name))
    if entry.note:
        yield ExplanationLine("备注", entry.note)
    if entry.evidence:
        yield ExplanationLine("佐证", "、".join(entry.evidence))


def _step_line(step: Step) -> tuple[str, str | None]:
    """Return the formula in words and with its numbers; a fact is one text."""
    text = step.text
    words = step.formula.plain_text
    return (words, text) if step.formula.calculates and words != text else (text, None)


def outcome_text(scheme: Scheme, score: Score) -> str:
    """Return the remark on the published points, or why there are none."""
    if score.points is None:
        return f"没有（{STATE_LABELS[score.state]}{'：' + score.reason if score.reason else ''}）"
    remarks = []
    if score.unrounded is not None and score.unrounded != score.points:
        remarks.append(f"（{format_shortened(score.unrounded)} 四舍五入到{scheme.rounding.decimals}位小数）")
    if score.state is _FILLED:
        tail = "；还有承担单位没有得分，是暂时的" if score.provisional else ""
        remarks.append(f"不承担，按平均分计入{tail}")
    if score.fails_year:
        remarks.append("年度考核不合格")
    return "　".join(remarks)


def one_line_summary(score: Score) -> str:
    """Return all steps on one line, reported values with their names."""
    return "；".join(map(_brief_step, score.steps))


def _brief_step(step: Step) -> str:
    formula = step.formula
    if not formula.calculates:
        return step.text
    values = {
        term: f"{term}{format_value(value)}" if term in formula.reported else format_value(value)
        for term, value in zip(formula.terms, step.values, strict=True)
    }
    result = "" if step.result is None else f" ＝ {format_shortened(step.result)}"
    return formula.fill(values) + result


def points_lost(score: Score) -> Decimal:
    """Return the points below the weight; negative where the score exceeds it (加分)."""
    return score.cell.weight - score.points if score.points is not None else _NO_POINTS
