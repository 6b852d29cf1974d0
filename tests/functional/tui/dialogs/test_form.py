"""Texts that are asked for: proposed, typed, pasted, checked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from tests.support.app_harness import TestApp, run_at
from tests.support.dialogs import keys, outcomes_of, typed
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.files.save_path import ask_file, ask_folder
from tui.dialogs.form import FormDialog, FormField
from tui.session.session import Session
from tui.terminal.capabilities import TerminalCapabilities

pytestmark = pytest.mark.slow

TWO = (FormField("folder", "文件夹", "/tmp"), FormField("number", "文号", hint="盘县政办发〔2020〕1号"))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    """There is no site, which boxes do not need."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "memory"))
    return Session(tmp_path / "site", "2019", "", "测试", TerminalCapabilities("utf-8", ambiguous_wide=False))


def number_is_given(texts: Mapping[str, str]) -> str:
    return "" if texts["number"] else "要写文号"


def test_enter_gives_what_is_proposed_and_typed(desk: Session) -> None:
    box = FormDialog(desk, "导出", TWO)
    assert outcomes_of(desk, box, keys("tab", *typed("7 号 "), "enter")) == [
        {"folder": "/tmp", "number": "7 号"}
    ]


def test_up_and_down_go_from_one_text_to_the_other(desk: Session) -> None:
    box = FormDialog(desk, "导出", TWO)
    came = outcomes_of(desk, box, keys("down", "7", "up", *typed("/x"), "enter"))
    assert came == [{"folder": "/tmp/x", "number": "7"}]


def test_escape_gives_nothing_and_q_is_a_letter(desk: Session) -> None:
    assert outcomes_of(desk, FormDialog(desk, "导出", TWO), keys("q", "escape")) == [None]


def test_what_is_wrong_is_said_until_something_else_is_typed(desk: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("enter")
        await pilot.pause()
        assert "要写文号" in app.text
        await pilot.press("tab", "7")
        await pilot.pause()
        assert "要写文号" not in app.text
        await pilot.press("enter")

    box = FormDialog(desk, "导出", TWO, number_is_given)
    assert outcomes_of(desk, box, step) == [{"folder": "/tmp", "number": "7"}]


@pytest.mark.parametrize("text", ["[/]", "[@click=app.quit]x[/]", "\x1b[31m红\x1b]0;x\x07", "\udcb2\udca2"])
def test_whatever_is_pasted_is_text_and_harmless(desk: Session, text: str) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        focused = app.screen.focused
        assert focused is not None
        focused.post_message(events.Paste(f"{text}甲\n乙"))
        await pilot.pause()
        assert app.text.count("甲") == 1
        await pilot.press("enter")

    [came] = outcomes_of(desk, FormDialog(desk, text, (FormField("a", text, ""),)), step)
    assert came["a"].endswith("甲")
    assert came["a"].isprintable()


@pytest.mark.parametrize("size", [(80, 24), (20, 5), (5, 2)])
def test_a_box_survives_small_terminals(desk: Session, size: tuple[int, int]) -> None:
    box = FormDialog(desk, "导出", TWO, about="说明" * 60)
    assert outcomes_of(desk, box, keys("tab", "7", "enter"), size) == [{"folder": "/tmp", "number": "7"}]


def asked_for(
    session: Session, proposed: Path, *names: str, folder: bool = False
) -> tuple[list[Path], list[str], str]:
    """Where something would be written after keys, the kinds of boxes that are open then, and the screen."""
    targets: list[Path] = []
    boxes: list[str] = []
    texts: list[str] = []

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        (ask_folder if folder else ask_file)(app, session, "写到", proposed, targets.append)
        await pilot.pause()
        await keys(*names)(app, pilot)
        boxes.extend(type(each).__name__ for each in app.screen_stack[1:])
        texts.append(app.text)

    run_at(session, None, step, size=(120, 24))
    return targets, boxes, texts[0]


def test_a_new_file_is_written_where_it_is_proposed(desk: Session, tmp_path: Path) -> None:
    assert asked_for(desk, tmp_path / "甲-退回.xlsx", "enter")[:2] == ([tmp_path / "甲-退回.xlsx"], [])


def test_a_file_that_is_there_is_overwritten_only_when_the_user_says_so(
    desk: Session, tmp_path: Path
) -> None:
    target = tmp_path / "甲.xlsx"
    target.write_text("x", encoding="utf-8")
    assert asked_for(desk, target, "enter")[:2] == ([], [ConfirmDialog.__name__])
    assert asked_for(desk, target, "enter", "escape")[:2] == ([], [])
    assert asked_for(desk, target, "enter", "y")[:2] == ([target], [])


def test_a_folder_means_the_proposed_name_in_it(desk: Session, tmp_path: Path) -> None:
    (tmp_path / "里").mkdir()
    deletions = ["backspace"] * len("甲.xlsx")
    assert asked_for(desk, tmp_path / "甲.xlsx", *deletions, *typed("里"), "enter")[0] == [
        tmp_path / "里" / "甲.xlsx"
    ]


def test_a_folder_that_is_not_there_is_told(desk: Session, tmp_path: Path) -> None:
    targets, boxes, text = asked_for(desk, tmp_path / "没有" / "甲.xlsx", "enter")
    assert (targets, boxes) == ([], [FormDialog.__name__])
    assert "没有文件夹" in text


def test_a_folder_to_be_made_may_be_new_but_is_no_file(desk: Session, tmp_path: Path) -> None:
    assert asked_for(desk, tmp_path / "新的", "enter", folder=True)[0] == [tmp_path / "新的"]
    (tmp_path / "旧的").write_text("x", encoding="utf-8")
    assert "不是文件夹" in asked_for(desk, tmp_path / "旧的", "enter", folder=True)[2]
