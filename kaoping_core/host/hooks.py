"""The hooks that a plugin may implement, in its ``hooks.py`` with :data:`hookimpl`.

Each plugin is called by itself, in the order of the plugins' names, in a process of its own and
within a time budget. Whatever a hook raises or returns that is not of its type is a fault of that
plugin and costs its own cells only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import ClassVar

import pluggy
from attrs import frozen

from kaoping_core.model.checklists import Checklist
from kaoping_core.model.findings import Finding
from kaoping_core.model.indicators import Indicator
from kaoping_core.model.problems import Problem
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.submissions import Submission, Value
from kaoping_core.rules.base import Rule

PROJECT = "kaoping"
hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@frozen
class ScoredCellView:
    """A unit of a :class:`ScoredColumnView`."""

    unit: str
    state: str
    points: Decimal | None
    """Published."""
    values: Mapping[str, Value]


@frozen
class ScoredColumnView:
    """A scored indicator of the plugin's own evaluator."""

    indicator: Indicator
    cells: tuple[ScoredCellView, ...]


@frozen
class PluginSheet:
    """An additional sheet of the result workbook."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@frozen
class ReaderInfo:
    """What the host knows of a reader without running it."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    reads_tables: bool
    """Whether it also reads a table where it is (:meth:`Reader.read_source`)."""


class Reader:
    """Reads a department's own files into submissions.

    Reading happens in a process of its own, within ``[plugins] reading_seconds``; what it costs, by time
    or memory or by failing, it costs that file only. The host sets the layer of what is read, checks the
    values against what the indicators' rules want from a file, and refuses entries on other evaluators'
    indicators.
    """

    name: ClassVar[str]
    """Also the layer of the entries that it reads."""
    title: ClassVar[str]
    suffixes: ClassVar[tuple[str, ...]]
    """Endings of the files that it may be shown, with the dot."""

    def prepare(self) -> None:
        """Load libraries that reading needs; called while the program does other things.

        What cannot be loaded is told when a file is read.
        """

    def recognises(self, path: Path) -> bool:
        """Return whether the file is of this reader's kind, from its beginning only."""
        raise NotImplementedError

    def read(self, path: Path, scheme: Scheme) -> Submission:
        """Read the whole file.

        Raises:
            FileRejectedError: with everything that is wrong with the file.
        """
        raise NotImplementedError

    def read_source(self, connection: str, table: str, scheme: Scheme) -> Submission:
        """Read a table of a database instead of a file, where the site's settings name one.

        A reader that has no use for databases leaves this as it is.

        Args:
            connection: what to connect to, such as ``duckdb:///…``; never shown to anyone, for it may
                hold a password.
            table: name of the table.
            scheme: the year's.

        Raises:
            FileRejectedError: with everything that is wrong with the table, or why it cannot be reached.
        """
        raise NotImplementedError


class FileRejectedError(ValueError):
    """A rejected file, with every problem and its place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = tuple(problems)


class HookSpecs:
    """Hook specifications."""

    @hookspec
    def indicator_types(self) -> Sequence[type[Rule]] | None:
        """Return rules in addition to those in ``rules/*.py``.

        Called once, when the plugin is loaded. None: no others.
        """

    @hookspec
    def checklists(self) -> Sequence[Checklist] | None:
        """Return deduction lists in addition to those in ``checklists/*.toml``.

        Called once, when the plugin is loaded. None: no others.
        """

    @hookspec
    def readers(self) -> Sequence[Reader] | None:
        """Return readers in addition to those in ``readers/*.py``.

        Called once, when the plugin is loaded. None: no others.
        """

    @hookspec
    def check_submission(self, submission: Submission, scheme: Scheme) -> Sequence[Problem] | None:
        """Return problems of a submission that only the department can see.

        Called when a submission is taken in, after the general checks have passed, before anything
        is kept. Any problem refuses the whole file. None: nothing is wrong.
        """

    @hookspec
    def findings(self, columns: Sequence[ScoredColumnView]) -> Sequence[Finding] | None:
        """Return findings on the department's own columns of a result.

        Called once an assembly, after all columns are scored. None: nothing.
        """

    @hookspec
    def report_sheets(self, columns: Sequence[ScoredColumnView]) -> Sequence[PluginSheet] | None:
        """Return additional sheets for the result workbook.

        Called when a result workbook is written, with the department's own columns. None: none.
        """
