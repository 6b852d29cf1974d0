"""Classifies the cells of an indicator before scoring: to score, not carried, missing."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from kaoping_core.assembly.layers import CellEntries
from kaoping_core.model.findings import Fault
from kaoping_core.model.indicators import Cell, Indicator
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Column
from kaoping_core.model.submissions import REPORT, Entry
from kaoping_core.rules.binding import Binding

NOT_REPORTED = "没有报送"
NO_TASK = "没有任务，不承担"
SAID_NOT_CARRIED = "考核主体报告不承担"


@frozen
class ClassifiedColumn:
    """Cells of an indicator by class."""

    indicator: Indicator
    cells: tuple[Cell, ...]
    """All of the group's, in the notice's order."""
    entries: tuple[Entry | None, ...]
    """What was reported on each cell."""
    column: Column | None
    """Those that can be scored; None when none can."""
    to_score: tuple[int, ...]
    """Their places in ``cells``."""
    not_carried: tuple[tuple[int, str], ...]
    """Places of those that are not carried, with why."""
    missing: tuple[tuple[int, str], ...]
    """Places of those that lack a value, with what is missing."""


def classify_cells(
    scheme: Scheme, indicator: Indicator, entries: CellEntries, binding_of: Callable[[str], Binding | Fault]
) -> ClassifiedColumn:
    """Classify an indicator's cells."""
    cells = scheme.cells_of[indicator.id]
    binding = binding_of(indicator.id)
    awaited = () if isinstance(binding, Fault) else binding.sets_from_file
    own = entries.get(indicator.id, {})
    found = tuple(map(own.get, scheme.unit_names_of[indicator.group]))
    if not awaited and indicator.id in scheme.carried_by_all:
        reported = [entry for entry in found if entry is not None and entry.carried]
        # Fast path: in a complete report most columns have an entry that carries for every unit, and the loop below
        # would build three lists to say so.
        if len(reported) == len(cells):
            whole = Column(indicator, cells, tuple([entry.values for entry in reported]), len(cells))
            return ClassifiedColumn(indicator, cells, found, whole, tuple(range(len(cells))), (), ())
    to_score: list[int] = []
    not_carried: list[tuple[int, str]] = []
    missing: list[tuple[int, str]] = []
    for place, (cell, entry) in enumerate(zip(cells, found, strict=True)):
        if not cell.carried:
            not_carried.append((place, NO_TASK))
        elif entry is None:
            missing.append((place, NOT_REPORTED))
        elif not entry.carried:
            not_carried.append((place, SAID_NOT_CARRIED))
        elif awaited and (lack := _missing_values_text(entry, binding)):
            missing.append((place, lack))
        else:
            to_score.append(place)
    column = None
    if to_score:
        column = Column(
            indicator,
            tuple([cells[place] for place in to_score]),
            tuple([entry.values for place in to_score if (entry := found[place]) is not None]),
            len(cells),
        )
    return ClassifiedColumn(
        indicator, cells, found, column, tuple(to_score), tuple(not_carried), tuple(missing)
    )


def _missing_values_text(entry: Entry, binding: Binding | Fault) -> str:
    """Return what an entry still lacks from a file or a report; empty when nothing."""
    if isinstance(binding, Fault):
        return ""
    if entry.layer != REPORT:
        return f"只有文件 {entry.place}，考核主体还没有报送"
    for names in binding.sets_from_file:
        if names.isdisjoint(entry.values):
            titles = "、".join(title for name, title in binding.title_of.items() if name in names)
            return f"没有{titles}"
    return ""
