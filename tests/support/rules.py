"""Small cells and columns, and scoring them as the assembly does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from kaoping_core.decimals import EXACT_CONTEXT, round_published
from kaoping_core.model.indicators import Cell, Indicator, Target
from kaoping_core.model.scores import Column, ColumnScores, Outcome
from kaoping_core.model.units import Unit
from kaoping_core.rules.base import Rule

LAW = settings(max_examples=100, deadline=None)

weights = st.decimals("0.5", "40", places=1)
"""Weights as the notice has them, and odder ones."""
amounts = st.decimals("0", "1000000000000", places=4) | st.sampled_from(
    [Decimal(each) for each in ("0", "1", "3", "7", "0.0001", "99999999999999", "123456.789012345678")]
)
"""Reported values and targets from 0 up, with at most 18 digits."""
any_amounts = amounts | amounts.map(lambda amount: -amount)
counts = st.integers(0, 40).map(Decimal)


def indicator(**changes: Any) -> Indicator:
    """An indicator of a made-up group; ``changes`` replaces keys."""
    made: dict[str, Any] = {
        "id": "towns.made_up",
        "group": "towns",
        "annex": 1,
        "row": "1",
        "section": "",
        "name": "指标",
        "weight": Decimal(5),
        "measure": "个",
        "rule": "",
        "params": {},
        "evaluator": "县政府办",
        "not_carried": None,
        "targets": {},
        "weights": {},
        **changes,
    }
    return Indicator(**made)


def cell(
    weight: Decimal, target: Decimal | None = None, *, unit: str = "甲镇", tags: Iterable[str] = ()
) -> Cell:
    """A cell; ``target`` is its task."""
    task = None if target is None else Target(str(target), target)
    return Cell(Unit(unit, "towns", 1, tags=frozenset(tags)), "towns.made_up", weight, task)


def score(rule: Rule, given: Cell, values: Mapping[str, Any]) -> Outcome:
    """Score one cell by itself, as a column of one."""
    (outcome,) = score_column(rule, [given], [values]).outcomes
    return outcome


def score_column(
    rule: Rule, cells: Sequence[Cell], values: Sequence[Mapping[str, Any]], *, size: int | None = None
) -> ColumnScores:
    """Score a column; ``size`` is the group's when not all of it is in the column."""
    column = Column(indicator(), tuple(cells), tuple(values), len(cells) if size is None else size)
    with localcontext(EXACT_CONTEXT):
        scores = rule.score_column(column)
    for outcome in scores.outcomes:
        assert_explained(outcome)
    return scores


def points(rule: Rule, given: Cell, values: Mapping[str, Any]) -> Decimal:
    """Unrounded points of a cell that carries the indicator."""
    found = score(rule, given, values).points
    assert found is not None
    return found


def assert_explained(outcome: Outcome) -> None:
    """Every step can be printed, and the last says the points."""
    assert outcome.steps
    for step in outcome.steps:
        assert "{" not in step.text
    if not outcome.fails_year and outcome.steps[-1].result is not None:
        assert outcome.steps[-1].result == outcome.points


def assert_published(found: Decimal, exact: Fraction) -> None:
    """Rounded once, the points are what exact fractions give."""
    assert round_published(found) == round_published(exact)
    assert str(round_published(found)) == str(round_published(exact))
