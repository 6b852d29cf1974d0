"""Fixtures shared by all tests: the county's own scheme and plugins, whole-county cases, throw-away sites."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from kaoping_core.host.host import Host
from kaoping_core.intake.context import IntakeContext
from kaoping_core.model.scheme import Scheme
from kaoping_core.scheme.load import load_scheme
from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.county_cases import COUNTIES, NOW, ROOT, submissions_of

pytest_plugins = ["tests.support.sites"]

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # plugins' processes start as fast as they do for users

settings.register_profile("quick", max_examples=25, deadline=None)
settings.register_profile("thorough", max_examples=200, deadline=None)
settings.load_profile(os.environ.get("KAOPING_EXAMPLES", "quick"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where every program is installed (``KAOPING_NO_SKIPS``), a test that skips has failed."""
    report = yield
    if report.skipped and os.environ.get("KAOPING_NO_SKIPS") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may skip: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def scheme() -> Scheme:
    """The scheme of 2019."""
    return load_scheme(ROOT / "config" / "2019")


@pytest.fixture(scope="session")
def host(scheme: Scheme) -> Iterator[Host]:
    """The county's plugins, running."""
    with Host.of(scheme, ROOT / "plugins") as host:
        yield host


@pytest.fixture(scope="session")
def intake(scheme: Scheme, host: Host) -> IntakeContext:
    """What reading submissions needs to know."""
    return IntakeContext(scheme, host.binding)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A throw-away site with the county's configuration and plugins, for tests that change them."""
    root = tmp_path / "site"
    for part in ("config", "plugins"):
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    return Site(root)


@pytest.fixture
def open_service() -> Iterator[Callable[..., Service]]:
    """Opens services that are closed when the test ends; the clock stands at ``NOW``."""
    opened: list[Service] = []

    def make(site: Site, **options: Any) -> Service:
        service = Service(site, options.pop("year", 2019), clock=lambda: NOW, actor="测试", **options)
        opened.append(service)
        return service

    yield make
    for service in opened:
        service.__exit__(None, None, None)


@pytest.fixture
def filled_site(site: Site, open_service: Callable[..., Service]) -> Site:
    """A throw-away site that holds all submissions of the first county."""
    service = open_service(site)
    assert all(taken.submission for taken in service.import_files(submissions_of(COUNTIES[0])))
    return site
