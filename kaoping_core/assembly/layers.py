"""Merges the layers of each cell's entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve

from kaoping_core.model.submissions import REPORT, Entry

CellEntries = Mapping[str, Mapping[str, Entry]]
"""The entry of each reported cell: indicator → unit → entry."""


def merge_entries(entries: Iterable[Entry]) -> CellEntries:
    """Return one entry a cell; a file's values override those of the report, whichever came first."""
    cells: dict[str, dict[str, Entry]] = {}
    for entry in entries:
        own = cells.get(entry.indicator)
        if own is None:
            own = cells[entry.indicator] = {}
        other = own.get(entry.unit)
        own[entry.unit] = entry if other is None else _merge_layers(other, entry)
    return cells


def _merge_layers(one: Entry, other: Entry) -> Entry:
    report, file = (one, other) if one.layer == REPORT else (other, one)
    places = {name: report.place_of(name) for name in report.values}
    places |= {name: file.place_of(name) for name in file.values}
    return evolve(
        report,
        values={**report.values, **file.values},
        places=places,
        evidence=tuple(dict.fromkeys((*report.evidence, *file.evidence))),
        note="；".join(note for note in (report.note, file.note) if note),
    )
