"""Publishes a column's outcomes as scores; fills cells that are not carried with the mean."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property

from kaoping_core.assembly.cell_classification import NO_TASK, SAID_NOT_CARRIED, ClassifiedColumn
from kaoping_core.decimals import ZERO, round_published
from kaoping_core.model.findings import Fault
from kaoping_core.model.indicators import Cell
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import CellState, Formula, Score, ScoredColumn, Step
from kaoping_core.model.submissions import Entry

MEAN = Formula("{权重} × {平均得分率}（{承担单位数} 个承担单位的平均）", topic="not_carried")
EXCLUDED = Formula("不承担，不计分：其他指标的权重已经补足")
NO_UNIT_CARRIES = Formula("组内没有单位承担，没有平均分可用", topic="nobody_carries")
EXCLUDED_STEP = Step(EXCLUDED, ())
NO_UNIT_CARRIES_STEP = Step(NO_UNIT_CARRIES, ())
EXCLUSION_REASONS = {reason: (Step(Formula(reason), ()),) for reason in (NO_TASK, SAID_NOT_CARRIED)}


def publish_scores(
    scheme: Scheme, sorted_cells: ClassifiedColumn, scored: ScoredColumn | None
) -> list[Score]:
    """Return the published score of every cell of an indicator, in the notice's order."""
    cells, entries = sorted_cells.cells, sorted_cells.entries
    scores: list[Score | None] = [None] * len(cells)
    for place, reason in sorted_cells.missing:
        scores[place] = Score(cells[place], CellState.MISSING, None, entry=entries[place], reason=reason)
    lacking: list[tuple[int, tuple[Step, ...]]] = [
        (place, EXCLUSION_REASONS[reason]) for place, reason in sorted_cells.not_carried
    ]
    if isinstance(scored, Fault):
        for place in sorted_cells.to_score:
            scores[place] = Score(
                cells[place], CellState.UNSCORED, None, entry=entries[place], reason=str(scored)
            )
    elif scored is not None:
        quantum = Decimal(1).scaleb(-scheme.rounding.decimals)
        nothing, is_scored = abs(ZERO.quantize(quantum)), CellState.SCORED
        for place, outcome in zip(sorted_cells.to_score, scored.outcomes, strict=True):
            unrounded = outcome.points
            if unrounded is None:
                lacking.append((place, outcome.steps))
                continue
            points = unrounded.quantize(quantum, ROUND_HALF_UP) or nothing  # never -0.00
            scores[place] = Score(
                cells[place], is_scored, points, unrounded, outcome.steps, entries[place], outcome.fails_year
            )
    if lacking:
        _score_not_carried(scheme, sorted_cells, scores, lacking)
    return [score for score in scores if score is not None]


def _score_not_carried(
    scheme: Scheme,
    sorted_cells: ClassifiedColumn,
    scores: list[Score | None],
    lacking: Sequence[tuple[int, tuple[Step, ...]]],
) -> None:
    """Score the cells that are not carried as the indicator says: by the mean, or without points."""
    policy = sorted_cells.indicator.not_carried
    mean = _MeanRate([score for score in scores if score is not None]) if policy == "mean" else None
    for place, steps in lacking:
        cell, entry = sorted_cells.cells[place], sorted_cells.entries[place]
        if policy == "excluded":
            scores[place] = Score(cell, CellState.EXCLUDED, None, steps=(*steps, EXCLUDED_STEP), entry=entry)
        elif mean is not None:
            scores[place] = _fill_with_mean(scheme, cell, entry, steps, mean)
        else:
            scores[place] = Score(
                cell, CellState.UNSCORED, None, steps=steps, entry=entry, reason="方案没有写不承担怎么计分"
            )


class _MeanRate:
    """Mean of published score / weight over the units that carry an indicator."""

    def __init__(self, carrying: Sequence[Score]) -> None:
        counted = [(score.points, score.cell.weight) for score in carrying if score.points is not None]
        self.carrying = len(carrying)
        self.counted = len(counted)
        self.any_failed = any(score.state is CellState.UNSCORED for score in carrying)
        self._counted = counted
        self._filled: dict[Decimal, tuple[Decimal, Step]] = {}

    @cached_property
    def _rate(self) -> tuple[Decimal, Decimal]:
        """Mean as exact numerator and denominator.

        Where all weights are equal, as nearly always, decimals do; otherwise exact fractions.
        """
        weights = {weight for _, weight in self._counted}
        if len(weights) == 1:
            return sum([points for points, _ in self._counted], ZERO), weights.pop() * self.counted
        total = sum((Fraction(points) / Fraction(weight) for points, weight in self._counted), Fraction(0))
        mean = total / self.counted
        return Decimal(mean.numerator), Decimal(mean.denominator)

    def times(self, weight: Decimal) -> tuple[Decimal, Step]:
        """Return unrounded points and step for a weight; cached by weight."""
        known = self._filled.get(weight)
        if known is None:
            total, count = self._rate
            unrounded = weight * total / count
            step = Step(MEAN, (weight, total / count, Decimal(self.counted)), unrounded)
            known = self._filled[weight] = (unrounded, step)
        return known


def _fill_with_mean(
    scheme: Scheme, cell: Cell, entry: Entry | None, steps: tuple[Step, ...], mean: _MeanRate
) -> Score:
    """Score a cell by the mean rate times its weight, rounded as any score."""
    if not mean.carrying:
        reason = "组内没有单位承担这项指标"
        return Score(
            cell, CellState.UNSCORED, None, steps=(*steps, NO_UNIT_CARRIES_STEP), entry=entry, reason=reason
        )
    if not mean.counted:
        state = CellState.UNSCORED if mean.any_failed else CellState.MISSING
        return Score(cell, state, None, steps=steps, entry=entry, reason="承担单位还没有得分，平均分算不出")
    unrounded, step = mean.times(cell.weight)
    points = round_published(unrounded, scheme.rounding.decimals)
    provisional = mean.counted < mean.carrying
    return Score(cell, CellState.FILLED, points, unrounded, (*steps, step), entry, provisional=provisional)
