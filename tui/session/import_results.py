"""What became of files that were to be taken in; those that were refused are remembered until they are mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any, Final

from attrs import frozen

from kaoping_core.model.problems import Problem

WORKBOOKS: Final = (".xlsx", ".xlsm")
"""Endings of files that problems can be written into."""


@frozen
class FileResult:
    """What became of one file."""

    path: str
    """As the system has it."""
    file: str
    accepted: bool
    evaluator: str
    entries: int
    problems: tuple[Problem, ...]
    at: str
    """When, in words."""

    @property
    def can_be_annotated(self) -> bool:
        """Whether its problems can be written into a copy of it."""
        return not self.accepted and PurePath(self.path).suffix.lower() in WORKBOOKS

    @property
    def summary(self) -> str:
        """In one line."""
        if not self.accepted:
            return f"退回　{self.file}：{len(self.problems)}处问题，没有收下任何内容"
        empty = "（还没有填任何内容）" if not self.entries else ""
        return f"收下　{self.file}：{self.evaluator}，{self.entries}条{empty}"


def parse_results(
    paths: Sequence[str], files: Sequence[Mapping[str, Any]], at: str
) -> tuple[FileResult, ...]:
    """What an answer to ``take`` says of each of the paths."""
    return tuple(
        FileResult(
            path=path,
            file=each["file"],
            accepted=each["accepted"],
            evaluator=each["evaluator"],
            entries=each["entries"],
            problems=tuple(Problem(**problem) for problem in each["problems"]),
            at=at,
        )
        for path, each in zip(paths, files, strict=True)
    )


def track_rejected(refused: dict[str, FileResult], came: Sequence[FileResult]) -> None:
    """Keep what was refused, newest last, and forget what has been mended: the same file, or one of its name."""
    for result in came:
        mended = [path for path, old in refused.items() if path == result.path or old.file == result.file]
        for path in mended if result.accepted else [result.path] if result.path in refused else []:
            del refused[path]
        if not result.accepted:
            refused[result.path] = result


def format_results(came: Sequence[FileResult]) -> str:
    """Everything that became of files, for a file of text."""
    return "\n".join(_result_lines(came)) + "\n"


def _result_lines(came: Sequence[FileResult]) -> Iterator[str]:
    for result in came:
        yield result.summary
        for number, problem in enumerate(result.problems, 1):
            yield f"  {number}. {problem.text(result.file)}"
