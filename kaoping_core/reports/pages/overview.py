"""Overview page: the year, evaluators, rankings, blocking findings, events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from attrs import frozen

from kaoping_core.assembly.fingerprints import run_name
from kaoping_core.ledger.records import RunSummary
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Result
from kaoping_core.pages.labels import STANDING_LABELS, STATUS_LABELS, edition_label
from kaoping_core.pages.page_names import FORMAT
from kaoping_core.pages.schema import CalendarRow, GroupRanking, OverviewData, Standing
from kaoping_core.reports.evaluator_status import EvaluatorStatus
from kaoping_core.reports.pages.evaluators import evaluator_summary, format_time
from kaoping_core.reports.pages.findings import finding_row
from kaoping_core.reports.pages.scores import format_points
from kaoping_core.reports.ranking_text import ranked_order


@frozen
class Event:
    """A recorded event: an import or an assembly."""

    at: datetime
    actor: str
    text: str
    evaluator: str = ""


def overview_page(
    result: Result,
    scheme: Scheme,
    *,
    today: date,
    evaluators: Sequence[EvaluatorStatus],
    runs: Sequence[RunSummary],
    happenings: Sequence[Event],
    evaluator_pages: Mapping[str, str],
) -> OverviewData:
    """Return the first screen's page, as of the newest recorded state.

    Args:
        result: what an assembly would give now.
        scheme: the year's.
        today: in the county.
        evaluators: how far each is.
        runs: recorded assemblies, oldest first.
        happenings: what was recorded, oldest first.
        evaluator_pages: names of evaluators' pages.
    """
    zone = ZoneInfo(scheme.time_zone)
    blocking = [finding_row(finding, scheme) for finding in result.blocking]
    standings = [evaluator_summary(evaluator, scheme, today) for evaluator in evaluators]
    return {
        "format": FORMAT,
        "year": scheme.year,
        "title": f"{scheme.county} {scheme.title}",
        "office": scheme.office,
        "banner": result.banner,
        "today": today.isoformat(),
        "time_zone": scheme.time_zone,
        "run": result.run,
        "state": _state_text(result, runs),
        "calendar": list(_calendar(scheme, today)),
        "reported": reported_words([standing["state"] for standing in standings]),
        "evaluators": [{**standing, "page": evaluator_pages[standing["name"]]} for standing in standings],
        "groups": [_group(result, scheme, group.id) for group in scheme.groups],
        "blocking": blocking,
        "findings": [
            finding_row(finding, scheme) for finding in result.findings if finding not in result.blocking
        ],
        "runs": [
            {
                "number": run.number,
                "run": run.run,
                "at": format_time(run.at, zone),
                "edition": edition_label(provisional=run.provisional),
                "actor": run.actor,
            }
            for run in runs
        ],
        "happenings": [
            {
                "at": event.at.astimezone(zone).isoformat(timespec="seconds"),
                "shown": format_time(event.at, zone),
                "actor": event.actor,
                "words": event.text,
                "evaluator": event.evaluator,
            }
            for event in happenings
        ],
    }


def _state_text(result: Result, runs: Sequence[RunSummary]) -> str:
    """Return the state of the year in words."""
    final = [run for run in runs if not run.provisional]
    if final:
        now = run_name(result.fingerprints, result.banner, provisional=False)
        return f"第{final[-1].number}次汇总是正式结果" + ("" if final[-1].run == now else "，之后又有变化")
    if result.blocking:
        return f"报送中：还有{len(result.blocking)}处问题，不能出正式结果"
    return "数据齐了，可以出正式结果"


def reported_words(states: Sequence[Standing]) -> str:
    """Return counts of evaluators by standing, such as ``18个考核主体：15个已报齐，3个过期缺报``."""
    counted = [
        f"{states.count(state)}个{label}" for state, label in STANDING_LABELS.items() if state in states
    ]
    return f"{len(states)}个考核主体：{'，'.join(counted)}" if counted else ""


def _calendar(scheme: Scheme, today: date) -> Iterator[CalendarRow]:
    dates = scheme.calendar
    for what, on in (
        ("自查自评", dates.self_assessment_by),
        ("考核主体报送", dates.opinions_by),
        ("考评开始", dates.assessment_from),
        ("考评结束", dates.assessment_to),
    ):
        left = (on - today).days
        yield {
            "what": what,
            "on": on.isoformat(),
            "left": f"还有{left}天" if left > 0 else "今天" if left == 0 else "已过",
        }


def _group(result: Result, scheme: Scheme, group: str) -> GroupRanking:
    units = ranked_order([unit for unit in result.units if unit.group == group])
    return {
        "id": group,
        "name": scheme.group_by_id[group].name,
        "units": [
            {
                "unit": unit.unit,
                "rank": unit.rank,
                "total": format_points(unit.total),
                "remark": STATUS_LABELS[unit.status],
            }
            for unit in units
        ],
    }
