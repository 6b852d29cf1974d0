"""Whole counties, from the files to the document, against results worked out by an independent program."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from kaoping_core.service import AssemblyOutcome, Service
from kaoping_core.site import Site
from tests.support.county_cases import COUNTIES, NOW, ROOT, expected_of, submissions_of

Open = Callable[..., Service]


def taken_and_assembled(
    service: Service, files: Sequence[Path], *, provisional: bool = False
) -> AssemblyOutcome:
    """Take the files in and assemble them."""
    for taken in service.import_files(files):
        assert taken.problems == (), taken.file
    return service.assemble(provisional=provisional)


def as_decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def read(document: bytes) -> dict[str, Any]:
    def refuse(digits: str) -> Any:
        raise AssertionError(f"a JSON float: {digits}")

    loaded: dict[str, Any] = json.loads(document, parse_float=refuse, parse_constant=refuse)
    return loaded


@pytest.fixture(scope="module")
def assembled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, AssemblyOutcome]:
    """Each county's final assembly, in a database of its own."""
    folder = tmp_path_factory.mktemp("counties")
    made = {}
    for county in COUNTIES:
        with Service(Site(ROOT), 2019, f"sqlite:///{folder / county}.db", clock=lambda: NOW) as service:
            made[county] = taken_and_assembled(service, submissions_of(county))
    return made


@pytest.mark.parametrize("county", COUNTIES)
def test_a_whole_county_comes_out_exactly_as_worked_out_independently(
    assembled: dict[str, AssemblyOutcome], county: str
) -> None:
    document, wanted = read(assembled[county].document), expected_of(county)
    assert document["provisional"] is False
    assert document["year"] == wanted["year"]
    expected = {unit["unit"]: unit for unit in wanted["units"]}
    assert {unit["unit"] for unit in document["units"]} == set(expected)
    cells = 0
    for unit in document["units"]:
        name, told = unit["unit"], expected[unit["unit"]]
        assert [unit[key] for key in ("group", "rank", "status")] == [
            told[key] for key in ("group", "rank", "status")
        ], name
        assert Decimal(unit["total"]) == Decimal(told["total"]), name
        assert set(unit["scores"]) == set(told["scores"]), name
        for indicator, score in unit["scores"].items():
            cells += 1
            right = told["scores"][indicator]
            assert score["state"] == right["state"], f"{name} {indicator}"
            assert as_decimal(score["score"]) == as_decimal(right["score"]), f"{name} {indicator}"
    assert cells == 1187


@pytest.mark.parametrize("county", COUNTIES)
def test_the_document_adds_up_by_hand(assembled: dict[str, AssemblyOutcome], county: str) -> None:
    """Published scores of two decimals, whose sum is the published total."""
    for unit in read(assembled[county].document)["units"]:
        points = [Decimal(score["score"]) for score in unit["scores"].values() if score["score"] is not None]
        assert all(each.as_tuple().exponent == -2 for each in points)
        assert Decimal(unit["total"]) == sum(points)


def test_other_data_have_another_run(assembled: dict[str, AssemblyOutcome]) -> None:
    assert len({each.result.run for each in assembled.values()}) == len(COUNTIES)


def orders() -> dict[str, list[Path]]:
    """The first county's files in several orders."""
    given = submissions_of(COUNTIES[0])
    shuffled = [*given]
    Random(20191220).shuffle(shuffled)
    assert shuffled not in (given, given[::-1])
    return {"as given": given, "reversed": given[::-1], "shuffled": shuffled}


def test_the_order_of_the_files_makes_no_difference_to_a_single_byte(site: Site, open_service: Open) -> None:
    final, provisional = [], []
    for name, files in orders().items():
        service = open_service(site, database=f"sqlite:///{site.root / name}.db")
        final.append(taken_and_assembled(service, files))
        provisional.append(service.assemble(provisional=True))
    for made in (final, provisional):
        assert len({each.document for each in made}) == 1
        assert len({each.result.run for each in made}) == 1
        assert made[0].result.run


def test_taking_the_same_files_twice_changes_no_byte(site: Site, open_service: Open) -> None:
    service = open_service(site)
    once = taken_and_assembled(service, submissions_of(COUNTIES[0]))
    twice = taken_and_assembled(service, submissions_of(COUNTIES[0]))
    assert twice.document == once.document
    assert twice.number == once.number + 1


def test_a_county_taken_in_over_another_replaces_it(site: Site, open_service: Open) -> None:
    """Both have reports on every cell, so that nothing of the first county is left."""
    service = open_service(site)
    taken_and_assembled(service, submissions_of(COUNTIES[1]), provisional=True)
    over = read(taken_and_assembled(service, submissions_of(COUNTIES[0]), provisional=True).document)
    totals = {unit["unit"]: Decimal(unit["total"]) for unit in over["units"]}
    assert totals == {unit["unit"]: Decimal(unit["total"]) for unit in expected_of(COUNTIES[0])["units"]}


def test_a_provisional_and_a_final_result_differ_in_name_only(site: Site, open_service: Open) -> None:
    service = open_service(site)
    final = taken_and_assembled(service, submissions_of(COUNTIES[0]))
    provisional = service.assemble(provisional=True)
    assert final.result.run != provisional.result.run
    assert final.result.units == provisional.result.units
    assert final.result.findings == provisional.result.findings
