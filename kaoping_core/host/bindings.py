"""Bindings of a scheme's indicators to rules, as the host holds them."""

from __future__ import annotations

import re

from attrs import field, frozen

from kaoping_core.model.findings import Fault
from kaoping_core.model.problems import Problem
from kaoping_core.rules.base import Rule
from kaoping_core.rules.binding import Binding


@frozen
class SchemeBindings:
    """Indicators bound to rules, with faults of those that cannot be bound."""

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
    """Format where a fault lies for problems: ``plugin/file:line``."""
    file = fault.file or "plugin.toml"
    inside = file if file.startswith("plugins/") else f"{fault.plugin}/{file}"
    return f"{inside}:{fault.line}" if fault.line else inside


def line_number_in(problem: Problem) -> int | None:
    """Return the line number that a problem's text names, if any."""
    found = re.search(r"line (\d+)", problem.message)
    return int(found[1]) if found else None
