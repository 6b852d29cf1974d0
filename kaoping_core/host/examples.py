"""Worked examples of a plugin (``cases/*.toml``), run against its rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, localcontext

from attrs import field, frozen

from kaoping_core import config_io
from kaoping_core.decimals import EXACT_CONTEXT, round_published
from kaoping_core.host.discovery import PluginFolder
from kaoping_core.model.findings import Fault
from kaoping_core.model.indicators import Cell
from kaoping_core.model.problems import Problem
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Column, Outcome, ScoredColumn
from kaoping_core.model.submissions import Value
from kaoping_core.rules.binding import Binding
from kaoping_core.text_matching import suggest_name


@frozen
class Example:
    """One worked example."""

    name: str
    """A sentence that says what it shows."""
    indicator: str
    unit: str = ""
    values: Mapping[str, object] = field(factory=dict)
    """As reported."""
    file: Mapping[str, object] = field(factory=dict)
    """What a file that the plugin reads says of the unit beside that."""
    points: Decimal | None = None
    """Expected published score."""
    refused: str = ""
    """Name of the value that must be refused."""
    not_carried: bool = False
    """Whether the rule says that the unit does not carry the indicator."""
    fails_year: bool = False
    column: Mapping[str, Mapping[str, object]] = field(factory=dict)
    """Values of several units, for rules that see the whole group."""
    column_points: Mapping[str, Decimal] = field(factory=dict)


@frozen
class ExampleFile:
    """A file of worked examples."""

    year: int
    cases: tuple[Example, ...]


RefusalCheck = Callable[[Binding, Cell, Mapping[str, Value], str], Iterator[str]]
"""Names of the values that would be refused; the last says whether of a ``report`` or a ``file``."""


def read_examples(folder: PluginFolder, year: int) -> tuple[list[tuple[str, Example]], list[Problem]]:
    """Return a plugin's examples for a year with their places, and the problems of their files."""
    cases: list[tuple[str, Example]] = []
    problems: list[Problem] = []
    for path in sorted((folder.path / "cases").glob("*.toml")):
        shown = f"{folder.name}/cases/{path.name}"
        file, wrong = config_io.load(path, ExampleFile, shown_as=shown)
        problems.extend(wrong)
        if file is not None and file.year == year:
            cases.extend((f"{shown}: cases[{number}]", case) for number, case in enumerate(file.cases))
    return cases, problems


@frozen
class ExampleRunner:
    """Runs examples on a scheme."""

    scheme: Scheme
    binding_of: Callable[[str], Binding | Fault]
    score: Callable[[Column], ScoredColumn]
    refused_values: RefusalCheck

    def run(self, owner: str, case: Example) -> str:
        """Return what is wrong with an example, in words; empty when the rule agrees."""
        indicator = self.scheme.indicator_by_id.get(case.indicator)
        if indicator is None:
            return f"没有指标“{case.indicator}”" + suggest_name(case.indicator, self.scheme.indicator_by_id)
        if indicator.evaluator != owner:
            return f"“{case.indicator}”不归{owner}，归{indicator.evaluator}"
        binding = self.binding_of(case.indicator)
        if isinstance(binding, Fault):
            return str(binding)
        cells = {cell.unit.name: cell for cell in self.scheme.cells_of[case.indicator]}
        if case.column and case.file:
            return "column 和 file 只能写一个"
        given = case.column or {case.unit: case.values}
        unknown = [unit for unit in given if unit not in cells]
        if unknown:
            return f"组里没有“{unknown[0]}”" + suggest_name(unknown[0], cells)
        values = {unit: _values(texts) for unit, texts in given.items()}
        refused = [
            name
            for unit, numbers in values.items()
            for name in self.refused_values(binding, cells[unit], numbers, "report")
        ]
        if case.file:
            read = _values(case.file)
            refused += self.refused_values(binding, cells[case.unit], read, "file")
            values[case.unit] = {**values[case.unit], **read}
        if case.refused or refused:
            expected = [case.refused] if case.refused else []
            return "" if refused == expected else f"应退回 {expected}，实际退回 {refused}"
        column = Column(indicator, tuple(cells[unit] for unit in values), tuple(values.values()), len(cells))
        with localcontext(EXACT_CONTEXT):
            scored = self.score(column)
        if isinstance(scored, Fault):
            return str(scored)
        return self._compare(case, dict(zip(values, scored.outcomes, strict=True)))

    def _compare(self, case: Example, outcomes: Mapping[str, Outcome]) -> str:
        expected: Mapping[str, Decimal | None] = case.column_points or {case.unit: case.points}
        wrong = []
        for unit, outcome in outcomes.items():
            points = (
                None
                if outcome.points is None
                else round_published(outcome.points, self.scheme.rounding.decimals)
            )
            if case.not_carried != (points is None):
                wrong.append(f"{unit}应为{'不承担' if case.not_carried else '承担'}")
            elif not case.not_carried and points != expected.get(unit):
                wrong.append(f"{unit}应得 {expected.get(unit)}，算得 {points}")
            if outcome.fails_year != case.fails_year:
                wrong.append(f"{unit}应{'' if case.fails_year else '不'}被否决")
        return "；".join(wrong)


def _values(given: Mapping[str, object]) -> Mapping[str, Value]:
    return {name: _value(text) for name, text in given.items()}


def _value(given: object) -> Value:
    if isinstance(given, list | tuple):
        return tuple(str(item) for item in given)
    if isinstance(given, int) and not isinstance(given, bool):
        return Decimal(given)
    return given if isinstance(given, Decimal) else str(given)
