"""Sites with data for tests of screens: built once a run, read by all tests, copied by tests that record something."""

from __future__ import annotations

import json
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
from tests.support.shared import build_once
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
    """Let exceptions of a screen fail the test; for users the screen recovers from them."""
    monkeypatch.setattr(ErrorBoundary, "recovers_from_errors", False)


def shared_demo(factory: pytest.TempPathFactory) -> tuple[Site, list[Path]]:
    """Return the run's demonstration site and its submission files. For reading only."""

    def build(folder: Path) -> None:
        _, files = make_demo(folder / "site")
        (folder / "files.json").write_text(json.dumps(list(map(str, files))), encoding="utf-8")

    folder = build_once(factory, "demo", build)
    names: list[str] = json.loads((folder / "files.json").read_text(encoding="utf-8"))
    return Site(folder / "site"), list(map(Path, names))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, list[Path]]:
    """A site with nothing recorded, and the submission files of 18 evaluators. For reading only."""
    return shared_demo(tmp_path_factory)


@pytest.fixture(scope="session")
def recorded_site(demo: tuple[Site, list[Path]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with all submissions and a final result. For reading only."""
    return _shared_site("recorded", demo, tmp_path_factory, ON_TIME, (), assemble=True)


@pytest.fixture(scope="session")
def unfinished_site(demo: tuple[Site, list[Path]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site after the deadline: three submissions are missing, nothing has been assembled. For reading only."""
    return _shared_site("unfinished", demo, tmp_path_factory, AFTER, NOT_REPORTED, assemble=False)


@pytest.fixture(scope="session")
def empty_site(demo: tuple[Site, list[Path]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site without submissions. For reading only."""
    evaluators = tuple(path.stem.partition("-")[2] for path in demo[1])
    return _shared_site("empty", demo, tmp_path_factory, ON_TIME, evaluators, assemble=False)


@pytest.fixture(scope="session")
def bare_site(demo: tuple[Site, list[Path]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site without pages, as before the first start. For reading only."""
    return build_once(tmp_path_factory, "bare", lambda folder: _copy_site(demo[0], folder / "site")) / "site"


@pytest.fixture
def own_site(recorded_site: Path, tmp_path: Path) -> Path:
    """A copy of the site with a final result, for tests that change it."""
    return Path(shutil.copytree(recorded_site, tmp_path / "own"))


@pytest.fixture
def session_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Session]:
    """Open sessions at a site with a user state of their own and a terminal that draws everything."""
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


def _copy_site(site: Site, root: Path) -> None:
    shutil.copytree(site.root, root)


def _shared_site(
    name: str,
    demo: tuple[Site, list[Path]],
    factory: pytest.TempPathFactory,
    now: datetime,
    without: tuple[str, ...],
    *,
    assemble: bool,
) -> Path:
    """Return the run's copy of the demonstration with all submissions but those of ``without``, and its pages."""
    site, files = demo
    submitted = [path for path in files if not any(evaluator in path.name for evaluator in without)]

    def build(folder: Path) -> None:
        root = folder / "site"
        _copy_site(site, root)
        with Service(Site(root), int(YEAR), clock=lambda: now, actor="测试") as service:
            assert all(imported.submission for imported in service.import_files(submitted))
            if assemble:
                service.assemble()
            stamp = change_stamp(root, YEAR, "", service.today().isoformat())
            write_pages(pages_folder(root / "data", YEAR), service.build_pages(), stamp)

    return build_once(factory, name, build) / "site"
