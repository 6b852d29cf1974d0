"""Eighteen workbooks in one command, beside opening the same files with openpyxl and doing nothing."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.county_cases import COUNTIES
from tests.support.workbooks import filled_workbooks

Benchmark = Callable[..., Any]


@pytest.fixture
def files(site: Site, open_service: Callable[..., Service], tmp_path: Path) -> list[Path]:
    """A county's workbooks."""
    return filled_workbooks(COUNTIES[0], open_service(site).intake, tmp_path / "files")


def test_opening_the_workbooks_with_openpyxl(benchmark: Benchmark, files: list[Path]) -> None:
    books = benchmark.pedantic(lambda: [load_workbook(file) for file in files], rounds=5)
    assert len(books) == 18


def test_taking_the_workbooks_in(
    benchmark: Benchmark, site: Site, files: list[Path], open_service: Callable[..., Service]
) -> None:
    service = open_service(site)
    assert all(taken.submission for taken in benchmark.pedantic(service.import_files, (files,), rounds=5))


def test_kaoping_import_of_eighteen_workbooks(
    benchmark: Benchmark, site: Site, files: list[Path], tmp_path: Path
) -> None:
    numbers = itertools.count()

    def command() -> int:
        database = f"sqlite:///{tmp_path / f'{next(numbers)}.db'}"
        options = ["--site", str(site.root), "--database", database, "import", *map(str, files)]
        return subprocess.run([sys.executable, "-m", "kaoping_core.cli", *options], check=False).returncode

    assert benchmark.pedantic(command, rounds=5) == 0


def test_writing_all_templates(
    benchmark: Benchmark, site: Site, open_service: Callable[..., Service]
) -> None:
    service = open_service(site)
    assert len(benchmark.pedantic(service.make_templates, rounds=3)) == 18
