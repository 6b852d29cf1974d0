"""Plugins and problems as a screen shows them: plain JSON data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaoping_core.host.plugin_status import PluginStatus
from kaoping_core.model.problems import Problem
from kaoping_core.model.scheme import Scheme
from kaoping_core.pages.schema import PluginStatusData, ProblemRow


def plugin_status(state: PluginStatus, scheme: Scheme) -> PluginStatusData:
    """A plugin: who maintains it, what it has, what is wrong with it and where."""
    folder, manifest = state.folder, state.folder.manifest
    theirs = [indicator for indicator in scheme.indicators if indicator.evaluator == folder.owner]
    return {
        "name": folder.name,
        "owner": folder.owner,
        "version": manifest.version if manifest else "",
        "core": manifest.core if manifest else "",
        "description": manifest.description if manifest else "",
        "origin": "" if folder.origin == "site" else folder.origin,
        "path": str(folder.path),
        "python": folder.has_python,
        "files": [name for name in folder.files if name.endswith(".py")],
        "checklists": list(folder.checklists),
        "indicators": [f"{scheme.group_by_id[value.group].name}　{value.name}" for value in theirs],
        "seconds": format(state.seconds, "f"),
        "fault": state.fault,
        "problems": list(problem_rows(state.problems)),
        "printed": state.printed,
        "fingerprint": folder.fingerprint,
    }


def problem_rows(problems: Sequence[Problem]) -> Iterator[ProblemRow]:
    """Problems, each with its place."""
    for problem in problems:
        yield {"place": problem.place, "message": problem.message, "expected": problem.expected}
