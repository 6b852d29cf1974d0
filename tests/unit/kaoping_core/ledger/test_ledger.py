"""Nothing recorded is ever overwritten or lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaoping_core.errors import StorageError, UsageError
from kaoping_core.ledger.ledger import Ledger
from kaoping_core.model.submissions import Entry, Submission
from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.county_cases import COUNTIES, NOW, submissions_of


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """An empty ledger."""
    return Ledger(f"sqlite:///{tmp_path / 'ledger.db'}")


def submission(actual: str, *, layer: str = "report", file: str = "甲.json") -> Submission:
    """A submission of one entry."""
    entry = Entry(
        "towns.exports", "太平街道", {"actual": Decimal(actual)}, place=f"{file}: $.entries[0]", layer=layer
    )
    return Submission(2019, "县发改局", (entry,), file=file, layer=layer)


def test_the_later_entry_counts_and_the_earlier_stays_readable(ledger: Ledger) -> None:
    ledger.record_submission(submission("1"), b"one", "某人", NOW)
    ledger.record_submission(submission("2", file="乙.json"), b"two", "某人", NOW + timedelta(hours=1))
    assert [entry.values for entry in ledger.current_entries(2019)] == [{"actual": Decimal(2)}]
    revisions = ledger.revisions(2019, "towns.exports", "太平街道")
    assert [(each.entry.values["actual"], each.file) for each in revisions] == [
        (1, "甲.json"),
        (2, "乙.json"),
    ]
    assert revisions[0].received_at == NOW


def test_entries_of_another_layer_stand_beside_the_report(ledger: Ledger) -> None:
    ledger.record_submission(submission("1"), b"one", "某人", NOW)
    ledger.record_submission(submission("2", layer="cases"), b"two", "某人", NOW)
    assert sorted(entry.layer for entry in ledger.current_entries(2019)) == ["cases", "report"]


def test_another_year_is_another_matter(ledger: Ledger) -> None:
    ledger.record_submission(submission("1"), b"one", "某人", NOW)
    assert ledger.current_entries(2020) == []


@given(
    number=st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**11), max_value=10**11)
)
@settings(max_examples=30, deadline=None)
def test_numbers_come_back_digit_by_digit(number: Decimal, tmp_path_factory: pytest.TempPathFactory) -> None:
    ledger = Ledger(f"sqlite:///{tmp_path_factory.mktemp('ledger') / 'ledger.db'}")
    ledger.record_submission(submission(str(number)), b"one", "某人", NOW)
    (entry,) = ledger.current_entries(2019)
    assert str(entry.values["actual"]) == str(number)
    ledger.close()


@pytest.mark.parametrize("table", ["documents", "submissions", "entries", "runs"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET rowid = rowid", "DELETE FROM {}"], ids=["change", "removal"])
def test_the_database_itself_refuses_to_lose_a_row(
    filled_site: Site, open_service: Callable[..., Service], table: str, verb: str
) -> None:
    open_service(filled_site).assemble()
    with (
        sqlite3.connect(filled_site.data / "kaoping.db") as connection,
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
    ):
        connection.execute(verb.format(table))


def test_a_run_keeps_everything_that_went_in(filled_site: Site, open_service: Callable[..., Service]) -> None:
    service = open_service(filled_site)
    assembled = service.assemble()
    record = service.ledger.run(str(assembled.number))
    assert record.result == assembled.document
    contents = service.ledger.documents(record.documents.values())
    assert (
        contents[record.documents["config/scheme.toml"]]
        == (filled_site.config / "2019/scheme.toml").read_bytes()
    )
    rule = "plugins/grid/rules/auto_score.py"
    assert contents[record.documents[rule]] == (filled_site.root / rule).read_bytes()
    assert "entries.json" in record.documents


def test_equal_inputs_make_equal_runs_and_both_are_kept(
    filled_site: Site, open_service: Callable[..., Service]
) -> None:
    service = open_service(filled_site)
    first, second = service.assemble(), service.assemble()
    assert first.document == second.document
    assert [each.run for each in service.ledger.runs(2019)] == [first.result.run] * 2
    assert service.ledger.run(first.result.run[:6]).number == second.number


def test_an_unknown_run_is_a_usage_error(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="没有汇总记录"):
        ledger.run("abc")


@pytest.mark.parametrize("url", ["nonsense", "nodriver://x/y", "sqlite:////proc/nowhere/x.db"])
def test_a_database_that_cannot_be_had_is_a_storage_error(url: str) -> None:
    with pytest.raises(StorageError):
        Ledger(url)


def test_two_processes_may_write_one_after_the_other(
    site: Site, open_service: Callable[..., Service]
) -> None:
    one, other = open_service(site), open_service(site)
    files = submissions_of(COUNTIES[0])
    assert one.import_files(files[:1])[0].submission
    assert other.import_files(files[1:2])[0].submission
    assert one.ledger.current_entries(2019) == other.ledger.current_entries(2019)


@pytest.mark.slow
def test_a_new_ledger_is_made_once_by_many_at_the_same_time(tmp_path: Path) -> None:
    for round_ in range(10):
        url = f"sqlite:///{tmp_path / f'{round_}.db'}"
        go = Barrier(4)

        def open_it(url: str = url, go: Barrier = go) -> None:
            go.wait()
            Ledger(url).record_submission(submission("1"), b"one", "某人", NOW)

        with ThreadPoolExecutor(4) as pool:
            for done in [pool.submit(open_it) for _ in range(4)]:
                done.result()
        assert len(Ledger(url).submissions(2019)) == 4
