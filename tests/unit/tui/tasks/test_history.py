"""The log of what was done beside the screen."""

from __future__ import annotations

from tui.tasks.history import TaskHistory
from tui.tasks.protocol import Assemble, AssemblyReport, ReadSystemInfo, TrialAssembly


def test_steps_are_kept_in_their_order_each_once() -> None:
    log = TaskHistory()
    for words in ("读取", "读取", "计分", ""):
        log.add_step(Assemble, words)
    task = log.running(Assemble)
    assert task is not None
    assert task.steps == ["读取", "计分"]


def test_what_has_ended_is_followed_by_a_new_task() -> None:
    times = iter([1.0, 2.0, 3.0])
    log = TaskHistory(lambda: next(times))
    log.add_step(Assemble, "读取")
    report: AssemblyReport = {
        "number": 1, "run": "", "edition": "暂定", "printed": [], "seconds": {}, "state": "", "stale": ""
    }  # fmt: skip
    log.finish(Assemble, report)
    first = log.last(Assemble)
    assert first is not None
    assert (first.started_at, first.ended_at, first.result) == (1.0, 2.0, report)
    assert log.running(Assemble) is None
    log.add_step(Assemble, "读取")
    assert log.running(Assemble) is not first


def test_the_end_of_a_task_that_nobody_told_of_is_kept_too() -> None:
    log = TaskHistory()
    log.fail(TrialAssembly, "不行", ("甲",))
    record = log.last(TrialAssembly)
    assert record is not None
    assert record.failure == "不行"
    assert not record.is_running


def test_tasks_of_several_calls_go_on_beside_one_another() -> None:
    log = TaskHistory()
    log.add_step(Assemble, "读取")
    log.finish(ReadSystemInfo, {})
    assert log.running(Assemble) is not None
