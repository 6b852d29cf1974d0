"""Filled workbooks, damaged: the same report is read, or the problem is told in the right cell. Never another score."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaoping_core.host.hooks import FileRejectedError
from kaoping_core.intake.context import IntakeContext
from kaoping_core.intake.workbook.reader import open_workbook, read_workbook
from kaoping_core.intake.workbook.template import make_template
from kaoping_core.model.submissions import Entry, Submission
from kaoping_core.samples.fill_workbook import fill_workbook
from tests.support.corruptions import HARMFUL, HARMLESS, Damage, opened
from tests.support.county_cases import COUNTIES
from tests.support.workbooks import reports_of

FILE = "报送.xlsx"
Filled = Callable[[str], bytes]


@pytest.fixture(scope="session")
def filled(intake: IntakeContext) -> Filled:
    """An evaluator's workbook, filled with the first county's report."""
    made: dict[str, bytes] = {}
    reports = reports_of(COUNTIES[0], intake)

    def of(evaluator: str) -> bytes:
        if evaluator not in made:
            made[evaluator] = fill_workbook(make_template(evaluator, intake), reports[evaluator])
        return made[evaluator]

    return of


def read(data: bytes, intake: IntakeContext) -> Submission:
    return read_workbook(open_workbook(data, FILE), FILE, intake)


def said(submission: Submission) -> Mapping[tuple[str, str], Entry]:
    """What a submission reports, without where it stood."""
    return {
        (each.indicator, each.unit): evolve(each, place="", places={}, evidence=(), note="")
        for each in submission.entries
    }


def differences(one: Submission, other: Submission) -> list[tuple[Entry | None, Entry | None]]:
    """What two submissions say differently, few enough to be printed."""
    ones, others = said(one), said(other)
    keys = [key for key in {**ones, **others} if ones.get(key) != others.get(key)]
    return [(ones.get(key), others.get(key)) for key in keys[:5]]


def seeds(count: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        limited = settings(
            max_examples=count, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
        )
        return limited(given(seed=st.integers(0, 2**32))(test))

    return decorate


def must_be_understood(damage: Damage, seed: int, filled: Filled, intake: IntakeContext) -> None:
    whole = filled(damage.evaluator)
    book = opened(whole, seed)
    damage.do(book)
    assert not differences(read(book.saved(), intake), read(whole, intake))


def must_be_told(damage: Damage, seed: int, filled: Filled, intake: IntakeContext) -> None:
    book = opened(filled(damage.evaluator), seed)
    harm = damage.do(book)
    with pytest.raises(FileRejectedError) as refused:
        read(book.saved(), intake)
    wanted = "!".join((FILE, *((harm,) if isinstance(harm, str) else harm or ()))).rstrip("!")
    places = [problem.place for problem in refused.value.problems]
    assert any(place == wanted or place.startswith(f"{wanted}!") for place in places), (wanted, places)
    assert all(problem.message and problem.place.startswith(FILE) for problem in refused.value.problems)


def test_there_are_at_least_thirty_kinds_of_damage() -> None:
    assert len({each.name for each in (*HARMLESS, *HARMFUL)}) == len(HARMLESS) + len(HARMFUL) >= 60


@pytest.mark.parametrize("damage", HARMLESS[::3], ids=lambda each: each.name)
@seeds(1)
def test_what_is_unambiguous_is_understood(
    damage: Damage, seed: int, filled: Filled, intake: IntakeContext
) -> None:
    must_be_understood(damage, seed, filled, intake)


@pytest.mark.parametrize("damage", HARMFUL[::3], ids=lambda each: each.name)
@seeds(1)
def test_what_is_not_is_a_problem_in_its_cell(
    damage: Damage, seed: int, filled: Filled, intake: IntakeContext
) -> None:
    must_be_told(damage, seed, filled, intake)


@pytest.mark.slow
@pytest.mark.parametrize("damage", HARMLESS, ids=lambda each: each.name)
@seeds(30)
def test_what_is_unambiguous_is_understood_many_times(
    damage: Damage, seed: int, filled: Filled, intake: IntakeContext
) -> None:
    must_be_understood(damage, seed, filled, intake)


@pytest.mark.slow
@pytest.mark.parametrize("damage", HARMFUL, ids=lambda each: each.name)
@seeds(30)
def test_what_is_not_is_a_problem_in_its_cell_many_times(
    damage: Damage, seed: int, filled: Filled, intake: IntakeContext
) -> None:
    must_be_told(damage, seed, filled, intake)


@pytest.mark.slow
@seeds(300)
def test_several_damages_at_once_never_change_a_score_silently(
    seed: int, filled: Filled, intake: IntakeContext
) -> None:
    """Either the same report, or a problem; whichever was done, in whatever order."""
    damages = [each for each in (*HARMLESS, *HARMFUL) if each.evaluator == "县发改局"]
    whole = filled("县发改局")
    book = opened(whole, seed)
    try:
        chosen = sorted(book.random.sample(damages, 3), key=lambda each: not each.retypes)
        for damage in (chosen[0], *(each for each in chosen[1:] if not each.retypes)):
            damage.do(book)
        data = book.saved()
    except (StopIteration, RuntimeError, IndexError, KeyError, AttributeError):
        return  # one damage has taken away what another needs, or merged what another sorts
    with suppress(FileRejectedError):
        different = differences(read(data, intake), read(whole, intake))
        assert not different, (seed, [each.name for each in chosen], different)
