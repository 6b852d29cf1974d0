"""The screens, one a file; a new one is its file and one line here. They are imported when they are first visited."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from attrs import frozen


@frozen
class Entry:
    """A screen of the application."""

    name: str
    """What it is called in places and files."""
    title: str
    implementation: str
    """Module and class."""
    needs: str = ""
    """What it must be told to be opened; without it, it is one of those reached by number."""

    def load(self) -> type[Any]:
        """The screen's class, a subclass of ``KaopingScreen``."""
        module, _, name = self.implementation.partition(":")
        found: type[Any] = getattr(import_module(f"tui.screens.{module}"), name)
        return found


SCREENS = (
    Entry("desk", "总览", "overview.screen:Desk"),
    Entry("results", "结果", "results.screen:Results"),
    Entry("unit", "单位", "unit.screen:Unit"),
    Entry("indicator", "指标", "indicator.screen:IndicatorScreen"),
    Entry("reporting", "报送", "submissions.screen:Reporting"),
    Entry("appraisal", "综合评价", "appraisal.screen:Appraisal"),
    Entry("assembling", "汇总", "assembly.screen:Assembling"),
    Entry("plugins", "插件", "plugins.screen:Plugins"),
    Entry("terminal", "自检", "diagnostics.screen:TerminalScreen"),
    Entry("pair", "对比", "comparison.screen:Pair", needs="units"),
)
BY_NAME = {each.name: each for each in SCREENS}
NUMBERED = tuple(each for each in SCREENS if not each.needs)
