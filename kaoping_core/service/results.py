"""Use cases of results: recorded runs, their differences, workbook and bulletin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from attrs import frozen

from kaoping_core.assembly.plugin_columns import columns_of
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Result
from kaoping_core.reports import diff, json_document
from kaoping_core.scheme.recorded_format import parse_recorded_scheme
from kaoping_core.service.open_site import OpenSite

if TYPE_CHECKING:
    from kaoping_core.ledger.records import RunRecord


@frozen
class RecordedAssembly:
    """A recorded assembly with the scheme that it was worked out with."""

    record: RunRecord
    scheme: Scheme
    result: Result


def load_run(opened: OpenSite, name: str) -> RecordedAssembly:
    """Return a recorded run with its own scheme."""
    record = opened.ledger.run(name)
    wanted = {file: sha for file, sha in record.documents.items() if file.startswith("config/")}
    contents = opened.ledger.documents(wanted.values())
    scheme = parse_recorded_scheme(
        {file.removeprefix("config/"): contents[sha].decode() for file, sha in wanted.items()}
    )
    return RecordedAssembly(record, scheme, json_document.load_result(record.result, scheme))


def compare_runs(opened: OpenSite, before: str, after: str) -> tuple[diff.Difference, tuple[Scheme, Scheme]]:
    """Return the differences between two recorded runs, and their schemes."""
    first, second = load_run(opened, before), load_run(opened, after)
    schemes = (first.scheme, second.scheme)
    return diff.compare_results(first.result, second.result, schemes), schemes


def make_workbook(opened: OpenSite, result: Result, scheme: Scheme) -> bytes:
    """Return a result as a workbook with plugins' sheets."""
    from kaoping_core.reports.workbook.build import result_workbook

    return result_workbook(result, scheme, opened.host.sheets(columns_of(result, scheme)))


def validate_bulletin(opened: OpenSite, number: str, on: date | None, *, provisional: bool) -> None:
    """Check that a bulletin could be written, before anything is recorded.

    Raises:
        UsageError: for a number that is none, or that a draft should carry.
        StorageError: where python-docx is not installed.
    """
    from kaoping_core.reports.bulletin import bulletin

    bulletin.validate_bulletin(opened.scheme, number, on, draft=provisional)


def make_bulletin(
    result: Result, scheme: Scheme, number: str, on: date | None, units: Sequence[str]
) -> bytes:
    """Return a result as the bulletin with pages of ``units``."""
    from kaoping_core.reports.bulletin.bulletin import result_bulletin

    return result_bulletin(result, scheme, number=number, on=on, units_annexed=units)
