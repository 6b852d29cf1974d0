"""Page of an evaluator: status, indicators, submissions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from kaoping_core.decimals import format_decimal
from kaoping_core.ledger.records import SubmissionRecord
from kaoping_core.model.indicators import Indicator
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import CellState, Result
from kaoping_core.model.submissions import REPORT
from kaoping_core.pages.schema import (
    EvaluatorIndicator,
    EvaluatorPage,
    EvaluatorSummary,
    Standing,
    SubmissionRow,
)
from kaoping_core.reports.evaluator_status import EvaluatorStatus
from kaoping_core.reports.pages.findings import finding_row

TIME_FORMAT = "%Y-%m-%d %H:%M"


def evaluator_page(
    result: Result,
    scheme: Scheme,
    status: EvaluatorStatus,
    receptions: Sequence[SubmissionRecord],
    today: date,
) -> EvaluatorPage:
    """Return an evaluator's page.

    Args:
        result: what an assembly would give now.
        scheme: the year's.
        status: how far the evaluator is.
        receptions: everything taken in of it, oldest first.
        today: in the county.
    """
    indicators = [indicator for indicator in scheme.indicators if indicator.evaluator == status.evaluator]
    limit = scheme.calendar.opinions_by
    return {
        **evaluator_summary(status, scheme, today),
        "deadline": limit.isoformat(),
        "deadline_words": _deadline(limit, today),
        "signature": _signature(status, receptions),
        "indicators": [_indicator(indicator, result, scheme) for indicator in indicators],
        "findings": [
            finding_row(finding, scheme)
            for finding in result.findings
            if finding.evaluator == status.evaluator
        ],
        "submissions": submission_rows(receptions, scheme),
    }


def evaluator_summary(status: EvaluatorStatus, scheme: Scheme, today: date) -> EvaluatorSummary:
    """Return how an evaluator stands: ``overdue`` is late and not complete, ``missing`` has nothing yet."""
    complete = status.missing == 0
    state: Standing
    if status.late:
        state = "complete_late" if complete else "overdue"
    else:
        state = "complete" if complete else "partial" if status.last else "missing"
    plugin = next(evaluator.plugin for evaluator in scheme.evaluators if evaluator.name == status.evaluator)
    late_by = _days_late(status.last.on if status.last else today, scheme) if status.late else 0
    return {
        "name": status.evaluator,
        "plugin": plugin,
        "state": state,
        "state_words": _state(status, late_by),
        "late_by": late_by,
        "cells": status.cells,
        "missing": status.missing,
        "file": status.last.file if status.last else "",
        "on": status.last.on.isoformat() if status.last else "",
        "signed": bool(status.last and status.last.signed),
    }


def _days_late(on: date, scheme: Scheme) -> int:
    return max(0, (on - scheme.calendar.opinions_by).days)


def _state(status: EvaluatorStatus, late_by: int) -> str:
    lacking = f"还缺{status.missing}格" if status.missing else "已报齐"
    if status.last is None:
        return f"没有报，已过期{late_by}天" if status.late else "还没有报" if status.missing else lacking
    return f"迟报{late_by}天，{lacking}" if status.late else lacking


def _deadline(limit: date, today: date) -> str:
    left = (limit - today).days
    rest = f"还有{left}天" if left > 0 else "今天截止" if left == 0 else f"已过{-left}天"
    return f"{limit.isoformat()}截止，{rest}"


def _signature(status: EvaluatorStatus, receptions: Sequence[SubmissionRecord]) -> str:
    """Return in words whether the counting submissions are signed and sealed; empty without any."""
    if status.last is None:
        return ""
    last = next(
        (
            record
            for record in reversed(receptions)
            if record.layer == REPORT and record.file == status.last.file
        ),
        None,
    )
    signed = last is not None and last.signed_on is not None
    sealed = last is not None and last.sealed
    if signed and sealed:
        return f"主要负责人已签字盖章（{status.last.on.isoformat()}）"
    return "签了字，没有盖章" if signed else "盖了章，没有签字" if sealed else "没有主要负责人签字盖章"


def _indicator(indicator: Indicator, result: Result, scheme: Scheme) -> EvaluatorIndicator:
    """Return an indicator with the units on which something is missing."""
    scores = [unit.scores[indicator.id] for unit in result.units if unit.group == indicator.group]
    awaited = [score for score in scores if score.cell.carried]
    missing = [score for score in awaited if score.state is CellState.MISSING]
    return {
        "id": indicator.id,
        "name": indicator.name,
        "group": indicator.group,
        "group_name": scheme.group_by_id[indicator.group].name,
        "clause": indicator.clause,
        "weight": format_decimal(indicator.weight),
        "cells": len(awaited),
        "reported": len(awaited) - len(missing),
        "missing": [{"unit": score.cell.unit.name, "reason": score.reason} for score in missing],
        "not_carried": [
            score.cell.unit.name for score in awaited if score.state in {CellState.FILLED, CellState.EXCLUDED}
        ],
        "unscored": [score.cell.unit.name for score in awaited if score.state is CellState.UNSCORED],
    }


def submission_rows(receptions: Sequence[SubmissionRecord], scheme: Scheme) -> list[SubmissionRow]:
    """Return everything imported of an evaluator, newest first; reports are numbered, files are not."""
    zone = ZoneInfo(scheme.time_zone)
    revision = 0
    views: list[SubmissionRow] = []
    for record in receptions:
        report = record.layer == REPORT
        revision += report
        on = record.signed_on or record.received_at.astimezone(zone).date()
        late_by = _days_late(on, scheme) if report else 0
        views.append(
            {
                "number": record.number,
                "revision": revision if report else None,
                "kind": "报送" if report else "文件",
                "file": record.file,
                "at": format_time(record.received_at, zone),
                "actor": record.actor,
                "signed_by": record.signed_by,
                "signed_on": record.signed_on.isoformat() if record.signed_on else "",
                "sealed": record.sealed,
                "late_by": late_by,
                "late_words": f"迟报{late_by}天" if late_by else "按时" if report else "",
                "entries": record.entries,
            }
        )
    return views[::-1]


def format_time(at: datetime, zone: ZoneInfo) -> str:
    """Format a time in the county's zone."""
    return at.astimezone(zone).strftime(TIME_FORMAT)
