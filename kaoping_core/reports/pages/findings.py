"""Findings as page rows."""

from __future__ import annotations

from kaoping_core.model.findings import Finding
from kaoping_core.model.scheme import Scheme
from kaoping_core.pages.labels import SEVERITY_LABELS
from kaoping_core.pages.schema import FindingRow


def finding_row(finding: Finding, scheme: Scheme) -> FindingRow:
    """Return a finding with its group."""
    indicator = scheme.indicator_by_id.get(finding.indicator or "")
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "word": SEVERITY_LABELS[finding.severity],
        "message": finding.message,
        "evaluator": finding.evaluator or "",
        "unit": finding.unit or "",
        "indicator": finding.indicator or "",
        "group": scheme.group_by_id[indicator.group].name if indicator else "",
    }
