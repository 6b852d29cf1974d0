"""The public face for plugins: import from here and from nothing else in ``kaoping_core``."""

from __future__ import annotations

from kaoping_core.decimals import ZERO, format_decimal, fraction_to_decimal, round_published
from kaoping_core.host.hooks import (
    FileRejectedError,
    PluginSheet,
    Reader,
    ScoredCellView,
    ScoredColumnView,
    hookimpl,
)
from kaoping_core.model.checklists import Caseload, Checklist, ChecklistItem, ChecklistPart
from kaoping_core.model.findings import Finding, RuleFinding, Severity
from kaoping_core.model.indicators import Cell, Indicator, Target
from kaoping_core.model.problems import Problem
from kaoping_core.model.scheme import Quota, Scheme
from kaoping_core.model.scores import Column, ColumnScores, Formula, Outcome, Step
from kaoping_core.model.submissions import Entry, Submission, Value
from kaoping_core.rules.base import Rule, ValueSpec, is_zero
from kaoping_core.scheme.names import SchemeNames, UnknownNameError, normalise_name

__all__ = [
    "ZERO",
    "Caseload",
    "Cell",
    "Checklist",
    "ChecklistItem",
    "ChecklistPart",
    "Column",
    "ColumnScores",
    "Entry",
    "FileRejectedError",
    "Finding",
    "Formula",
    "Indicator",
    "Outcome",
    "PluginSheet",
    "Problem",
    "Quota",
    "Reader",
    "Rule",
    "RuleFinding",
    "Scheme",
    "SchemeNames",
    "ScoredCellView",
    "ScoredColumnView",
    "Severity",
    "Step",
    "Submission",
    "Target",
    "UnknownNameError",
    "Value",
    "ValueSpec",
    "format_decimal",
    "fraction_to_decimal",
    "hookimpl",
    "is_zero",
    "normalise_name",
    "round_published",
]
