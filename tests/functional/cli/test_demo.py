"""The demonstration on a machine that has only the core: no case file, the grid centre reports its scores itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kaoping_core.samples import demo
from kaoping_core.service import Service

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("installed", [True, False], ids=["with Ibis and DuckDB", "with the core alone"])
def test_the_demonstration_assembles_with_and_without_what_reads_case_files(
    installed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_service: Callable[..., Service]
) -> None:
    monkeypatch.setattr(demo, "find_spec", lambda name: object() if installed else None)
    site, files = demo.make_demo(tmp_path / "site")
    assert [each.suffix for each in files].count(".csv") == int(installed)
    service = open_service(site)
    assert [problem for taken in service.import_files(files) for problem in taken.problems] == []
    unit = next(each for each in service.assemble().result.units if each.unit == "太平街道")
    entry = unit.scores["towns.grid_management"].entry
    assert entry is not None
    assert ("case_score" in entry.values) is not installed
