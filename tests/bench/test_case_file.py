"""How long a case file of a million rows takes, beside the same questions typed into DuckDB by hand.

Measured, never asserted. Run with ``pytest -n 0 tests/bench/test_case_file.py --benchmark-enable``;
without benchmarks the file has a thousand rows.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kaoping_core.host.host import Host
from kaoping_core.model.scheme import Scheme
from kaoping_core.samples.case_file import write_case_file
from tests.support.county_cases import ROOT

Benchmark = Callable[..., Any]

BY_HAND = """
import sys
import duckdb

cases = f"read_csv('{sys.argv[1]}', all_varchar = true)"
late = "办结时间 > 办理时限 OR (办结时间 IS NULL AND 办理时限 < '2020-01-01')"
wrong = " OR ".join(
    f"({each} IS NOT NULL AND try_cast({each} AS TIMESTAMP) IS NULL)" for each in ("上报时间", "办理时限", "办结时间")
)
groups = duckdb.execute(f'''
    SELECT 责任单位, 来源, 流转级别, 一次核查, count(*), count(*) FILTER ({wrong}),
           count(*) FILTER (办结时间 <= 办理时限), count(*) FILTER (办结时间 > 办理时限),
           count(*) FILTER (办结时间 IS NULL AND 办理时限 < '2020-01-01')
    FROM {cases} GROUP BY ALL''').fetchall()
repeated = duckdb.execute(f"SELECT count(*) - count(DISTINCT 案件编号) FROM {cases}").fetchall()
red = duckdb.execute(f'''
    SELECT 责任单位, 来源, 案件编号 FROM {cases} WHERE {late}
    QUALIFY row_number() OVER (PARTITION BY 责任单位, 来源 ORDER BY 案件编号) <= 20''').fetchall()
assert len(groups) > 13 and repeated == [(0,)] and red
"""
PEAK = """
import resource, sys
from pathlib import Path
from kaoping_core.host.host import Host
from kaoping_core.scheme.load import load_scheme

with Host.of(load_scheme(Path(sys.argv[2]) / "config" / "2019"), Path(sys.argv[2]) / "plugins") as host:
    assert len(host.read_file(Path(sys.argv[1])).entries) == 13
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


@pytest.fixture(scope="module")
def million(tmp_path_factory: pytest.TempPathFactory, scheme: Scheme, request: pytest.FixtureRequest) -> Path:
    """A case file of a million rows."""
    path = tmp_path_factory.mktemp("million") / "案件.csv"
    rows = 1_000_000 if request.config.getoption("benchmark_enable") else 1_000
    write_case_file(path, scheme, "S", 1, rows, "utf-8")
    return path


def run(script: str, *arguments: Path) -> str:
    """What a script of its own process prints."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout


def test_reading_a_million_cases(benchmark: Benchmark, scheme: Scheme, million: Path) -> None:
    """From asking for it to the submission: the reading process starts, imports, reads and ends."""
    with Host.of(scheme, ROOT / "plugins") as host:
        host.raise_if_invalid()
        found = benchmark.pedantic(host.read_file, (million,), rounds=5, warmup_rounds=1)  # type: ignore[attr-defined]  # the plugin's own type is not exported
    assert len(found.entries) == 13


def test_the_same_questions_typed_into_duckdb_for_comparison(benchmark: Benchmark, million: Path) -> None:
    benchmark.pedantic(run, (BY_HAND, million), rounds=5, warmup_rounds=1)  # type: ignore[attr-defined]  # as above


def test_the_memory_that_reading_a_million_cases_takes(benchmark: Benchmark, million: Path) -> None:
    """The peak of the plugin's process stands among the benchmark's extra information, in MB."""
    peak = int(benchmark.pedantic(run, (PEAK, million, ROOT), rounds=1))  # type: ignore[attr-defined]  # as above
    benchmark.extra_info["peak_megabytes"] = peak  # type: ignore[attr-defined]  # as above
    assert peak > 0
