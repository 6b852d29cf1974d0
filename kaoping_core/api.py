"""The public face for plugins: import from here and from nothing else in ``kaoping_core``."""

from __future__ import annotations

from kaoping_core.decimals import ZERO, as_decimal, plain, published
from kaoping_core.host.hooks import Reader, RefusedError, ReportedCell, ReportedColumn, Sheet, hookimpl
from kaoping_core.model.checklists import Caseload, Checklist, Item, Part
from kaoping_core.model.findings import Finding, Problem, Remark, Severity
from kaoping_core.model.indicators import Cell, Indicator, Target
from kaoping_core.model.scheme import Quota, Scheme
from kaoping_core.model.scores import Column, ColumnScores, Formula, Outcome, Step
from kaoping_core.model.submissions import Entry, Submission, Value
from kaoping_core.rules.base import Rule, Wanted, is_zero
from kaoping_core.scheme.names import SchemeNames, UnknownNameError, normalise

__all__ = [
    "ZERO",
    "Caseload",
    "Cell",
    "Checklist",
    "Column",
    "ColumnScores",
    "Entry",
    "Finding",
    "Formula",
    "Indicator",
    "Item",
    "Outcome",
    "Part",
    "Problem",
    "Quota",
    "Reader",
    "RefusedError",
    "Remark",
    "ReportedCell",
    "ReportedColumn",
    "Rule",
    "Scheme",
    "SchemeNames",
    "Severity",
    "Sheet",
    "Step",
    "Submission",
    "Target",
    "UnknownNameError",
    "Value",
    "Wanted",
    "as_decimal",
    "hookimpl",
    "is_zero",
    "normalise",
    "plain",
    "published",
]
