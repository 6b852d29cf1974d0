"""The demonstration's site, built once a run: menus are tried on data of every kind."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.county_cases import NOW
from tests.support.shared import build_once
from tests.support.sites import shared_demo


@pytest.fixture(scope="session")
def demo_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration with all submissions and one final result. For reading only."""
    site, files = shared_demo(tmp_path_factory)

    def build(folder: Path) -> None:
        shutil.copytree(site.root, folder / "site")
        with Service(Site(folder / "site"), clock=lambda: NOW, actor="测试") as service:
            assert all(imported.submission for imported in service.import_files(files))
            service.assemble()

    return build_once(tmp_path_factory, "assembled-demo", build) / "site"


@pytest.fixture(scope="session")
def demo(demo_root: Path) -> Iterator[Service]:
    """The demonstration, to be looked at."""
    with Service(Site(demo_root), clock=lambda: NOW, actor="测试") as service:
        yield service


@pytest.fixture
def own_demo(demo_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A copy of the demonstration, to be written to, from a folder that is empty."""
    root = tmp_path / "site"
    shutil.copytree(demo_root, root)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with Service(Site(root), clock=lambda: NOW, actor="测试") as service:
        yield service
