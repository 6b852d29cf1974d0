"""Small submissions to damage, and what reading them says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kaoping_core.host.hooks import FileRejectedError
from kaoping_core.intake.context import IntakeContext
from kaoping_core.intake.json.reader import read_json
from kaoping_core.model.problems import Problem

FILE = "甲.json"
"""What the file is called in problems."""


def submission(evaluator: str, *entries: object, **top: object) -> dict[str, Any]:
    """A submission; ``top`` replaces or adds keys."""
    return {
        "format": "kaoping-submission/1",
        "year": 2019,
        "evaluator": evaluator,
        "entries": list(entries),
        **top,
    }


def revenue(**changes: object) -> dict[str, Any]:
    """A valid entry of 县财政局; ``changes`` replaces or adds keys, None takes one out."""
    entry: dict[str, Any] = {
        "indicator": "towns.general_budget_revenue",
        "unit": "太平街道",
        "values": {"actual": "4480.5"},
        **changes,
    }
    return {key: value for key, value in entry.items() if value is not None}


def written(given: object) -> bytes:
    """A submission as a file; bytes are a file already."""
    return given if isinstance(given, bytes) else json.dumps(given, ensure_ascii=False).encode()


def problems_of(given: object, intake: IntakeContext) -> tuple[Problem, ...]:
    """Everything wrong with a submission that has to be refused."""
    with pytest.raises(FileRejectedError) as refused:
        read_json(written(given), FILE, intake)
    return refused.value.problems


def the_problem_of(given: object, intake: IntakeContext) -> Problem:
    """The only thing wrong with a submission."""
    problems = problems_of(given, intake)
    assert len(problems) == 1, list(map(str, problems))
    return problems[0]
