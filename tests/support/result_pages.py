"""A county's result and its pages, for tests that only read them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Result
from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.county_cases import COUNTIES, NOW, ROOT, submissions_of
from tests.support.shared import build_once

Pages = Mapping[str, dict[str, Any]]


@frozen
class CountyPages:
    """A county's scheme, result and pages."""

    scheme: Scheme
    result: Result
    pages: Pages
    """As a screen reads them: through JSON."""

    def unit(self, name: str) -> dict[str, Any]:
        """A unit's page."""
        return self.pages[self.pages["overview"]["pages"][name]]

    def evaluator(self, name: str) -> dict[str, Any]:
        """An evaluator's page."""
        return self.pages[self.pages["overview"]["evaluator_pages"][name]]

    def indicator(self, indicator: str) -> dict[str, Any]:
        """An indicator on its group's page."""
        page = self.pages[f"group-{indicator.partition('.')[0]}"]
        found: dict[str, Any] = next(each for each in page["indicators"] if each["id"] == indicator)
        return found


def read_pages(service: Service) -> CountyPages:
    """Build the pages of a service as screens read them."""
    pages = {name: json.loads(json.dumps(page)) for name, page in service.build_pages()}
    return CountyPages(service.scheme, service.preview(), pages)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> CountyPages:
    """The first county with all its submissions."""
    return _county(tmp_path_factory, "")


@pytest.fixture(scope="session")
def without_office(tmp_path_factory: pytest.TempPathFactory) -> CountyPages:
    """The first county before 县政府办 has reported."""
    return _county(tmp_path_factory, "县政府办")


def _county(factory: pytest.TempPathFactory, left_out: str) -> CountyPages:
    def build(folder: Path) -> None:
        with _service(folder) as service:
            evaluators = {
                file: service.names.evaluator(_evaluator(file)) for file in submissions_of(COUNTIES[0])
            }
            files = [file for file, evaluator in evaluators.items() if evaluator != left_out]
            assert all(imported.submission for imported in service.import_files(files))

    with _service(build_once(factory, f"county-without-{left_out}", build)) as service:
        return read_pages(service)


def _service(folder: Path) -> Service:
    database = f"sqlite:///{folder / 'k.db'}"
    return Service(Site(ROOT), 2019, database, clock=lambda: NOW, actor="测试")


def _evaluator(file: Path) -> str:
    evaluator: str = json.loads(file.read_text(encoding="utf-8"))["evaluator"]
    return evaluator


@pytest.fixture
def look_at() -> Callable[[Service], CountyPages]:
    """Build the pages of a service's newest state."""
    return read_pages
