"""Work beside the screen: the answer comes to who wanted it, one thing at a time is done."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.screens.office import Office, at
from tests.tui.waiting import until
from tui.dialogs.base import Dialog
from tui.dialogs.error import Failure
from tui.screens.base import KaopingScreen
from tui.session.error_recovery import Sturdy
from tui.session.messages import Answered, Doing, Failed, Said, Wanted
from tui.session.session import Session
from tui.tasks.client import BackendError, Problem
from tui.tasks.runner import Work

pytestmark = pytest.mark.slow


class Slow:
    """A process beside the screen, as a test wants it."""

    def __init__(self, answer: Callable[..., Any]) -> None:
        self.answer = answer
        self.cancelled = asyncio.Event()

    def call(self, name: str, tell: Callable[[str], None], /, **arguments: Any) -> Any:
        if name == "refresh":
            return {}
        tell(f"做 {name}")
        return self.answer(**arguments)

    def cancel(self) -> None:
        self.cancelled.set()


def with_work(office: Office, answer: Callable[..., Any]) -> Work:
    work = Work(office, office.session)
    work._looking = work._doing = Slow(answer)  # type: ignore[assignment]
    office.work = work  # type: ignore[assignment]
    return work


def test_the_answer_comes_to_who_wanted_it(session: Session) -> None:
    heard: list[Any] = []

    async def step(office: Office, pilot: Pilot[None]) -> None:
        with_work(office, lambda **_: {"年度": "2019"})
        office.here.answered = lambda *heard_: heard.append(heard_)  # type: ignore[method-assign]
        office.here.want("about")
        await until(lambda: bool(heard))

    at(session, None, step)
    assert heard == [("about", {}, {"年度": "2019"})]


def test_a_box_gets_its_own_answer(session: Session) -> None:
    heard: list[Any] = []

    class Box(Dialog[None]):
        def on_answered(self, event: Answered) -> None:
            event.stop()
            heard.append(event.answer)

    async def step(office: Office, pilot: Pilot[None]) -> None:
        with_work(office, lambda **given: given)
        box = Box(session, "依据")
        await office.push_screen(box)
        assert office.screen is box
        box.post_message(Wanted("history", {"unit": "沙岭镇"}))
        await until(lambda: bool(heard))

    at(session, None, step)
    assert heard == [{"unit": "沙岭镇"}]


def test_a_failed_call_is_shown_with_its_problems(session: Session) -> None:
    def fail(**_: Any) -> None:
        raise BackendError("有1个文件没有收下", [Problem("甲.xlsx!C7", "不是数", "数")], "")

    async def step(office: Office, pilot: Pilot[None]) -> None:
        work = with_work(office, fail)
        office.here.want("take", paths=[])
        await until(lambda: isinstance(office.screen, Failure))
        await pilot.pause()
        assert "甲.xlsx!C7：不是数（应为：数）" in office.text
        assert work.under_way == ""

    at(session, None, step)


def _broken(**_: Any) -> None:
    raise IndexError("list index out of range")


def test_a_bug_beside_the_screen_is_told_and_others_can_begin(session: Session) -> None:
    async def step(office: Office, pilot: Pilot[None]) -> None:
        work = with_work(office, _broken)
        office.here.want("take", paths=[])
        await until(lambda: isinstance(office.screen, Failure))
        assert work.under_way == ""

    at(session, None, step)


def test_what_comes_when_the_program_is_ending_reaches_nobody(session: Session) -> None:
    offices: list[Office] = []

    async def step(office: Office, pilot: Pilot[None]) -> None:
        offices.append(office)

    at(session, None, step)
    (office,) = offices
    assert not office.screen_stack
    begun = list(office.work.wanted)
    office.on_answered(Answered("take", {}, {"files": []}))
    office.on_failed(Failed("take", {}, "数据库不在", ()))
    office.on_doing(Doing("take", {}, ""))
    office.on_wanted(Wanted("take", {}))
    office.notice()
    assert office.work.wanted == begun


def test_one_thing_at_a_time_is_done_and_any_number_looked_up(session: Session) -> None:
    go_on = threading.Event()
    heard: list[str] = []

    async def step(office: Office, pilot: Pilot[None]) -> None:
        with_work(office, lambda **_: go_on.wait(5))
        office.here.answered = lambda call, *_: heard.append(call)  # type: ignore[method-assign]
        office.here.want("assemble", provisional=True)
        await until(lambda: "做 assemble" in office.text)
        await pilot.press("x")
        office.here.want("take", paths=[])
        await pilot.pause()
        assert "请等它做完" in office.here.said
        await pilot.press("2")
        await pilot.pause()
        assert "做 assemble" in office.text, "a screen that comes later says it too"
        await pilot.press("1")
        go_on.set()
        await until(lambda: "做 assemble" not in office.text)

    at(session, None, step)


def test_what_is_cancelled_is_not_taken_for_a_failure(session: Session) -> None:
    ended = threading.Event()

    def killed(**_: Any) -> None:
        ended.wait(5)
        raise BackendError("已取消")

    async def step(office: Office, pilot: Pilot[None]) -> None:
        work = with_work(office, killed)
        office.here.want("assemble", provisional=True)
        await until(lambda: work.under_way == "assemble")
        await pilot.press("ctrl+x")
        ended.set()
        await until(lambda: "已停下" in office.text)
        assert office.screen is office.here
        assert not work.under_way

    at(session, None, step)


def test_what_is_said_stays_until_the_next_key(session: Session) -> None:
    async def step(office: Office, pilot: Pilot[None]) -> None:
        office.post_message(Said("已存到 [/]"))
        await pilot.pause()
        assert "已存到 [/]" in office.text
        office.post_message(Doing("assemble", {}, "计分"))
        await pilot.pause()
        office.post_message(Doing("assemble", {}, ""))
        await pilot.pause(0.6)
        await pilot.press("down")
        await pilot.pause(0.6)
        assert "已存到" not in office.text

    at(session, None, step)


def test_no_screen_is_deaf() -> None:
    assert issubclass(KaopingScreen, Sturdy)
    assert issubclass(Dialog, Sturdy)
