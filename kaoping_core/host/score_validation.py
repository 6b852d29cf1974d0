"""Validates scores that a plugin's rule returned."""

from __future__ import annotations

from decimal import Decimal

from kaoping_core.decimals import format_decimal
from kaoping_core.model.scores import Column, ColumnScores, Outcome, Step
from kaoping_core.rules.binding import Binding

MAX_SCORE_DIGITS = 100
"""Digits before or after the point that a number in a score may need to be printed."""


def validate_scores(column: Column, scores: ColumnScores, binding: Binding) -> str:
    """Return what is wrong with a column's scores, in words; empty when nothing is.

    Types have been checked where the scores were read from the pipe.
    """
    name = column.indicator.name
    if len(scores.outcomes) != len(column.cells):
        return f"“{name}”给了{len(column.cells)}个单位，返回了{len(scores.outcomes)}个得分"
    fixed = binding.bounds if column.indicator.weight == 0 else None
    for cell, outcome in zip(column.cells, scores.outcomes, strict=True):
        wrong = _validate_outcome(outcome, fixed, cell.weight)
        if outcome.points is None and column.indicator.not_carried is None:
            wrong = "说是不承担，但这项指标每个单位都承担"
        if wrong:
            return f"“{name}”{cell.unit.name}：{wrong}"
    return ""


def _validate_outcome(outcome: Outcome, fixed: tuple[Decimal, Decimal] | None, weight: Decimal) -> str:
    points = outcome.points
    if points is not None:
        low, high = fixed or (Decimal(0), weight)
        if _has_too_many_digits(points):
            return f"得分有{MAX_SCORE_DIGITS}位以上：{points}"
        if not low <= points <= high:
            return f"得分 {format_decimal(points)} 不在 {format_decimal(low)} 到 {format_decimal(high)} 之间"
    if not outcome.steps:
        return "没有写计算步骤"
    return next((wrong for step in outcome.steps if (wrong := _validate_step(step))), "")


def _validate_step(step: Step) -> str:
    terms = step.formula.terms
    if len(terms) != len(step.values):
        return f"步骤“{step.formula.plain_text}”有{len(terms)}个项，给了{len(step.values)}个数"
    numbers = [value for value in (*step.values, step.result) if isinstance(value, Decimal)]
    wide = [number for number in numbers if _has_too_many_digits(number)]
    return f"步骤“{step.formula.plain_text}”有{MAX_SCORE_DIGITS}位以上的数：{wide[0]}" if wide else ""


def _has_too_many_digits(number: Decimal) -> bool:
    exponent = number.as_tuple().exponent
    return (
        not isinstance(exponent, int) or number.adjusted() > MAX_SCORE_DIGITS or exponent < -MAX_SCORE_DIGITS
    )
