"""Plugins' worked examples, run against their rules and against the checks of what is reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from kaoping_core.errors import UsageError
from kaoping_core.host.examples import ExampleRunner, read_examples
from kaoping_core.host.host import Host
from kaoping_core.intake.value_validation import validate_values
from kaoping_core.model.indicators import Cell
from kaoping_core.model.problems import Problem
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.submissions import Value
from kaoping_core.rules.binding import Binding
from kaoping_core.text_matching import suggest_name


def run_examples(
    scheme: Scheme, host: Host, names: Sequence[str], progress: Callable[[str], None]
) -> tuple[list[Problem], int]:
    """Run the examples of the plugins named, of all without names; what is wrong, and how many there were.

    Raises:
        UsageError: for an unknown plugin.
    """
    unknown = [name for name in names if name not in host.folders]
    if unknown:
        raise UsageError(f"没有插件“{unknown[0]}”。{suggest_name(unknown[0], host.folders)}")
    runner = ExampleRunner(
        scheme, host.binding, lambda column: host.score_columns([column])[0], _refused_values
    )
    problems, count = [], 0
    for name in names or host.folders:
        progress(f"核对 {name}")
        folder = host.folders[name]
        cases, wrong = read_examples(folder, scheme.year)
        problems.extend(wrong)
        count += len(cases)
        for place, case in cases:
            if message := runner.run(folder.owner, case):
                problems.append(Problem(f"{place}（{case.name}）", message))
    return problems, count


def _refused_values(binding: Binding, cell: Cell, values: Mapping[str, Value], source: str) -> Iterator[str]:
    """Names of the values that would be refused."""
    return (problem.value for problem in validate_values(binding, cell, values, source))
