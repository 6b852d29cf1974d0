"""Databases that earlier versions made: they open, and what was recorded is told as it was then.

``tests/data/recorded-0.1.0`` was made by the version before the keys of tiers were renamed: two reports of the first
county, an assembly after each, and what that version's commands printed.
"""

from __future__ import annotations

import shutil

import pytest

from kaoping_core.cli.main import run
from kaoping_core.errors import ConfigurationError
from kaoping_core.scheme.load import parse_scheme
from kaoping_core.scheme.recorded_format import parse_recorded_scheme
from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.county_cases import ROOT

RECORDED = ROOT / "tests" / "data" / "recorded-0.1.0"


@pytest.fixture
def old_site(site: Site) -> Site:
    """A site of today on a database of that version."""
    site.data.mkdir()
    shutil.copy(RECORDED / "kaoping.db", site.data / "kaoping.db")
    return site


@pytest.mark.parametrize(
    ("command", "printed"),
    [
        (("explain", "太平街道", "--run", "1"), "explain.txt"),
        (("explain", "县水利局", "县政府领导评价", "--run", "2"), "explain-ballots.txt"),
        (("diff", "1", "2"), "diff.txt"),
    ],
)
def test_recorded_runs_are_told_as_they_were_then(
    old_site: Site, capsys: pytest.CaptureFixture[str], command: tuple[str, ...], printed: str
) -> None:
    assert run(["--site", str(old_site.root), "--year", "2019", *command]) == 0
    assert capsys.readouterr().out == (RECORDED / printed).read_text(encoding="utf-8")


def test_what_was_reported_then_gives_the_same_scores_today(old_site: Site) -> None:
    with Service(old_site, 2019) as service:
        recorded, now = service.load_run("2").result, service.preview()
    assert [(unit.unit, unit.total, unit.rank) for unit in now.units] == [
        (unit.unit, unit.total, unit.rank) for unit in recorded.units
    ]


def test_a_new_assembly_stands_beside_the_recorded_ones(old_site: Site) -> None:
    with Service(old_site, 2019) as service:
        before = [service.ledger.run(str(number)).result for number in (1, 2)]
        assert service.assemble(provisional=True).number == 3
        assert [service.ledger.run(str(number)).result for number in (1, 2)] == before


def test_an_old_key_is_read_in_what_was_recorded_and_refused_in_a_file(old_site: Site) -> None:
    with Service(old_site, 2019) as service:
        record = service.ledger.run("1")
        kept = {
            name.removeprefix("config/"): sha
            for name, sha in record.documents.items()
            if name.startswith("config/")
        }
        contents = service.ledger.documents(kept.values())
        documents = {name: contents[sha].decode() for name, sha in kept.items()}
    assert "ballot = 3" in documents["scheme.toml"]
    assert parse_recorded_scheme(documents).quotas["evaluation"].tiers[0].ballot_value == 3
    with pytest.raises(ConfigurationError) as refused:
        parse_scheme(documents)
    assert any("是不是“ballot_value”" in str(problem) for problem in refused.value.problems)
