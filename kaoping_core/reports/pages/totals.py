"""Totals and subtotals in each mode of a group's table: points, rate, loss; and their summary rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from attrs import frozen

from kaoping_core.decimals import round_published
from kaoping_core.model.indicators import Indicator
from kaoping_core.model.scores import CellState, UnitResult
from kaoping_core.pages.schema import TotalColumns, TotalData
from kaoping_core.reports.pages.scores import format_points, format_rate, shade_of
from kaoping_core.reports.pages.summary_rows import FIGURES, Figure, full_points

UNKNOWN = frozenset({CellState.MISSING, CellState.UNSCORED})
WHOLE = ""
"""Stands for all sections together."""


@frozen
class SectionTotal:
    """Points of a unit out of its full points."""

    points: Decimal
    full: Decimal
    known: bool
    """Whether nothing is missing; else a rate or a loss would mislead."""

    @property
    def rate(self) -> Decimal | None:
        """Share of the full points; None without full points."""
        return self.points / self.full if self.full and self.known else None

    @property
    def loss(self) -> Decimal | None:
        """Lost points; negative where there are more than full points (加分)."""
        return self.full - self.points if self.full and self.known else None


UnitTotals = Mapping[str, SectionTotal]
"""By section, and all together under :data:`WHOLE`."""


def unit_totals(
    unit: UnitResult, indicators: Sequence[Indicator], subtotals: Mapping[str, Decimal]
) -> UnitTotals:
    """Return a unit's totals; ``subtotals`` are its published points by section."""
    sums = {WHOLE: _section_total(unit, indicators, unit.total)}
    for section, points in subtotals.items():
        sums[section] = _section_total(
            unit, [indicator for indicator in indicators if indicator.section == section], points
        )
    return sums


def _section_total(unit: UnitResult, indicators: Sequence[Indicator], points: Decimal) -> SectionTotal:
    known = all(unit.scores[indicator.id].state not in UNKNOWN for indicator in indicators)
    return SectionTotal(points, full_points(unit, indicators), known)


def total_rows(sums: UnitTotals) -> TotalColumns:
    """Return ``whole`` and, by section, ``sums`` as texts."""
    views: dict[str, TotalData] = {
        section: {
            "score": format_points(each.points),
            "rate": format_rate(each.rate),
            "shade": shade_of(each.rate),
            "loss": format_points(each.loss),
        }
        for section, each in sums.items()
    }
    return {"whole": views.pop(WHOLE), "sums": views}


def total_footers(sums: Sequence[UnitTotals], decimals: int) -> Iterator[TotalColumns]:
    """Return mean, highest and lowest of all units' totals."""
    for _label, figure in FIGURES.values():
        views = {
            section: _figures(figure, [total[section] for total in sums], decimals) for section in sums[0]
        }
        yield {"whole": views.pop(WHOLE), "sums": views}


def _figures(figure: Figure, sums: Sequence[SectionTotal], decimals: int) -> TotalData:
    rates = [total.rate for total in sums if total.rate is not None]
    losses = [total.loss for total in sums if total.loss is not None]
    return {
        "score": format_points(round_published(figure([total.points for total in sums]), decimals)),
        "rate": format_rate(figure(rates)) if rates else "",
        "loss": format_points(round_published(figure(losses), decimals)) if losses else "",
    }
