"""Use cases of the command line and the terminal UI."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

from attrs import frozen

from kaoping_core.assembly.assemble import RunContext, assemble
from kaoping_core.assembly.fingerprints import collect_fingerprints, run_name, serialize_entries
from kaoping_core.assembly.plugin_columns import columns_of
from kaoping_core.errors import ConfigurationError, DataError
from kaoping_core.files import decode_file_name, describe_os_error
from kaoping_core.host.discovery import find_plugins
from kaoping_core.host.hooks import FileRejectedError
from kaoping_core.host.host import Host
from kaoping_core.host.plugin_status import PluginStatus, plugin_statuses
from kaoping_core.host.progress import ProgressReportingScorer
from kaoping_core.intake.context import IntakeContext
from kaoping_core.intake.dispatch import ParsedFile, may_need_reader, read_file, read_source
from kaoping_core.model.problems import Problem
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Result
from kaoping_core.model.submissions import Delivery, Entry, Submission
from kaoping_core.pages.schema import Page
from kaoping_core.plugin_examples import run_examples
from kaoping_core.reports import diff, json_document
from kaoping_core.reports.evaluator_status import EvaluatorStatus, evaluator_statuses
from kaoping_core.scheme.load import load_scheme
from kaoping_core.scheme.name_lookup import NameLookup
from kaoping_core.scheme.recorded_format import parse_recorded_scheme
from kaoping_core.settings import Settings, read_settings
from kaoping_core.site import Site

if TYPE_CHECKING:
    from kaoping_core.ledger.ledger import Ledger
    from kaoping_core.ledger.records import RunRecord

Progress = Callable[[str], None]
"""Told what is being done, for people who wait."""


@frozen
class ImportResult:
    """Result of importing one file."""

    file: str
    submission: Submission | None
    problems: tuple[Problem, ...] = ()
    """Why it was refused, all of it."""
    is_unreadable: bool = False
    """Whether it could not even be read."""


@frozen
class AssemblyOutcome:
    """A newly recorded assembly."""

    result: Result
    number: int
    """Of the run, in the ledger."""
    document: bytes
    """The result in the interchange format."""


@frozen
class RecordedAssembly:
    """A recorded assembly with the scheme that it was worked out with."""

    record: RunRecord
    scheme: Scheme
    result: Result


class Service:
    """Use cases at one site and one year; a context manager that ends plugins' processes."""

    def __init__(
        self,
        site: Site,
        year: int | None = None,
        database: str | None = None,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        actor: str = "",
    ) -> None:
        self.site = site
        self._year = year
        self._database = database or site.database
        self._clock = clock
        self._actor = actor or getpass.getuser()
        self._expects_reader_files = False
        """Whether files for plugins' readers are about to come."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if "host" in self.__dict__:
            self.host.close()
        if "ledger" in self.__dict__:
            self.ledger.close()

    @property
    def database(self) -> str:
        """URL of the ledger."""
        return self._database

    @cached_property
    def settings(self) -> Settings:
        """The site's settings."""
        return read_settings(self.site.config)

    @cached_property
    def scheme(self) -> Scheme:
        """The year's scheme.

        Raises:
            ConfigurationError: with everything wrong with it.
        """
        return load_scheme(self.site.year_folder(self._year))

    @cached_property
    def host(self) -> Host:
        """The plugins, bound to the scheme.

        Raises:
            ConfigurationError: when the configuration does not fit the rules.
        """
        host = self._unchecked_host()
        if self._expects_reader_files:
            host.preload_readers()
        _ = self.ledger  # opened here because the plugins' processes start meanwhile
        try:
            host.raise_if_invalid()
        except ConfigurationError:
            host.close()
            raise
        return host

    def _unchecked_host(self) -> Host:
        limits = self.settings.plugins
        seconds, reading = float(limits.seconds), float(limits.reading_seconds)
        return Host.of(self.scheme, self.site.plugins, seconds, reading, self.settings.sources)

    def restart_plugins(self) -> None:
        """End the plugins' processes; they start again when they are next needed.

        For work that was broken off: answers to what it asked may still be on their way, and the next question
        would take them for its own.
        """
        if "host" in self.__dict__:
            self.host.close()
        for made in ("host", "intake"):
            self.__dict__.pop(made, None)

    @cached_property
    def ledger(self) -> Ledger:
        """Ledger of the site."""
        from kaoping_core.ledger.ledger import Ledger  # its library takes a fifth of a second to import

        return Ledger(self._database)

    @cached_property
    def intake(self) -> IntakeContext:
        """Context for reading submissions."""
        return IntakeContext(self.scheme, self.host.binding)

    @cached_property
    def names(self) -> NameLookup:
        """Lookup of units, indicators and evaluators by any name."""
        return NameLookup(self.scheme)

    # -- configuration ---------------------------------------------------------------------------

    def check_configuration(self) -> list[Problem]:
        """Return everything wrong with the year's configuration and the plugins."""
        try:
            _ = self.settings, self.scheme
        except ConfigurationError as error:
            folders = find_plugins(self.site.plugins)
            of_plugins = [each for folder in folders for each in (*folder.problems, *folder.warnings)]
            return [*(error.problems or (Problem(str(self.site.config), error.message),)), *of_plugins]
        with self._unchecked_host() as host:
            return [*host.problems, *host.plugin_problems()]

    def plugin_statuses(self, *, scoring: bool = False) -> list[PluginStatus]:
        """Return the plugins' status; with ``scoring``, after they have scored the current entries."""
        with self._unchecked_host() as host:
            if scoring and not host.problems:
                known = IntakeContext(self.scheme, host.binding).cells
                counted = [entry for entry in self._entries() if (entry.indicator, entry.unit) in known]
                assemble(self.scheme, counted, host)
            return plugin_statuses(host)

    def run_examples(
        self, names: Sequence[str] = (), progress: Progress = lambda _: None
    ) -> tuple[list[Problem], int]:
        """Run plugins' worked examples; return problems and the number of examples.

        Raises:
            UsageError: for an unknown plugin.
        """
        return run_examples(self.scheme, self.host, names, progress)

    # -- submissions -----------------------------------------------------------------------------

    def import_files(
        self, files: Iterable[Path | str], progress: Progress = lambda _: None
    ) -> list[ImportResult]:
        """Import files, each whole or not at all.

        A text that the site's settings name as a source (``grid.cases``) is read from there.
        """
        given = list(files)
        self._expects_reader_files = any(may_need_reader(Path(file)) for file in given)
        taken = []
        for number, file in enumerate(given, 1):
            name = decode_file_name(Path(file))
            progress(f"读取 {name}（{number}/{len(given)}）" if len(given) > 1 else f"读取 {name}")
            taken.append(self._import_file(Path(file), name))
        return taken

    def _import_file(self, path: Path, name: str) -> ImportResult:
        try:
            incoming = self.read_submission(path)
        except OSError as error:
            problem = Problem(name, f"读不了：{describe_os_error(error)}")
            return ImportResult(name, None, (problem,), is_unreadable=True)
        except FileRejectedError as error:
            return ImportResult(name, None, error.problems)
        submission = incoming.submission
        self.ledger.record_submission(submission, incoming.contents, self._actor, self._clock())
        return ImportResult(name, submission)

    def read_submission(self, path: Path) -> ParsedFile:
        """Read a submission without recording it; from a source where the settings name one.

        Raises:
            FileRejectedError: with everything wrong with it.
            OSError: when there is no such file, or it cannot be read.
        """
        if str(path) in self.settings.sources and not path.exists():
            return read_source(str(path), self.intake, self.host)
        return read_file(path, self.intake, self.host)

    def annotate_rejected(self, path: Path, problems: Sequence[Problem]) -> bytes | None:
        """Return a copy of a rejected workbook with its problems marked; None for a file that cannot be annotated."""
        from kaoping_core.intake.annotated_copy import annotate_rejected_workbook
        from kaoping_core.xlsx.annotate.annotate import CannotAnnotateError
        from kaoping_core.xlsx.read.package import MAX_PACKED

        try:
            with path.open("rb") as stream:
                return annotate_rejected_workbook(
                    stream.read(MAX_PACKED + 1), decode_file_name(path), problems
                )
        except (CannotAnnotateError, OSError):
            return None

    def make_templates(self, evaluators: Sequence[str] = ()) -> dict[str, bytes]:
        """Return blank workbooks of evaluators, by default all, by file name.

        Raises:
            UsageError: for an unknown evaluator.
            ConfigurationError: when a rule of its indicators cannot be used.
        """
        from kaoping_core.intake.workbook.template import make_template, template_name

        named = [self.names.evaluator(evaluator) for evaluator in evaluators]
        chosen = dict.fromkeys(named or [evaluator.name for evaluator in self.scheme.evaluators])
        return {template_name(each, self.scheme.year): make_template(each, self.intake) for each in chosen}

    def evaluator_statuses(self) -> list[EvaluatorStatus]:
        """Return the status of every evaluator, in the scheme's order."""
        return evaluator_statuses(self.scheme, self.preview(), self._deliveries(), self.today())

    # -- results ---------------------------------------------------------------------------------

    def build_pages(self, initials: Mapping[str, str] | None = None) -> Iterator[tuple[str, Page]]:
        """Yield every page of the newest recorded state, by name: see :mod:`kaoping_core.reports.pages.build`.

        ``initials`` of names that are known already need not be made anew.
        """
        from kaoping_core.reports.pages.build import build_pages

        result, year, today = self.preview(), self.scheme.year, self.today()
        statuses = evaluator_statuses(self.scheme, result, self._deliveries(), today)
        runs, receptions = self.ledger.runs(year), self.ledger.submissions(year)
        return build_pages(result, self.scheme, today, statuses, runs, receptions, initials)

    def publish_pages(self, folder: Path | None = None) -> str:
        """Write every page of the newest state to the pages folder and return the state's name.

        Raises:
            OSError: when they cannot be written; the state before stays.
        """
        from kaoping_core.reports.pages.change_stamp import change_stamp
        from kaoping_core.reports.pages.publish import publish
        from kaoping_core.reports.pages.store import pages_folder

        _ = self.ledger  # makes the database where there is none yet, which is no news
        database = "" if self._database == self.site.database else self._database
        year = str(self.scheme.year)
        stamp = change_stamp(self.site.root, year, database, self.today().isoformat())
        return publish(folder or pages_folder(self.site.data, year, database), stamp, self.build_pages)

    def today(self) -> date:
        """Return today's date in the county."""
        return self._clock().astimezone(ZoneInfo(self.scheme.time_zone)).date()

    def preview(self, progress: Progress | None = None) -> Result:
        """Return the result as of now, provisional and not recorded."""
        entries = self._entries()
        return self._assemble(entries, serialize_entries(entries), provisional=True, progress=progress)

    def assemble(self, *, provisional: bool = False, progress: Progress = lambda _: None) -> AssemblyOutcome:
        """Compute the result and record the run.

        Raises:
            DataError: for a final result while any cell is missing; nothing is recorded.
            ConfigurationError: likewise while any rule failed.
        """
        progress("读取方案和插件")
        _ = self.host
        progress("读取报送")
        entries = self._entries()
        progress("计分、汇总")
        written_entries = serialize_entries(entries)
        result = self._assemble(entries, written_entries, provisional=provisional, progress=progress)
        if not provisional and result.blocking:
            blocking = [
                Problem(f"{finding.evaluator}（{finding.indicator}）", finding.message)
                for finding in result.blocking
            ]
            failed = any(finding.code == "plugin" for finding in result.blocking)
            kind = ConfigurationError if failed else DataError
            raise kind(
                f"还不能出正式结果：{len(blocking)}处问题（要先看暂定结果，加 --provisional）", blocking
            )
        progress("记录汇总")
        written = json_document.dump_result(result, self.scheme)
        number = self.ledger.record_run(
            result.run,
            result.year,
            written,
            self._inputs(written_entries),
            provisional=provisional,
            actor=self._actor,
            at=self._clock(),
        )
        return AssemblyOutcome(result, number, written)

    def _entries(self) -> list[Entry]:
        """Return current entries, including those on cells that the scheme no longer has."""
        found = self.ledger.current_entries(self.scheme.year)
        return sorted(found, key=lambda entry: (entry.indicator, entry.unit, entry.layer))

    def _deliveries(self) -> list[Delivery]:
        return self.ledger.deliveries(self.scheme.year, self.scheme.time_zone)

    def _assemble(
        self,
        entries: Sequence[Entry],
        written: bytes,
        *,
        provisional: bool,
        progress: Progress | None = None,
    ) -> Result:
        deliveries = tuple(self._deliveries())
        banner = self.settings.banner
        prints = collect_fingerprints(self.scheme, self.host.fingerprints(), written, deliveries)
        run = run_name(prints, banner, provisional=provisional)
        known = self.intake.cells
        counted = [entry for entry in entries if (entry.indicator, entry.unit) in known]
        left_out = tuple(entry for entry in entries if (entry.indicator, entry.unit) not in known)
        circumstances = RunContext(run, provisional, deliveries, prints, banner, left_out)
        scorer = self.host if progress is None else ProgressReportingScorer(self.host, progress)
        return assemble(self.scheme, counted, scorer, circumstances)

    def _inputs(self, entries: bytes) -> Mapping[str, bytes]:
        """Return the files that a run needs to be repeated, by name."""
        inputs = {f"config/{name}": text.encode() for name, text in self.scheme.documents.items()}
        for folder in self.host.folders.values():
            inputs |= {f"plugins/{folder.name}/{name}": data for name, data in folder.files.items()}
        inputs["entries.json"] = entries
        return inputs

    def load_run(self, name: str) -> RecordedAssembly:
        """Return a recorded run with its own scheme."""
        record = self.ledger.run(name)
        wanted = {name: sha for name, sha in record.documents.items() if name.startswith("config/")}
        contents = self.ledger.documents(wanted.values())
        scheme = parse_recorded_scheme(
            {name.removeprefix("config/"): contents[sha].decode() for name, sha in wanted.items()}
        )
        return RecordedAssembly(record, scheme, json_document.load_result(record.result, scheme))

    def compare_runs(self, before: str, after: str) -> tuple[diff.Difference, tuple[Scheme, Scheme]]:
        """Return the differences between two recorded runs."""
        one, other = self.load_run(before), self.load_run(after)
        schemes = (one.scheme, other.scheme)
        return diff.compare_results(one.result, other.result, schemes), schemes

    # -- what is published -----------------------------------------------------------------------

    def make_workbook(self, result: Result, scheme: Scheme | None = None) -> bytes:
        """Return a result as a workbook with plugins' sheets; a recorded one with its own scheme."""
        from kaoping_core.reports.workbook.build import result_workbook

        own = scheme or self.scheme
        return result_workbook(result, own, self.host.sheets(columns_of(result, own)))

    def validate_bulletin(self, number: str, on: date | None, *, provisional: bool) -> None:
        """Check that a bulletin could be written, before anything is recorded.

        Raises:
            UsageError: for a number that is none, or that a draft should carry.
            StorageError: where python-docx is not installed.
        """
        from kaoping_core.reports.bulletin.bulletin import validate_bulletin

        validate_bulletin(self.scheme, number, on, draft=provisional)

    def make_bulletin(
        self,
        result: Result,
        number: str,
        on: date | None,
        units: Sequence[str],
        scheme: Scheme | None = None,
    ) -> bytes:
        """Return a result as the bulletin with pages of ``units``; a recorded one with its own scheme."""
        from kaoping_core.reports.bulletin.bulletin import result_bulletin

        return result_bulletin(result, scheme or self.scheme, number=number, on=on, units_annexed=units)
