"""A score as page data: a table cell, and an explanation."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kaoping_core.decimals import format_decimal, format_shortened, round_published
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Result, Score, format_value
from kaoping_core.pages.labels import FAILED_FLAG, PROVISIONAL_FLAG, STATE_FLAGS
from kaoping_core.pages.schema import ExplanationBase, ExplanationLineData, ScoreCell
from kaoping_core.reports.explanation import explain_lines, outcome_text, points_lost

BAR = 40
"""Cells of a bar."""
SHADES = (Decimal("0.6"), Decimal("0.7"), Decimal("0.8"), Decimal("0.9"), Decimal(1))
"""Score rates from which the next of the shades 1 to 5 holds; 0 is below the first."""


def format_points(points: Decimal | None) -> str:
    """Format published points; empty for None."""
    return "" if points is None else format(points, "f")


def rate_of(score: Score) -> Decimal | None:
    """Return published points as a share of the weight, cut after four decimals; None without either."""
    if score.points is None or not score.cell.weight:
        return None
    return (score.points / score.cell.weight).quantize(Decimal("0.0001"))


def shade_of(rate: Decimal | None) -> int | None:
    """Return the shade of a rate, 0 the palest of six; None without a rate."""
    return None if rate is None else sum(rate >= bound for bound in SHADES)


def format_rate(rate: Decimal | None) -> str:
    """Format a rate, such as ``93.4%``."""
    return "" if rate is None else f"{(rate * 100).quantize(Decimal('0.1'))}%"


def share_of(part: Decimal | None, whole: Decimal) -> int | None:
    """Return how many of :data:`BAR` cells a share fills; None where there is nothing to draw.

    A bar is full only for the whole and empty only for nothing, so that it never says more than the number.
    """
    if part is None or whole <= 0:
        return None
    if part <= 0 or part >= whole:
        return BAR if part > 0 else 0
    return min(max(int(round_published(part * BAR / whole, 0)), 1), BAR - 1)


def format_signed(points: Decimal) -> str:
    """Format a difference: ``+0.45``, ``-0.45``, ``0.00``."""
    return format(points, "+f" if points else "f")


def score_cell(score: Score) -> ScoreCell:
    """Return a table cell with the texts of all modes."""
    rate = rate_of(score)
    view: ScoreCell = {
        "score": format_points(score.points),
        "rate": format_rate(rate),
        "shade": shade_of(rate),
        "reported": _reported(score),
        "loss": format_points(points_lost(score)) if score.points is not None and score.cell.weight else "",
    }
    if mark := score_flags(score):
        view["mark"] = mark
    return view


def score_flags(score: Score) -> str:
    """Return the flags of a score; empty for a simply scored one."""
    if score.fails_year:
        return FAILED_FLAG
    return PROVISIONAL_FLAG if score.provisional else STATE_FLAGS.get(score.state, "")


def _reported(score: Score) -> str:
    entry = score.entry
    if entry is None:
        return "" if score.cell.carried else "－"
    if not entry.carried:
        return "不承担"
    values = list(entry.values.values())
    if len(values) == 1:
        return format_decimal(values[0]) if isinstance(values[0], Decimal) else format_value(values[0])
    return f"{len(values)}个值" if values else "无"


def score_explanation(result: Result, scheme: Scheme, score: Score) -> ExplanationBase:
    """Return everything that the explanation (依据) shows of a score."""
    indicator, cell = scheme.indicator_by_id[score.cell.indicator], score_cell(score)
    explanation: ExplanationBase = {
        "indicator": indicator.id,
        "name": indicator.name,
        "clause": indicator.clause,
        "evaluator": indicator.evaluator,
        "section": indicator.section,
        "weight": format_decimal(score.cell.weight),
        "measure": indicator.measure,
        "note": indicator.note,
        "score": format_points(score.points),
        "state": score.state.value,
        "verdict": outcome_text(scheme, score),
        "lines": list(_lines(result, scheme, score)),
        "titles": dict(result.titles.get(indicator.id, {})),
        "rate": cell["rate"],
        "shade": cell["shade"],
        "loss": cell["loss"],
    }
    if "mark" in cell:
        explanation["mark"] = cell["mark"]
    return explanation


def _lines(result: Result, scheme: Scheme, score: Score) -> Iterator[ExplanationLineData]:
    for line in explain_lines(result, scheme, score):
        view: ExplanationLineData = {"label": line.label, "words": line.text}
        if line.value is not None:
            view["value"] = format_value(line.value)
        if line.result is not None:
            view["result"] = format_shortened(line.result)
        if line.place:
            view["place"] = line.place
        if line.decision is not None:
            view["decision"] = f"{line.decision.id}：{line.decision.decision}"
            view["decided"] = f"{line.decision.clause}；可问{line.decision.ask}"
        yield view
