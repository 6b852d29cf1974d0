"""Whether what a rule returned can be scores at all."""

from __future__ import annotations

from decimal import Decimal

from kaoping_core.model.scores import Column, ColumnScores, Outcome
from kaoping_core.numbers import plain
from kaoping_core.rules.binding import Binding


def check_scores(column: Column, scores: ColumnScores, binding: Binding) -> str:
    """What is wrong with a column's scores, in words; empty when they can stand."""
    name = column.indicator.name
    if not isinstance(scores, ColumnScores):
        return f"“{name}”返回的是 {type(scores).__name__}，应为 ColumnScores"
    if len(scores.outcomes) != len(column.cells):
        return f"“{name}”给了{len(column.cells)}个单位，返回了{len(scores.outcomes)}个得分"
    fixed = binding.bounds if column.indicator.weight == 0 else None
    for cell, outcome in zip(column.cells, scores.outcomes, strict=True):
        wrong = _check_outcome(outcome, fixed, cell.weight)
        if wrong:
            return f"“{name}”{cell.unit.name}：{wrong}"
    return ""


def _check_outcome(outcome: Outcome, fixed: tuple[Decimal, Decimal] | None, weight: Decimal) -> str:
    points = outcome.points
    if points is None:
        return ""
    if not isinstance(points, Decimal):
        return f"得分是 {type(points).__name__}，应为 Decimal"
    if not points.is_finite():
        return f"得分不是有限的数：{points}"
    low, high = fixed or (Decimal(0), weight)
    if not low <= points <= high:
        return f"得分 {plain(points)} 不在 {plain(low)} 到 {plain(high)} 之间"
    return ""
