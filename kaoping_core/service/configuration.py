"""Use cases on configuration and plugins: check them, run their worked examples."""

from __future__ import annotations

from collections.abc import Sequence

from kaoping_core import plugin_examples
from kaoping_core.assembly.assemble import assemble
from kaoping_core.errors import ConfigurationError
from kaoping_core.host import plugin_status
from kaoping_core.host.discovery import find_plugins
from kaoping_core.host.plugin_status import PluginStatus
from kaoping_core.intake.context import IntakeContext
from kaoping_core.model.problems import Problem
from kaoping_core.service.open_site import OpenSite, Progress


def check_configuration(opened: OpenSite) -> list[Problem]:
    """Return everything wrong with the year's configuration and the plugins."""
    try:
        _ = opened.settings, opened.scheme
    except ConfigurationError as error:
        folders = find_plugins(opened.site.plugins)
        of_plugins = [problem for folder in folders for problem in (*folder.problems, *folder.warnings)]
        return [*(error.problems or (Problem(str(opened.site.config), error.message),)), *of_plugins]
    with opened.open_host() as host:
        return [*host.problems, *host.plugin_problems()]


def plugin_statuses(opened: OpenSite, *, scoring: bool) -> list[PluginStatus]:
    """Return the plugins' status; with ``scoring``, after they have scored the current entries."""
    with opened.open_host() as host:
        if scoring and not host.problems:
            known = IntakeContext(opened.scheme, host.binding).cells
            counted = [entry for entry in opened.entries() if (entry.indicator, entry.unit) in known]
            assemble(opened.scheme, counted, host)
        return plugin_status.plugin_statuses(host)


def run_examples(opened: OpenSite, names: Sequence[str], progress: Progress) -> tuple[list[Problem], int]:
    """Run plugins' worked examples; return problems and the number of examples.

    Raises:
        UsageError: for an unknown plugin.
    """
    return plugin_examples.run_examples(opened.scheme, opened.host, names, progress)
