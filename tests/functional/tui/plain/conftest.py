"""The demonstration's site, made once: menus are looked at on data of every kind."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kaoping_core.samples.demo import make_demo
from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.county_cases import NOW


@pytest.fixture(scope="session")
def demo_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration with everything taken in and one final result recorded; not to be written to."""
    site, files = make_demo(tmp_path_factory.mktemp("demo") / "site")
    with Service(site, clock=lambda: NOW, actor="测试") as service:
        assert all(each.submission for each in service.import_files(files))
        service.assemble()
    return site.root


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
