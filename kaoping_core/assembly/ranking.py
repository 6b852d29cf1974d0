"""Totals, vetoes and ranks of units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import CellState, Score, UnitResult, UnitStatus

_OPEN = frozenset({CellState.MISSING, CellState.UNSCORED})


def rank_units(scheme: Scheme, scores: Mapping[str, Sequence[Score]]) -> tuple[UnitResult, ...]:
    """Return every unit's total and rank, in the notice's order.

    Ranks are within the group, highest total first; equal totals share a rank and the next is
    skipped. Units that failed the year or lack a score have no rank and take none from others.
    """
    results: list[UnitResult] = []
    nothing = Decimal(0).scaleb(-scheme.rounding.decimals)
    for group in scheme.groups:
        columns = [(indicator.id, scores[indicator.id]) for indicator in scheme.indicators_of[group.id]]
        units = scheme.units_of[group.id]
        drafts = []
        for place, unit in enumerate(units):
            own = {indicator: column[place] for indicator, column in columns}
            total = sum([score.points for score in own.values() if score.points is not None], nothing)
            drafts.append((unit.name, total, _unit_status(own.values()), own))
        ahead = sorted((total for _, total, status, _ in drafts if status is UnitStatus.RANKED), reverse=True)
        results.extend(
            UnitResult(
                unit=name,
                group=group.id,
                total=total,
                rank=ahead.index(total) + 1 if status is UnitStatus.RANKED else None,
                status=status,
                scores=own,
            )
            for name, total, status, own in drafts
        )
    return tuple(results)


def _unit_status(scores: Iterable[Score]) -> UnitStatus:
    """Return the status of a unit; a veto outweighs missing data, since nothing can undo it."""
    open_cells = False
    for score in scores:
        if score.fails_year:
            return UnitStatus.FAILED
        if score.points is None and score.state in _OPEN:
            open_cells = True
    return UnitStatus.INCOMPLETE if open_cells else UnitStatus.RANKED
