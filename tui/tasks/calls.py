"""Answers of the child process to the requests of the protocol."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from kaoping_core.errors import KaopingError, StorageError
from kaoping_core.files import describe_os_error, write_atomic
from kaoping_core.model.problems import Problem
from kaoping_core.model.scores import format_value
from kaoping_core.pages.labels import edition_label
from kaoping_core.pages.schema import BlockingRow, PluginStatusData, RevisionRow, SubmissionRow
from kaoping_core.reports import diff
from kaoping_core.reports.pages.changes import NO_CHANGES, change_set
from kaoping_core.reports.pages.evaluators import format_time, submission_rows
from kaoping_core.service import ImportResult, Service
from tui.tasks.payloads import plugin_status, problem_rows
from tui.tasks.protocol import (
    AnnotateRejected,
    Assemble,
    AssemblyReport,
    CompareRuns,
    ExamplesReport,
    Export,
    FileImport,
    ImportFiles,
    ImportReport,
    ListPlugins,
    ListRevisions,
    ListSubmissions,
    MakeTemplates,
    PagesReport,
    ReadSystemInfo,
    Refresh,
    RefreshReport,
    Request,
    ResultT,
    RunComparison,
    RunExamples,
    TemplatesReport,
    TrialAssembly,
    TrialReport,
    WrittenFile,
)
from tui.tasks.system_info import system_info

ProgressCallback = Callable[[str], None]
"""Receives progress texts."""


class TaskCalls:
    """One method per request, by the request's name; each reports its progress."""

    def __init__(self, service: Service, pages: Path) -> None:
        self._service = service
        self._pages = pages

    def run(self, request: Request[ResultT], report: ProgressCallback) -> ResultT:
        """Answer a request."""
        # the registry holds only names of methods below, each of which takes its request
        method: Callable[[Request[ResultT], ProgressCallback], ResultT] = getattr(self, request.NAME)
        return method(request, report)

    # -- reading ---------------------------------------------------------------------------------

    def refresh(self, request: Refresh, report: ProgressCallback) -> RefreshReport:
        """Write the pages of the newest recorded state."""
        report("读取最新的数据")
        return {"state": self._service.publish_pages(self._pages)}

    def submissions(self, request: ListSubmissions, report: ProgressCallback) -> list[SubmissionRow]:
        """List the submissions of an evaluator, newest first."""
        report(f"读取{request.evaluator}的报送")
        scheme = self._service.scheme
        records = self._service.ledger.submissions(scheme.year, request.evaluator)
        return submission_rows(records, scheme)

    def history(self, request: ListRevisions, report: ProgressCallback) -> list[RevisionRow]:
        """List the reported values of a cell, newest first."""
        report("读取以前报过的数")
        zone = ZoneInfo(self._service.scheme.time_zone)
        revisions = self._service.ledger.revisions(self._service.scheme.year, request.indicator, request.unit)
        return [
            {
                "at": format_time(revision.received_at, zone),
                "file": revision.file,
                "place": revision.entry.place,
                "values": {name: format_value(value) for name, value in revision.entry.values.items()},
                "carried": revision.entry.carried,
                "note": revision.entry.note,
            }
            for revision in reversed(revisions)
        ]

    def plugins(self, request: ListPlugins, report: ProgressCallback) -> list[PluginStatusData]:
        """Check all plugins; they score the reported values first, which finds faults and takes the time."""
        report("检查插件")
        try:
            states = self._service.plugin_statuses(scoring=True)
        except StorageError:
            states = self._service.plugin_statuses()
        return [plugin_status(state, self._service.scheme) for state in states]

    def system_info(self, request: ReadSystemInfo, report: ProgressCallback) -> dict[str, str]:
        """Read versions and paths for support."""
        report("读取版本")
        return system_info(self._service, self._pages)

    # -- writing ---------------------------------------------------------------------------------

    def import_files(self, request: ImportFiles, report: ProgressCallback) -> ImportReport:
        """Import files."""
        results = self._service.import_files(map(Path, request.paths), report)
        return {"files": [_file_import(result) for result in results], **self._publish(report)}

    def annotate_rejected(self, request: AnnotateRejected, report: ProgressCallback) -> WrittenFile:
        """Write a copy of a rejected workbook with its problems as comments."""
        report("写退回稿")
        problems = [Problem(row["place"], row["message"], row["expected"]) for row in request.problems]
        data = self._service.annotate_rejected(Path(request.path), problems)
        return {"written": _write_file(request.target, data) if data is not None else ""}

    def templates(self, request: MakeTemplates, report: ProgressCallback) -> TemplatesReport:
        """Write blank workbooks into a folder; none while one of them exists and may not be overwritten."""
        report("生成模板")
        workbooks = {
            str(Path(request.folder) / name): data
            for name, data in self._service.make_templates(request.evaluators).items()
        }
        existing = [Path(target).name for target in workbooks if Path(target).exists()]
        if existing and not request.overwrite:
            return {"written": [], "there": existing}
        _make_folder(request.folder)
        return {"written": [_write_file(target, data) for target, data in workbooks.items()], "there": []}

    def compare(self, request: TrialAssembly, report: ProgressCallback) -> TrialReport:
        """Compute what an assembly would change against the last run, and what blocks a final one."""
        report("试算")
        result = self._service.preview(report)
        runs = self._service.ledger.runs(self._service.scheme.year)
        blocking: list[BlockingRow] = [
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
        report("和上一次汇总比较")
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

    def assemble(self, request: Assemble, report: ProgressCallback) -> AssemblyReport:
        """Record an assembly."""
        outcome = self._service.assemble(provisional=request.provisional, progress=report)
        printed = [f"插件 {name} 写的：{text}" for name, text in self._service.host.printed().items()]
        return {
            "number": outcome.number,
            "run": outcome.result.run,
            "edition": edition_label(provisional=request.provisional),
            "printed": printed,
            "seconds": {name: format(seconds, "f") for name, seconds in self._service.host.seconds().items()},
            **self._publish(report),
        }

    def _publish(self, report: ProgressCallback) -> PagesReport:
        """Write the newest pages; a failure does not undo what was recorded, so ``stale`` tells it instead."""
        try:
            return {"state": self.refresh(Refresh(), report)["state"], "stale": ""}
        except (KaopingError, OSError) as error:
            reason = describe_os_error(error) if isinstance(error, OSError) else str(error)
            return {"state": "", "stale": reason}

    def compare_runs(self, request: CompareRuns, report: ProgressCallback) -> RunComparison:
        """Compare two recorded runs."""
        report(f"比较第{request.before}次和第{request.after}次汇总")
        difference, schemes = self._service.compare_runs(request.before, request.after)
        return {"before": request.before, "after": request.after, **change_set(difference, schemes)}

    def run_examples(self, request: RunExamples, report: ProgressCallback) -> ExamplesReport:
        """Run the examples of plugins."""
        problems, count = self._service.run_examples(request.names, report)
        return {"count": count, "problems": list(problem_rows(problems))}

    def export(self, request: Export, report: ProgressCallback) -> WrittenFile:
        """Write a recorded run to a file."""
        recorded = self._service.load_run(request.run or str(self._last_run()))
        report(f"写 {Path(request.target).name}")
        if request.kind == "json":
            data = recorded.record.result
        elif request.kind == "xlsx":
            data = self._service.make_workbook(recorded.result, recorded.scheme)
        else:
            day = date.fromisoformat(request.date) if request.date else None
            data = self._service.make_bulletin(
                recorded.result, request.number, day, request.units, recorded.scheme
            )
        return {"written": _write_file(request.target, data)}

    def _last_run(self) -> int:
        runs = self._service.ledger.runs(self._service.scheme.year)
        if not runs:
            raise StorageError("还没有汇总过，先汇总再导出")
        return runs[-1].number


def _file_import(result: ImportResult) -> FileImport:
    submission = result.submission
    return {
        "file": result.file,
        "evaluator": submission.evaluator if submission else "",
        "entries": len(submission.entries) if submission else 0,
        "accepted": submission is not None,
        "problems": list(problem_rows(result.problems)),
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
