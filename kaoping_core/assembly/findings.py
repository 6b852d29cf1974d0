"""Findings on a result: missing cells, late submissions, implausible values, faults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from kaoping_core.assembly.cell_classification import ClassifiedColumn
from kaoping_core.assembly.publishing import NO_UNIT_CARRIES_STEP
from kaoping_core.model.findings import Fault, Finding, Severity
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import CellState, Score, ScoredColumn, format_value
from kaoping_core.model.submissions import Delivery, Entry

_ORDER = {severity: place for place, severity in enumerate(Severity)}
_MISSING, _EXCLUDED, _SCORED = CellState.MISSING, CellState.EXCLUDED, CellState.SCORED
"""Looked up once: an enumeration's member takes as long to look up as a score to compare."""
_HUNDREDFOLD = Decimal(100)
_NEAR_TARGET = (Decimal("0.25"), Decimal(4))
"""A hundred times the value lies within these multiples of the target: then 0.08 was probably meant as 8 %."""


def collect_findings(
    scheme: Scheme,
    columns: Sequence[ClassifiedColumn],
    scored: Mapping[str, ScoredColumn],
    scores: Mapping[str, Sequence[Score]],
    deliveries: Sequence[Delivery],
) -> list[Finding]:
    """Return all findings, in the scheme's order."""
    found: list[Finding] = []
    for column in columns:
        own = scores[column.indicator.id]
        found.extend(_cell_findings(scheme, column, own))
        found.extend(_rule_findings(column, scored.get(column.indicator.id)))
        found.extend(_column_findings(column, own))
    found.extend(_fault_findings(columns, scored))
    found.extend(_delivery_findings(scheme, deliveries))
    return found


def uncounted_entries(columns: Sequence[ClassifiedColumn], left_out: Sequence[Entry]) -> list[Finding]:
    """Yield entries that count for nothing because the scheme has changed since."""
    no_task = [
        entry
        for column in columns
        for place, _ in column.not_carried
        if (entry := column.entries[place]) is not None and entry.values
    ]
    why = [*((entry, "没有任务") for entry in no_task), *((entry, "方案里没有这一格") for entry in left_out)]
    return [
        Finding(
            Severity.WARNING,
            "not_counted",
            f"{entry.unit}的“{entry.indicator}”报了数值，没有计入：{reason}〔{entry.place}〕",
            entry.indicator,
            entry.unit,
        )
        for entry, reason in why
    ]


def sort_by_severity(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Sort findings by severity, otherwise in their order."""
    return tuple(sorted(findings, key=lambda finding: _ORDER[finding.severity]))


def _cell_findings(scheme: Scheme, column: ClassifiedColumn, scores: Sequence[Score]) -> Iterator[Finding]:
    indicator, evaluator = column.indicator, column.indicator.evaluator
    missing = [score for score in scores if score.state is _MISSING]
    if missing:
        units = "、".join(score.cell.unit.name for score in missing)
        reasons = "；".join(dict.fromkeys(score.reason for score in missing))
        message = f"{indicator.name}：{len(missing)}个单位缺数据（{reasons}）：{units}"
        single = missing[0].cell.unit.name if len(missing) == 1 else None
        yield Finding(Severity.ERROR, "missing", message, indicator.id, single, evaluator)

    def about(score: Score, severity: Severity, code: str, message: str) -> Finding:
        return Finding(severity, code, message, indicator.id, score.cell.unit.name, evaluator)

    for score in [score for score in scores if score.fails_year]:
        steps = "；".join(step.text for step in score.steps)
        yield about(score, Severity.WARNING, "veto", f"{score.cell.unit.name}：{steps}")
    if indicator.not_carried == "excluded":
        for score in scores:
            if score.state is _EXCLUDED and score.cell.carried:
                message = f"{score.cell.unit.name}报告不承担“{indicator.name}”，这项权重没有别的指标补足"
                yield about(score, Severity.WARNING, "weights", message)
    itself = scheme.unit_by_name.get(evaluator)
    if itself is not None and itself.group == indicator.group:
        score = scores[itself.order - 1]
        if score.state is _SCORED:
            yield about(score, Severity.NOTICE, "self_scored", f"{evaluator}给自己评了“{indicator.name}”")
    if indicator.measure == "%":
        for score in scores:
            if score.entry is not None and _implausible_value(score):
                actual = format_value(score.entry.values["actual"])
                unit = score.cell.unit.name
                message = f"{unit}的“{indicator.name}”报了 {actual}%，是不是漏乘了100？"
                yield about(score, Severity.WARNING, "implausible_percent", message)


def _implausible_value(score: Score) -> bool:
    """Return a percent value that looks like a fraction of 1."""
    target = score.cell.target
    actual = score.entry.values.get("actual") if score.entry else None
    if target is None or not target.value or not isinstance(actual, Decimal) or not 0 < abs(actual) < 1:
        return False
    low, high = (target.value * factor for factor in _NEAR_TARGET)
    return low <= abs(actual) * _HUNDREDFOLD <= high and target.value >= 1


def _rule_findings(column: ClassifiedColumn, scored: ScoredColumn | None) -> Iterator[Finding]:
    if scored is None or isinstance(scored, Fault):
        return
    indicator = column.indicator
    for remark in scored.findings:
        message = f"{indicator.name}：{remark.message}"
        yield Finding(Severity.WARNING, remark.code, message, indicator.id, remark.unit, indicator.evaluator)


def _column_findings(column: ClassifiedColumn, scores: Sequence[Score]) -> Iterator[Finding]:
    indicator = column.indicator
    if indicator.not_carried == "mean":
        yield from _mean_findings(column, scores)
    points = [score.points for score in scores if score.state is _SCORED]
    if indicator.weight and len(points) > 1 and points.count(points[0]) == len(points):
        message = f"{indicator.name}：{len(points)}个单位得分都是{points[0]}，没有拉开档次"
        yield Finding(Severity.WARNING, "no_spread", message, indicator.id, None, indicator.evaluator)


def _mean_findings(column: ClassifiedColumn, scores: Sequence[Score]) -> Iterator[Finding]:
    indicator = column.indicator
    if any(score.steps and score.steps[-1] is NO_UNIT_CARRIES_STEP for score in scores):
        message = f"{indicator.name}：今年组内没有单位承担，没有平均分可用，请县政府办决定"
        yield Finding(Severity.ERROR, "nobody_carries", message, indicator.id, None, indicator.evaluator)
    if any(score.provisional for score in scores):
        message = f"{indicator.name}：承担单位的得分还没有齐，按平均分计入的得分是暂时的"
        yield Finding(Severity.WARNING, "provisional_mean", message, indicator.id, None, indicator.evaluator)


def _fault_findings(
    columns: Sequence[ClassifiedColumn], scored: Mapping[str, ScoredColumn]
) -> Iterator[Finding]:
    for column in columns:
        fault = scored.get(column.indicator.id)
        if isinstance(fault, Fault):
            indicator = column.indicator
            message = f"{indicator.name}没有计分：{fault}"
            yield Finding(Severity.ERROR, "plugin", message, indicator.id, None, indicator.evaluator)


def _delivery_findings(scheme: Scheme, deliveries: Sequence[Delivery]) -> Iterator[Finding]:
    limit = scheme.calendar.opinions_by
    for delivery in sorted(deliveries, key=lambda each: (each.evaluator, each.on, each.file)):
        if delivery.on > limit:
            message = f"{delivery.evaluator}迟报：{delivery.on}（截止{limit}）"
            yield Finding(Severity.WARNING, "late", message, evaluator=delivery.evaluator)
        if not delivery.signed:
            message = f"{delivery.evaluator}的报送没有一把手签字盖章：{delivery.file}"
            yield Finding(Severity.WARNING, "unsigned", message, evaluator=delivery.evaluator)
