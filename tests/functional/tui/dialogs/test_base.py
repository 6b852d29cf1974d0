"""Boxes over a screen: to read, to answer, to be told of failures; each can be left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.support.app_harness import TestApp, run_at
from tui.dialogs.base import Dialog
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.error import ErrorDialog
from tui.dialogs.help import HelpDialog
from tui.dialogs.text_viewer import TextDialog
from tui.session.messages import ShowText
from tui.session.session import Session
from tui.tasks.messages import TaskFailed
from tui.tasks.protocol import Assemble, ImportFiles, Refresh

pytestmark = pytest.mark.slow


def test_a_long_text_is_shown_whole_and_scrolls(session: Session) -> None:
    text = "\n".join(f"第{number}行 [b]不是标记[/]" for number in range(200))

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        app.post_message(ShowText("说明", text))
        await pilot.pause()
        assert isinstance(app.screen, TextDialog)
        assert "第0行 [b]不是标记[/]" in app.text
        assert "关闭" in app.text
        await pilot.press("end")
        assert "第199行" in app.text
        await pilot.press("enter")
        assert app.screen is app.current_screen

    run_at(session, None, step, size=(80, 24))


@pytest.mark.parametrize("key", ["escape", "q"])
@pytest.mark.parametrize("size", [(20, 5), (80, 24)])
def test_every_box_can_be_left(session: Session, key: str, size: tuple[int, int]) -> None:
    boxes: list[Callable[[TestApp], Dialog[Any]]] = [
        lambda _: ConfirmDialog(session, "汇总", "现在汇总吗？[/]\n" * 9),
        lambda _: TextDialog.of_text(session, "一段话", "字" * 3000),
        lambda _: ErrorDialog(
            session, TaskFailed(ImportFiles([]), "没有收下", ["一", "二"] * 30, "Traceback\n" * 30)
        ),
        lambda app: HelpDialog(session, app.screen, app.current_screen),
    ]

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        for box in boxes:
            await app.push_screen(box(app))
            await pilot.pause()
            assert len(app.screen_stack) == 2
            await pilot.press(key)
            assert app.screen is app.current_screen

    run_at(session, None, step, size=size)


@pytest.mark.parametrize(("keys", "outcome"), [("enter", True), ("y", True), ("n", None), ("escape", None)])
def test_a_question_is_answered(session: Session, keys: str, outcome: bool | None) -> None:
    outcomes: list[bool | None] = []

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        app.push_screen(ConfirmDialog(session, "汇总", "现在汇总吗？"), outcomes.append)
        await pilot.pause()
        await pilot.press(keys)

    run_at(session, None, step)
    assert outcomes == [outcome]


def test_a_failure_is_shown_whole_and_the_screen_stays(session: Session) -> None:
    failed = TaskFailed(ImportFiles([]), "没有收下", ["甲.xlsx!C7：不是数（应为：数）"], "Traceback: [/]")

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        here = app.current_screen
        app.post_message(failed)
        await pilot.pause()
        assert isinstance(app.screen, ErrorDialog)
        for text in ("没有收下", "甲.xlsx!C7：不是数（应为：数）", "Traceback: [/]", "存成文件", "纯文本"):
            assert text in app.text
        await pilot.press("enter")
        assert app.screen is here

    run_at(session, None, step)


def test_a_failure_is_written_to_a_file(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        app.post_message(TaskFailed(ImportFiles([]), "没有收下", ["甲.xlsx!C7"], "\x1b[31m红"))
        await pilot.pause()
        await pilot.press("w")
        assert "已存到" in app.text

    run_at(session, None, step)
    (written,) = tmp_path.glob("考评问题-*.txt")
    assert written.read_text(encoding="utf-8") == "没有收下\n甲.xlsx!C7\n␛[31m红\n"


def test_a_file_that_cannot_be_written_is_said(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "none")

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        app.post_message(TaskFailed(ImportFiles([]), "没有收下"))
        await pilot.pause()
        await pilot.press("w")
        assert "没有存成" in app.text

    run_at(session, None, step)


def test_the_same_failure_is_shown_once(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        for _ in range(3):
            app.post_message(TaskFailed(Refresh(), "方案有1处问题", ["scheme.toml: x"]))
            await pilot.pause()
        assert len(app.screen_stack) == 2

    run_at(session, None, step)


def test_what_was_cancelled_is_said_and_is_no_failure(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        app.post_message(TaskFailed(Assemble(provisional=True), "已取消", cancelled=True))
        await pilot.pause()
        assert app.screen is app.current_screen
        assert "已停下，没有记录任何内容" in app.text

    run_at(session, None, step)
