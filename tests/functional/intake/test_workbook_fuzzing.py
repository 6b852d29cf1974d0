"""Two thousand corrupted workbooks: none is taken for another report, none leaves a trace unless it is taken."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random

import pytest
from attrs import define, field
from openpyxl import load_workbook

from kaoping_core.intake.context import IntakeContext
from kaoping_core.model.submissions import Submission, Value
from kaoping_core.service import ImportResult, Service
from kaoping_core.site import Site
from kaoping_core.xlsx.read.sheets import read_sheets
from tests.support.county_cases import COUNTIES, NOW, ROOT, submissions_of
from tests.support.workbook_fuzzer import Corrupted, Row, corrupt
from tests.support.workbooks import filled_workbooks

SEED = 20191220
FEW, MANY = 100, 2_000
Report = Mapping[tuple[str, str], tuple[Mapping[str, Value], bool]]


def report_of(submission: Submission) -> Report:
    """What is reported on each cell."""
    return {(each.indicator, each.unit): (each.values, each.carried) for each in submission.entries}


@define
class Target:
    """A site with earlier data, and the workbooks that are corrupted on their way to it."""

    service: Service
    database: sqlite3.Connection
    books: dict[str, bytes]
    """By file name, one an evaluator."""
    whole: dict[str, Submission]
    """What they report when nothing happens to them."""
    sheets: dict[str, dict[str, str]]
    """The parts of their sheets by title."""
    counts: Counter[str] = field(factory=Counter)

    def version(self) -> int:
        """A number that is another one after anything was written."""
        (found,) = self.database.execute("PRAGMA data_version").fetchone()
        return int(found)

    def rows(self) -> int:
        """Rows of all tables."""
        tables = ("submissions", "entries", "runs")
        return sum(self.database.execute(f"SELECT count(*) FROM {each}").fetchone()[0] for each in tables)


@pytest.fixture(scope="module")
def target(intake: IntakeContext, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    folder = tmp_path_factory.mktemp("fuzz")
    file = folder / "kaoping.db"
    with Service(Site(ROOT), 2019, f"sqlite:///{file}", clock=lambda: NOW, actor="测试") as service:
        assert all(taken.submission for taken in service.import_files(submissions_of(COUNTIES[1])))
        paths = filled_workbooks(COUNTIES[0], intake, folder / "whole")
        for path in paths[::2]:
            load_workbook(path).save(path)  # with shared texts, as spreadsheet programs save them
        taken = service.import_files(paths)
        assert len(paths) == 18
        whole = {each.file: each.submission for each in taken if each.submission}
        assert whole.keys() == {path.name for path in paths}
        books = {path.name: path.read_bytes() for path in paths}
        parts = {
            name: {
                each.name: f"xl/worksheets/sheet{place}.xml"
                for place, each in enumerate(read_sheets(data), 1)
            }
            for name, data in books.items()
        }
        connection = sqlite3.connect(file)
        yield Target(service, connection, books, whole, parts)
        connection.close()


def touched(corrupted: Corrupted, place: str, sheets: Mapping[str, str]) -> bool:
    """Whether a cell stands in a row that was meant to be changed."""
    if corrupted.everywhere:
        return True
    _, sheet, reference = place.split("!")
    row: Row = (sheets.get(sheet, ""), int(re.sub("[A-Z]", "", reference)))
    return row in corrupted.rows


def assert_same_but_for_what_was_touched(
    corrupted: Corrupted, taken: Submission, whole: Submission, sheets: Mapping[str, str]
) -> None:
    before, after = report_of(whole), report_of(taken)
    assert taken.evaluator == whole.evaluator
    places = {(each.indicator, each.unit): each.place for each in (*whole.entries, *taken.entries)}
    for cell in before.keys() | after.keys():
        if before.get(cell) != after.get(cell):
            assert touched(corrupted, places[cell], sheets), (cell, before.get(cell), after.get(cell))


def assert_told(taken: ImportResult) -> None:
    """A refusal can be shown to a person, and every problem says where it is."""
    assert taken.problems
    for problem in taken.problems:
        assert problem.place == taken.file or problem.place.startswith(f"{taken.file}!"), problem
        assert problem.message
        assert not any(unicodedata.category(each) == "Cc" and each not in "\n\t\r" for each in str(problem))


def send(number: int, target: Target, folder: Path) -> None:
    """Corrupt one file, send it, and look at what became of it and of the database."""
    random = Random(f"{SEED}-{number}")
    name = random.choice(sorted(target.books))
    corrupted = corrupt(target.books[name], target.books[random.choice(sorted(target.books))], random)
    path = folder / name
    path.write_bytes(corrupted.data)
    version, rows = target.version(), target.rows()
    try:
        (taken,) = target.service.import_files([path])
        kind = "bytes" if corrupted.what.startswith("_") else "XML"
        if taken.submission is None:
            assert_told(taken)
            assert isinstance(target.service.annotate_rejected(path, taken.problems), bytes | None)
            assert (target.version(), target.rows()) == (version, rows)
            target.counts[f"{kind}: refused"] += 1
            return
        whole = target.whole[name]
        assert target.rows() == rows + 1 + len(taken.submission.entries)
        assert_same_but_for_what_was_touched(corrupted, taken.submission, whole, target.sheets[name])
        same = report_of(taken.submission) == report_of(whole)
        target.counts[f"{kind}: {'the same report' if same else 'the touched cells differ'}"] += 1
    except Exception as error:
        error.add_note(f"file {number}: {name}: {corrupted.what} {sorted(corrupted.rows)[:5]}")
        raise


Send = Callable[[range], Counter[str]]


@pytest.fixture
def send_all(target: Target, tmp_path: Path) -> Send:
    def send_some(numbers: range) -> Counter[str]:
        earlier = Counter(target.counts)
        for number in numbers:
            send(number, target, tmp_path)
        return target.counts - earlier

    return send_some


def test_corrupted_workbooks_are_refused_or_say_what_they_said(send_all: Send) -> None:
    counts = send_all(range(FEW))
    assert counts.total() == FEW
    assert counts["bytes: the touched cells differ"] == 0


@pytest.mark.slow
def test_two_thousand_corrupted_workbooks_are_refused_or_say_what_they_said(
    send_all: Send, record_property: Callable[[str, object], None]
) -> None:
    counts = send_all(range(FEW, FEW + MANY))
    record_property("counts", dict(counts))
    print(dict(counts))
    assert counts.total() == MANY
    assert counts["bytes: the touched cells differ"] == 0
    assert len(counts) == 5, "every outcome came up"


def test_what_was_there_before_is_still_there(target: Target) -> None:
    """Every revision that the files met is as it was."""
    rows = target.database.execute("PRAGMA integrity_check").fetchall()
    assert rows == [("ok",)]
    evaluators = {each.evaluator for each in target.whole.values()}
    assert len(evaluators) == 18
    current = {(each.indicator, each.unit) for each in target.service.ledger.current_entries(2019)}
    assert current >= {cell for each in target.whole.values() for cell in report_of(each)}
