"""A refused workbook goes back to its sender with every problem in its cell."""

from __future__ import annotations

from collections.abc import Iterable

from kaoping_core.model.problems import Problem
from kaoping_core.xlsx.annotate.annotate import CellNote, annotate
from kaoping_core.xlsx.read.sheets import parse_reference


def annotate_rejected_workbook(data: bytes, file: str, problems: Iterable[Problem]) -> bytes:
    """A copy of the sender's file with the problems marked and listed.

    Raises:
        CannotAnnotateError: when the file is none that can be written to.
    """
    return annotate(data, [_parse_place(problem, file) for problem in problems])


def _parse_place(problem: Problem, file: str) -> CellNote:
    """``发改局.xlsx!镇街!C7`` taken apart; a sheet's name may itself hold an exclamation mark."""
    inside = problem.place.removeprefix(file).removeprefix("!") if problem.place.startswith(file) else ""
    sheet, _, cell = inside.rpartition("!")
    if not sheet or parse_reference(cell) is None:
        sheet, cell = inside, ""
    return CellNote(sheet, cell, problem.message, problem.expected)
