"""What the host knows of a scheme's indicators once they are bound to rules."""

from __future__ import annotations

import re

from attrs import field, frozen

from kaoping_core.model.findings import Fault
from kaoping_core.model.problems import Problem
from kaoping_core.rules.base import Rule
from kaoping_core.rules.binding import Binding


@frozen
class SchemeBindings:
    """Indicators bound to rules."""

    bindings: dict[str, Binding | Fault] = field(factory=dict)
    standard_rules: dict[str, Rule] = field(factory=dict)
    """Standard rules, ready to score here, by indicator."""
    problems: list[Problem] = field(factory=list)
    """What in the configuration does not fit the rules."""
    lacking: list[Problem] = field(factory=list)
    """Checklists that indicators name and their evaluator's plugin does not have."""
    faults: dict[str, Fault] = field(factory=dict)
    """Plugins that cannot be used at all, by name."""


def format_fault_place(fault: Fault) -> str:
    """Where a fault lies, as problems say it: ``plugin/file:line``."""
    file = fault.file or "plugin.toml"
    inside = file if file.startswith("plugins/") else f"{fault.plugin}/{file}"
    return f"{inside}:{fault.line}" if fault.line else inside


def line_number_in(problem: Problem) -> int | None:
    """The line that a problem's text names, if it does."""
    found = re.search(r"line (\d+)", problem.message)
    return int(found[1]) if found else None
