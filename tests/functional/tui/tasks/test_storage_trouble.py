"""What the process beside the screen says when the database or the disk is in trouble, and that it goes on afterwards."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kaoping_core.reports.pages.store import PageReader
from kaoping_core.site import Site
from tests.support.county_cases import COUNTIES, ROOT, submissions_of
from tui.tasks.client import TaskClient, TaskError
from tui.tasks.protocol import (
    ImportFiles,
    ListPlugins,
    ListSubmissions,
    ReadSystemInfo,
    Refresh,
    TrialAssembly,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def backend(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[TaskClient]:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    made = TaskClient(site.root, "2019", "", "测试", site.data / "pages")
    yield made
    made.close()


def pid_of(backend: TaskClient) -> int:
    process = backend._process
    assert process is not None
    return process.pid


@contextmanager
def locked(database: Path) -> Iterator[None]:
    with closing(sqlite3.connect(database, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


def one_file() -> list[str]:
    return [str(submissions_of(COUNTIES[0])[0])]


def test_a_changed_configuration_is_noticed_by_the_next_call(backend: TaskClient, site: Site) -> None:
    backend.call(Refresh())
    scheme = site.config / "2019" / "scheme.toml"
    text = scheme.read_text(encoding="utf-8")
    scheme.write_text("year = ", encoding="utf-8")
    with pytest.raises(TaskError) as failed:
        backend.call(Refresh())
    assert failed.value.problems
    scheme.write_text(text, encoding="utf-8")
    assert backend.call(Refresh())["state"]


def test_a_plugin_that_was_broken_and_mended_is_noticed_by_the_next_call(
    backend: TaskClient, site: Site
) -> None:
    rule = next((site.plugins / "grid" / "rules").glob("*.py"))
    text = rule.read_text(encoding="utf-8")
    assert not fault_of(backend, "grid")
    rule.write_text(text + "\nraise ValueError('坏了')\n", encoding="utf-8")
    assert "坏了" in fault_of(backend, "grid")
    assert f"grid/rules/{rule.name}:{len(text.splitlines()) + 2}" in places_of(backend, "grid")
    rule.write_text(text, encoding="utf-8")
    assert not fault_of(backend, "grid")


def fault_of(backend: TaskClient, plugin: str) -> str:
    return next(str(each["fault"]) for each in backend.call(ListPlugins()) if each["name"] == plugin)


def places_of(backend: TaskClient, plugin: str) -> list[str]:
    found = next(each for each in backend.call(ListPlugins()) if each["name"] == plugin)
    return [str(each["place"]) for each in found["problems"]]


def test_a_rule_that_fails_while_it_scores_is_a_plugins_fault_with_its_line(
    backend: TaskClient, site: Site
) -> None:
    backend.call(ImportFiles([str(each) for each in submissions_of(COUNTIES[0])]))
    rule = next((site.plugins / "grid" / "rules").glob("*.py"))
    text = rule.read_text(encoding="utf-8")
    rule.write_text(
        text.replace("def score_cell(", "def _score(").replace("def score(", "def _score("), encoding="utf-8"
    )
    assert fault_of(backend, "grid")
    assert any(place.startswith("grid/") for place in places_of(backend, "grid"))


def test_a_database_that_another_program_holds_for_a_while_is_waited_for(
    backend: TaskClient, site: Site
) -> None:
    backend.call(Refresh())
    with locked(site.data / "kaoping.db"):
        answers: list[object] = []
        thread = threading.Thread(target=lambda: answers.append(backend.call(ImportFiles(one_file()))))
        thread.start()
        time.sleep(1.5)
        assert not answers
    thread.join(20)
    assert answers


def test_a_database_that_stays_locked_is_given_up_in_words_and_asked_again(
    backend: TaskClient, site: Site
) -> None:
    backend.call(Refresh())
    with locked(site.data / "kaoping.db"):
        began = time.monotonic()
        with pytest.raises(TaskError, match="别的程序正占着数据库") as failed:
            backend.call(ImportFiles(one_file()))
        assert time.monotonic() - began < 25
        assert not failed.value.detail
    assert backend.call(ImportFiles(one_file()))["files"][0]["accepted"]
    assert len(backend.call(ListSubmissions(evaluator=evaluator_of(backend, site)))) == 1


def evaluator_of(backend: TaskClient, site: Site) -> str:
    desk = PageReader(site.data / "pages").page("overview")
    assert desk is not None
    return str(desk["happenings"][-1]["evaluator"])


def test_a_database_that_has_gone_is_not_replaced_by_an_empty_one(backend: TaskClient, site: Site) -> None:
    backend.call(ImportFiles(one_file()))
    database = site.data / "kaoping.db"
    database.rename(site.root / "away.db")
    for request in (Refresh(), TrialAssembly()):
        with pytest.raises(TaskError, match="数据库文件不见了"):
            backend.call(request)
    assert not database.exists()
    assert backend.call(ReadSystemInfo())["年度"] == "2019"
    (site.root / "away.db").rename(database)
    assert backend.call(ListSubmissions(evaluator=evaluator_of(backend, site)))


def test_another_process_does_not_replace_it_either(backend: TaskClient, site: Site) -> None:
    backend.call(Refresh())
    (site.data / "kaoping.db").unlink()
    backend.close()
    with pytest.raises(TaskError, match="数据库文件不见了"):
        backend.call(Refresh())


def test_a_database_put_in_place_of_another_is_read(backend: TaskClient, site: Site) -> None:
    backend.call(Refresh())
    database = site.data / "kaoping.db"
    shutil.copy(database, site.root / "before.db")
    backend.call(ImportFiles(one_file()))
    evaluator = evaluator_of(backend, site)
    assert backend.call(ListSubmissions(evaluator=evaluator))
    (site.root / "before.db").replace(database)
    assert not backend.call(ListSubmissions(evaluator=evaluator))


def test_a_disk_that_takes_nothing_more_is_told_and_the_next_call_works(
    backend: TaskClient, site: Site
) -> None:
    backend.call(Refresh())
    with full_disk(backend), pytest.raises(TaskError) as failed:
        backend.call(ImportFiles(one_file()))
    assert "数据库读写失败" in failed.value.message
    assert "磁盘" in failed.value.message
    assert backend.call(ImportFiles(one_file()))["files"][0]["accepted"]
    assert len(backend.call(ListSubmissions(evaluator=evaluator_of(backend, site)))) == 1


def test_pages_that_cannot_be_written_leave_those_before(backend: TaskClient, site: Site) -> None:
    state = backend.call(Refresh())["state"]
    with full_disk(backend), pytest.raises(TaskError, match="文件太大"):
        backend.call(Refresh())
    reader = PageReader(site.data / "pages")
    assert reader.state == state
    assert reader.page("overview")


@contextmanager
def full_disk(backend: TaskClient) -> Iterator[None]:
    """No file of the process may grow; of ways that a disk refuses, the one that needs no disk of its own."""
    pid = pid_of(backend)
    _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (1024, hard))
    yield
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (hard, hard))


def test_what_was_recorded_is_told_although_the_pages_could_not_be_written(
    backend: TaskClient, site: Site
) -> None:
    backend.call(Refresh())
    pages = site.data / "pages"
    shutil.rmtree(pages)
    pages.write_text("in the way", encoding="ascii")
    answer = backend.call(ImportFiles(one_file()))
    assert answer["files"][0]["accepted"]
    assert answer["stale"]
    os.unlink(pages)
    assert backend.call(Refresh())["state"]
