"""汇总: nothing is recorded before it has been shown and confirmed; what is under way survives going about."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.support.app_harness import TestApp, run_at, wait_for_text
from tests.support.idle_pilot import run_app
from tui.app.background_tasks import make_client
from tui.dialogs.assembly_edition import EditionDialog
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.export import bulletin_problem, proposed_file
from tui.dialogs.form import FormDialog
from tui.dialogs.picker import PickerDialog
from tui.dialogs.text_viewer import TextDialog
from tui.screens.assembly.screen import AssemblyScreen
from tui.session.location import Location
from tui.session.session import Session
from tui.tasks.messages import TaskFailed, TaskProgress, TaskSucceeded
from tui.tasks.protocol import Assemble, Export, Refresh, Request
from tui.tasks.runner import TaskRunner
from tui.widgets.table.table import Table

pytestmark = pytest.mark.slow

HERE = Location("assembly")
UNIT = {
    "unit": "太平街道", "group": "towns", "group_name": "镇街道", "total_before": "90.00", "total_after": "91.50",
    "difference": "+1.50", "rank_before": "3", "rank_after": "1", "moved": "up", "reasons": ["固定资产投资 3.00→4.50"],
}  # fmt: skip
SCORE = {
    "unit": "太平街道", "indicator": "towns.x", "name": "固定资产投资", "evaluator": "县发改局", "before": "3.00",
    "after": "4.50", "difference": "+1.50", "state_before": "已计分", "state_after": "已计分",
    "reasons": ["actual 10 → 12〔发改局.xlsx!镇街道组!C7〕"],
}  # fmt: skip
COMPARED = {
    "last": "1", "blocking": [], "lines": [], "inputs": ["填报内容"], "units": [UNIT],
    "scores": [SCORE, SCORE | {"unit": "胡家镇", "before": "", "after": "", "difference": ""}],
}  # fmt: skip
BLOCKED = COMPARED | {"blocking": [{"message": "固定资产投资：2个单位缺数据", "evaluator": "县发改局"}]}
RECORDED = {
    "number": 2, "run": "0123456789abcdef", "edition": "暂定", "printed": ["插件 grid 写的：[x](y)\x1b[31m"],
    "seconds": {"grid": "0.52", "tax": "0.00"}, "state": "2", "stale": "",
}  # fmt: skip
ANSWERS: dict[str, Any] = {
    "compare": COMPARED,
    "assemble": RECORDED,
    "compare_runs": COMPARED | {"before": "1"},
}


class Real(TestApp):
    """With a process beside the screen."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.tasks = TaskRunner(self, lambda: make_client(session))  # type: ignore[assignment]


def screen_of(app: TestApp) -> AssemblyScreen:
    screen = app.current_screen
    assert isinstance(screen, AssemblyScreen)
    return screen


def last_request(app: TestApp) -> Request[object]:
    return [request for request in app.tasks.wanted if request != Refresh()][-1]


def calls_of(app: TestApp) -> list[str]:
    return [request.NAME for request in app.tasks.wanted if request != Refresh()]


def test_recorded_runs_and_what_is_in_the_way_are_shown(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await wait_for_text(app, pilot, "正式")
        await wait_for_text(app, pilot, "没有什么卡住")

    run_at(session, HERE, step)


def test_a_trial_shows_what_would_change_and_records_nothing(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("c")
        await pilot.pause()
        assert calls_of(app) == ["compare"]
        await wait_for_text(app, pilot, "现在和第1次比")
        await wait_for_text(app, pilot, "91.50")
        await wait_for_text(app, pilot, "胡家镇")
        table = screen_of(app).query_one("#changes", Table)
        table.focus()
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, TextDialog)
        await wait_for_text(app, pilot, "!镇街道组!C7")

    run_at(session, HERE, step, answers=ANSWERS)


def test_an_assembly_is_recorded_after_the_comparison_the_edition_and_a_yes(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("a")
        await wait_for_text(app, pilot, "记录为")
        assert isinstance(app.screen, EditionDialog)
        assert calls_of(app) == ["compare"]
        await pilot.press("down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, ConfirmDialog)
        await wait_for_text(app, pilot, "正式")
        await pilot.press("y")
        await pilot.pause()
        assert last_request(app) == Assemble(provisional=False)
        await wait_for_text(app, pilot, "已记录：第2次汇总")
        await wait_for_text(app, pilot, "[x](y)␛[31m")

    run_at(session, HERE, step, answers=ANSWERS)


def test_leaving_any_of_the_boxes_records_nothing(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        for keys in (["escape"], ["q"], ["enter", "n"], ["enter", "escape"]):
            await pilot.press("a")
            await wait_for_text(app, pilot, "记录为")
            await pilot.press(*keys)
            await pilot.pause()
            assert len(app.screen_stack) == 1
        assert set(calls_of(app)) == {"compare"}

    run_at(session, HERE, step, answers=ANSWERS)


def test_a_final_result_is_not_offered_while_something_is_in_its_way(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("a")
        await pilot.pause()
        await wait_for_text(app, pilot, "现在还不能出正式结果")
        await wait_for_text(app, pilot, "2个单位缺数据")
        await pilot.press("down", "enter", "y")
        await pilot.pause()
        assert last_request(app) == Assemble(provisional=True)

    run_at(session, HERE, step, answers=ANSWERS | {"compare": BLOCKED})


def test_what_is_in_the_way_leads_to_the_evaluator(
    unfinished_site: Path, session_of: Callable[[Path], Session]
) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await wait_for_text(app, pilot, "还没有汇总过")
        assert "x 导出" not in app.text
        await pilot.press("enter")
        await pilot.pause()
        assert app.current_screen.location.screen == "submissions"
        assert app.current_screen.location.arguments["evaluator"]

    run_at(session_of(unfinished_site), HERE, step)


def test_how_far_it_is_stands_in_the_log_and_survives_going_away_and_back(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        for words in ("读取方案和插件", "计分 县发改局 7/18"):
            app.post_message(TaskProgress(Assemble(provisional=True), words))
        await pilot.pause()
        await pilot.press("8")
        await pilot.pause()
        app.post_message(TaskProgress(Assemble(provisional=True), "计分 县财政局 8/18"))
        await pilot.pause()
        await wait_for_text(app, pilot, "计分 县财政局 8/18")
        await pilot.press("7")
        await pilot.pause(1.2)
        await wait_for_text(app, pilot, "正在汇总")
        await wait_for_text(app, pilot, "计分 县财政局 8/18")
        assert "计分 县财政局 8/18" not in app.lines[1]
        assert "a 汇总" not in app.text
        app.post_message(TaskProgress(Assemble(provisional=True), ""))
        app.post_message(TaskSucceeded(Assemble(provisional=True), RECORDED))
        await pilot.pause()
        await wait_for_text(app, pilot, "已记录：第2次汇总")
        await wait_for_text(app, pilot, "县发改局")
        await wait_for_text(app, pilot, "a 汇总")

    run_at(session, HERE, step)


def test_what_was_stopped_or_failed_is_told_in_the_log(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        app.post_message(TaskProgress(Assemble(provisional=True), "读取报送"))
        app.post_message(TaskProgress(Assemble(provisional=True), ""))
        app.current_screen.post_message(TaskFailed(Assemble(provisional=True), "已取消", cancelled=True))
        await pilot.pause()
        await wait_for_text(app, pilot, "已停下，没有记录")
        app.post_message(TaskProgress(Assemble(provisional=True), "读取报送"))
        app.post_message(TaskProgress(Assemble(provisional=True), ""))
        app.current_screen.post_message(
            TaskFailed(Assemble(provisional=True), "数据库读写失败：磁盘满了", ["甲"])
        )
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        await wait_for_text(app, pilot, "没有汇总成：数据库读写失败：磁盘满了")

    run_at(session, HERE, step)


def test_enter_on_a_run_compares_it_with_the_one_before(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("shift+tab", "enter")
        await pilot.pause()
        assert calls_of(app) == []
        await wait_for_text(app, pilot, "这是第一次汇总")

    run_at(session, HERE, step)


async def to_the_fields(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press("x")
    await pilot.pause()
    await pilot.press(*keys, "enter")
    await pilot.pause()


def test_a_run_is_written_where_it_is_proposed(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("x")
        await pilot.pause()
        assert isinstance(app.screen, PickerDialog)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, FormDialog)
        target = session.uploads / "考评结果-2019-第1次.xlsx"
        assert app.screen.texts == {"file": str(target)}
        await pilot.press("enter")
        await pilot.pause()
        assert last_request(app) == Export("xlsx", str(target), run="1")
        await wait_for_text(app, pilot, "已写到 那里")

    run_at(session, HERE, step, answers={"export": {"written": "那里"}})


def test_nothing_is_overwritten_without_a_yes(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        (session.uploads / "考评结果-2019-第1次.json").write_text("{}", encoding="ascii")
        await to_the_fields(pilot, "down", "down")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, ConfirmDialog)
        await pilot.press("escape")
        await pilot.pause()
        assert calls_of(app) == []

    run_at(session, HERE, step)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"file": "/没有/的/r.docx"}, "没有文件夹"),
        ({"file": "r.xlsx"}, "文件名要以 .docx 结尾"),
        ({"file": ""}, "写到哪个文件"),
        ({"number": "盘[/]2020"}, "应像：盘县政办发〔2020〕1号"),
        ({"on": "2020-02-30"}, "日期要写成"),
        ({"on": "20200115"}, "日期要写成"),
        ({"units": "没有镇"}, "没有叫“没有镇”的单位"),
        ({"units": "胡家镇、镇"}, "“镇”对应几个单位"),
    ],
)
def test_what_the_bulletin_cannot_be_written_with_is_told_before_anything_is_done(
    session: Session, typed: dict[str, str], told: str
) -> None:
    proposed = proposed_file(session, session.overview["runs"][0], "docx")
    texts = {"file": str(proposed), "number": "", "on": "", "units": ""}
    assert bulletin_problem(session, proposed, texts) == ""
    assert told in bulletin_problem(session, proposed, texts | typed)


def test_units_of_the_bulletin_may_be_named_by_a_piece_of_their_names(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await to_the_fields(pilot, "down")
        asking = app.screen
        assert isinstance(asking, FormDialog)
        asking._inputs["units"].value = "胡家，太平街道 胡家镇"
        asking._inputs["number"].value = "盘县政办发[2020]1号"
        asking._inputs["on"].value = "2020-01-15"
        await pilot.press("enter")
        await pilot.pause()
        request = last_request(app)
        assert isinstance(request, Export)
        assert request.units == ("胡家镇", "太平街道")
        assert request.date == "2020-01-15"

    run_at(session, HERE, step)


def test_it_stands_in_any_window(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("v", "v", "v", "c")
        for size in ((20, 5), (80, 24), (200, 50)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            if size[1] > 5:
                await wait_for_text(app, pilot, "正式", "91.50")

    run_at(session, HERE, step, answers=ANSWERS)


def test_while_there_is_nothing_to_show_it_says_so(
    bare_site: Path, session_of: Callable[[Path], Session]
) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await wait_for_text(app, pilot, "正在读取数据…")
        await pilot.press("a", "c", "x", "v")
        await pilot.pause()
        assert calls_of(app) == []

    run_at(session_of(bare_site), HERE, step)


def test_a_trial_of_a_state_that_is_no_longer_so_says_so(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("c")
        await wait_for_text(app, pilot, "试算以后又有变化，按 c 再试")

    run_at(session, HERE, step, answers=ANSWERS | {"compare": COMPARED | {"run": "another"}})


def test_what_changes_between_question_and_answer_is_shown_before_anything_is_recorded(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("a")
        await wait_for_text(app, pilot, "记录为")
        await pilot.press("enter")
        await wait_for_text(app, pilot, "确定吗")
        newer = dict(session.overview) | {"run": "newer"}
        monkeypatch.setattr(session, "page", lambda name: newer)
        app.current_screen.refresh_pages()
        await pilot.press("y")
        await wait_for_text(app, pilot, "记录为")
        assert calls_of(app) == ["compare", "compare"]

    run_at(session, HERE, step, answers=ANSWERS)


def test_a_real_assembly_is_tried_confirmed_recorded_and_written(
    recorded_site: Path, session_of: Callable[[Path], Session], tmp_path: Path
) -> None:
    site = tmp_path / "site"
    shutil.copytree(recorded_site, site)
    session = session_of(site)

    async def run() -> None:
        app = Real(session)
        async with run_app(app, (120, 40)) as pilot:
            await pilot.pause()
            app.open_screen(HERE)
            await pilot.pause()
            await pilot.press("a")
            await wait_for_text(app, pilot, "现在和第1次比", "记录为", seconds=30)
            await pilot.press("enter")
            await wait_for_text(app, pilot, "确定吗")
            await pilot.press("y")
            await wait_for_text(app, pilot, "已记录：第2次汇总（暂定）", seconds=30)
            await wait_for_text(app, pilot, "> 2 暂定", "县网格管理服务中心")
            await pilot.press("x")
            await wait_for_text(app, pilot, "导出第2次汇总")
            await pilot.press("down", "down", "enter")
            await wait_for_text(app, pilot, "考评结果-2019-第2次（暂定）.json")
            await pilot.press("enter")
            await wait_for_text(app, pilot, "已写到", seconds=30)
            assert (session.uploads / "考评结果-2019-第2次（暂定）.json").stat().st_size > 1000

    asyncio.run(run())
