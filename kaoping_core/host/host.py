"""Host: all plugins of a site bound to one scheme."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from decimal import Decimal
from functools import cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import Self

from kaoping_core.errors import ConfigurationError
from kaoping_core.host.bindings import SchemeBindings, format_fault_place, line_number_in
from kaoping_core.host.discovery import PluginFolder, find_plugins
from kaoping_core.host.hooks import PluginSheet, ScoredColumnView
from kaoping_core.host.plugin_client import PluginClient
from kaoping_core.host.plugin_process import PluginFaultError
from kaoping_core.host.readers import ReaderRegistry
from kaoping_core.host.score_validation import validate_scores
from kaoping_core.host.standard_rules import STANDARD, score_standard
from kaoping_core.host.timing import Stopwatch
from kaoping_core.model.findings import Fault, Finding, Severity
from kaoping_core.model.indicators import Indicator
from kaoping_core.model.problems import Problem
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Column, ScoredColumn
from kaoping_core.model.submissions import Submission
from kaoping_core.rules.binding import Binding, BindingError, ParameterLibrary, binding_of, instantiate_rule
from kaoping_core.rules.standard import STANDARD_RULES
from kaoping_core.settings import CaseSource
from kaoping_core.text_matching import suggest_name

CHECKLISTS = "checklists"
"""Folder of a plugin's checklists; where a fault says that one is lacking."""


class Host:
    """Plugins and standard rules, ready to score the indicators of one scheme.

    A context manager: leaving it ends the plugins' processes.
    """

    def __init__(
        self,
        scheme: Scheme,
        folders: Sequence[PluginFolder],
        budget: float = 10,
        reading_budget: float = 600,
        sources: Mapping[str, CaseSource] | None = None,
    ) -> None:
        """``budget`` and ``reading_budget`` are seconds of one call; ``sources`` are the site's settings'."""
        self.scheme = scheme
        self.folders = {folder.name: folder for folder in folders}
        self._standard = {rule.name: rule for rule in STANDARD_RULES}
        self._clients = {
            folder.name: PluginClient(folder, scheme, budget)
            for folder in folders
            if folder.has_python and not folder.problems
        }
        self._readers = ReaderRegistry(scheme, self._clients, reading_budget, sources or {})
        self._stopwatch = Stopwatch()
        self._last_faults: dict[str, Fault] = {}
        """Why a plugin's rule failed when it last scored, the first of its columns."""

    @classmethod
    def of(
        cls,
        scheme: Scheme,
        plugins: Path,
        budget: float = 10,
        reading_budget: float = 600,
        sources: Mapping[str, CaseSource] | None = None,
    ) -> Self:
        """Create the host of a site's plugins."""
        return cls(scheme, find_plugins(plugins), budget, reading_budget, sources)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the plugins' processes."""
        for remote in self._clients.values():
            remote.close()

    # -- binding ---------------------------------------------------------------------------------

    @cached_property
    def _bindings(self) -> SchemeBindings:
        """Every indicator bound to its rule; made when first asked for, so that the processes can start
        while the caller does other things."""
        bound = SchemeBindings()
        for evaluator in self.scheme.evaluators:
            indicators = [
                indicator for indicator in self.scheme.indicators if indicator.evaluator == evaluator.name
            ]
            with self._stopwatch.measure(evaluator.plugin):
                fault = self._plugin_fault(evaluator.plugin, evaluator.name)
                if fault is not None:
                    bound.faults[evaluator.plugin] = fault
                    bound.bindings.update((indicator.id, fault) for indicator in indicators)
                else:
                    self._bind_plugin(bound, self.folders[evaluator.plugin], indicators)
        bound.problems.extend(self._readers.problems())
        return bound

    def _plugin_fault(self, name: str, owner: str) -> Fault | None:
        folder = self.folders.get(name)
        if folder is None:
            return Fault(
                name, f"没有这个插件（{owner}的插件）" + suggest_name(name, self.folders), f"plugins/{name}"
            )
        if folder.problems:
            first = folder.problems[0]
            return Fault(
                name,
                str(first),
                first.place.partition(":")[0].removeprefix(f"{name}/"),
                line_number_in(first),
            )
        if folder.owner != owner:
            return Fault(
                name, f"plugin.toml 写的维护部门是“{folder.owner}”，方案写的是“{owner}”", "plugin.toml"
            )
        remote = self._clients.get(name)
        return remote.load() if remote is not None else None

    def _bind_plugin(
        self, bound: SchemeBindings, folder: PluginFolder, indicators: Sequence[Indicator]
    ) -> None:
        own = folder.manifest.rules if folder.manifest else ()
        remote = self._clients.get(folder.name)
        lists = {**folder.checklists, **(remote.checklists if remote else {})}
        library = ParameterLibrary(self.scheme.quotas, lists)
        for indicator in indicators:
            if indicator.rule in self._standard and indicator.rule not in own:
                self._bind_standard(bound, indicator, library)
            elif indicator.rule in own and remote is not None:
                bound.bindings[indicator.id] = remote.bind(indicator, library)
            else:
                self._unknown_rule(bound, indicator, folder.name)

    def _bind_standard(self, bound: SchemeBindings, indicator: Indicator, library: ParameterLibrary) -> None:
        try:
            rule = instantiate_rule(self._standard[indicator.rule], indicator, library)
        except BindingError as error:
            if any(problem.place == f"{indicator.place}.params.checklist" for problem in error.problems):
                bound.lacking.extend(error.problems)
                message = f"“{indicator.name}”的扣分细则：{error.problems[0].message}"
                bound.bindings[indicator.id] = Fault(self._plugin_of(indicator), message, CHECKLISTS)
                return
            bound.problems.extend(error.problems)
            bound.bindings[indicator.id] = Fault(STANDARD, str(error))
            return
        bound.standard_rules[indicator.id] = rule
        bound.bindings[indicator.id] = binding_of(rule, indicator)

    def _unknown_rule(self, bound: SchemeBindings, indicator: Indicator, plugin: str) -> None:
        place = f"{indicator.place}.rule"
        owners = [
            folder.name
            for folder in self.folders.values()
            if folder.manifest and indicator.rule in folder.manifest.rules
        ]
        if owners:
            message = f"计分规则“{indicator.rule}”属于插件 {owners[0]}，只能用于它自己的考核主体的指标"
            problem = Problem(place, message)
        else:
            own = self.folders[plugin].manifest
            known = [*self._standard, *(own.rules if own else ())]
            hint = suggest_name(indicator.rule, known) or "、".join(known)
            problem = Problem(place, f"没有计分规则“{indicator.rule}”", hint)
        bound.problems.append(problem)
        bound.bindings[indicator.id] = Fault(plugin, problem.message)

    def raise_if_invalid(self) -> None:
        """Raise if the configuration does not fit the rules.

        Raises:
            ConfigurationError: with every problem.
        """
        if self._bindings.problems:
            raise ConfigurationError(
                f"配置有{len(self._bindings.problems)}处问题，没有载入", self._bindings.problems
            )

    @property
    def problems(self) -> Sequence[Problem]:
        """Problems of the configuration with the rules."""
        return self._bindings.problems

    def plugin_problems(self) -> list[Problem]:
        """Return everything known to be wrong with the plugins."""
        found = [*self._bindings.lacking, *self._unknown_tags()]
        found += [
            problem for folder in self.folders.values() for problem in (*folder.problems, *folder.warnings)
        ]
        owners = {evaluator.plugin for evaluator in self.scheme.evaluators}
        found += [
            Problem(f"plugins/{name}", "方案里没有考核主体用这个插件", suggest_name(name, owners))
            for name in self.folders
            if name not in owners
        ]
        seen = {folder.name for folder in self.folders.values() if folder.problems}
        faults = {
            **self._bindings.faults,
            **{name: client.fault for name, client in self._clients.items() if client.fault},
        }
        for binding in self._bindings.bindings.values():
            if isinstance(binding, Fault) and binding.plugin != STANDARD and binding.file != CHECKLISTS:
                faults.setdefault(binding.plugin, binding)
        for name, fault in {**self._last_faults, **faults}.items():
            if name not in seen and fault.message not in {
                problem.message for problem in self._bindings.problems
            }:
                found.append(Problem(format_fault_place(fault), fault.message))
        return found

    def _unknown_tags(self) -> Iterator[Problem]:
        """Return warnings for checklist parts whose ``applies_to`` tag no unit has: they would apply to no unit."""
        tags = {tag for unit in self.scheme.units for tag in unit.tags}
        for folder in self.folders.values():
            for checklist in folder.checklists.values():
                for part in checklist.parts:
                    if part.applies_to not in {"all", *tags}:
                        place = f"{folder.name}/{CHECKLISTS}: {checklist.name}.{part.id}.applies_to"
                        hint = suggest_name(part.applies_to, tags) or "、".join(sorted(tags))
                        yield Problem(place, f"没有单位带标签“{part.applies_to}”", hint)

    def fault_message(self, plugin: str) -> str:
        """Return why a plugin or one of its indicators cannot be used; empty when all can."""
        if plugin in self._bindings.faults:
            return self._bindings.faults[plugin].message
        remote = self._clients.get(plugin)
        if remote is not None and remote.fault is not None:
            return str(remote.fault)
        unbound = (
            binding.message
            for binding in self._bindings.bindings.values()
            if isinstance(binding, Fault) and binding.plugin == plugin
        )
        failed = self._last_faults.get(plugin)
        return next(unbound, str(failed) if failed else "")

    # -- what others ask -------------------------------------------------------------------------

    def binding(self, indicator: str) -> Binding | Fault:
        """Return the binding of an indicator, or why it cannot be used."""
        return self._bindings.bindings[indicator]

    def fingerprints(self) -> Mapping[str, str]:
        """SHA-256 of each plugin, by name."""
        return {name: folder.fingerprint for name, folder in sorted(self.folders.items())}

    def score_columns(
        self, columns: Sequence[Column], tell: Callable[[str], None] = lambda _: None
    ) -> list[ScoredColumn]:
        """Score columns, each by its own rule; a fault instead of scores where the rule failed.

        Plugins' processes work while the standard rules are applied here. ``tell`` hears of every evaluator
        whose columns are all scored.
        """
        answers: dict[str, ScoredColumn] = {}
        waiting = Counter(column.indicator.evaluator for column in columns)

        def scored(column: Column) -> None:
            waiting[column.indicator.evaluator] -= 1
            if not waiting[column.indicator.evaluator]:
                tell(column.indicator.evaluator)

        theirs: dict[str, list[Column]] = {}
        for column in columns:
            binding = self._bindings.bindings[column.indicator.id]
            if isinstance(binding, Fault):
                answers[column.indicator.id] = binding
                scored(column)
            elif column.indicator.id not in self._bindings.standard_rules:
                owner = self._plugin_of(column.indicator)
                theirs.setdefault(owner, []).append(column)
        with ThreadPoolExecutor(max_workers=len(theirs) or 1) as pool:
            futures: dict[Future[Iterable[tuple[str, ScoredColumn]]], list[Column]] = {
                pool.submit(self._score_remotely, name, given): given for name, given in theirs.items()
            }
            for column in columns:
                rule = self._bindings.standard_rules.get(column.indicator.id)
                if rule is not None:
                    with self._stopwatch.measure(self._plugin_of(column.indicator)):
                        answers[column.indicator.id] = score_standard(rule, column)
                    scored(column)
            for future in as_completed(futures):
                answers.update(future.result())
                for column in futures[future]:
                    scored(column)
        self._last_faults = {}
        return [self._validate(column, answers[column.indicator.id]) for column in columns]

    def _score_remotely(self, plugin: str, columns: Sequence[Column]) -> Iterable[tuple[str, ScoredColumn]]:
        with self._stopwatch.measure(plugin):
            return self._clients[plugin].score(columns)

    def seconds(self) -> Mapping[str, Decimal]:
        """Return the seconds of wall-clock time that each plugin has taken."""
        return self._stopwatch.seconds()

    def _plugin_of(self, indicator: Indicator) -> str:
        return next(
            evaluator.plugin for evaluator in self.scheme.evaluators if evaluator.name == indicator.evaluator
        )

    def _validate(self, column: Column, scored: ScoredColumn) -> ScoredColumn:
        checked = self._with_location(column, scored)
        if isinstance(checked, Fault):
            self._last_faults.setdefault(checked.plugin, checked)
        return checked

    def _with_location(self, column: Column, scored: ScoredColumn) -> ScoredColumn:
        binding = self._bindings.bindings[column.indicator.id]
        if isinstance(binding, Fault):
            return scored
        if isinstance(scored, Fault):
            return (
                scored
                if scored.line
                else Fault(scored.plugin, scored.message, *self._rule_location(scored.plugin, binding))
            )
        if column.indicator.id in self._bindings.standard_rules:
            return scored  # standard rules are held to this by their own tests
        wrong = validate_scores(column, scored, binding)
        if not wrong:
            return scored
        name = self._plugin_of(column.indicator)
        return Fault(name, wrong, *self._rule_location(name, binding))

    def _rule_location(self, plugin: str, binding: Binding) -> tuple[str, int]:
        folder = self.folders.get(plugin)
        path = Path(binding.file)
        if folder is not None and path.is_relative_to(folder.path):
            return path.relative_to(folder.path).as_posix(), binding.line
        return path.name, binding.line

    def check_submission(self, submission: Submission) -> list[Problem]:
        """Return problems that the evaluator's own plugin finds; a plugin that fails rejects the submission.

        Raises:
            PluginFaultError: when the plugin failed.
        """
        remote = self._clients.get(self._plugin_named(submission.evaluator))
        return remote.check_submission(submission) if remote else []

    def _plugin_named(self, evaluator: str) -> str:
        return next((owner.plugin for owner in self.scheme.evaluators if owner.name == evaluator), "")

    # -- files that plugins read -----------------------------------------------------------------

    def preload_readers(self) -> None:
        """Start loading the plugins' readers: a file for them is about to come."""
        for remote in self._clients.values():
            remote.prepare_reading()

    def reader_for(self, path: Path) -> str | None:
        """See :meth:`ReaderRegistry.reader_for`."""
        return self._readers.reader_for(path)

    def read_file(self, path: Path, reader: str | None = None) -> Submission:
        """See :meth:`ReaderRegistry.read_file`."""
        return self._readers.read_file(path, reader)

    def read_source(self, name: str) -> Submission:
        """See :meth:`ReaderRegistry.read_source`."""
        return self._readers.read_source(name)

    def findings(self, columns: Mapping[str, Sequence[ScoredColumnView]]) -> list[Finding]:
        """Return the plugins' findings on their own columns, by evaluator; faults become findings."""
        found: list[Finding] = []
        for evaluator in columns:
            remote = self._clients.get(self._plugin_named(evaluator))
            if remote is None or remote.fault is not None:
                continue  # an unusable plugin has its finding from its columns
            try:
                with self._stopwatch.measure(self._plugin_named(evaluator)):
                    found.extend(remote.findings(partial(columns.__getitem__, evaluator), evaluator))
            except PluginFaultError as error:
                message = f"查找提示时出错：{error.fault}"
                found.append(Finding(Severity.WARNING, "plugin", message, evaluator=evaluator))
        return found

    def sheets(self, columns: Mapping[str, Sequence[ScoredColumnView]]) -> dict[str, list[PluginSheet]]:
        """Return additional sheets of the result workbook, by evaluator; none of a plugin that fails."""
        sheets = {}
        for evaluator in columns:
            remote = self._clients.get(self._plugin_named(evaluator))
            if remote is not None:
                with contextlib.suppress(PluginFaultError):
                    sheets[evaluator] = remote.sheets(partial(columns.__getitem__, evaluator))
        return sheets

    def printed(self) -> Mapping[str, str]:
        """Text that plugins printed to standard output or error, by plugin."""
        return {name: text for name, remote in self._clients.items() if (text := remote.printed())}
