"""Rankings and findings as plain text."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping_core.model.findings import Severity
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Result, UnitResult
from kaoping_core.pages.labels import SEVERITY_LABELS, STATUS_LABELS
from kaoping_core.text_table import format_table


def rankings_text(result: Result, scheme: Scheme) -> str:
    """Return the rankings of all groups as text."""
    head = f"{scheme.county} {scheme.title}"
    lines = [f"{head}　{edition_label(result)}　汇总 {result.run}"]
    if result.banner:
        lines.append(f"〔{result.banner}〕")
    for group in scheme.groups:
        units = [unit for unit in result.units if unit.group == group.id]
        lines += ["", f"{group.name}（{len(units)}个）", _ranking(units)]
    return "\n".join(lines)


def edition_label(result: Result) -> str:
    """Return the edition of a result."""
    return "征求意见稿（暂定结果）" if result.provisional else "结果"


def ranked_order(units: list[UnitResult]) -> list[UnitResult]:
    """Return units by rank; units without one follow, highest total first."""
    return sorted(units, key=lambda unit: (unit.rank is None, unit.rank or 0, -unit.total))


def _ranking(units: list[UnitResult]) -> str:
    rows = [
        (str(unit.rank) if unit.rank else "—", unit.unit, format(unit.total, "f"), STATUS_LABELS[unit.status])
        for unit in ranked_order(units)
    ]
    return format_table(("名次", "单位", "总分", ""), rows, right=(0, 2))


def finding_lines(result: Result, scheme: Scheme, least: Severity = Severity.WARNING) -> Iterator[str]:
    """Yield findings of at least a severity as lines with their group."""
    order = list(Severity)
    for finding in result.findings:
        if order.index(finding.severity) <= order.index(least):
            indicator = scheme.indicator_by_id.get(finding.indicator or "")
            group = f"{scheme.group_by_id[indicator.group].name}　" if indicator else ""
            yield f"{SEVERITY_LABELS[finding.severity]}  {group}{finding.message}"
