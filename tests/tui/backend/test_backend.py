"""The process beside the screen: it does the work, it may die, and the screen always gets an answer."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kaoping_core.reports.views.files import PageReader
from kaoping_core.site import Site
from tests.conftest import COUNTIES, ROOT, submissions_of
from tui.backend.client import Backend, BackendError


@pytest.fixture
def backend(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Backend]:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    made = Backend(site.root, "2019", "", "测试", site.data / "pages")
    yield made
    made.close()


def pid_of(backend: Backend) -> int:
    process = backend._process
    assert process is not None
    return process.pid


def test_pages_of_the_newest_state_can_be_read_after_a_refresh(backend: Backend, site: Site) -> None:
    said: list[str] = []
    backend.call("refresh", said.append)
    reader = PageReader(site.data / "pages")
    desk = reader.page("desk")
    assert desk is not None
    assert desk["year"] == 2019
    assert said == ["读取最新的数据"]


def test_what_is_taken_in_shows_on_the_next_pages(backend: Backend, site: Site) -> None:
    backend.call("refresh")
    reader = PageReader(site.data / "pages")
    answer = backend.call("take", paths=[str(submissions_of(COUNTIES[0])[0])])
    assert answer["files"][0]["accepted"]
    assert reader.turn()
    assert not reader.turn()
    desk = reader.page("desk")
    assert desk is not None
    assert len(desk["happenings"]) == 1


def test_a_refused_file_comes_back_with_its_problems(backend: Backend, tmp_path: Path) -> None:
    file = tmp_path / "甲.json"
    file.write_text("{", encoding="utf-8")
    taken = backend.call("take", paths=[str(file)])["files"][0]
    assert not taken["accepted"]
    assert taken["problems"][0]["place"] == "甲.json"


def test_what_cannot_be_done_is_said_and_the_process_goes_on(backend: Backend) -> None:
    with pytest.raises(BackendError, match="还没有汇总过"):
        backend.call("export", kind="json", target="r.json")
    assert backend.call("about")["年度"] == "2019"


def test_a_bug_is_told_with_its_traceback_and_the_next_call_is_served(backend: Backend) -> None:
    with pytest.raises(BackendError) as failed:
        backend.call("submissions", nonsense=1)
    assert "TypeError" in failed.value.message
    assert "Traceback" in failed.value.detail
    assert backend.call("about")


def test_an_unknown_call_is_refused(backend: Backend) -> None:
    with pytest.raises(BackendError, match="没有这个操作"):
        backend.call("__init__")


def test_a_process_that_was_killed_is_started_again(backend: Backend) -> None:
    backend.call("about")
    os.kill(pid_of(backend), signal.SIGKILL)
    time.sleep(0.2)
    assert backend.call("about")


def test_a_call_can_be_cancelled_and_nothing_is_recorded(backend: Backend) -> None:
    failed: list[str] = []

    def work() -> None:
        try:
            backend.call(
                "take", lambda _: backend.cancel(), paths=[str(each) for each in submissions_of(COUNTIES[0])]
            )
        except BackendError as error:
            failed.append(error.message)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(30)
    assert failed == ["已取消"]
    assert backend.call("submissions", evaluator="县政府办") == []


def test_a_configuration_that_cannot_be_read_is_told_with_its_problems(backend: Backend, site: Site) -> None:
    (site.config / "2019" / "scheme.toml").write_text("year = ", encoding="utf-8")
    with pytest.raises(BackendError) as failed:
        backend.call("refresh")
    assert any("scheme.toml" in problem.place for problem in failed.value.problems)


def test_it_ends_when_the_screen_has_gone(backend: Backend) -> None:
    backend.call("about")
    process = backend._process
    assert process is not None
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(timeout=10) == 0


def test_assembling_exporting_and_comparing(backend: Backend, tmp_path: Path) -> None:
    backend.call("take", paths=[str(each) for each in submissions_of(COUNTIES[0])])
    assert backend.call("compare")["lines"] == ["以前没有汇总过"]
    done = backend.call("assemble", provisional=False)
    assert done["number"] == 1
    assert backend.call("compare")["lines"] == ["和上一次汇总没有不同"]
    for kind in ("json", "xlsx", "docx"):
        target = tmp_path / f"结果.{kind}"
        assert backend.call("export", kind=kind, target=str(target))["written"] == str(target)
        assert target.stat().st_size > 1000
