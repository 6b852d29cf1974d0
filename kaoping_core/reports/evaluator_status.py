"""Status of evaluators: reported, late, missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from attrs import frozen

from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import CellState, Result
from kaoping_core.model.submissions import Delivery


@frozen
class EvaluatorStatus:
    """Status of an evaluator."""

    evaluator: str
    cells: int
    """Cells that it has to report."""
    missing: int
    """Of these, cells that still lack something."""
    last: Delivery | None
    late: bool


def evaluator_statuses(
    scheme: Scheme, result: Result, deliveries: Sequence[Delivery], today: date
) -> list[EvaluatorStatus]:
    """Return the status of every evaluator, in the scheme's order."""
    last = {delivery.evaluator: delivery for delivery in deliveries}
    limit = scheme.calendar.opinions_by
    cells, missing = Counter[str](), Counter[str]()
    for unit in result.units:
        for indicator, score in unit.scores.items():
            if score.cell.carried:
                evaluator = scheme.indicator_by_id[indicator].evaluator
                cells[evaluator] += 1
                missing[evaluator] += score.state is CellState.MISSING
    return [
        EvaluatorStatus(
            each.name,
            cells[each.name],
            missing[each.name],
            last.get(each.name),
            late=(last[each.name].on if each.name in last else today) > limit,
        )
        for each in scheme.evaluators
    ]
