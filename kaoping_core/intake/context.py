"""Context for reading submissions: scheme, names, bindings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from attrs import define, field

from kaoping_core.host.hooks import FileRejectedError
from kaoping_core.model.findings import Fault
from kaoping_core.model.indicators import Cell
from kaoping_core.model.problems import Problem
from kaoping_core.model.scheme import Scheme
from kaoping_core.rules.binding import Binding
from kaoping_core.scheme.names import SchemeNames

MAX_FILE_BYTES = 64 * 1024 * 1024


@define(frozen=True, slots=False)
class IntakeContext:
    """A scheme with its names and the binding of each indicator."""

    scheme: Scheme = field(repr=False)
    binding_of: Callable[[str], Binding | Fault] = field(repr=False)

    @cached_property
    def names(self) -> SchemeNames:
        """Names of the scheme."""
        return SchemeNames(self.scheme)

    @cached_property
    def cells(self) -> dict[tuple[str, str], Cell]:
        """Cells by (indicator, unit)."""
        return {
            (cell.indicator, cell.unit.name): cell
            for cells in self.scheme.cells_of.values()
            for cell in cells
        }


class ProblemCollector:
    """Collects the problems of a file, so that all are reported together."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: list[Problem] = []

    def add(self, place: str, message: str, expected: str = "") -> None:
        """Add a problem."""
        self._found.append(Problem(f"{self._file}: {place}" if place else self._file, message, expected))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Add problems that have their places."""
        self._found.extend(problems)

    def __len__(self) -> int:
        return len(self._found)

    def raise_if_any(self) -> None:
        """Reject the file if there is any problem.

        Raises:
            FileRejectedError: with all of it.
        """
        if self._found:
            raise FileRejectedError(self._found)
