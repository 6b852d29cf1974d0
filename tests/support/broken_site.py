"""A filled site in which plugins are broken, and checks of what is left of its result."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import field, frozen

from kaoping_core.assembly.assemble import assemble
from kaoping_core.host.host import Host
from kaoping_core.model.findings import Finding, Severity
from kaoping_core.model.scores import CellState, Result, UnitStatus
from kaoping_core.model.submissions import Entry
from kaoping_core.scheme.load import load_scheme
from kaoping_core.service import Service
from kaoping_core.settings import read_settings
from kaoping_core.site import Site
from tests.support.county_cases import COUNTIES, NOW, ROOT, expected_of, submissions_of
from tests.support.shared import build_once

HOOKS_PRELUDE = """\
from __future__ import annotations

from kaoping_core.api import (
    Cell, Checklist, Column, ColumnScores, Finding, Formula, Indicator, ChecklistItem, Outcome, ChecklistPart, Problem,
    Reader, FileRejectedError, Rule, Severity, PluginSheet, Step, Submission, ValueSpec, hookimpl,
)
from decimal import Decimal

"""


@pytest.fixture(scope="session")
def filled_template(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with all submissions of the first county, imported while every plugin was intact. For reading only."""

    def build(folder: Path) -> None:
        root = folder / "site"
        for part in ("config", "plugins"):
            shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
        with service_of(Site(root)) as service:
            assert all(imported.submission for imported in service.import_files(submissions_of(COUNTIES[0])))

    return Site(build_once(tmp_path_factory, "filled", build) / "site")


@frozen
class BrokenSite:
    """A filled site, with methods that break its plugins and configuration."""

    site: Site
    entries: Sequence[Entry] = field(repr=False)
    """What the site's ledger holds."""

    def set_budget(self, seconds: str) -> None:
        """How long plugins may take."""
        (self.site.config / "site.toml").write_text(f"[plugins]\nseconds = {seconds}\n", encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        """Write a file below ``plugins/``."""
        path = self.site.plugins / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        """Change a text that stands once in a file of the site."""
        path = self.site.root / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def hooks(self, plugin: str, body: str) -> None:
        """Give a plugin a ``hooks.py``."""
        self.write(f"{plugin}/hooks.py", HOOKS_PRELUDE + textwrap.dedent(body))

    @contextmanager
    def service(self) -> Iterator[Service]:
        """The site's service, its plugins' processes ended afterwards."""
        with service_of(self.site) as service:
            yield service

    def preview(self) -> Result:
        """The provisional result, worked out without the ledger because that is faster."""
        budget = read_settings(self.site.config).plugins.seconds
        scheme = load_scheme(self.site.year_folder(2019))
        with Host.of(scheme, self.site.plugins, float(budget)) as host:
            return assemble(scheme, self.entries, host)


def service_of(site: Site) -> Service:
    """A service whose clock stands before the deadline."""
    return Service(site, 2019, clock=lambda: NOW, actor="测试")


@pytest.fixture(scope="session")
def reported(filled_template: Site) -> Sequence[Entry]:
    """What the filled site's ledger holds."""
    with service_of(filled_template) as service:
        return service.ledger.current_entries(2019)


@pytest.fixture
def broken_site(filled_template: Site, reported: Sequence[Entry], tmp_path: Path) -> BrokenSite:
    """A copy of the filled site, for tests that break it."""
    root = tmp_path / "site"
    shutil.copytree(filled_template.root, root, ignore=shutil.ignore_patterns("__pycache__"))
    return BrokenSite(Site(root), reported)


@pytest.fixture(scope="session")
def expected() -> Mapping[str, Mapping[str, Any]]:
    """The first county's expected result, by unit."""
    return {unit["unit"]: unit for unit in expected_of(COUNTIES[0])["units"]}


@pytest.fixture(scope="session")
def indicators_of(filled_template: Site) -> Callable[[str], frozenset[str]]:
    """Ids of the indicators that a plugin's evaluator reports on."""
    with service_of(filled_template) as service:
        scheme = service.scheme

    def find(plugin: str) -> frozenset[str]:
        (owner,) = (each.name for each in scheme.evaluators if each.plugin == plugin)
        found = frozenset(each.id for each in scheme.indicators if each.evaluator == owner)
        assert found
        return found

    return find


def assert_only_these_are_lost(
    result: Result, expected: Mapping[str, Mapping[str, Any]], lost: frozenset[str]
) -> None:
    """These indicators' cells are ``unscored``; every other cell, total and rank is as expected."""
    seen: set[str] = set()
    for unit in result.units:
        wanted = expected[unit.unit]
        own = {indicator for indicator in unit.scores if indicator in lost}
        seen |= own
        for indicator, score in unit.scores.items():
            if indicator in lost:
                assert (score.state, score.points) == (CellState.UNSCORED, None), f"{unit.unit} {indicator}"
                continue
            told = wanted["scores"][indicator]
            points = None if told["score"] is None else Decimal(told["score"])
            assert (score.state.value, score.points) == (told["state"], points), f"{unit.unit} {indicator}"
        gone = sum((Decimal(wanted["scores"][indicator]["score"] or 0) for indicator in own), Decimal(0))
        assert unit.total == Decimal(wanted["total"]) - gone, unit.unit
        if own and wanted["status"] != "failed":
            assert (unit.status, unit.rank) == (UnitStatus.INCOMPLETE, None), unit.unit
        else:
            assert (unit.status.value, unit.rank) == (wanted["status"], wanted["rank"]), unit.unit
    assert {unit.unit for unit in result.units} == set(expected)
    assert seen == lost


def plugin_errors(result: Result) -> Sequence[Finding]:
    """Findings of failed plugins that stand in the way of a final result."""
    return [each for each in result.findings if each.severity is Severity.ERROR and each.code == "plugin"]


def as_json(data: bytes) -> Any:
    """JSON data in which a binary float is an error."""

    def refuse(digits: str) -> Any:
        raise AssertionError(f"a JSON float: {digits}")

    return json.loads(data, parse_float=refuse, parse_constant=refuse)
