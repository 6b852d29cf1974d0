"""Outcomes of imported files; rejected ones are kept until they are imported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from attrs import frozen

from kaoping_core.file_types import ANNOTATABLE_SUFFIXES
from kaoping_core.model.problems import Problem
from tui.tasks.protocol import FileImport


@frozen
class FileResult:
    """Outcome of one file."""

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
        return not self.accepted and PurePath(self.path).suffix.lower() in ANNOTATABLE_SUFFIXES

    @property
    def summary(self) -> str:
        """In one line."""
        if not self.accepted:
            return f"退回　{self.file}：{len(self.problems)}处问题，没有收下任何内容"
        empty = "（还没有填任何内容）" if not self.entries else ""
        return f"收下　{self.file}：{self.evaluator}，{self.entries}条{empty}"


def parse_results(paths: Sequence[str], files: Sequence[FileImport], at: str) -> tuple[FileResult, ...]:
    """Pair the paths of an import with its report."""
    return tuple(
        FileResult(
            path=path,
            file=imported["file"],
            accepted=imported["accepted"],
            evaluator=imported["evaluator"],
            entries=imported["entries"],
            problems=tuple(Problem(**problem) for problem in imported["problems"]),
            at=at,
        )
        for path, imported in zip(paths, files, strict=True)
    )


def track_rejected(refused: dict[str, FileResult], came: Sequence[FileResult]) -> None:
    """Add rejected files, newest last, and drop imported ones, by path or by name."""
    for result in came:
        mended = [path for path, old in refused.items() if path == result.path or old.file == result.file]
        for path in mended if result.accepted else [result.path] if result.path in refused else []:
            del refused[path]
        if not result.accepted:
            refused[result.path] = result


def format_results(came: Sequence[FileResult]) -> str:
    """Format outcomes with all problems as text."""
    return "\n".join(_result_lines(came)) + "\n"


def _result_lines(came: Sequence[FileResult]) -> Iterator[str]:
    for result in came:
        yield result.summary
        for number, problem in enumerate(result.problems, 1):
            yield f"  {number}. {problem.text(result.file)}"
