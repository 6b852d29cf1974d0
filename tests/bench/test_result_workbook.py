"""How long the result workbook takes beside bare openpyxl; measured, never asserted."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Result
from kaoping_core.reports.workbook.build import result_workbook
from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.county_cases import ROOT

Benchmark = Callable[..., Any]
CELLS, CHARTS = (5373, 9), 54
"""As many as the county's workbook has."""

WRITES = """
import sys
from pathlib import Path
from kaoping_core.reports import json_document
from kaoping_core.reports.workbook.build import result_workbook
from kaoping_core.scheme.load import load_scheme
scheme = load_scheme(Path(sys.argv[1]))
result = json_document.load_result(Path(sys.argv[2]).read_bytes(), scheme)
Path(sys.argv[3]).write_bytes(result_workbook(result, scheme))
"""


@pytest.fixture
def document_of(filled_site: Site, open_service: Callable[..., Service]) -> bytes:
    """A county's result in the interchange format."""
    return open_service(filled_site).assemble().document


@pytest.fixture
def result(filled_site: Site, open_service: Callable[..., Service]) -> Result:
    """A county's result."""
    return open_service(filled_site).assemble().result


def test_writing_the_result_workbook(benchmark: Benchmark, result: Result, scheme: Scheme) -> None:
    assert benchmark(result_workbook, result, scheme).startswith(b"PK")


def test_reading_a_recorded_result_and_writing_its_workbook_as_a_process(
    benchmark: Benchmark, document_of: bytes, tmp_path: Path
) -> None:
    given, made = tmp_path / "result.json", tmp_path / "result.xlsx"
    given.write_bytes(document_of)
    command = [sys.executable, "-c", WRITES, str(ROOT / "config" / "2019"), str(given), str(made)]
    benchmark.pedantic(subprocess.run, (command,), {"check": True, "cwd": ROOT}, rounds=5, warmup_rounds=1)  # type: ignore[attr-defined]  # the plugin's own type is not exported
    assert made.stat().st_size > 100_000


def test_as_many_bare_cells_and_charts_for_comparison(benchmark: Benchmark) -> None:
    benchmark(bare)


def bare() -> bytes:
    """As many cells and charts with openpyxl alone: no styles, links, widths or explanations."""
    from openpyxl import Workbook
    from openpyxl.chart import BarChart, Reference

    workbook = Workbook()
    sheet = workbook.worksheets[0]
    rows, columns = CELLS
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            sheet.cell(row, column).value = f"第{row}行{column % 3}"
    for _ in range(CHARTS):
        other = workbook.create_sheet()
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=10))
        other.add_chart(chart, "A1")
    made = io.BytesIO()
    workbook.save(made)
    return made.getvalue()
