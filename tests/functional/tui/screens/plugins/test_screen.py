"""插件: which works, what is wrong with one and where, its examples."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from tests.support.app_harness import TestApp, run_at, wait_for_text
from tui.dialogs.text_viewer import TextDialog
from tui.session.location import Location
from tui.session.session import Session
from tui.tasks.protocol import ListPlugins, Refresh, RunExamples

pytestmark = pytest.mark.slow

HERE = Location("plugins")
SOUND: dict[str, Any] = {
    "name": "tax", "owner": "县税务局", "version": "2019.1", "core": ">=0.1", "description": "税收", "origin": "",
    "path": "/site/plugins/tax", "python": False, "files": [], "checklists": ["tax"], "indicators": ["镇街道组　税收"],
    "seconds": "0.003", "fault": "", "problems": [], "printed": "", "fingerprint": "ab12",
}  # fmt: skip
PLACE = "grid/rules/auto_score.py:143"
BROKEN = SOUND | {
    "name": "grid", "owner": "县网格管理服务中心", "python": True, "files": ["rules/auto_score.py"], "seconds": "12.004",
    "fault": "插件 grid（rules/auto_score.py 第143行）：ValueError: 坏了[/]",
    "problems": [{"place": PLACE, "message": "ValueError: 坏了[/]", "expected": ""}], "printed": "一行\n又一行",
}  # fmt: skip
LACKING = SOUND | {
    "name": "water", "problems": [{"place": "water/README.md", "message": "没有说明文件", "expected": "怎么计分"}],
}  # fmt: skip
ANSWERS: dict[str, Any] = {
    "plugins": [BROKEN, SOUND, LACKING],
    "run_examples": {"count": 7, "problems": []},
}


def test_faults_are_shown_with_file_and_line_in_the_table(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await wait_for_text(app, pilot, PLACE)
        await wait_for_text(app, pilot, "坏了[/]")
        await wait_for_text(app, pilot, "12.004")
        await wait_for_text(app, pilot, "正常")
        await wait_for_text(app, pilot, "能用；water/README.md：没有说明文件")

    run_at(session, HERE, step, answers=ANSWERS)


def test_enter_shows_all_of_a_plugin(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await wait_for_text(app, pilot, "grid")
        await pilot.press("enter")
        await wait_for_text(app, pilot, "不能用", PLACE, "rules/auto_score.py", "镇街道组　税收", "又一行")
        assert isinstance(app.screen, TextDialog)

    run_at(session, HERE, step, answers=ANSWERS)


@pytest.mark.parametrize(("key", "names"), [("k", ["grid"]), ("K", [])])
def test_examples_are_run_of_one_or_of_all(session: Session, key: str, names: list[str]) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await wait_for_text(app, pilot, "grid")
        await pilot.press(key)
        await wait_for_text(app, pilot, "7个样例全部相符")
        assert RunExamples(names) in app.tasks.wanted

    run_at(session, HERE, step, answers=ANSWERS)


def test_examples_that_do_not_fit_are_shown_with_their_places(session: Session) -> None:
    problem = {"place": "grid/cases/1.toml: cases[0]（一句话）", "message": "应得 1，算得 2", "expected": ""}

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await wait_for_text(app, pilot, "grid")
        await pilot.press("k")
        await wait_for_text(app, pilot, "有不相符的")
        await wait_for_text(app, pilot, "应得 1，算得 2")

    run_at(session, HERE, step, answers=ANSWERS | {"run_examples": {"count": 7, "problems": [problem]}})


def test_what_was_seen_before_stands_there_while_plugins_are_looked_at_again(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        app.tasks.answers.clear()
        await pilot.press("7")
        await pilot.pause()
        await pilot.press("8")
        await pilot.pause()
        await wait_for_text(app, pilot, PLACE)
        assert app.tasks.wanted.count(ListPlugins()) == 2

    run_at(session, HERE, step, answers=dict(ANSWERS))


def test_before_the_answer_it_says_that_it_is_looking(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await wait_for_text(app, pilot, "正在检查插件")
        await pilot.press("k", "enter", "space")
        await pilot.pause()
        assert [request for request in app.tasks.wanted if request != Refresh()] == [ListPlugins()]

    run_at(session, HERE, step)


def test_it_stands_in_any_window(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await wait_for_text(app, pilot, "grid")
        for size in ((20, 5), (80, 24), (200, 50)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            if size[1] > 5:
                await wait_for_text(app, pilot, "grid", "县税务局")

    run_at(session, HERE, step, answers=ANSWERS)
