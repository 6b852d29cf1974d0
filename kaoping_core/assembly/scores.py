"""A column's outcomes → published scores; means for those that do not carry the indicator."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from kaoping_core.assembly.columns import NO_TASK, SAID_NOT_CARRIED, Sorted
from kaoping_core.model.findings import Fault
from kaoping_core.model.indicators import Cell
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Formula, Outcome, Score, ScoredColumn, State, Step
from kaoping_core.model.submissions import Entry
from kaoping_core.numbers import as_decimal, published

MEAN = Formula("{权重} × 承担单位平均得分率 {平均得分率}（{承担单位数}个单位）", topic="not_carried")
EXCLUDED = Formula("不承担，不计分：其他指标的权重已经补足")
NOBODY = Formula("组内没有单位承担，没有平均分可用", topic="nobody_carries")
WHY = {reason: Formula(reason) for reason in (NO_TASK, SAID_NOT_CARRIED)}


def scores_of(scheme: Scheme, sorted_cells: Sorted, scored: ScoredColumn | None) -> list[Score]:
    """The published score of every cell of an indicator, in the notice's order."""
    cells, entries = sorted_cells.cells, sorted_cells.entries
    scores: list[Score | None] = [None] * len(cells)
    for place, reason in sorted_cells.missing:
        scores[place] = Score(cells[place], State.MISSING, None, entry=entries[place], reason=reason)
    lacking: list[tuple[int, tuple[Step, ...]]] = [
        (place, (Step(WHY[reason], ()),)) for place, reason in sorted_cells.not_carried
    ]
    if isinstance(scored, Fault):
        for place in sorted_cells.to_score:
            scores[place] = Score(cells[place], State.UNSCORED, None, entry=entries[place], reason=str(scored))
    elif scored is not None:
        quantum = Decimal(1).scaleb(-scheme.rounding.decimals)
        for place, outcome in zip(sorted_cells.to_score, scored.outcomes, strict=True):
            if outcome.points is None:
                lacking.append((place, outcome.steps))
            else:
                scores[place] = _scored(cells[place], outcome, entries[place], quantum)
    if lacking:
        _settle_not_carried(scheme, sorted_cells, scores, lacking)
    return [score for score in scores if score is not None]


def _scored(cell: Cell, outcome: Outcome, entry: Entry | None, quantum: Decimal) -> Score:
    unrounded = outcome.points
    points = unrounded.quantize(quantum, ROUND_HALF_UP) if unrounded is not None else None
    if not points and points is not None:
        points = abs(points)  # never -0.00
    return Score(cell, State.SCORED, points, unrounded, outcome.steps, entry, outcome.fails_year)


def _settle_not_carried(
    scheme: Scheme,
    sorted_cells: Sorted,
    scores: list[Score | None],
    lacking: Sequence[tuple[int, tuple[Step, ...]]],
) -> None:
    """Give the cells that are not carried what the indicator says: the mean, or nothing."""
    policy = sorted_cells.indicator.not_carried
    carrying = [score for score in scores if score is not None]
    for place, steps in lacking:
        cell, entry = sorted_cells.cells[place], sorted_cells.entries[place]
        if policy == "excluded":
            scores[place] = Score(cell, State.EXCLUDED, None, steps=(*steps, Step(EXCLUDED, ())), entry=entry)
        elif policy == "mean":
            scores[place] = _filled(scheme, cell, entry, steps, carrying)
        else:
            scores[place] = Score(cell, State.UNSCORED, None, steps=steps, entry=entry, reason="方案没有写不承担怎么计分")


def _filled(
    scheme: Scheme, cell: Cell, entry: Entry | None, steps: tuple[Step, ...], carrying: Sequence[Score]
) -> Score:
    """The mean, over the units that carry the indicator, of published score / weight, times the own weight."""
    if not carrying:
        reason = "组内没有单位承担这项指标"
        return Score(cell, State.UNSCORED, None, steps=(*steps, Step(NOBODY, ())), entry=entry, reason=reason)
    rates = [Fraction(score.points) / Fraction(score.cell.weight) for score in carrying if score.points is not None]
    if not rates:
        failed = any(score.state is State.UNSCORED for score in carrying)
        state = State.UNSCORED if failed else State.MISSING
        return Score(cell, state, None, steps=steps, entry=entry, reason="承担单位还没有得分，平均分算不出")
    mean = sum(rates, Fraction(0)) / len(rates)
    exact = mean * Fraction(cell.weight)
    unrounded = as_decimal(exact)
    step = Step(MEAN, (cell.weight, as_decimal(mean), Decimal(len(rates))), unrounded)
    return Score(
        cell,
        State.FILLED,
        published(exact, scheme.rounding.decimals),
        unrounded,
        (*steps, step),
        entry,
        provisional=len(rates) < len(carrying),
    )
