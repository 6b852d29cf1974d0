"""The standard rules, which run here and not in a process of their own."""

from __future__ import annotations

import traceback
from pathlib import Path

from kaoping_core.model.findings import Fault
from kaoping_core.model.scores import Column, ScoredColumn
from kaoping_core.rules.base import Rule

STANDARD = "standard"
"""Name that faults of the standard rules carry."""


def score_standard(rule: Rule, column: Column) -> ScoredColumn:
    """Apply a standard rule; should it ever fail, that costs its column only."""
    try:
        return rule.score_column(column)
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        return Fault(STANDARD, f"{type(error).__name__}: {error}", Path(frame.filename).name, frame.lineno)
