"""Builds all pages of one recorded state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from kaoping_core.ledger.records import RunSummary, SubmissionRecord
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Result
from kaoping_core.model.submissions import REPORT
from kaoping_core.pages.labels import edition_label
from kaoping_core.pages.page_names import (
    APPRAISAL,
    INITIALS,
    NAMES,
    OVERVIEW,
    evaluator_page_name,
    group_page_name,
    unit_page_name,
)
from kaoping_core.pages.schema import OverviewPage, Page
from kaoping_core.reports.evaluator_status import EvaluatorStatus
from kaoping_core.reports.pages.appraisal import appraisal_page
from kaoping_core.reports.pages.distribution import group_distributions
from kaoping_core.reports.pages.evaluators import evaluator_page
from kaoping_core.reports.pages.groups import group_page
from kaoping_core.reports.pages.overview import Event, overview_page
from kaoping_core.reports.pages.search_names import initials_of, name_rows, searchable_texts
from kaoping_core.reports.pages.units import unit_page


def build_pages(
    result: Result,
    scheme: Scheme,
    today: date,
    evaluators: Sequence[EvaluatorStatus],
    runs: Sequence[RunSummary],
    receptions: Sequence[SubmissionRecord],
    known: Mapping[str, str] | None = None,
) -> Iterator[tuple[str, Page]]:
    """Yield pages by name, the overview last: a reader that finds it finds the others.

    ``known`` are initials of names that need not be made anew.
    """
    places = {unit.name: unit_page_name(unit.order, unit.group) for unit in scheme.units}
    theirs = {each.name: evaluator_page_name(order) for order, each in enumerate(scheme.evaluators, 1)}
    initials = initials_of(searchable_texts(scheme), known)
    yield INITIALS, dict(initials)
    yield NAMES, name_rows(scheme, places, theirs, initials)
    for group in scheme.groups:
        spreads = group_distributions(result, scheme, group.id)
        yield group_page_name(group.id), group_page(result, scheme, group.id, spreads)
        for unit in scheme.units_of[group.id]:
            yield places[unit.name], unit_page(result, scheme, unit.name, spreads)
    yield APPRAISAL, appraisal_page(result, scheme)
    for status in evaluators:
        own = [record for record in receptions if record.evaluator == status.evaluator]
        yield theirs[status.evaluator], evaluator_page(result, scheme, status, own, today)
    data = overview_page(
        result,
        scheme,
        today=today,
        evaluators=evaluators,
        runs=runs,
        happenings=_recent_events(runs, receptions),
        evaluator_pages=theirs,
    )
    overview: OverviewPage = {**data, "pages": places, "evaluator_pages": theirs}
    yield OVERVIEW, overview


def _recent_events(runs: Sequence[RunSummary], receptions: Sequence[SubmissionRecord]) -> list[Event]:
    """Return recorded events, oldest first."""
    found = [
        Event(
            record.received_at,
            record.actor,
            f"收下{record.evaluator}的{'报送' if record.layer == REPORT else '文件'} {record.file}（{record.entries}条）",
            record.evaluator,
        )
        for record in receptions
    ]
    found += [
        Event(run.at, run.actor, f"第{run.number}次汇总（{edition_label(provisional=run.provisional)}）")
        for run in runs
    ]
    return sorted(found, key=lambda each: each.at)
