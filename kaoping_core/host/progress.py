"""Wraps a Host and reports scoring progress per evaluator (``计分 县水利局 3/18``); scores are unchanged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from attrs import frozen

from kaoping_core.host.hooks import ScoredColumnView
from kaoping_core.host.host import Host
from kaoping_core.model.findings import Fault, Finding
from kaoping_core.model.scores import Column, ScoredColumn
from kaoping_core.rules.binding import Binding


@frozen
class ProgressReportingScorer:
    """A scorer that reports progress while it delegates to a host."""

    host: Host
    tell: Callable[[str], None]

    def binding(self, indicator: str) -> Binding | Fault:
        """:meth:`Host.binding`."""
        return self.host.binding(indicator)

    def score_columns(self, columns: Sequence[Column]) -> Sequence[ScoredColumn]:
        """See :meth:`Host.score_columns`; reports each evaluator whose columns are all scored."""
        count = len({column.indicator.evaluator for column in columns})
        scored: list[str] = []

        def tell(evaluator: str) -> None:
            scored.append(evaluator)
            self.tell(f"计分 {evaluator} {len(scored)}/{count}")
            if len(scored) == count - 1:  # who is slow, or hangs, is known by now
                (last,) = {column.indicator.evaluator for column in columns} - set(scored)
                self.tell(f"还在等 {last} {len(scored)}/{count}")

        return self.host.score_columns(columns, tell)

    def findings(self, columns: Mapping[str, Sequence[ScoredColumnView]]) -> Sequence[Finding]:
        """:meth:`Host.findings`."""
        self.tell("查找提示")
        return self.host.findings(columns)

    def printed(self) -> Mapping[str, str]:
        """:meth:`Host.printed`."""
        return self.host.printed()
