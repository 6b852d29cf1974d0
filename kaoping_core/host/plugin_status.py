"""Status of plugins: health, problems, time."""

from __future__ import annotations

from decimal import Decimal

from attrs import frozen

from kaoping_core.host.discovery import PluginFolder
from kaoping_core.host.host import Host
from kaoping_core.model.problems import Problem


@frozen
class PluginStatus:
    """Status of a plugin."""

    folder: PluginFolder
    fault: str
    """Why it or one of its indicators cannot be used; empty when all can."""
    problems: tuple[Problem, ...]
    """Everything known to be wrong with it, also what does not keep it from working."""
    seconds: Decimal
    """How long binding and scoring took."""
    printed: str
    """Output that the plugin printed to its standard output or error."""


def plugin_statuses(host: Host) -> list[PluginStatus]:
    """Return the status of every plugin by name, after whatever was called so far."""
    problems, printed, seconds = host.plugin_problems(), host.printed(), host.seconds()
    return [
        PluginStatus(
            folder,
            host.fault_message(name),
            tuple(problem for problem in problems if _is_about(problem, name)),
            seconds.get(name, Decimal(0)),
            printed.get(name, ""),
        )
        for name, folder in host.folders.items()
    ]


def _is_about(problem: Problem, plugin: str) -> bool:
    return problem.place.removeprefix("plugins/").partition(":")[0].partition("/")[0] == plugin
