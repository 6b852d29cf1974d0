"""Files that were made to harm, or are of another kind: refused within seconds and megabytes, saying what to do."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import pytest

from kaoping_core.host.hooks import FileRejectedError
from kaoping_core.intake.context import IntakeContext
from kaoping_core.intake.workbook.reader import is_report, open_workbook
from kaoping_core.intake.workbook.template import make_template
from kaoping_core.model.problems import Problem
from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.county_cases import ROOT
from tests.support.malicious_workbooks import LIGHT, ROW, Hostile, with_part
from tests.support.xlsx_packages import SHEET, small
from tests.support.zip_bombs import HEAVY, crowded

FILE = "报送.xlsx"
SECONDS, MEGABYTES = 5, 300


def refusal(data: bytes) -> Problem:
    """The one sentence that a file is refused with."""
    with pytest.raises(FileRejectedError) as refused:
        open_workbook(data, FILE)
    (problem,) = refused.value.problems
    assert problem.place == FILE
    assert problem.expected.startswith("请")
    return problem


@pytest.mark.parametrize("hostile", LIGHT, ids=lambda each: each.name)
def test_what_is_no_sound_workbook_is_refused_with_a_sentence(hostile: Hostile) -> None:
    assert hostile.says in str(refusal(hostile.make()))


def test_a_workbook_cut_off_anywhere_is_refused(intake: IntakeContext) -> None:
    for data in (make_template("县发改局", intake), small(ROW)):
        for twentieth in range(20):
            refusal(data[: len(data) * twentieth // 20])
        for missing in range(1, 30):
            refusal(data[:-missing])


def test_a_bit_flipped_anywhere_is_refused_or_changes_nothing() -> None:
    """Checksums cover what is in the parts; what is left are names and dates of parts that nobody reads."""
    data = small(ROW)
    whole = open_workbook(data, FILE)
    survived = 0
    for place in range(len(data)):
        for bit in (1, 8, 128):
            flipped = data[:place] + bytes([data[place] ^ bit]) + data[place + 1 :]
            try:
                sheets = open_workbook(flipped, FILE)
            except FileRejectedError:
                continue
            assert sheets == whole, place
            survived += 1
    assert survived < len(data) * 3 // 2


def test_lies_about_lengths_that_change_nothing_are_let_pass() -> None:
    data = bytearray(small(ROW))
    entry = data.rindex(SHEET.encode()) - 46
    data[entry + 24 : entry + 28] = (100_000).to_bytes(4, "little")
    assert open_workbook(bytes(data), FILE) == open_workbook(small(ROW), FILE)


def test_any_noise_is_refused() -> None:
    random = Random(7)
    for start in (b"", b"PK\x03\x04", b"PK\x05\x06", b"<", b"%PDF"):
        for length in (0, 1, 22, 100, 5_000):
            refusal(start + random.randbytes(length))


@pytest.mark.parametrize("suffix", [".xlsx", ".XLSX", ".xls", ".xlsm", ".xlsb", ".et", ".ods"])
def test_whatever_people_call_a_workbook_is_told_what_to_send(
    suffix: str, site: Site, open_service: Callable[..., Service], tmp_path: Path
) -> None:
    """An old or foreign file is told so whichever ending it has, and nothing is kept of it."""
    service = open_service(site)
    files = {
        "旧": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
        "表": "单位,数值\n".encode(),
        "空": b"",
        "别的": small(ROW),
    }
    for name, data in files.items():
        path = tmp_path / f"{name}{suffix}"
        path.write_bytes(data)
        (taken,) = service.import_files([path])
        assert taken.submission is None
        (problem,) = taken.problems
        assert problem.place == path.name
        assert problem.expected
    assert not service.ledger.current_entries(2019)


ON_LINUX = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured on Linux")
DEAREST = {
    "a part of a hundred megabytes said to be short",
    "a million cells with nothing",
    "six hundred thousand attributes",
    "one long text in every cell",
    "as many cells as allowed",
}
HARMLESS = {"many rows without a name", "as many cells as allowed"}
"""They say nothing of any unit and cost little."""


def assert_cheap(bombs: Sequence[Hostile], folder: Path) -> None:
    """Each is refused within the bars, in a process that has loaded what the program loads."""
    files = []
    for place, bomb in enumerate(bombs):
        file = folder / f"{place}.xlsx"
        file.write_bytes(bomb.make())
        files.append(str(file))
    command = [sys.executable, "-m", "tests.support.memory_probe", *files]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=400, check=True)
    assert not run.stderr
    measured = [json.loads(line) for line in run.stdout.splitlines()]
    for bomb, found in zip(bombs, measured, strict=True):
        print(f"{bomb.name}: {found['seconds']:.2f} s, {found['kilobytes'] // 1024} MB")
        assert found["seconds"] < SECONDS, (bomb.name, found)
        assert found["kilobytes"] < MEGABYTES * 1024, (bomb.name, found)
        assert bool(found["count"]) != (bomb.name in HARMLESS), (bomb.name, found)
        assert all(bomb.says in problem for problem in found["problems"]), (bomb.name, found)


@ON_LINUX
@pytest.mark.slow
def test_the_dearest_files_are_refused_within_seconds_and_megabytes(
    intake: IntakeContext, tmp_path: Path
) -> None:
    every = [*HEAVY, *crowded(make_template("县发改局", intake))]
    assert_cheap([each for each in every if each.name in DEAREST], tmp_path)


@ON_LINUX
@pytest.mark.slow
def test_every_file_made_to_cost_time_and_memory_is_refused_within_seconds_and_megabytes(
    intake: IntakeContext, tmp_path: Path
) -> None:
    assert_cheap([*HEAVY, *crowded(make_template("县发改局", intake))], tmp_path)


def test_an_entity_of_a_file_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("秘密", encoding="utf-8")
    declared = f'<!DOCTYPE l [<!ENTITY k SYSTEM "file://{secret}">]>'
    assert "秘密" not in str(refusal(with_part(SHEET, f"{declared}<l>&k;</l>")))


def test_a_small_workbook_is_taken_for_what_it_is() -> None:
    """Or refusing would prove nothing."""
    sheets = open_workbook(small(ROW), FILE)
    assert [dict(each.cells) for each in sheets] == [{(1, 1): ("number", "1", False)}]
    assert not is_report(sheets)
