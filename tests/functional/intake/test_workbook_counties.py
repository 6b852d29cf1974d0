"""Whole counties sent as workbooks give what the same reports give as JSON."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.county_cases import COUNTIES, expected_of
from tests.support.workbooks import filled_workbooks


def published(document: bytes) -> dict[str, Any]:
    """Totals, ranks, statuses and scores of a result, by unit."""
    return {
        unit["unit"]: {
            **{key: unit[key] for key in ("total", "rank", "status")},
            "scores": {
                name: {key: score[key] for key in ("score", "state")}
                for name, score in unit["scores"].items()
            },
        }
        for unit in json.loads(document)["units"]
    }


def expected(county: str) -> dict[str, Any]:
    return published(json.dumps(expected_of(county)).encode())


def problems_of(service: Service, files: list[Path]) -> list[str]:
    return [str(problem) for taken in service.import_files(files) for problem in taken.problems]


@pytest.mark.parametrize(
    "county", [COUNTIES[0], *(pytest.param(each, marks=pytest.mark.slow) for each in COUNTIES[1:])]
)
def test_a_county_sent_as_workbooks_gets_the_expected_result(
    county: str, site: Site, open_service: Callable[..., Service], tmp_path: Path
) -> None:
    service = open_service(site)
    assert problems_of(service, filled_workbooks(county, service.intake, tmp_path / "files")) == []
    assert published(service.assemble().document) == expected(county)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("county", COUNTIES)
def test_opened_and_saved_in_libreoffice_nothing_is_lost(
    county: str, site: Site, open_service: Callable[..., Service], tmp_path: Path
) -> None:
    service = open_service(site)
    files = filled_workbooks(county, service.intake, tmp_path / "files")
    saved = tmp_path / "saved"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(saved),
        *map(str, files),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    resaved = sorted(saved.glob("*.xlsx"))
    assert len(resaved) == len(files)
    assert problems_of(service, resaved) == []
    assert published(service.assemble().document) == expected(county)


def test_a_blank_workbook_reports_nothing_and_every_cell_stays_missing(
    site: Site, open_service: Callable[..., Service], tmp_path: Path
) -> None:
    service = open_service(site)
    for name, data in service.make_templates().items():
        (tmp_path / name).write_bytes(data)
    taken = service.import_files(sorted(tmp_path.glob("*.xlsx")))
    assert [each.problems for each in taken] == [()] * 18
    assert sum(len(each.submission.entries) for each in taken if each.submission) == 0
    states = {score.state for unit in service.preview().units for score in unit.scores.values()}
    assert "scored" not in states
    assert "missing" in states


@pytest.mark.slow
def test_every_value_knows_the_cell_that_it_was_read_from(
    site: Site, open_service: Callable[..., Service], tmp_path: Path
) -> None:
    service = open_service(site)
    service.import_files(filled_workbooks(COUNTIES[0], service.intake, tmp_path))
    entries = [
        score.entry
        for unit in service.preview().units
        for score in unit.scores.values()
        if score.entry and score.entry.values
    ]
    assert len(entries) > 900
    for entry in entries:
        for value in entry.values:
            file, sheet, cell = entry.place_of(value).split("!")
            assert file.endswith(".xlsx")
            assert sheet
            assert cell[0].isalpha()
            assert cell[-1].isdigit()


def test_equal_schemes_give_equal_templates(site: Site, open_service: Callable[..., Service]) -> None:
    service = open_service(site)
    assert service.make_templates(["县财政局"]) == open_service(site).make_templates(["财政局"])
