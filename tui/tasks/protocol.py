"""Requests to the child process and their results, with one registry that turns requests into JSON and back.

Every request names its result type: ``Request[AssemblyReport]`` is answered by an ``AssemblyReport``. Results are
``TypedDict`` classes, so that an answer is used as it comes from JSON, without a copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar, Final, Generic, Literal, TypedDict, TypeVar, cast, final

from attrs import field, fields, frozen

from kaoping_core.pages.schema import (
    BlockingRow,
    ChangeSet,
    JsonObject,
    PluginStatusData,
    ProblemRow,
    RevisionRow,
    SubmissionRow,
)

ResultT_co = TypeVar("ResultT_co", covariant=True)
ResultT = TypeVar("ResultT")


class UnknownRequestError(Exception):
    """A request with a name that is not registered; ``name`` is that name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


# -- results ---------------------------------------------------------------------------------------


class RefreshReport(TypedDict):
    """Name of the state that the pages show."""

    state: str


class FileImport(TypedDict):
    """Outcome of one imported file."""

    file: str
    evaluator: str
    entries: int
    accepted: bool
    problems: list[ProblemRow]


class PagesReport(TypedDict):
    """State that the pages show after a change; ``stale`` says why they could not be written."""

    state: str
    stale: str


class ImportReport(PagesReport):
    """Outcome of an import, file by file."""

    files: list[FileImport]


class WrittenFile(TypedDict):
    """Path of the file that was written; empty when none was."""

    written: str


class TemplatesReport(TypedDict):
    """Paths of the written workbooks, or names of those that exist and may not be overwritten."""

    written: list[str]
    there: list[str]


@final
class TrialReport(ChangeSet):
    """Changes that an assembly would record against the last run (``last``; empty without one)."""

    last: str
    run: str
    blocking: list[BlockingRow]
    lines: list[str]


class AssemblyReport(PagesReport):
    """Recorded run, with what the plugins printed and how long each took."""

    number: int
    run: str
    edition: str
    printed: list[str]
    seconds: dict[str, str]


@final
class RunComparison(ChangeSet):
    """Differences between two recorded runs."""

    before: str
    after: str


class ExamplesReport(TypedDict):
    """Number of plugin examples that ran, and the problems found."""

    count: int
    problems: list[ProblemRow]


# -- requests --------------------------------------------------------------------------------------


def _text_tuple(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(values)


def _problem_tuple(values: Iterable[ProblemRow]) -> tuple[ProblemRow, ...]:
    return tuple(values)


@frozen
class Request(Generic[ResultT_co]):
    """A call of the child process; the type argument is the type of its result."""

    NAME: ClassVar[str]
    """Name on the wire, and of the method of ``TaskCalls`` that answers."""
    READ_ONLY: ClassVar[bool] = False
    """Whether it records nothing and is quick: such requests do not wait for one that changes something."""
    NEEDS_DATABASE: ClassVar[bool] = True
    """Whether it fails when the database file is missing."""

    @property
    def arguments(self) -> JsonObject:  # values of any field, for JSON only
        """Field values by name, for JSON."""
        return {attribute.name: getattr(self, attribute.name) for attribute in fields(type(self))}


@frozen
class Refresh(Request[RefreshReport]):
    """Write the pages of the newest recorded state."""

    NAME = "refresh"
    READ_ONLY = True


@frozen
class ListSubmissions(Request[list[SubmissionRow]]):
    """List the submissions of an evaluator, newest first."""

    NAME = "submissions"
    READ_ONLY = True
    evaluator: str


@frozen
class ListRevisions(Request[list[RevisionRow]]):
    """List the reported values of a cell, newest first."""

    NAME = "history"
    READ_ONLY = True
    unit: str
    indicator: str


@frozen
class ListPlugins(Request[list[PluginStatusData]]):
    """Check all plugins."""

    NAME = "plugins"
    READ_ONLY = True


@frozen
class ReadSystemInfo(Request[dict[str, str]]):
    """Read versions and paths for support; each by its label."""

    NAME = "system_info"
    READ_ONLY = True
    NEEDS_DATABASE = False


@frozen
class ImportFiles(Request[ImportReport]):
    """Import files."""

    NAME = "import_files"
    paths: tuple[str, ...] = field(converter=_text_tuple)


@frozen
class AnnotateRejected(Request[WrittenFile]):
    """Write a copy of a rejected workbook with its problems as comments."""

    NAME = "annotate_rejected"
    path: str
    target: str
    problems: tuple[ProblemRow, ...] = field(converter=_problem_tuple)


@frozen
class MakeTemplates(Request[TemplatesReport]):
    """Write blank workbooks for evaluators into a folder."""

    NAME = "templates"
    folder: str
    evaluators: tuple[str, ...] = field(converter=_text_tuple)
    overwrite: bool = False


@frozen
class TrialAssembly(Request[TrialReport]):
    """Compute what an assembly would change; records nothing."""

    NAME = "compare"


@frozen
class Assemble(Request[AssemblyReport]):
    """Record an assembly."""

    NAME = "assemble"
    provisional: bool


@frozen
class CompareRuns(Request[RunComparison]):
    """Compare two recorded runs."""

    NAME = "compare_runs"
    before: str
    after: str


@frozen
class RunExamples(Request[ExamplesReport]):
    """Run the examples of plugins, of all without names."""

    NAME = "run_examples"
    names: tuple[str, ...] = field(converter=_text_tuple, default=())


ExportKind = Literal["json", "xlsx", "docx"]


@frozen
class Export(Request[WrittenFile]):
    """Write a recorded run to a file; the last run without a number."""

    NAME = "export"
    kind: ExportKind
    target: str
    run: str = ""
    number: str = ""
    """Document number of the bulletin."""
    date: str = ""
    """Date of the bulletin, in ISO format."""
    units: tuple[str, ...] = field(converter=_text_tuple, default=())


# -- registry --------------------------------------------------------------------------------------

REQUESTS: Final[Mapping[str, type[Request[object]]]] = {
    request.NAME: request
    for request in (
        Refresh,
        ListSubmissions,
        ListRevisions,
        ListPlugins,
        ReadSystemInfo,
        ImportFiles,
        AnnotateRejected,
        MakeTemplates,
        TrialAssembly,
        Assemble,
        CompareRuns,
        RunExamples,
        Export,
    )
}


def encode_request(request: Request[object]) -> dict[str, object]:
    """Turn a request into a JSON object."""
    return {"call": request.NAME, "with": request.arguments}


def decode_request(data: JsonObject) -> Request[object]:
    """Turn a JSON object into the request that it encodes.

    Raises:
        UnknownRequestError: when the name is not registered.
        TypeError: when the arguments do not fit.
    """
    kind = REQUESTS.get(data["call"])
    if kind is None:
        raise UnknownRequestError(data["call"])
    return kind(**data["with"])


def result_of(
    kind: type[Request[ResultT]], request: Request[object] | None, result: object
) -> ResultT | None:
    """The result under its type when ``request`` is of ``kind``, else None."""
    # The child process answers a request with the result type that the request names.
    return cast("ResultT", result) if isinstance(request, kind) else None
