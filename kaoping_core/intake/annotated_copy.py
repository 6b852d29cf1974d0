"""Annotated copy of a rejected workbook for its sender (退回稿)."""

from __future__ import annotations

from collections.abc import Iterable

from kaoping_core.model.problems import Problem
from kaoping_core.xlsx.annotate.annotate import CellNote, annotate
from kaoping_core.xlsx.read.sheets import parse_reference


def annotate_rejected_workbook(data: bytes, file: str, problems: Iterable[Problem]) -> bytes:
    """Return a copy of the sender's file with its problems marked and listed.

    Raises:
        CannotAnnotateError: when the file is none that can be written to.
    """
    return annotate(data, [_parse_place(problem, file) for problem in problems])


def _parse_place(problem: Problem, file: str) -> CellNote:
    """Parse ``发改局.xlsx!镇街!C7``; a sheet's name may itself hold an exclamation mark."""
    inside = problem.place.removeprefix(file).removeprefix("!") if problem.place.startswith(file) else ""
    sheet, _, cell = inside.rpartition("!")
    if not sheet or parse_reference(cell) is None:
        sheet, cell = inside, ""
    return CellNote(sheet, cell, problem.message, problem.expected)
