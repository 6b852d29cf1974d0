"""报送: who has reported what; files taken in, refused ones kept until they are mended, blank workbooks out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from textual.pilot import Pilot

from tests.support.app_harness import TestApp, run_at
from tests.support.dialogs import keys, wait_for_workers
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.files.chooser import FileChooser
from tui.dialogs.import_results import ImportResultsDialog
from tui.dialogs.text_viewer import TextDialog
from tui.screens.submissions.screen import EVALUATORS, PAGE, REJECTED, SubmissionsScreen
from tui.session.location import Location
from tui.session.session import Session
from tui.tasks.protocol import AnnotateRejected, ImportFiles, MakeTemplates
from tui.widgets.table.table import Table
from tui.widgets.text_view.text_view import TextView

pytestmark = pytest.mark.slow

HERE = Location("submissions")
SPOILT = {
    "place": "发改局.xlsx!镇街道组!C8",
    "message": "读到 “[/]\x1b[31m坏”",
    "expected": "以亿元为单位的数",
}
Look = Callable[[TestApp], None]


def on_screen(session: Session, look: Look, *names: str, place: Location = HERE, **how: Any) -> None:
    """Press keys on the screen and look at it."""

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await keys(*names)(app, pilot)
        look(app)

    run_at(session, place, step, **how)


def taken(*files: tuple[str, bool]) -> Mapping[str, Any]:
    """What the process beside the screen says of files: their names and whether they were accepted."""
    return {
        "files": [
            {
                "file": name,
                "evaluator": "县发改局" if accepted else "",
                "entries": 52 if accepted else 0,
                "accepted": accepted,
                "problems": []
                if accepted
                else [SPOILT, {"place": name, "message": "没有签字", "expected": ""}],
            }
            for name, accepted in files
        ]
    }


def cells(app: TestApp, evaluator: str) -> list[str]:
    table = app.current_screen.query_one(f"#{EVALUATORS}", Table)
    row = next(each for each in table.data.rows if each.key == evaluator)
    return [cell.text for cell in row.cells]


def page_text(app: TestApp) -> str:
    return "\n".join(each.text for each in app.current_screen.query_one(f"#{PAGE}", TextView).data.paragraphs)


def test_every_evaluator_says_how_far_it_is_in_words(unfinished_site: Path, session_of: Any) -> None:
    def look(app: TestApp) -> None:
        assert len(app.current_screen.query_one(f"#{EVALUATORS}", Table).shown) == 18
        assert cells(app, "县发改局")[1:] == ["已报齐", "", "有", "01-04"]
        assert cells(app, "县林业和湿地事务服务中心")[3] == "没有"
        name, state, missing, signed, on = cells(app, "县财政局")
        assert (name, state, signed, on) == ("县财政局", "过期缺报", "", "")
        assert int(missing) > 0

    on_screen(session_of(unfinished_site), look)


def test_the_page_beside_says_what_is_missing_of_whom_and_what_to_do(
    unfinished_site: Path, session_of: Any
) -> None:
    def look(app: TestApp) -> None:
        text = page_text(app)
        assert "没有报，已过期4天" in text
        assert "一般公共预算收入（镇街道组）：13个单位都没有报" in text
        assert "还没有报送，按 i 收文件" in text

    on_screen(session_of(unfinished_site), look, place=Location("submissions", {"evaluator": "县财政局"}))


def test_the_page_beside_lists_submissions_with_sign_off(session: Session) -> None:
    def look(app: TestApp) -> None:
        text = page_text(app)
        assert "示例数据-县水利局.xlsx" in text
        assert "第1次报送" in text
        assert "主要负责人2020-01-07签字" in text
        assert "迟报2天" in text

    on_screen(session, look, place=Location("submissions", {"evaluator": "县水利局"}))


def test_the_page_follows_the_cursor_once_it_rests(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("down")
        await pilot.pause(0.4)
        assert page_text(app).startswith("县发改局")

    run_at(session, HERE, step)


def test_enter_goes_to_the_page_and_a_missing_indicator_can_be_opened(
    unfinished_site: Path, session_of: Any
) -> None:
    went: list[Location] = []

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen.focused, TextView)
        await pilot.press("enter")
        await pilot.pause()
        went.append(app.current_screen.location)

    run_at(session_of(unfinished_site), Location("submissions", {"evaluator": "县财政局"}), step)
    assert [each.screen for each in went] == ["indicator"]


def test_escape_goes_from_the_page_to_the_list_and_then_back(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await keys("enter", "escape")(app, pilot)
        assert app.screen.focused is app.current_screen.query_one(f"#{EVALUATORS}", Table)
        await keys("escape")(app, pilot)
        assert app.current_screen.NAME == "overview"

    run_at(session, HERE, step)


def test_where_there_is_no_room_for_the_page_enter_opens_it_in_a_box(session: Session) -> None:
    def look(app: TestApp) -> None:
        assert isinstance(app.screen, TextDialog)

    on_screen(session, look, "enter", size=(40, 12))


def test_without_pages_it_says_that_it_reads_and_only_what_works_is_offered(
    bare_site: Path, session_of: Any
) -> None:
    def look(app: TestApp) -> None:
        assert "正在读取数据…" in app.text
        assert "出空白表" not in app.lines[-1]

    on_screen(session_of(bare_site), look, "down", "enter", "T", "r", "w")


def test_files_are_chosen_taken_in_and_what_became_of_them_is_told(session: Session, tmp_path: Path) -> None:
    (tmp_path / "发改局.xlsx").touch()

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("i")
        await wait_for_workers(app, pilot)
        assert isinstance(app.screen, FileChooser)
        app.screen.dismiss([str(tmp_path / "发改局.xlsx"), str(tmp_path / "水利局.json")])
        await wait_for_workers(app, pilot)
        assert (
            ImportFiles([str(tmp_path / "发改局.xlsx"), str(tmp_path / "水利局.json")])
        ) in app.tasks.wanted
        assert isinstance(app.screen, ImportResultsDialog)
        assert "收下1个，退回1个" in app.text
        assert "2处问题，没有收下任何内容" in app.text
        assert "镇街道组!C8：读到 “[/]␛[31m坏”（应为：以亿元为单位的数）" in app.text
        assert "收下　水利局.json：县发改局，52条" in app.text
        await pilot.press("q")
        await pilot.pause()
        refused = app.current_screen.query_one(f"#{REJECTED}", Table)
        assert refused.display
        assert refused.shown == (str(tmp_path / "发改局.xlsx"),)

    run_at(
        session, HERE, step, answers={"import_files": taken(("发改局.xlsx", False), ("水利局.json", True))}
    )


def test_a_refused_file_can_be_looked_at_again_and_goes_once_it_is_mended(
    session: Session, tmp_path: Path
) -> None:
    path = str(tmp_path / "发改局.xlsx")

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        app.current_screen.request_task(ImportFiles([path]))
        await wait_for_workers(app, pilot)
        await pilot.press("escape", "tab")
        await pilot.press(
            "tab" if app.screen.focused is app.current_screen.query_one(f"#{PAGE}") else "enter"
        )
        await wait_for_workers(app, pilot)
        if not isinstance(app.screen, ImportResultsDialog):
            await pilot.press("enter")
            await wait_for_workers(app, pilot)
        assert isinstance(app.screen, ImportResultsDialog)
        app.tasks.answers = {"import_files": taken(("发改局.xlsx", True))}
        await pilot.press("i")
        await wait_for_workers(app, pilot)
        assert "收下1个" in app.text
        assert not session.rejected_files
        assert not app.current_screen.query_one(f"#{REJECTED}", Table).display

    run_at(session, HERE, step, answers={"import_files": taken(("发改局.xlsx", False))})


def test_what_became_of_files_is_told_wherever_the_user_is_meanwhile(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        from tui.tasks.messages import TaskSucceeded

        app.post_message(TaskSucceeded(ImportFiles(["/x/甲.xlsx"]), taken(("甲.xlsx", False))))
        await wait_for_workers(app, pilot)
        assert isinstance(app.screen, ImportResultsDialog)
        assert list(session.rejected_files) == ["/x/甲.xlsx"]

    run_at(session, None, step)


def test_the_copy_of_a_refused_workbook_is_proposed_beside_it_and_asked_for(
    session: Session, tmp_path: Path
) -> None:
    path = tmp_path / "发改局.xlsx"
    (tmp_path / "发改局-退回.xlsx").touch()

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        app.current_screen.request_task(ImportFiles([str(path)]))
        await wait_for_workers(app, pilot)
        await keys("r", "enter")(app, pilot)
        assert isinstance(app.screen, ConfirmDialog)
        await keys("y")(app, pilot)
        await wait_for_workers(app, pilot)
        [request] = [wanted for wanted in app.tasks.wanted if isinstance(wanted, AnnotateRejected)]
        assert request.target == str(tmp_path / "发改局-退回.xlsx")
        assert request.problems[0] == SPOILT
        assert "退回稿写好了" in app.text

    answers = {
        "import_files": taken(("发改局.xlsx", False)),
        "annotate_rejected": {"written": str(tmp_path / "发改局-退回.xlsx")},
    }
    run_at(session, HERE, step, answers=answers)


def test_a_file_that_is_no_workbook_has_no_copy_but_its_problems_can_be_written(
    session: Session, tmp_path: Path
) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        app.current_screen.request_task(ImportFiles([str(tmp_path / "甲.json")]))
        await wait_for_workers(app, pilot)
        assert "写退回稿" not in app.text
        await keys("r", "w", "enter")(app, pilot)
        await wait_for_workers(app, pilot)
        assert "写好了" in app.text

    run_at(session, HERE, step, answers={"import_files": taken(("甲.json", False))})
    text = (tmp_path / "甲-问题.txt").read_text(encoding="utf-8")
    assert "镇街道组!C8" in text or "发改局.xlsx!镇街道组!C8" in text
    assert "\x1b" not in text


def test_blank_workbooks_are_written_for_one_or_for_all(session: Session, tmp_path: Path) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await keys("t", "enter")(app, pilot)
        await keys("T", "enter")(app, pilot)
        wanted = [request for request in app.tasks.wanted if isinstance(request, MakeTemplates)]
        assert [len(request.evaluators) for request in wanted] == [1, 18]
        assert {request.folder for request in wanted} == {str(tmp_path)}
        assert "写好了2个空白报送表" in app.current_screen.status_message

    run_at(session, HERE, step, answers={"templates": {"written": ["甲", "乙"], "there": []}})


def test_a_blank_workbook_overwrites_a_filled_one_only_when_the_user_says_so(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await keys("t", "enter")(app, pilot)
        assert isinstance(app.screen, ConfirmDialog)
        assert "甲.xlsx" in app.text
        await keys("escape")(app, pilot)
        request = app.tasks.wanted[-1]
        assert isinstance(request, MakeTemplates)
        assert not request.overwrite
        await keys("t", "enter", "y")(app, pilot)
        assert app.tasks.wanted[-1] == evolve(request, overwrite=True)

    run_at(session, HERE, step, answers={"templates": {"written": [], "there": ["甲.xlsx"]}})


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (40, 12), (20, 5), (5, 2)])
def test_it_survives_any_size(session: Session, size: tuple[int, int]) -> None:
    on_screen(
        session,
        lambda _: None,
        "down",
        "tab",
        "down",
        "enter",
        "escape",
        "i",
        "escape",
        "t",
        "escape",
        size=size,
    )


def test_at_80_columns_state_missing_sign_off_and_date_are_in_sight(session: Session) -> None:
    def look(app: TestApp) -> None:
        assert "还有" not in app.lines[22][:41]
        assert "01-07" in app.text

    on_screen(session, look, size=(80, 24))


def test_the_cursor_stays_when_somebody_records_something(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("down", "down", "down")
        await pilot.pause(0.4)
        assert isinstance(app.current_screen, SubmissionsScreen)
        app.current_screen.refresh_pages()
        await pilot.pause()
        assert page_text(app).startswith("县工信局")

    run_at(session, HERE, step)
