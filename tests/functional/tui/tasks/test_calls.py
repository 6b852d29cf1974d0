"""Files in and out through the process beside the screen."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kaoping_core.site import Site
from tests.support.county_cases import ROOT
from tui.tasks.client import TaskClient, TaskError
from tui.tasks.protocol import ImportFiles, MakeTemplates

pytestmark = pytest.mark.slow


@pytest.fixture
def backend(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[TaskClient]:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    made = TaskClient(site.root, "2019", "", "测试", site.data / "pages")
    yield made
    made.close()


def test_a_path_may_hold_any_bytes(backend: TaskClient, tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/" + "坏".encode("gbk") + b".json")
    Path(path).write_text("{", encoding="utf-8")
    [taken] = backend.call(ImportFiles([path]))["files"]
    assert (taken["file"], taken["accepted"]) == ("坏.json", False)


def test_blank_workbooks_do_not_overwrite_what_is_there_unless_told_to(
    backend: TaskClient, tmp_path: Path
) -> None:
    folder = tmp_path / "新的"
    [written] = backend.call(MakeTemplates(folder=str(folder), evaluators=["县水利局"]))["written"]
    Path(written).write_bytes(b"filled in")
    answer = backend.call(MakeTemplates(folder=str(folder), evaluators=["县水利局", "县税务局"]))
    assert answer == {"written": [], "there": [Path(written).name]}
    assert Path(written).read_bytes() == b"filled in"
    answer = backend.call(MakeTemplates(folder=str(folder), evaluators=["县水利局"], overwrite=True))
    assert answer == {"written": [written], "there": []}
    assert Path(written).read_bytes() != b"filled in"


def test_a_folder_that_cannot_be_made_is_told(backend: TaskClient, tmp_path: Path) -> None:
    (tmp_path / "文件").touch()
    with pytest.raises(TaskError, match="建不了文件夹"):
        backend.call(MakeTemplates(folder=str(tmp_path / "文件" / "里"), evaluators=["县水利局"]))
