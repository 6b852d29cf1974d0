"""The process beside the screen: it does the work, it may die, and the screen always gets an answer."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kaoping_core.reports.pages.change_stamp import change_stamp
from kaoping_core.reports.pages.store import PageReader
from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.county_cases import COUNTIES, ROOT, submissions_of
from tui.tasks.client import TaskClient, TaskError
from tui.tasks.protocol import (
    Assemble,
    Export,
    ImportFiles,
    ListSubmissions,
    ReadSystemInfo,
    Refresh,
    Request,
    TrialAssembly,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def backend(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[TaskClient]:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    made = TaskClient(site.root, "2019", "", "测试", site.data / "pages")
    yield made
    made.close()


class Unknown(Request[None]):
    """A request that is not registered."""

    NAME = "__init__"


class Misfitting(ListSubmissions):
    """A request whose arguments the process does not know."""

    @property
    def arguments(self) -> dict[str, Any]:
        return {"nonsense": 1}


def pid_of(backend: TaskClient) -> int:
    process = backend._process
    assert process is not None
    return process.pid


def test_pages_of_the_newest_state_can_be_read_after_a_refresh(backend: TaskClient, site: Site) -> None:
    said: list[str] = []
    backend.call(Refresh(), said.append)
    reader = PageReader(site.data / "pages")
    desk = reader.page("overview")
    assert desk is not None
    assert desk["year"] == 2019
    assert said == ["读取最新的数据"]


def test_what_is_taken_in_shows_on_the_next_pages(backend: TaskClient, site: Site) -> None:
    backend.call(Refresh())
    reader = PageReader(site.data / "pages")
    answer = backend.call(ImportFiles([str(submissions_of(COUNTIES[0])[0])]))
    assert answer["files"][0]["accepted"]
    assert reader.refresh()
    assert not reader.refresh()
    desk = reader.page("overview")
    assert desk is not None
    assert len(desk["happenings"]) == 1


def test_a_refused_file_comes_back_with_its_problems(backend: TaskClient, tmp_path: Path) -> None:
    file = tmp_path / "甲.json"
    file.write_text("{", encoding="utf-8")
    taken = backend.call(ImportFiles([str(file)]))["files"][0]
    assert not taken["accepted"]
    assert taken["problems"][0]["place"] == "甲.json"


def test_what_cannot_be_done_is_said_and_the_process_goes_on(backend: TaskClient) -> None:
    with pytest.raises(TaskError, match="还没有汇总过"):
        backend.call(Export(kind="json", target="r.json"))
    assert backend.call(ReadSystemInfo())["年度"] == "2019"


def test_a_bug_is_told_with_its_traceback_and_the_next_call_is_served(backend: TaskClient) -> None:
    with pytest.raises(TaskError) as failed:
        backend.call(Misfitting("县水利局"))
    assert "TypeError" in failed.value.message
    assert "Traceback" in failed.value.detail
    assert backend.call(ReadSystemInfo())


def test_an_unknown_call_is_refused(backend: TaskClient) -> None:
    with pytest.raises(TaskError, match="没有这个操作"):
        backend.call(Unknown())


def test_a_process_that_was_killed_is_started_again(backend: TaskClient) -> None:
    backend.call(ReadSystemInfo())
    os.kill(pid_of(backend), signal.SIGKILL)
    time.sleep(0.2)
    assert backend.call(ReadSystemInfo())


def test_a_call_can_be_cancelled_and_nothing_is_recorded(backend: TaskClient) -> None:
    failed: list[str] = []

    def work() -> None:
        try:
            backend.call(
                ImportFiles([str(each) for each in submissions_of(COUNTIES[0])]), lambda _: backend.cancel()
            )
        except TaskError as error:
            failed.append(error.message)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(30)
    assert failed == ["已取消"]
    assert backend.call(ListSubmissions(evaluator="县政府办")) == []


def test_a_configuration_that_cannot_be_read_is_told_with_its_problems(
    backend: TaskClient, site: Site
) -> None:
    (site.config / "2019" / "scheme.toml").write_text("year = ", encoding="utf-8")
    with pytest.raises(TaskError) as failed:
        backend.call(Refresh())
    assert any("scheme.toml" in problem.place for problem in failed.value.problems)


def test_it_ends_when_the_screen_has_gone(backend: TaskClient) -> None:
    backend.call(ReadSystemInfo())
    process = backend._process
    assert process is not None
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(timeout=10) == 0


def test_assembling_exporting_and_comparing(backend: TaskClient, tmp_path: Path) -> None:
    backend.call(ImportFiles([str(each) for each in submissions_of(COUNTIES[0])]))
    assert backend.call(TrialAssembly())["lines"] == ["以前没有汇总过"]
    done = backend.call(Assemble(provisional=False))
    assert done["number"] == 1
    same = backend.call(TrialAssembly())
    assert same["lines"] == ["和上一次汇总没有不同"]
    assert (same["last"], same["units"], same["scores"], same["inputs"]) == ("1", [], [], [])
    for kind in ("json", "xlsx", "docx"):
        target = tmp_path / f"结果.{kind}"
        assert backend.call(Export(kind=kind, target=str(target)))["written"] == str(target)
        assert target.stat().st_size > 1000


def take_all(backend: TaskClient) -> None:
    backend.call(ImportFiles([str(each) for each in submissions_of(COUNTIES[0])]))


def test_an_assembly_tells_whose_columns_are_scored(backend: TaskClient) -> None:
    take_all(backend)
    said: list[str] = []
    backend.call(Assemble(provisional=False), said.append)
    assert said[0] == "读取方案和插件"
    scored = [each.split() for each in said if each.startswith("计分 ")]
    assert [count for _, _, count in scored] == [f"{number}/18" for number in range(1, 19)]
    assert len({evaluator for _, evaluator, _ in scored}) == 18
    assert said.index("记录汇总") > said.index(" ".join(scored[-1]))


@pytest.mark.parametrize("at", ["读取方案和插件", "读取报送", "计分 ", "查找提示", "记录汇总"])
def test_an_assembly_that_is_cancelled_is_recorded_whole_or_not_at_all(
    backend: TaskClient, site: Site, at: str
) -> None:
    take_all(backend)
    backend.close()  # so that everything has to be read again, as after a while
    with pytest.raises(TaskError, match="已取消"):
        backend.call(
            Assemble(provisional=False), lambda words: backend.cancel() if words.startswith(at) else None
        )
    backend.call(Refresh())
    desk = PageReader(site.data / "pages").page("overview")
    assert desk is not None
    recorded = len(desk["runs"])
    assert recorded <= (at == "记录汇总")  # then it may just have been done
    if recorded:
        assert backend.call(TrialAssembly())["lines"] == ["和上一次汇总没有不同"]
    assert backend.call(Assemble(provisional=False))["number"] == recorded + 1


def test_pages_say_what_the_data_looked_like(backend: TaskClient, site: Site) -> None:
    backend.call(Refresh())
    reader = PageReader(site.data / "pages")
    desk = reader.page("overview")
    assert desk is not None
    assert reader.stamp == change_stamp(site.root, "2019", "", desk["today"])
    with Service(site, 2019, actor="别人") as other:
        other.import_files(submissions_of(COUNTIES[0])[:1])
    assert reader.stamp != change_stamp(site.root, "2019", "", desk["today"])
    backend.call(Refresh())
    reader.refresh()
    assert reader.stamp == change_stamp(site.root, "2019", "", desk["today"])


def test_configuration_that_was_changed_meanwhile_counts_at_the_next_call(
    backend: TaskClient, site: Site
) -> None:
    backend.call(Refresh())
    process = pid_of(backend)
    file = site.config / "2019" / "scheme.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("2019年度县政府业务工作考评", "改过的标题"), encoding="utf-8")
    backend.call(Refresh())
    desk = PageReader(site.data / "pages").page("overview")
    assert desk is not None
    assert desk["title"].endswith("改过的标题")
    assert pid_of(backend) == process


def test_submissions_say_when_they_came_and_whether_that_was_late(backend: TaskClient) -> None:
    backend.call(ImportFiles([str(submissions_of(COUNTIES[0])[0])] * 2))
    newest, first = backend.call(ListSubmissions(evaluator="县人社局"))
    assert (newest["revision"], first["revision"]) == (2, 1)
    assert newest["file"] == "01.json"
    assert newest["actor"] == "测试"
    assert {"at", "signed_by", "signed_on", "sealed", "late_by", "late_words", "entries"} <= set(newest)


def test_a_comparison_has_a_row_for_every_change(backend: TaskClient, tmp_path: Path) -> None:
    take_all(backend)
    backend.call(Assemble(provisional=True))
    entry = {"indicator": "towns.river_chief", "unit": "太平街道", "values": {"score": "0"}}
    data = {"format": "kaoping-submission/1", "year": 2019, "evaluator": "县水利局", "entries": [entry]}
    file = tmp_path / "水利.json"
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    assert backend.call(ImportFiles([str(file)]))["files"][0]["accepted"]
    told: list[str] = []
    answer = backend.call(TrialAssembly(), told.append)
    assert told[0] == "试算"
    assert any(each.startswith("计分 ") for each in told)
    assert {each["name"] for each in answer["scores"]} == {"河长制工作"}  # and the means of it
    assert "太平街道" in {each["unit"] for each in answer["units"]}
    assert len(answer["lines"]) == 1 + len(answer["units"]) + len(answer["scores"])
