"""Page of comprehensive appraisal (综合评价): tiers against quotas, every ballot, ties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal, localcontext

from kaoping_core.decimals import EXACT_CONTEXT, format_decimal, format_shortened, round_published
from kaoping_core.model.indicators import Indicator
from kaoping_core.model.scheme import Quota, Scheme
from kaoping_core.model.scores import CellState, Result, Score, UnitResult
from kaoping_core.model.submissions import Value
from kaoping_core.pages.labels import STATE_LABELS
from kaoping_core.pages.schema import (
    AppraisalIndicator,
    AppraisalPage,
    AppraisalTie,
    AppraisalTier,
    AppraisalUnit,
)
from kaoping_core.reports.pages.findings import finding_row
from kaoping_core.reports.pages.scores import format_points
from kaoping_core.rules.tier import TIED_TIER, places_by_quota

TIER, MEAN, PLACE = "等次", "平均", "位次"
"""Terms of the steps by which a rule with quotas says what became of a unit."""


def appraisal_page(result: Result, scheme: Scheme) -> AppraisalPage:
    """Return every indicator with quotas, in the scheme's order."""
    with localcontext(EXACT_CONTEXT):
        return {
            "indicators": [
                _indicator(indicator, quota, result, scheme)
                for indicator in scheme.indicators
                if (quota := quota_of(indicator, scheme)) is not None
            ]
        }


def quota_of(indicator: Indicator, scheme: Scheme) -> Quota | None:
    """Return the quota of an indicator's rule; None if it has none."""
    named = indicator.params.get("quota")
    return scheme.quotas.get(named) if isinstance(named, str) else None


def _indicator(indicator: Indicator, quota: Quota, result: Result, scheme: Scheme) -> AppraisalIndicator:
    units = [unit for unit in result.units if unit.group == indicator.group]
    rows = [_unit(unit, unit.scores[indicator.id], quota) for unit in units]
    tiers = _tiers(indicator, quota, rows)
    missing = [row["unit"] for row in rows if row["state"] == CellState.MISSING]
    given = sum(tier["count"] for tier in tiers)
    return {
        "id": indicator.id,
        "name": indicator.name,
        "group": indicator.group,
        "group_name": scheme.group_by_id[indicator.group].name,
        "clause": indicator.clause,
        "weight": format_decimal(indicator.weight),
        "evaluator": indicator.evaluator,
        "of": len(rows),
        "given": given,
        "words": _summary_text(tiers, given, len(rows)),
        "departs": any(tier["over"] for tier in tiers)
        or (given == len(rows) and any(t["left"] for t in tiers)),
        "tiers": tiers,
        "units": sorted(rows, key=lambda row: _order(row, tiers)),
        "ties": _ties(units, indicator),
        "missing": missing,
        "findings": [
            finding_row(finding, scheme) for finding in result.findings if finding.indicator == indicator.id
        ],
    }


def _unit(unit: UnitResult, score: Score, quota: Quota) -> AppraisalUnit:
    """Return a unit with its ballots; ``tier`` is empty while it has none."""
    entry = score.entry
    ballots = entry.values.get("ballots") if entry else None
    votes = Counter(ballots) if isinstance(ballots, tuple) else Counter[str]()
    terms = _terms(score)
    mean = terms.get(MEAN)
    return {
        "unit": unit.unit,
        "state": score.state.value,
        "tier": str(terms.get(TIER, "")),
        "score": format_points(score.points),
        "how": "选票" if votes else "直接评定" if entry and "tier" in entry.values else "",
        "votes": votes.total(),
        "ballots": {tier.name: votes[tier.name] for tier in quota.tiers} if votes else {},
        "ballots_words": " ".join(
            f"{tier.name}{votes[tier.name]}" for tier in quota.tiers if votes[tier.name]
        ),
        "mean": str(round_published(mean)) if isinstance(mean, Decimal) else "",
        "mean_exact": format_shortened(mean) if isinstance(mean, Decimal) else "",
        "place": str(terms.get(PLACE, "")),
        "lifted": any(step.formula == TIED_TIER for step in score.steps),
        "remark": "" if score.state is CellState.SCORED else score.reason or STATE_LABELS[score.state],
        "at": entry.place if entry else "",
    }


def _terms(score: Score) -> Mapping[str, Value]:
    """Return the terms of the steps that concern the tier."""
    found: dict[str, Value] = {}
    for step in score.steps:
        found = {**dict(zip(step.formula.terms, step.values, strict=True)), **found}
    return found


def _tiers(indicator: Indicator, quota: Quota, rows: Sequence[AppraisalUnit]) -> list[AppraisalTier]:
    wanted = places_by_quota([tier.share for tier in quota.tiers], len(rows))
    points = indicator.params.get("points")
    worth = points if isinstance(points, Sequence) and len(points) == len(wanted) else [None] * len(wanted)
    views: list[AppraisalTier] = []
    for tier, most, each in zip(quota.tiers, wanted, worth, strict=True):
        units = [row["unit"] for row in rows if row["tier"] == tier.name]
        over, left = max(0, len(units) - most), max(0, most - len(units))
        tail = f"，超{over}个" if over else f"，空{left}个" if left else ""
        views.append(
            {
                "name": tier.name,
                "quota": most,
                "share": f"{format_decimal(tier.share)}%",
                "points": format_decimal(each) if isinstance(each, Decimal) else str(each or ""),
                "count": len(units),
                "units": units,
                "over": over,
                "left": left,
                "words": f"{tier.name} {len(units)}/{most}{tail}",
            }
        )
    return views


def _summary_text(tiers: Sequence[AppraisalTier], given: int, size: int) -> str:
    """Return the tiers against the quota in one line."""
    begin = f"{size}个单位都评了" if given == size else f"{size}个单位评了{given}个"
    return f"{begin}：" + "；".join(tier["words"] for tier in tiers)


def _order(row: AppraisalUnit, tiers: Sequence[AppraisalTier]) -> tuple[int, int]:
    """Return the sort key: best tier first, within a tier by ballots, units without a tier last."""
    names = [tier["name"] for tier in tiers]
    place = names.index(row["tier"]) if row["tier"] in names else len(names)
    return place, int(row["place"] or 0)


def _ties(units: Sequence[UnitResult], indicator: Indicator) -> list[AppraisalTie]:
    """Return units with exactly equal ballots, best first."""
    places: dict[int, list[str]] = {}
    tiers: dict[int, str] = {}
    for unit in units:
        terms = _terms(unit.scores[indicator.id])
        if isinstance(place := terms.get(PLACE), Decimal):
            places.setdefault(int(place), []).append(unit.unit)
            tiers[int(place)] = str(terms.get(TIER, ""))
    return [
        {
            "place": place,
            "tier": tiers[place],
            "units": named,
            "words": f"{'、'.join(named)}得票完全相同，并列第{place}位，都是“{tiers[place]}”",
        }
        for place, named in sorted(places.items())
        if len(named) > 1
    ]
