"""The desk: the year at a glance, who has reported, rankings, what blocks the final result, what happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from attrs import frozen

from kaoping_core.assembly.fingerprints import run_name
from kaoping_core.ledger.records import RunLine
from kaoping_core.model.findings import Finding
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Result
from kaoping_core.reports.progress import EvaluatorStatus
from kaoping_core.reports.text import SEVERITY_WORDS, STATUS_WORDS, in_order
from kaoping_core.reports.views.cells import points_text

FORMAT = "kaoping-views/1"
STAMP = "%Y-%m-%d %H:%M"


@frozen
class Happening:
    """Something recorded: a submission taken in, or an assembly."""

    at: datetime
    actor: str
    words: str
    evaluator: str = ""


def desk_view(
    result: Result,
    scheme: Scheme,
    *,
    today: date,
    evaluators: Sequence[EvaluatorStatus],
    runs: Sequence[RunLine],
    happenings: Sequence[Happening],
) -> dict[str, Any]:
    """Everything that the first screen shows, as of the newest recorded state.

    Args:
        result: what an assembly would give now.
        scheme: the year's.
        today: in the county.
        evaluators: how far each is.
        runs: recorded assemblies, oldest first.
        happenings: what was recorded, oldest first.
    """
    zone = ZoneInfo(scheme.time_zone)
    blocking = [_finding(each, scheme) for each in result.blocking]
    return {
        "format": FORMAT,
        "year": scheme.year,
        "title": f"{scheme.county} {scheme.title}",
        "office": scheme.office,
        "marking": result.marking,
        "today": today.isoformat(),
        "run": result.run,
        "state": _state(result, runs),
        "calendar": list(_calendar(scheme, today)),
        "evaluators": [_evaluator(each, scheme) for each in evaluators],
        "groups": [_group(result, scheme, group.id) for group in scheme.groups],
        "blocking": blocking,
        "findings": [_finding(each, scheme) for each in result.findings if each not in result.blocking],
        "runs": [
            {
                "number": each.number,
                "run": each.run,
                "at": each.at.astimezone(zone).strftime(STAMP),
                "edition": "暂定" if each.provisional else "正式",
                "actor": each.actor,
            }
            for each in runs
        ],
        "happenings": [
            {
                "at": each.at.astimezone(zone).isoformat(timespec="seconds"),
                "shown": each.at.astimezone(zone).strftime(STAMP),
                "actor": each.actor,
                "words": each.words,
                "evaluator": each.evaluator,
            }
            for each in happenings
        ],
    }


def _state(result: Result, runs: Sequence[RunLine]) -> str:
    """How far the year is, in words."""
    final = [each for each in runs if not each.provisional]
    if final:
        now = run_name(result.fingerprints, result.marking, provisional=False)
        return f"第{final[-1].number}次汇总是正式结果" + ("" if final[-1].run == now else "，之后又有变化")
    if result.blocking:
        return f"报送中：还有{len(result.blocking)}处问题，不能出正式结果"
    return "数据齐了，可以出正式结果"


def _calendar(scheme: Scheme, today: date) -> Iterator[dict[str, str]]:
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


def _evaluator(status: EvaluatorStatus, scheme: Scheme) -> dict[str, Any]:
    """How an evaluator stands: ``late`` and not complete, ``slow`` late but here, ``here``, ``part``, ``none``."""
    here = status.missing == 0
    state = (
        ("slow" if here else "late") if status.late else "here" if here else "part" if status.last else "none"
    )
    plugin = next(each.plugin for each in scheme.evaluators if each.name == status.evaluator)
    return {
        "name": status.evaluator,
        "plugin": plugin,
        "state": state,
        "cells": status.cells,
        "missing": status.missing,
        "file": status.last.file if status.last else "",
        "on": status.last.on.isoformat() if status.last else "",
        "signed": bool(status.last and status.last.signed),
    }


def _group(result: Result, scheme: Scheme, group: str) -> dict[str, Any]:
    units = in_order([unit for unit in result.units if unit.group == group])
    return {
        "id": group,
        "name": scheme.group_by_id[group].name,
        "units": [
            {
                "unit": unit.unit,
                "rank": unit.rank,
                "total": points_text(unit.total),
                "remark": STATUS_WORDS[unit.status],
            }
            for unit in units
        ],
    }


def _finding(finding: Finding, scheme: Scheme) -> dict[str, str]:
    indicator = scheme.indicator_by_id.get(finding.indicator or "")
    return {
        "severity": finding.severity.value,
        "word": SEVERITY_WORDS[finding.severity],
        "message": finding.message,
        "evaluator": finding.evaluator or "",
        "unit": finding.unit or "",
        "indicator": finding.indicator or "",
        "group": scheme.group_by_id[indicator.group].name if indicator else "",
    }
