"""Assembles a result: columns, scores, means, totals, ranks, findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import localcontext
from typing import Protocol

from attrs import field, frozen

from kaoping_core.assembly.cell_classification import classify_cells
from kaoping_core.assembly.findings import collect_findings, sort_by_severity, uncounted_entries
from kaoping_core.assembly.layers import merge_entries
from kaoping_core.assembly.plugin_columns import ColumnsByEvaluator
from kaoping_core.assembly.publishing import publish_scores
from kaoping_core.assembly.ranking import rank_units
from kaoping_core.decimals import EXACT_CONTEXT
from kaoping_core.host.hooks import ScoredColumnView
from kaoping_core.model.findings import Fault, Finding, Severity
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Column, Result, ScoredColumn
from kaoping_core.model.submissions import Delivery, Entry
from kaoping_core.rules.binding import Binding


class Scorer(Protocol):
    """What the assembly needs of the host."""

    def binding(self, indicator: str) -> Binding | Fault:
        """Return the binding of an indicator, or why it cannot be used."""

    def score_columns(self, columns: Sequence[Column]) -> Sequence[ScoredColumn]:
        """Return the scores or the fault of each column, in order."""

    def findings(self, columns: Mapping[str, Sequence[ScoredColumnView]]) -> Sequence[Finding]:
        """Return plugins' findings on their own columns, by evaluator."""

    def printed(self) -> Mapping[str, str]:
        """Return what plugins printed, by plugin."""


@frozen
class RunContext:
    """Facts about a run that its result holds in addition to the scores."""

    run: str = ""
    provisional: bool = True
    deliveries: tuple[Delivery, ...] = ()
    """How each evaluator's current entries came in."""
    fingerprints: Mapping[str, str] = field(factory=dict)
    banner: str = ""
    uncounted: tuple[Entry, ...] = ()
    """Entries on cells that the scheme no longer has."""


def assemble(
    scheme: Scheme, entries: Iterable[Entry], scorer: Scorer, circumstances: RunContext | None = None
) -> Result:
    """Compute a result.

    The order of the entries makes no difference: of one cell and layer there is one entry.
    """
    given = circumstances or RunContext()
    with localcontext(EXACT_CONTEXT):
        cells = merge_entries(entries)
        columns = [
            classify_cells(scheme, indicator, cells, scorer.binding) for indicator in scheme.indicators
        ]
        to_score = [column.column for column in columns if column.column is not None]
        scored = dict(
            zip((column.indicator.id for column in to_score), scorer.score_columns(to_score), strict=True)
        )
        scores = {
            column.indicator.id: publish_scores(scheme, column, scored.get(column.indicator.id))
            for column in columns
        }
        units = rank_units(scheme, scores)
        found = collect_findings(scheme, columns, scored, scores, given.deliveries)
        reported = ColumnsByEvaluator(scheme, scores)
        found += uncounted_entries(columns, given.uncounted)
        more = [*scorer.findings(reported), *_printed(scorer.printed())]
    return Result(
        year=scheme.year,
        run=given.run,
        provisional=given.provisional,
        units=units,
        findings=sort_by_severity([*found, *more]),
        fingerprints=given.fingerprints,
        banner=given.banner,
        titles={column.indicator.id: _titles(scorer.binding(column.indicator.id)) for column in columns},
    )


def _titles(binding: Binding | Fault) -> Mapping[str, str]:
    return {} if isinstance(binding, Fault) else binding.title_of


def _printed(printed: Mapping[str, str]) -> list[Finding]:
    return [
        Finding(Severity.NOTICE, "printed", f"插件 {name} 往屏幕上写了东西，已经收起，不影响得分")
        for name in sorted(printed)
    ]
