"""Columns of a result as plugins see them, by evaluator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kaoping_core.host.hooks import ScoredCellView, ScoredColumnView
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Result, Score


class ColumnsByEvaluator(Mapping[str, Sequence[ScoredColumnView]]):
    """Scored columns by evaluator, built when first asked for."""

    def __init__(self, scheme: Scheme, scores: Mapping[str, Sequence[Score]]) -> None:
        self._scheme = scheme
        self._scores = scores
        self._evaluators = list(dict.fromkeys(indicator.evaluator for indicator in scheme.indicators))

    def __getitem__(self, evaluator: str) -> Sequence[ScoredColumnView]:
        return [
            ScoredColumnView(indicator, tuple(map(_cell_view, self._scores[indicator.id])))
            for indicator in self._scheme.indicators
            if indicator.evaluator == evaluator
        ]

    def __iter__(self) -> Iterator[str]:
        return iter(self._evaluators)

    def __len__(self) -> int:
        return len(self._evaluators)


def columns_of(result: Result, scheme: Scheme) -> ColumnsByEvaluator:
    """Return the columns of a result."""
    scores: dict[str, list[Score]] = {indicator.id: [] for indicator in scheme.indicators}
    for unit in result.units:
        for indicator, score in unit.scores.items():
            scores[indicator].append(score)
    return ColumnsByEvaluator(scheme, scores)


def _cell_view(score: Score) -> ScoredCellView:
    values = dict(score.entry.values) if score.entry else {}
    return ScoredCellView(score.cell.unit.name, score.state.value, score.points, values)
