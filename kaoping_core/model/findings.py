"""What a person should know: problems of what was handed in, findings on what came out."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from attrs import frozen


class Severity(StrEnum):
    """How much a finding weighs; in order of weight."""

    ERROR = "error"
    """No final result until it is mended."""
    WARNING = "warning"
    """Someone should look before the result is published."""
    NOTICE = "notice"
    """Good to know."""


@frozen
class Finding:
    """A message on a result for the office (提示): missing, late, out of line, failed."""

    severity: Severity
    code: str
    """Stable name of the kind of finding, such as ``missing`` or ``quota``."""
    message: str
    indicator: str | None = None
    unit: str | None = None
    evaluator: str | None = None


class RuleFinding(NamedTuple):
    """A rule's message on a column of scores; it becomes a finding."""

    code: str
    message: str
    unit: str | None = None


@frozen
class Fault:
    """A plugin's failure: it costs the plugin's own cells and nothing else."""

    plugin: str
    message: str
    file: str = ""
    """Relative to the plugin's folder where it lies inside it."""
    line: int | None = None

    def __str__(self) -> str:
        where = f"{self.file} 第{self.line}行" if self.line else self.file
        return (
            f"插件 {self.plugin}（{where}）：{self.message}"
            if where
            else f"插件 {self.plugin}：{self.message}"
        )
