"""What the screen can ask of the process beside it; each answer is plain JSON data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kaoping_core.errors import KaopingError, StorageError
from kaoping_core.files import describe_os_error, write_atomic
from kaoping_core.model.problems import Problem
from kaoping_core.model.scores import format_value
from kaoping_core.pages.labels import edition_label
from kaoping_core.reports import diff
from kaoping_core.reports.pages.changes import NO_CHANGES, change_set
from kaoping_core.reports.pages.evaluators import format_time, submission_rows
from kaoping_core.service import ImportResult, Service
from tui.tasks.payloads import plugin_status, problem_rows
from tui.tasks.system_info import system_info

ProgressCallback = Callable[[str], None]
"""Told what is being done."""


class TaskCalls:
    """The calls, by name; each takes a function that is told of progress."""

    def __init__(self, service: Service, pages: Path) -> None:
        self._service = service
        self._pages = pages

    # -- looking ---------------------------------------------------------------------------------

    def refresh(self, tell: ProgressCallback) -> Any:
        """Write the pages of the newest recorded state; the state's name."""
        tell("读取最新的数据")
        return {"state": self._service.publish_pages(self._pages)}

    def submissions(self, tell: ProgressCallback, evaluator: str) -> Any:
        """Everything ever taken in of an evaluator, newest first."""
        tell(f"读取{evaluator}的报送")
        scheme = self._service.scheme
        return submission_rows(self._service.ledger.submissions(scheme.year, evaluator), scheme)

    def history(self, tell: ProgressCallback, unit: str, indicator: str) -> Any:
        """Everything ever reported on a cell, newest first."""
        tell("读取以前报过的数")
        zone = ZoneInfo(self._service.scheme.time_zone)
        found = self._service.ledger.revisions(self._service.scheme.year, indicator, unit)
        return [
            {
                "at": format_time(revision.received_at, zone),
                "file": revision.file,
                "place": revision.entry.place,
                "values": {name: format_value(value) for name, value in revision.entry.values.items()},
                "carried": revision.entry.carried,
                "note": revision.entry.note,
            }
            for revision in reversed(found)
        ]

    def plugins(self, tell: ProgressCallback) -> Any:
        """Plugins with what is wrong with each and how long each takes, after they have scored what is there."""
        tell("检查插件")
        try:
            states = self._service.plugin_statuses(scoring=True)
        except StorageError:
            states = self._service.plugin_statuses()
        return [plugin_status(state, self._service.scheme) for state in states]

    def system_info(self, tell: ProgressCallback) -> Any:
        """Versions and places, for support."""
        tell("读取版本")
        return system_info(self._service, self._pages)

    # -- doing -----------------------------------------------------------------------------------

    def import_files(self, tell: ProgressCallback, paths: Sequence[str]) -> Any:
        """Take files in; what became of each."""
        taken = self._service.import_files(map(Path, paths), tell)
        return {"files": [_file_result(result) for result in taken], **self._refreshed(tell)}

    def annotate_rejected(
        self, tell: ProgressCallback, path: str, target: str, problems: Sequence[Mapping[str, str]]
    ) -> Any:
        """Write a refused workbook with its problems in it; whether it could be."""
        tell("写退回稿")
        found = [Problem(problem["place"], problem["message"], problem["expected"]) for problem in problems]
        data = self._service.annotate_rejected(Path(path), found)
        return {"written": _write_file(target, data) if data is not None else ""}

    def templates(
        self, tell: ProgressCallback, folder: str, evaluators: Sequence[str], overwrite: bool = False
    ) -> Any:
        """Write blank workbooks into a folder; none while one is ``there`` that may not be overwritten."""
        tell("生成模板")
        made = {
            str(Path(folder) / name): data for name, data in self._service.make_templates(evaluators).items()
        }
        there = [Path(target).name for target in made if Path(target).exists()]
        if there and not overwrite:
            return {"written": [], "there": there}
        _make_folder(folder)
        return {"written": [_write_file(target, data) for target, data in made.items()], "there": []}

    def compare(self, tell: ProgressCallback) -> Any:
        """What an assembly would change against the last recorded one, and what stands in its way."""
        tell("试算")
        result = self._service.preview(tell)
        runs = self._service.ledger.runs(self._service.scheme.year)
        blocking = [
            {"message": finding.message, "evaluator": finding.evaluator or ""} for finding in result.blocking
        ]
        if not runs:
            return {
                "last": "",
                "run": result.run,
                "blocking": blocking,
                "lines": ["以前没有汇总过"],
                **NO_CHANGES,
            }
        tell("和上一次汇总比较")
        last = self._service.load_run(str(runs[-1].number))
        schemes = (last.scheme, self._service.scheme)
        difference = diff.compare_results(last.result, result, schemes)
        lines = list(diff.difference_lines(difference, schemes)) if difference else ["和上一次汇总没有不同"]
        return {
            "last": str(runs[-1].number),
            "run": result.run,
            "blocking": blocking,
            "lines": lines,
            **change_set(difference, schemes),
        }

    def assemble(self, tell: ProgressCallback, provisional: bool) -> Any:
        """Record an assembly."""
        assembled = self._service.assemble(provisional=provisional, progress=tell)
        printed = [f"插件 {name} 写的：{text}" for name, text in self._service.host.printed().items()]
        return {
            "number": assembled.number,
            "run": assembled.result.run,
            "edition": edition_label(provisional=provisional),
            "printed": printed,
            "seconds": {name: format(each, "f") for name, each in self._service.host.seconds().items()},
            **self._refreshed(tell),
        }

    def _refreshed(self, tell: ProgressCallback) -> dict[str, str]:
        """The newest pages; what has been recorded stays so where they cannot be written, and ``stale`` says why."""
        try:
            return {**self.refresh(tell), "stale": ""}
        except (KaopingError, OSError) as error:
            return {
                "state": "",
                "stale": describe_os_error(error) if isinstance(error, OSError) else str(error),
            }

    def compare_runs(self, tell: ProgressCallback, before: str, after: str) -> Any:
        """What changed from one recorded assembly to another."""
        tell(f"比较第{before}次和第{after}次汇总")
        difference, schemes = self._service.compare_runs(before, after)
        return {"before": before, "after": after, **change_set(difference, schemes)}

    def run_examples(self, tell: ProgressCallback, names: Sequence[str]) -> Any:
        """Run plugins' worked examples, of all without names; how many there are and what is wrong with which."""
        problems, count = self._service.run_examples(names, tell)
        return {"count": count, "problems": list(problem_rows(problems))}

    def export(
        self,
        tell: ProgressCallback,
        kind: str,
        target: str,
        run: str = "",
        number: str = "",
        on: str = "",
        units: Sequence[str] = (),
    ) -> Any:
        """Write a recorded run, the last without a name, as ``json``, ``xlsx`` or ``docx``."""
        recorded = self._service.load_run(run or str(self._last_run()))
        tell(f"写 {Path(target).name}")
        if kind == "json":
            data = recorded.record.result
        elif kind == "xlsx":
            data = self._service.make_workbook(recorded.result, recorded.scheme)
        else:
            day = date.fromisoformat(on) if on else None
            data = self._service.make_bulletin(recorded.result, number, day, units, recorded.scheme)
        return {"written": _write_file(target, data)}

    def _last_run(self) -> int:
        runs = self._service.ledger.runs(self._service.scheme.year)
        if not runs:
            raise StorageError("还没有汇总过，先汇总再导出")
        return runs[-1].number


CALLS = frozenset(name for name in vars(TaskCalls) if not name.startswith("_"))


def _file_result(taken: ImportResult) -> dict[str, Any]:
    submission = taken.submission
    return {
        "file": taken.file,
        "evaluator": submission.evaluator if submission else "",
        "entries": len(submission.entries) if submission else 0,
        "accepted": submission is not None,
        "problems": list(problem_rows(taken.problems)),
    }


def _make_folder(folder: str) -> None:
    """Make a folder, if it is not there.

    Raises:
        StorageError: when it cannot be made.
    """
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"建不了文件夹 {folder}：{describe_os_error(error)}") from None


def _write_file(target: str, data: bytes) -> str:
    """Write a file whole; its path."""
    write_atomic(Path(target), data)
    return target
