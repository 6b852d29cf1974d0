"""Use cases of submissions: import files, annotate rejected ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from attrs import frozen

from kaoping_core.files import decode_file_name, describe_os_error
from kaoping_core.host.hooks import FileRejectedError
from kaoping_core.intake.dispatch import ParsedFile, may_need_reader, read_file, read_source
from kaoping_core.model.problems import Problem
from kaoping_core.model.submissions import Submission
from kaoping_core.service.open_site import OpenSite, Progress


@frozen
class ImportResult:
    """Result of importing one file."""

    file: str
    submission: Submission | None
    problems: tuple[Problem, ...] = ()
    """Everything for which it was rejected."""
    is_unreadable: bool = False
    """Whether it could not even be read."""


def import_files(opened: OpenSite, files: Iterable[Path | str], progress: Progress) -> list[ImportResult]:
    """Import files, each whole or not at all.

    A text that the site's settings name as a source (``grid.cases``) is read from there.
    """
    given = list(files)
    opened.expects_reader_files = any(may_need_reader(Path(file)) for file in given)
    results = []
    for number, file in enumerate(given, 1):
        name = decode_file_name(Path(file))
        progress(f"读取 {name}（{number}/{len(given)}）" if len(given) > 1 else f"读取 {name}")
        results.append(_import_file(opened, Path(file), name))
    return results


def _import_file(opened: OpenSite, path: Path, name: str) -> ImportResult:
    try:
        parsed = read_submission(opened, path)
    except OSError as error:
        problem = Problem(name, f"读不了：{describe_os_error(error)}")
        return ImportResult(name, None, (problem,), is_unreadable=True)
    except FileRejectedError as error:
        return ImportResult(name, None, error.problems)
    opened.ledger.record_submission(parsed.submission, parsed.contents, opened.actor, opened.clock())
    return ImportResult(name, parsed.submission)


def read_submission(opened: OpenSite, path: Path) -> ParsedFile:
    """Read a submission without recording it; from a source where the settings name one.

    Raises:
        FileRejectedError: with everything wrong with it.
        OSError: when there is no such file, or it cannot be read.
    """
    if str(path) in opened.settings.sources and not path.exists():
        return read_source(str(path), opened.intake, opened.host)
    return read_file(path, opened.intake, opened.host)


def annotate_rejected(path: Path, problems: Sequence[Problem]) -> bytes | None:
    """Return a copy of a rejected workbook with its problems marked; None for a file that cannot be annotated."""
    from kaoping_core.intake.annotated_copy import annotate_rejected_workbook
    from kaoping_core.xlsx.annotate.annotate import CannotAnnotateError
    from kaoping_core.xlsx.read.package import MAX_PACKED

    try:
        with path.open("rb") as stream:
            return annotate_rejected_workbook(stream.read(MAX_PACKED + 1), decode_file_name(path), problems)
    except (CannotAnnotateError, OSError):
        return None
