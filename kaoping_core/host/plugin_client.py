"""Client of a plugin's process: started at once, loaded when first needed, restarted after a fault."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from attrs import evolve

from kaoping_core import serialization
from kaoping_core.host.checklist_validation import validate_checklist
from kaoping_core.host.discovery import PluginFolder
from kaoping_core.host.hooks import FileRejectedError, PluginSheet, ReaderInfo, ScoredColumnView
from kaoping_core.host.plugin_process import PluginFaultError, PluginProcess
from kaoping_core.model.checklists import Checklist
from kaoping_core.model.findings import Fault, Finding
from kaoping_core.model.indicators import Indicator
from kaoping_core.model.problems import Problem
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Column, ColumnScores, ScoredColumn
from kaoping_core.model.submissions import Submission
from kaoping_core.rules.binding import Binding, ParameterLibrary

T = TypeVar("T")
ColumnsSupplier = Callable[[], Sequence[ScoredColumnView]]

READER_STARTUP_CALLS = ("load", "scheme", "prepare")
"""What a process that reads files is asked before it reads."""
MAX_RESTARTS = 3
"""How often a process that ended is started again in one session."""


class PluginClient:
    """A plugin that runs in a process of its own."""

    def __init__(self, folder: PluginFolder, scheme: Scheme, budget: float) -> None:
        self._folder = folder
        self._scheme = scheme
        self._budget = budget
        self._restarts = 0
        self._printed_before: list[str] = []
        self._loaded: Mapping[str, Any] | None = None
        self._knows_scheme = False
        self._bound: list[tuple[Indicator, ParameterLibrary]] = []
        self.fault: Fault | None = None
        """Why it cannot be used at all."""
        self._reading: PluginProcess | None = None
        """A process that is getting ready to read a file."""
        self._process = self._start()

    def _start(self) -> PluginProcess:
        process = PluginProcess(self._folder.name, self._folder.path, self._budget)
        self._knows_scheme = False
        try:
            process.send("load", **self._identity)
        except PluginFaultError as error:
            self.fault = error.fault
        return process

    @property
    def _identity(self) -> dict[str, Any]:
        """Return what the process must know to load the plugin."""
        return {"folder": str(self._folder.path), "name": self._folder.name, "year": self._scheme.year}

    def close(self) -> None:
        """End the plugin's processes."""
        self._process.close()
        if self._reading is not None:
            self._reading.close()

    def printed(self) -> str:
        """Return what the plugin has printed."""
        return "\n".join(filter(None, [*self._printed_before, self._process.printed()]))

    def load(self) -> Fault | None:
        """Wait until the plugin is loaded; return the fault if it cannot be."""
        with contextlib.suppress(PluginFaultError):
            self._load()
            _ = self.checklists
        return self.fault

    def _load(self) -> Mapping[str, Any]:
        """Return the plugin's rules, checklists, readers and hooks.

        Raises:
            PluginFaultError: when it cannot be loaded.
        """
        if self.fault is not None:
            raise PluginFaultError(self.fault)
        if self._loaded is None:
            try:
                self._loaded = self._process.receive()
            except PluginFaultError as error:
                self.fault = error.fault
                raise
        return self._loaded

    def _call(self, call: str, **arguments: Any) -> Any:
        """Call the plugin, restarting it first if it has ended.

        Raises:
            PluginFaultError: when it failed.
        """
        self._load()
        if not self._process.alive and self._restarts < MAX_RESTARTS:
            self._restarts += 1
            self._printed_before.append(self._process.printed())
            self._process.close()
            self._loaded = None
            self._process = self._start()
            self._load()
            for indicator, library in self._bound:
                self._process.call("bind", **_bind_request(indicator, library))
        return self._process.call(call, **arguments)

    def _call_with_scheme(self, call: str, **arguments: Any) -> Any:
        self._load()
        if not self._knows_scheme or not self._process.alive:
            self._call("scheme", documents=dict(self._scheme.documents))
            self._knows_scheme = True
        return self._call(call, **arguments)

    @property
    def checklists(self) -> Mapping[str, Checklist]:
        """Return checklists that the plugin's Python provides."""
        try:
            given = [serialization.decode_object(data, Checklist) for data in self._load()["checklists"]]
        except PluginFaultError:
            return {}
        except serialization.SerializationError as error:
            self.fault = self._invalid_answer_fault(error, "hooks.py")
            return {}
        for checklist in given:
            if wrong := validate_checklist(checklist, f"hooks.py: checklists[{checklist.name}]"):
                self.fault = Fault(self._folder.name, str(wrong[0]), "hooks.py")
        return {each.name: each for each in given}

    def bind(self, indicator: Indicator, library: ParameterLibrary) -> Binding | Fault:
        """Bind one of the plugin's rules to an indicator."""
        try:
            answer = self._call("bind", **_bind_request(indicator, library))[0]
            if "problems" in answer:
                first = answer["problems"][0]
                return Fault(self._folder.name, f"{first['place']}: {first['message']}", "plugin.toml")
            binding = serialization.decode_object(answer["binding"], Binding)
        except PluginFaultError as error:
            return error.fault
        except serialization.SerializationError as error:
            return self._invalid_answer_fault(error, "rules")
        self._bound.append((indicator, library))
        return binding

    def score(self, columns: Sequence[Column]) -> Iterable[tuple[str, ScoredColumn]]:
        """Score columns one by one, so that a fault costs its column only."""
        return [(column.indicator.id, self._score(column)) for column in columns]

    def _score(self, column: Column) -> ScoredColumn:
        try:
            answer = self._call("score", column=serialization.encode_object(column))
            return serialization.decode_object(answer, ColumnScores)
        except PluginFaultError as error:
            return error.fault
        except serialization.SerializationError as error:
            return self._invalid_answer_fault(error, "rules", column.indicator)

    def _invalid_answer_fault(self, error: Exception, file: str, indicator: Indicator | None = None) -> Fault:
        about = f"“{indicator.name}”" if indicator else ""
        return Fault(self._folder.name, f"{about}返回的内容不对：{error}", file)

    def check_submission(self, submission: Submission) -> list[Problem]:
        """Return problems that only the department can see.

        Raises:
            PluginFaultError: when it failed.
        """
        if "check_submission" not in self._load()["hooks"]:
            return []
        answer = self._call_with_scheme(
            "check_submission", submission=serialization.encode_object(submission)
        )
        return self._decode_all(answer, Problem, "check_submission")

    @property
    def readers(self) -> list[ReaderInfo]:
        """Return the plugin's readers.

        Raises:
            PluginFaultError: when it cannot be loaded.
        """
        return self._decode_all(self._load()["readers"], ReaderInfo, "readers")

    def recognises(self, reader: str, path: str) -> bool:
        """Whether a reader recognises a file.

        Raises:
            PluginFaultError: when it failed, which does not count against the plugin: it is the file's.
        """
        try:
            return self._call("recognises", reader=reader, path=path) is True
        except PluginFaultError:
            self._restarts -= 1
            raise

    def prepare_reading(self) -> None:
        """Start a process for the next file, so that it loads its libraries meanwhile."""
        if self._reading is None and self._folder.reader_files:
            self._reading = self._start_reading()

    def _start_reading(self) -> PluginProcess:
        process = PluginProcess(self._folder.name, self._folder.path, self._budget)
        process.send("load", **self._identity)
        process.send("scheme", documents=dict(self._scheme.documents))
        process.send("prepare")
        return process

    def read(self, call: str, seconds: float, **arguments: str) -> Submission:
        """Let a reader ``read`` a file or ``read_source``, in a process that ends afterwards.

        So neither what it takes nor a fault is left behind for the plugin's rules.

        Raises:
            FileRejectedError: with everything wrong with the file.
            PluginFaultError: when the reader failed.
        """
        process, self._reading = self._reading or self._start_reading(), None
        try:
            for _ in READER_STARTUP_CALLS:
                process.receive()
            answer = process.call_within(seconds, call, **arguments)
        finally:
            process.close()
        try:
            if "problems" in answer:
                raise FileRejectedError(
                    [serialization.decode_object(problem, Problem) for problem in answer["problems"]]
                )
            return serialization.decode_object(answer["submission"], Submission)
        except serialization.SerializationError as error:
            raise PluginFaultError(self._invalid_answer_fault(error, "readers")) from None

    def findings(self, columns: ColumnsSupplier, evaluator: str) -> list[Finding]:
        """Return findings on the plugin's own columns, which are built only if it has the hook.

        They always carry its evaluator's name.

        Raises:
            PluginFaultError: when it failed.
        """
        found = self._call_columns_hook("findings", columns, Finding)
        return [evolve(finding, evaluator=evaluator) for finding in found]

    def sheets(self, columns: ColumnsSupplier) -> list[PluginSheet]:
        """Return additional sheets of the result workbook.

        Raises:
            PluginFaultError: when it failed.
        """
        return self._call_columns_hook("report_sheets", columns, PluginSheet)

    def _call_columns_hook(self, hook: str, columns: ColumnsSupplier, shape: type[T]) -> list[T]:
        if hook not in self._load()["hooks"]:
            return []
        answer = self._call(
            "on_columns", hook=hook, columns=[serialization.encode_object(column) for column in columns()]
        )
        return self._decode_all(answer, shape, hook)

    def _decode_all(self, answer: Sequence[Any], shape: type[T], hook: str) -> list[T]:
        try:
            return [serialization.decode_object(data, shape) for data in answer]
        except (serialization.SerializationError, TypeError) as error:
            raise PluginFaultError(self._invalid_answer_fault(error, f"hooks.py ({hook})")) from None


def _bind_request(indicator: Indicator, library: ParameterLibrary) -> dict[str, Any]:
    return {
        "indicators": [serialization.encode_object(indicator)],
        "quotas": {name: serialization.encode_object(quota) for name, quota in library.quotas.items()},
        "checklists": {
            name: serialization.encode_object(checklist) for name, checklist in library.checklists.items()
        },
    }
