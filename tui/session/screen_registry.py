"""Registry of screens: one line each; classes are imported when first visited."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from attrs import frozen


@frozen
class ScreenEntry:
    """A screen of the application."""

    name: str
    """What it is called in places and files."""
    title: str
    implementation: str
    """Module and class."""
    required_argument: str = ""
    """What it must be told to be opened; without it, it is one of those reached by number."""

    # Any: a subclass of KaopingScreen, which lies on a higher floor.
    def load(self) -> type[Any]:
        """Import and return the screen's class, a subclass of ``KaopingScreen``."""
        module, _, name = self.implementation.partition(":")
        found: type[Any] = getattr(import_module(f"tui.screens.{module}"), name)
        return found


SCREENS = (
    ScreenEntry("overview", "总览", "overview.screen:OverviewScreen"),
    ScreenEntry("results", "结果", "results.screen:ResultsScreen"),
    ScreenEntry("unit", "单位", "unit.screen:UnitScreen"),
    ScreenEntry("indicator", "指标", "indicator.screen:IndicatorScreen"),
    ScreenEntry("submissions", "报送", "submissions.screen:SubmissionsScreen"),
    ScreenEntry("appraisal", "综合评价", "appraisal.screen:AppraisalScreen"),
    ScreenEntry("assembly", "汇总", "assembly.screen:AssemblyScreen"),
    ScreenEntry("plugins", "插件", "plugins.screen:PluginsScreen"),
    ScreenEntry("diagnostics", "自检", "diagnostics.screen:DiagnosticsScreen"),
    ScreenEntry("comparison", "对比", "comparison.screen:ComparisonScreen", required_argument="units"),
)
BY_NAME = {entry.name: entry for entry in SCREENS}
NUMBERED = tuple(entry for entry in SCREENS if not entry.required_argument)
