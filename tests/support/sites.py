"""Sites with data on which screens are tried: made once, looked at by many, copied by who records something."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kaoping_core.reports.pages.change_stamp import change_stamp
from kaoping_core.reports.pages.store import pages_folder, write_pages
from kaoping_core.samples.demo import make_demo
from kaoping_core.service import Service
from kaoping_core.site import Site
from tui.session.error_recovery import ErrorBoundary
from tui.session.session import Session
from tui.terminal.capabilities import TerminalCapabilities

YEAR = "2019"
ON_TIME = datetime(2020, 1, 4, 9, 30, tzinfo=UTC)
AFTER = datetime(2020, 1, 9, 9, 30, tzinfo=UTC)
"""When the deadline of 2019 has passed and the appraisal still goes on."""
NOT_REPORTED = ("县水利局", "县财政局", "县营商局")
"""Evaluators that have not reported in ``unfinished_site``."""


@pytest.fixture(autouse=True)
def every_exception_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """For users the screen survives exceptions; tests are to see them."""
    monkeypatch.setattr(ErrorBoundary, "recovers_from_errors", False)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, list[Path]]:
    """A site with nothing recorded, and what 18 evaluators hand in."""
    return make_demo(tmp_path_factory.mktemp("demo") / "site")


@pytest.fixture(scope="session")
def recorded_site(demo: tuple[Site, list[Path]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything has been taken in and a final result recorded. For looking only."""
    return _site(demo, tmp_path_factory, ON_TIME, (), assemble=True)


@pytest.fixture(scope="session")
def unfinished_site(demo: tuple[Site, list[Path]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """After the deadline three evaluators are missing; nothing has been assembled. For looking only."""
    return _site(demo, tmp_path_factory, AFTER, NOT_REPORTED, assemble=False)


@pytest.fixture(scope="session")
def empty_site(demo: tuple[Site, list[Path]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nobody has handed anything in. For looking only."""
    every = tuple(path.stem.partition("-")[2] for path in demo[1])
    return _site(demo, tmp_path_factory, ON_TIME, every, assemble=False)


@pytest.fixture(scope="session")
def bare_site(demo: tuple[Site, list[Path]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """There are no pages yet, as at the first start. For looking only."""
    return _copied(demo[0], tmp_path_factory)


@pytest.fixture
def own_site(recorded_site: Path, tmp_path: Path) -> Path:
    """A copy of the site with a final result, for who changes it."""
    return Path(shutil.copytree(recorded_site, tmp_path / "own"))


@pytest.fixture
def session_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Session]:
    """Opens sessions at a site, with a memory of their own, on a terminal that draws everything."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "memory"))

    def make(site: Path, actor: str = "测试") -> Session:
        return Session(
            site, YEAR, "", actor, TerminalCapabilities("utf-8", ambiguous_wide=False), uploads=tmp_path
        )

    return make


@pytest.fixture
def session(recorded_site: Path, session_of: Callable[[Path], Session]) -> Session:
    """At the site with a final result."""
    return session_of(recorded_site)


@pytest.fixture
def bare_session(bare_site: Path, session_of: Callable[[Path], Session]) -> Session:
    """At the site without pages."""
    return session_of(bare_site)


def _copied(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site") / "site"
    shutil.copytree(site.root, root)
    return root


def _site(
    demo: tuple[Site, list[Path]],
    tmp_path_factory: pytest.TempPathFactory,
    now: datetime,
    without: tuple[str, ...],
    *,
    assemble: bool,
) -> Path:
    """A copy with what others than ``without`` handed in, and its pages."""
    site, files = demo
    root = _copied(site, tmp_path_factory)
    handed_in = [path for path in files if not any(name in path.name for name in without)]
    with Service(Site(root), int(YEAR), clock=lambda: now, actor="测试") as service:
        refused = [each for each in service.import_files(handed_in) if each.submission is None]
        assert not refused
        if assemble:
            service.assemble()
        stamp = change_stamp(root, YEAR, "", service.today().isoformat())
        write_pages(pages_folder(root / "data", YEAR), service.build_pages(), stamp)
    return root
