"""Use cases of assembly: a preview, and a recorded run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import frozen

from kaoping_core.assembly.assemble import RunContext, assemble
from kaoping_core.assembly.fingerprints import collect_fingerprints, run_name, serialize_entries
from kaoping_core.errors import ConfigurationError, DataError
from kaoping_core.host.progress import ProgressReportingScorer
from kaoping_core.model.problems import Problem
from kaoping_core.model.scores import Result
from kaoping_core.model.submissions import Entry
from kaoping_core.reports import json_document
from kaoping_core.service.open_site import OpenSite, Progress


@frozen
class AssemblyOutcome:
    """A newly recorded assembly."""

    result: Result
    number: int
    """Of the run, in the ledger."""
    document: bytes
    """The result in the interchange format."""


def preview(opened: OpenSite, progress: Progress | None) -> Result:
    """Return the result as of now, provisional and not recorded."""
    entries = opened.entries()
    return _assemble(opened, entries, serialize_entries(entries), provisional=True, progress=progress)


def record_assembly(opened: OpenSite, *, provisional: bool, progress: Progress) -> AssemblyOutcome:
    """Compute the result and record the run.

    Raises:
        DataError: for a final result while any cell is missing; nothing is recorded.
        ConfigurationError: likewise while any rule failed.
    """
    progress("读取方案和插件")
    _ = opened.host
    progress("读取报送")
    entries = opened.entries()
    progress("计分、汇总")
    written_entries = serialize_entries(entries)
    result = _assemble(opened, entries, written_entries, provisional=provisional, progress=progress)
    if not provisional:
        _raise_if_blocked(result)
    progress("记录汇总")
    document = json_document.dump_result(result, opened.scheme)
    number = opened.ledger.record_run(
        result.run,
        result.year,
        document,
        _inputs(opened, written_entries),
        provisional=provisional,
        actor=opened.actor,
        at=opened.clock(),
    )
    return AssemblyOutcome(result, number, document)


def _raise_if_blocked(result: Result) -> None:
    """Refuse a final result while findings block it."""
    if not result.blocking:
        return
    blocking = [
        Problem(f"{finding.evaluator}（{finding.indicator}）", finding.message) for finding in result.blocking
    ]
    failed = any(finding.code == "plugin" for finding in result.blocking)
    kind = ConfigurationError if failed else DataError
    raise kind(f"还不能出正式结果：{len(blocking)}处问题（要先看暂定结果，加 --provisional）", blocking)


def _assemble(
    opened: OpenSite,
    entries: Sequence[Entry],
    written: bytes,
    *,
    provisional: bool,
    progress: Progress | None,
) -> Result:
    deliveries = tuple(opened.deliveries())
    banner = opened.settings.banner
    prints = collect_fingerprints(opened.scheme, opened.host.fingerprints(), written, deliveries)
    run = run_name(prints, banner, provisional=provisional)
    known = opened.intake.cells
    counted = [entry for entry in entries if (entry.indicator, entry.unit) in known]
    uncounted = tuple(entry for entry in entries if (entry.indicator, entry.unit) not in known)
    context = RunContext(run, provisional, deliveries, prints, banner, uncounted)
    scorer = opened.host if progress is None else ProgressReportingScorer(opened.host, progress)
    return assemble(opened.scheme, counted, scorer, context)


def _inputs(opened: OpenSite, entries: bytes) -> Mapping[str, bytes]:
    """Return the files that a run needs to be repeated, by name."""
    inputs = {f"config/{name}": text.encode() for name, text in opened.scheme.documents.items()}
    for folder in opened.host.folders.values():
        inputs |= {f"plugins/{folder.name}/{name}": data for name, data in folder.files.items()}
    inputs["entries.json"] = entries
    return inputs
