"""A whole county's entries, to change one by one; and the assembly of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve, frozen

from kaoping_core.assembly.assemble import RunContext, assemble
from kaoping_core.host.host import Host
from kaoping_core.intake.context import IntakeContext
from kaoping_core.intake.json.reader import read_json
from kaoping_core.model.findings import Finding
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Result, Score, UnitResult
from kaoping_core.model.submissions import Entry, Value
from tests.support.county_cases import COUNTIES, submissions_of

Assemble = Callable[[Sequence[Entry]], Result]


@frozen
class County:
    """The entries of a county, with changes."""

    entries: tuple[Entry, ...]

    def entry(self, indicator: str, unit: str) -> Entry:
        """What is reported on a cell."""
        (found,) = (each for each in self.entries if (each.indicator, each.unit) == (indicator, unit))
        return found

    def without(self, indicator: str, *units: str) -> County:
        """The same county with nothing reported on these cells; on the whole indicator without units."""
        return County(
            tuple(
                each
                for each in self.entries
                if each.indicator != indicator or (units and each.unit not in units)
            )
        )

    def reporting(self, indicator: str, unit: str, **values: Value) -> County:
        """The same county with these values reported on a cell, and no others."""
        old = self.without(indicator, unit)
        return County((*old.entries, Entry(indicator, unit, values, place="改.json: $.entries[0]")))

    def changing(self, indicator: str, unit: str, **values: Value) -> County:
        """The same county with these values of a reported cell changed."""
        entry = self.entry(indicator, unit)
        changed = evolve(entry, values={**entry.values, **values})
        return County(tuple(changed if each is entry else each for each in self.entries))

    def not_carrying(self, indicator: str, *units: str) -> County:
        """The same county, these units reported as not carrying the indicator."""
        old = self.without(indicator, *units)
        return County((*old.entries, *(Entry(indicator, unit, carried=False) for unit in units)))


@pytest.fixture(scope="session")
def county(intake: IntakeContext) -> County:
    """The first county, complete."""
    submissions = (read_json(path.read_bytes(), path.name, intake) for path in submissions_of(COUNTIES[0]))
    return County(tuple(entry for submission in submissions for entry in submission.entries))


@pytest.fixture(scope="session")
def worked_out(scheme: Scheme, host: Host) -> Callable[..., Result]:
    """Assembles a county."""

    def run(county: County, **circumstances: Any) -> Result:
        return assemble(scheme, county.entries, host, RunContext(**circumstances))

    return run


@pytest.fixture(scope="session")
def complete(county: County, worked_out: Callable[..., Result]) -> Result:
    """The first county's result."""
    return worked_out(county)


def unit_of(result: Result, name: str) -> UnitResult:
    """A unit's result."""
    (found,) = (each for each in result.units if each.unit == name)
    return found


def score_of(result: Result, indicator: str, unit: str) -> Score:
    """A cell's score."""
    return unit_of(result, unit).scores[indicator]


def column_of(result: Result, indicator: str) -> dict[str, Score]:
    """An indicator's scores by unit."""
    return {each.unit: each.scores[indicator] for each in result.units if indicator in each.scores}


def findings_of(result: Result, code: str, indicator: str | None = None) -> list[Finding]:
    """Findings of a kind."""
    return [each for each in result.findings if each.code == code and indicator in {None, each.indicator}]


def ranks_of(result: Result, group: str) -> dict[str, int | None]:
    """Ranks of a group."""
    return {each.unit: each.rank for each in result.units if each.group == group}


def ranked_by(totals: dict[str, Decimal]) -> dict[str, int]:
    """Ranks as the rulebook lays them down, worked out the slow way: one more than those with more."""
    return {name: 1 + sum(other > total for other in totals.values()) for name, total in totals.items()}
