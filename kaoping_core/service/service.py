"""Service: the use cases of the command line and the terminal UI, one method each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from kaoping_core.host.plugin_status import PluginStatus
from kaoping_core.intake.dispatch import ParsedFile
from kaoping_core.model.problems import Problem
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Result
from kaoping_core.pages.schema import Page
from kaoping_core.reports.diff import Difference
from kaoping_core.reports.evaluator_status import EvaluatorStatus
from kaoping_core.service import assembling, configuration, importing, page_building, results, templates
from kaoping_core.service.assembling import AssemblyOutcome
from kaoping_core.service.importing import ImportResult
from kaoping_core.service.open_site import OpenSite, Progress, no_progress
from kaoping_core.service.results import RecordedAssembly


class Service(OpenSite):
    """Use cases at one site and one year. Each method says what it does in the module of its use case."""

    def check_configuration(self) -> list[Problem]:
        """See :func:`kaoping_core.service.configuration.check_configuration`."""
        return configuration.check_configuration(self)

    def plugin_statuses(self, *, scoring: bool = False) -> list[PluginStatus]:
        """See :func:`kaoping_core.service.configuration.plugin_statuses`."""
        return configuration.plugin_statuses(self, scoring=scoring)

    def run_examples(
        self, names: Sequence[str] = (), progress: Progress = no_progress
    ) -> tuple[list[Problem], int]:
        """See :func:`kaoping_core.service.configuration.run_examples`."""
        return configuration.run_examples(self, names, progress)

    def import_files(
        self, files: Iterable[Path | str], progress: Progress = no_progress
    ) -> list[ImportResult]:
        """See :func:`kaoping_core.service.importing.import_files`."""
        return importing.import_files(self, files, progress)

    def read_submission(self, path: Path) -> ParsedFile:
        """See :func:`kaoping_core.service.importing.read_submission`."""
        return importing.read_submission(self, path)

    def annotate_rejected(self, path: Path, problems: Sequence[Problem]) -> bytes | None:
        """See :func:`kaoping_core.service.importing.annotate_rejected`."""
        return importing.annotate_rejected(path, problems)

    def make_templates(self, evaluators: Sequence[str] = ()) -> dict[str, bytes]:
        """See :func:`kaoping_core.service.templates.make_templates`."""
        return templates.make_templates(self, evaluators)

    def evaluator_statuses(self) -> list[EvaluatorStatus]:
        """See :func:`kaoping_core.service.page_building.evaluator_statuses`."""
        return page_building.evaluator_statuses(self)

    def build_pages(self, initials: Mapping[str, str] | None = None) -> Iterator[tuple[str, Page]]:
        """See :func:`kaoping_core.service.page_building.build_pages`."""
        return page_building.build_pages(self, initials)

    def publish_pages(self, folder: Path | None = None) -> str:
        """See :func:`kaoping_core.service.page_building.publish_pages`."""
        return page_building.publish_pages(self, folder)

    def preview(self, progress: Progress | None = None) -> Result:
        """See :func:`kaoping_core.service.assembling.preview`."""
        return assembling.preview(self, progress)

    def assemble(self, *, provisional: bool = False, progress: Progress = no_progress) -> AssemblyOutcome:
        """See :func:`kaoping_core.service.assembling.record_assembly`."""
        return assembling.record_assembly(self, provisional=provisional, progress=progress)

    def load_run(self, name: str) -> RecordedAssembly:
        """See :func:`kaoping_core.service.results.load_run`."""
        return results.load_run(self, name)

    def compare_runs(self, before: str, after: str) -> tuple[Difference, tuple[Scheme, Scheme]]:
        """See :func:`kaoping_core.service.results.compare_runs`."""
        return results.compare_runs(self, before, after)

    def make_workbook(self, result: Result, scheme: Scheme | None = None) -> bytes:
        """Return a result as a workbook; a recorded one with its own scheme."""
        return results.make_workbook(self, result, scheme or self.scheme)

    def validate_bulletin(self, number: str, on: date | None, *, provisional: bool) -> None:
        """See :func:`kaoping_core.service.results.validate_bulletin`."""
        results.validate_bulletin(self, number, on, provisional=provisional)

    def make_bulletin(
        self,
        result: Result,
        number: str,
        on: date | None,
        units: Sequence[str],
        scheme: Scheme | None = None,
    ) -> bytes:
        """Return a result as the bulletin; a recorded one with its own scheme."""
        return results.make_bulletin(result, scheme or self.scheme, number, on, units)
