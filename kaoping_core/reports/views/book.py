"""All pages of one recorded state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from kaoping_core.ledger.records import Reception, RunLine
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Result
from kaoping_core.model.submissions import REPORT
from kaoping_core.reports.progress import EvaluatorStatus
from kaoping_core.reports.views.desk import Happening, desk_view
from kaoping_core.reports.views.groups import group_view
from kaoping_core.reports.views.units import unit_view

DESK = "desk"


def group_page(group: str) -> str:
    """Name of a group's page."""
    return f"group-{group}"


def unit_page(order: int, group: str) -> str:
    """Name of a unit's page, by its place in the notice's list; names of units are no names of files."""
    return f"unit-{group}-{order}"


def pages(
    result: Result,
    scheme: Scheme,
    today: date,
    evaluators: Sequence[EvaluatorStatus],
    runs: Sequence[RunLine],
    receptions: Sequence[Reception],
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Pages by name, the desk last: whoever finds it finds the others."""
    places = {unit.name: unit_page(unit.order, unit.group) for unit in scheme.units}
    for group in scheme.groups:
        yield group_page(group.id), group_view(result, scheme, group.id)
    for unit in scheme.units:
        yield places[unit.name], unit_view(result, scheme, unit.name)
    yield (
        DESK,
        desk_view(
            result,
            scheme,
            today=today,
            evaluators=evaluators,
            runs=runs,
            happenings=_happenings(runs, receptions),
        )
        | {"pages": places},
    )


def _happenings(runs: Sequence[RunLine], receptions: Sequence[Reception]) -> list[Happening]:
    """What was recorded, oldest first."""
    found = [
        Happening(
            each.received_at,
            each.actor,
            f"收下{each.evaluator}的{'报送' if each.layer == REPORT else '文件'} {each.file}（{each.entries}条）",
            each.evaluator,
        )
        for each in receptions
    ]
    found += [
        Happening(each.at, each.actor, f"第{each.number}次汇总（{'暂定' if each.provisional else '正式'}）")
        for each in runs
    ]
    return sorted(found, key=lambda each: each.at)
