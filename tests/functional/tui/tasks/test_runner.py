"""Work beside the screen: the answer comes to who wanted it, one thing at a time is done."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.support.app_harness import TestApp, run_at
from tests.support.wait import wait_until
from tui.app.background_tasks import make_client
from tui.dialogs.base import Dialog
from tui.dialogs.error import ErrorDialog
from tui.screens.base import KaopingScreen
from tui.session.error_recovery import ErrorBoundary
from tui.session.messages import StatusMessage
from tui.session.session import Session
from tui.tasks.client import Problem, TaskError
from tui.tasks.messages import TaskFailed, TaskProgress, TaskRequested, TaskSucceeded
from tui.tasks.protocol import Assemble, ImportFiles, ListRevisions, ReadSystemInfo, Refresh, Request
from tui.tasks.runner import TaskRunner

pytestmark = pytest.mark.slow


class Slow:
    """A process beside the screen, as a test wants it."""

    def __init__(self, answer: Callable[..., Any]) -> None:
        self.answer = answer
        self.cancelled = asyncio.Event()

    def call(self, request: Request[Any], report: Callable[[str], None]) -> Any:
        if request == Refresh():
            return {}
        report(f"做 {request.NAME}")
        return self.answer(**request.arguments)

    def cancel(self) -> None:
        self.cancelled.set()


def with_work(app: TestApp, answer: Callable[..., Any]) -> TaskRunner:
    work = TaskRunner(app, lambda: make_client(app.session))
    work._reading_client = work._writing_client = Slow(answer)  # type: ignore[assignment]
    app.tasks = work  # type: ignore[assignment]
    return work


def test_the_answer_comes_to_who_wanted_it(session: Session) -> None:
    heard: list[Any] = []

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        with_work(app, lambda **_: {"年度": "2019"})
        app.current_screen.on_task_result = heard.append  # type: ignore[method-assign]
        app.current_screen.request_task(ReadSystemInfo())
        await wait_until(lambda: bool(heard))

    run_at(session, None, step)
    [event] = heard
    assert event.request == ReadSystemInfo()
    assert event.result_of(ReadSystemInfo) == {"年度": "2019"}


def test_a_box_gets_its_own_answer(session: Session) -> None:
    heard: list[Any] = []

    class Box(Dialog[None]):
        def on_task_succeeded(self, event: TaskSucceeded) -> None:
            event.stop()
            heard.append(event.result)

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        with_work(app, lambda **given: given)
        box = Box(session, "依据")
        await app.push_screen(box)
        assert app.screen is box
        box.post_message(TaskRequested(ListRevisions(unit="沙岭镇", indicator="")))
        await wait_until(lambda: bool(heard))

    run_at(session, None, step)
    assert heard == [{"unit": "沙岭镇", "indicator": ""}]


def test_a_failed_call_is_shown_with_its_problems(session: Session) -> None:
    def fail(**_: Any) -> None:
        raise TaskError("有1个文件没有收下", [Problem("甲.xlsx!C7", "不是数", "数")], "")

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        work = with_work(app, fail)
        app.current_screen.request_task(ImportFiles([]))
        await wait_until(lambda: isinstance(app.screen, ErrorDialog))
        await pilot.pause()
        assert "甲.xlsx!C7：不是数（应为：数）" in app.text
        assert work.running_call == ""

    run_at(session, None, step)


def _broken(**_: Any) -> None:
    raise IndexError("list index out of range")


def test_a_bug_beside_the_screen_is_told_and_others_can_begin(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        work = with_work(app, _broken)
        app.current_screen.request_task(ImportFiles([]))
        await wait_until(lambda: isinstance(app.screen, ErrorDialog))
        assert work.running_call == ""

    run_at(session, None, step)


def test_what_comes_when_the_program_is_ending_reaches_nobody(session: Session) -> None:
    offices: list[TestApp] = []

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        offices.append(app)

    run_at(session, None, step)
    (app,) = offices
    assert not app.screen_stack
    begun = list(app.tasks.wanted)
    app.on_task_succeeded(TaskSucceeded(ImportFiles([]), {"files": []}))
    app.on_task_failed(TaskFailed(ImportFiles([]), "数据库不在", ()))
    app.on_task_progress(TaskProgress(ImportFiles([]), ""))
    app.on_task_requested(TaskRequested(ImportFiles([])))
    app.check_for_updates()
    assert app.tasks.wanted == begun


def test_one_thing_at_a_time_is_done_and_any_number_looked_up(session: Session) -> None:
    go_on = threading.Event()
    heard: list[str] = []

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        with_work(app, lambda **_: go_on.wait(5))
        app.current_screen.on_task_result = lambda event: heard.append(event.request.NAME)  # type: ignore[method-assign]
        app.current_screen.request_task(Assemble(provisional=True))
        await wait_until(lambda: "做 assemble" in app.text)
        await pilot.press("x")
        app.current_screen.request_task(ImportFiles([]))
        await pilot.pause()
        assert "请等它做完" in app.current_screen.status_message
        await pilot.press("2")
        await pilot.pause()
        assert "做 assemble" in app.text, "a screen that comes later says it too"
        await pilot.press("1")
        go_on.set()
        await wait_until(lambda: "做 assemble" not in app.text)

    run_at(session, None, step)


def test_what_is_cancelled_is_not_taken_for_a_failure(session: Session) -> None:
    ended = threading.Event()

    def killed(**_: Any) -> None:
        ended.wait(5)
        raise TaskError("已取消")

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        work = with_work(app, killed)
        app.current_screen.request_task(Assemble(provisional=True))
        await wait_until(lambda: work.running_call == "assemble")
        await pilot.press("ctrl+x")
        ended.set()
        await wait_until(lambda: "已停下" in app.text)
        assert app.screen is app.current_screen
        assert not work.running_call

    run_at(session, None, step)


def test_what_is_said_stays_until_the_next_key(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        app.post_message(StatusMessage("已存到 [/]"))
        await pilot.pause()
        assert "已存到 [/]" in app.text
        app.post_message(TaskProgress(Assemble(provisional=True), "计分"))
        await pilot.pause()
        app.post_message(TaskProgress(Assemble(provisional=True), ""))
        await pilot.pause(0.6)
        await pilot.press("down")
        await pilot.pause(0.6)
        assert "已存到" not in app.text

    run_at(session, None, step)


def test_no_screen_is_deaf() -> None:
    assert issubclass(KaopingScreen, ErrorBoundary)
    assert issubclass(Dialog, ErrorBoundary)
