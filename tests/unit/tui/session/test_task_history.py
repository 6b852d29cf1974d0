"""The log of what was done beside the screen."""

from __future__ import annotations

from tui.session.task_history import TaskHistory


def test_steps_are_kept_in_their_order_each_once() -> None:
    log = TaskHistory()
    for words in ("读取", "读取", "计分", ""):
        log.add_step("assemble", words)
    task = log.running("assemble")
    assert task is not None
    assert task.steps == ["读取", "计分"]


def test_what_has_ended_is_followed_by_a_new_task() -> None:
    times = iter([1.0, 2.0, 3.0])
    log = TaskHistory(lambda: next(times))
    log.add_step("assemble", "读取")
    log.finish("assemble", {"number": 1})
    first = log.tasks["assemble"]
    assert (first.started_at, first.ended_at, first.answer) == (1.0, 2.0, {"number": 1})
    assert log.running("assemble") is None
    log.add_step("assemble", "读取")
    assert log.running("assemble") is not first


def test_the_end_of_a_task_that_nobody_told_of_is_kept_too() -> None:
    log = TaskHistory()
    log.fail("compare", "不行", ("甲",))
    assert log.tasks["compare"].failure == "不行"
    assert not log.tasks["compare"].is_running


def test_tasks_of_several_calls_go_on_beside_one_another() -> None:
    log = TaskHistory()
    log.add_step("assemble", "读取")
    log.finish("system_info", {})
    assert log.running("assemble") is not None
