"""How long it takes; measured, never asserted. Run with ``pytest -n 0 tests/bench -m benchmark --benchmark-enable``."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from decimal import localcontext
from pathlib import Path
from typing import Any

import pytest

from kaoping_core.assembly.assemble import assemble
from kaoping_core.decimals import EXACT_CONTEXT
from kaoping_core.host.host import Host
from kaoping_core.host.module_loader import load_module, make_package
from kaoping_core.host.worker import defined_in
from kaoping_core.model.findings import Fault, Finding
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Column, ScoredColumn
from kaoping_core.model.submissions import Entry
from kaoping_core.rules.base import Rule
from kaoping_core.rules.binding import Binding, ParameterLibrary, instantiate_rule
from kaoping_core.rules.standard import STANDARD_RULES
from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.county_cases import COUNTIES, ROOT, submissions_of

Benchmark = Callable[..., Any]


class InProcess:
    """Scores with every rule in this process: what the assembly costs without the pipe to plugins."""

    def __init__(self, scheme: Scheme, host: Host) -> None:
        folder = ROOT / "plugins" / "grid"
        module = load_module(folder / "rules" / "auto_score.py", make_package(folder, "grid"))
        grid = defined_in(module, Rule)
        types = {rule.name: rule for rule in (*STANDARD_RULES, *grid)}
        owners = {each.name: host.folders[each.plugin].checklists for each in scheme.evaluators}
        self._host = host
        self._rules: dict[str, Rule] = {
            each.id: instantiate_rule(
                types[each.rule], each, ParameterLibrary(scheme.quotas, owners[each.evaluator])
            )
            for each in scheme.indicators
        }

    def binding(self, indicator: str) -> Binding | Fault:
        return self._host.binding(indicator)

    def score_columns(self, columns: Sequence[Column]) -> list[ScoredColumn]:
        return [self._rules[column.indicator.id].score_column(column) for column in columns]

    def findings(self, columns: Mapping[str, Any]) -> list[Finding]:
        return []

    def printed(self) -> Mapping[str, str]:
        return {}


@pytest.fixture
def entries(filled_site: Site, open_service: Callable[..., Service]) -> list[Entry]:
    """A county's entries, in memory."""
    return open_service(filled_site).ledger.current_entries(2019)


def test_assembling_a_county_in_memory(
    benchmark: Benchmark, scheme: Scheme, host: Host, entries: list[Entry]
) -> None:
    result = benchmark(assemble, scheme, entries, InProcess(scheme, host))
    assert sum(len(unit.scores) for unit in result.units) == 1187


def test_assembling_a_county_with_plugins_in_their_processes(
    benchmark: Benchmark, scheme: Scheme, host: Host, entries: list[Entry]
) -> None:
    result = benchmark(assemble, scheme, entries, host)
    assert not result.blocking


def test_a_hundred_counties_cost_a_hundred_times_one(
    benchmark: Benchmark, scheme: Scheme, host: Host, entries: list[Entry]
) -> None:
    scorer = InProcess(scheme, host)

    def hundred() -> None:
        for _ in range(100):
            assemble(scheme, entries, scorer)

    benchmark.pedantic(hundred, rounds=3)  # type: ignore[attr-defined]  # the plugin's own type is not exported


def test_a_bare_loop_of_decimals_for_comparison(benchmark: Benchmark, entries: list[Entry]) -> None:
    from decimal import ROUND_HALF_UP, Decimal

    values = [(Decimal(5), Decimal("44.5") + place % 7, Decimal(45) + place % 11) for place in range(1187)]

    def loop() -> list[dict[str, Decimal]]:
        leaves = []
        for weight, actual, target in values:
            points = weight * actual / target
            rounded = points.quantize(Decimal("0.01"), ROUND_HALF_UP)
            leaves.append(
                {"weight": weight, "actual": actual, "target": target, "points": points, "score": rounded}
            )
        return leaves

    with localcontext(EXACT_CONTEXT):
        assert len(benchmark(loop)) == 1187


def test_assembling_a_county_from_the_database(
    benchmark: Benchmark, filled_site: Site, open_service: Callable[..., Service]
) -> None:
    service = open_service(filled_site)
    _ = service.host
    assert benchmark(service.preview).units


def run_command(*arguments: str | Path) -> None:
    """A whole process, with its caches as a user has them."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "kaoping_core.cli", *map(str, arguments)]
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)


def test_assemble_as_a_process(benchmark: Benchmark, filled_site: Site, tmp_path: Path) -> None:
    arguments = ("--site", filled_site.root, "assemble", "--json", tmp_path / "result.json")
    benchmark.pedantic(run_command, arguments, rounds=5, warmup_rounds=1)  # type: ignore[attr-defined]  # as above


def test_import_of_a_county_as_a_process(benchmark: Benchmark, site: Site) -> None:
    arguments = ("--site", site.root, "import", *submissions_of(COUNTIES[0]))
    benchmark.pedantic(run_command, arguments, rounds=5, warmup_rounds=1)  # type: ignore[attr-defined]  # as above


def test_help_as_a_process(benchmark: Benchmark) -> None:
    benchmark.pedantic(run_command, ("--help",), rounds=10, warmup_rounds=1)  # type: ignore[attr-defined]  # as above
