"""Process in which a plugin's Python runs: one plugin, one call at a time, answers over a pipe.

Started as ``python -m kaoping_core.host.worker REQUESTS ANSWERS TRACES``, all file descriptors. Whatever
the plugin prints goes to the process's standard output, which the host keeps apart from the answers.
When a call outlasts its budget the watchdog writes where the plugin was and ends the process, whatever
the plugin's code is doing.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import resource
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from decimal import setcontext
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn, TypeVar

import pluggy

from kaoping_core import serialization
from kaoping_core.decimals import EXACT_CONTEXT
from kaoping_core.host.hooks import (
    PROJECT,
    FileRejectedError,
    HookSpecs,
    PluginSheet,
    Reader,
    ReaderInfo,
    ScoredColumnView,
)
from kaoping_core.host.module_loader import load_module, make_package
from kaoping_core.model.checklists import Checklist
from kaoping_core.model.findings import Finding
from kaoping_core.model.indicators import Indicator
from kaoping_core.model.problems import Problem
from kaoping_core.model.scheme import Quota, Scheme
from kaoping_core.model.scores import Column
from kaoping_core.model.submissions import Submission
from kaoping_core.process_settings import relax_garbage_collection
from kaoping_core.rules.base import Rule
from kaoping_core.rules.binding import BindingError, ParameterLibrary, binding_of, instantiate_rule, source_of

T = TypeVar("T")
FILE_LIMIT = 1024 * 1024 * 1024
"""Bytes of the largest file that a plugin may write."""


class Worker:
    """A loaded plugin."""

    def __init__(self) -> None:
        self._folder = Path()
        self._manager = pluggy.PluginManager(PROJECT)
        self._manager.add_hookspecs(HookSpecs)
        self._rules: dict[str, type[Rule]] = {}
        self._bound: dict[str, tuple[Rule, Indicator]] = {}
        self._readers: dict[str, Reader] = {}
        self._documents: Mapping[str, str] = {}
        self._calling: tuple[str, int] = ("", 0)

    @cached_property
    def _scheme(self) -> Scheme:
        from kaoping_core.scheme.load import parse_scheme

        return parse_scheme(self._documents)

    def load(self, folder: str, name: str, year: int) -> Any:
        """Import the plugin's files; return its rules, checklists, readers and hooks."""
        self._folder = Path(folder)
        package = make_package(self._folder, name)
        for file in sorted((self._folder / "rules").glob("*.py")):
            self._add_rules(defined_in(load_module(file, package), Rule), year)
        readers: list[Reader] = []
        for file in sorted((self._folder / "readers").glob("*.py")):
            readers.extend(kind() for kind in defined_in(load_module(file, package), Reader))
        hooks = self._folder / "hooks.py"
        if hooks.is_file():
            self._calling = str(hooks), 1
            self._manager.register(load_module(hooks, package), name)
            self._manager.check_pending()  # a misspelt hook would never be called
        rules = self._call_hook("indicator_types", type)
        if not all(issubclass(rule, Rule) for rule in rules):
            raise TypeError("indicator_types 应返回 Rule 的子类")
        self._add_rules(rules, year)
        checklists = self._call_hook("checklists", Checklist)
        self._readers = {reader.name: reader for reader in (*readers, *self._call_hook("readers", Reader))}
        return {
            "rules": sorted(self._rules),
            "checklists": [serialization.encode_object(checklist) for checklist in checklists],
            "readers": [
                serialization.encode_object(_reader_info(reader)) for reader in self._readers.values()
            ],
            "hooks": sorted(
                hook for hook in ("check_submission", "findings", "report_sheets") if self._has_hook(hook)
            ),
        }

    def _add_rules(self, rules: Sequence[type[Rule]], year: int) -> None:
        for rule in rules:
            if rule.years is None or rule.years[0] <= year <= rule.years[1]:
                self._rules[rule.name] = rule

    def _has_hook(self, hook: str) -> bool:
        return bool(getattr(self._manager.hook, hook).get_hookimpls())

    def _call_hook(self, hook: str, kind: type[T], **arguments: Any) -> list[T]:
        """Return everything that a hook's implementations return.

        Raises:
            TypeError: when it is not a list of its kind.
        """
        caller = getattr(self._manager.hook, hook)
        for implementation in caller.get_hookimpls():
            code = implementation.function.__code__
            self._calling = code.co_filename, code.co_firstlineno
        found: list[T] = []
        for answer in caller(**arguments):
            if not isinstance(answer, list | tuple) or not all(isinstance(item, kind) for item in answer):
                raise TypeError(f"{hook} 应返回 {kind.__name__} 的列表，返回的是 {_type_name(answer)}")
            found.extend(answer)
        return found

    def bind(
        self, indicators: Sequence[Any], quotas: Mapping[str, Any], checklists: Mapping[str, Any]
    ) -> Any:
        """Bind rules to indicators; return bindings or why they do not fit."""
        library = ParameterLibrary(
            {name: serialization.decode_object(quota, Quota) for name, quota in quotas.items()},
            {
                name: serialization.decode_object(checklist, Checklist)
                for name, checklist in checklists.items()
            },
        )
        return [self._bind(serialization.decode_object(data, Indicator), library) for data in indicators]

    def _bind(self, indicator: Indicator, library: ParameterLibrary) -> Any:
        rule_type = self._rules.get(indicator.rule)
        if rule_type is None:
            return {
                "problems": [{"place": indicator.place, "message": f"插件没有提供计分规则“{indicator.rule}”"}]
            }
        try:
            rule = instantiate_rule(rule_type, indicator, library)
        except BindingError as error:
            return {"problems": [serialization.encode_object(problem) for problem in error.problems]}
        self._bound[indicator.id] = rule, indicator
        return {"binding": serialization.encode_object(binding_of(rule, indicator))}

    def score(self, column: Any) -> Any:
        """Score one column."""
        given = serialization.decode_object(column, Column)
        rule, _ = self._bound[given.indicator.id]
        self._calling = source_of(type(rule))
        return serialization.encode_object(rule.score_column(given))

    def scheme(self, documents: Mapping[str, str]) -> Any:
        """Receive the scheme's files, for calls that need names."""
        self._documents = documents

    def prepare(self) -> None:
        """Let the readers load their libraries."""
        for reader in self._readers.values():
            reader.prepare()

    def recognises(self, reader: str, path: str) -> Any:
        """Whether a reader recognises a file."""
        own = self._readers[reader]
        self._calling = _source_location(own.recognises)
        return bool(own.recognises(Path(path)))

    def read(self, reader: str, path: str) -> Any:
        """Read a file; return the submission, or the problems that reject it."""
        own = self._readers[reader]
        self._calling = _source_location(own.read)
        return _run_reader(lambda: own.read(Path(path), self._scheme))

    def read_source(self, reader: str, connection: str, table: str) -> Any:
        """Read a table; return the submission, or the problems that reject it."""
        own = self._readers[reader]
        self._calling = _source_location(own.read_source)
        return _run_reader(lambda: own.read_source(connection, table, self._scheme))

    def check_submission(self, submission: Any) -> Any:
        """Return problems that only the department can see."""
        given = serialization.decode_object(submission, Submission)
        found = self._call_hook("check_submission", Problem, submission=given, scheme=self._scheme)
        return [serialization.encode_object(problem) for problem in found]

    def on_columns(self, hook: str, columns: Sequence[Any]) -> Any:
        """Call ``findings`` or ``report_sheets``."""
        given = [serialization.decode_object(column, ScoredColumnView) for column in columns]
        kind: type[Any] = {"findings": Finding, "report_sheets": PluginSheet}[hook]
        return [serialization.encode_object(item) for item in self._call_hook(hook, kind, columns=given)]


def defined_in(module: ModuleType, kind: type[T]) -> list[type[T]]:
    """Return the rules or readers that a file defines, in its order, without imported ones."""
    found = [value for value in vars(module).values() if isinstance(value, type) and issubclass(value, kind)]
    return [value for value in found if value.__module__ == module.__name__ and hasattr(value, "name")]


def _reader_info(reader: Reader) -> ReaderInfo:
    """Return what the host must know of a reader without calling it."""
    tables = type(reader).read_source is not Reader.read_source
    return ReaderInfo(reader.name, reader.title, tuple(reader.suffixes), tables)


def _run_reader(read: Callable[[], Submission]) -> Any:
    """Return a reader's submission, or the problems that reject it."""
    try:
        submission = read()
    except FileRejectedError as error:
        return {"problems": [serialization.encode_object(problem) for problem in error.problems]}
    if not isinstance(submission, Submission):
        raise TypeError(f"应返回 Submission，返回的是 {type(submission).__name__}")
    return {"submission": serialization.encode_object(submission)}


def _source_location(method: Callable[..., Any]) -> tuple[str, int]:
    """Return file and line of a method."""
    code = getattr(method, "__code__", None)
    return (code.co_filename, code.co_firstlineno) if code else ("", 0)


def _type_name(answer: object) -> str:
    """Return the type name of an answer."""
    inner = answer[0] if isinstance(answer, list | tuple) and answer else answer
    return type(inner).__name__


def _exception_location(error: BaseException, folder: Path) -> tuple[str, int] | None:
    """Return the innermost location in the plugin's own files; none when the error came from elsewhere."""
    if isinstance(error, SyntaxError) and error.filename:
        return error.filename, error.lineno or 0
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(folder)]
    return (own[-1].filename, own[-1].lineno or 0) if own else None


def _exception_text(error: BaseException) -> str:
    """Return an error as text, also one whose ``__str__`` raises."""
    try:
        return (
            f"调用了 sys.exit({error})"
            if isinstance(error, SystemExit)
            else f"{type(error).__name__}: {error}"
        )
    except BaseException:
        return type(error).__name__


def _trace_os_exit(traces: int) -> None:
    """Record where ``os._exit`` is called from, since nothing can be said afterwards."""
    leave = os._exit

    def announced(status: int) -> NoReturn:
        frame = sys._getframe(1)
        os.write(
            traces,
            f'os._exit({status})\n  File "{frame.f_code.co_filename}", line {frame.f_lineno}\n'.encode(),
        )
        leave(status)

    os._exit = announced


def _serve(requests: int, answers: int, traces: int) -> None:
    worker = Worker()
    calls: Mapping[str, Callable[..., Any]] = {
        name: getattr(worker, name)
        for name in (
            "load",
            "bind",
            "score",
            "scheme",
            "prepare",
            "recognises",
            "read",
            "read_source",
            "check_submission",
            "on_columns",
        )
    }
    with os.fdopen(requests, "rb") as lines, os.fdopen(answers, "wb", buffering=0) as out:
        for line in lines:
            number, name, arguments, budget = serialization.load_line(line)
            faulthandler.dump_traceback_later(budget, exit=True, file=traces)
            try:
                setcontext(EXACT_CONTEXT.copy())
                encoded = serialization.dump_line({"to": number, "answer": calls[name](**arguments)})
            except BaseException as error:
                file, row = _exception_location(error, worker._folder) or worker._calling
                fault = {"message": _exception_text(error), "file": file, "line": row}
                encoded = serialization.dump_line({"to": number, "fault": fault})
            finally:
                faulthandler.cancel_dump_traceback_later()
            with contextlib.suppress(Exception):  # the plugin may have closed or replaced it
                sys.stdout.flush()
            out.write(encoded)


def _limit_output() -> None:
    """Limit the file that the plugin prints to, so that it cannot fill the disk; more raises OSError."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_LIMIT, hard))


def main(arguments: Sequence[str]) -> None:
    """Serve calls until the host closes the pipe."""
    _limit_output()
    relax_garbage_collection()
    requests, answers, traces = map(int, arguments[:3])
    faulthandler.enable(file=traces, all_threads=False)
    _trace_os_exit(traces)
    _serve(requests, answers, traces)


if __name__ == "__main__":
    main(sys.argv[1:])
