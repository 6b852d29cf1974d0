"""Choosing files: a folder's list, several of them marked, a path that is typed, names that hold anything."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.support.app_harness import TestApp
from tests.support.dialogs import keys, outcomes_of, typed, wait_for_workers
from tui.dialogs.files.chooser import FileChooser
from tui.dialogs.files.directory import complete_path, format_size, list_directory, resolve_typed_path
from tui.dialogs.files.listing import FileTable
from tui.session.session import Session
from tui.terminal.capabilities import TerminalCapabilities

pytestmark = pytest.mark.slow

NAMES = ("旧.json", "甲.xlsx", "乙.xlsx", "案件.csv", "说明.docx", ".藏.json", "~$甲.xlsx")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files, the later in ``NAMES`` the newer, and a folder."""
    made = tmp_path / "来件"
    (made / "里面").mkdir(parents=True)
    (made / "里面" / "丙.json").write_text("{}", encoding="utf-8")
    for order, name in enumerate(NAMES):
        (made / name).write_text("x" * order, encoding="utf-8")
        os.utime(made / name, (1_578_000_000 + order * 60,) * 2)
    return made


@pytest.fixture
def desk(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    """Files come to the folder; there is no site, which the box does not need."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "memory"))
    terminal = TerminalCapabilities("utf-8", ambiguous_wide=False)
    return Session(tmp_path / "site", "2019", "", "测试", terminal, uploads=folder)


def chosen(session: Session, *names: str) -> list[str] | str | None:
    """The names of the files that come out after keys, or that the box is still open."""
    came = outcomes_of(session, FileChooser(session), keys(*names))
    if not came:
        return "open"
    outcome = came[0]
    return None if outcome is None else [os.path.basename(each) for each in outcome]


def shown(session: Session, *names: str, size: tuple[int, int] = (80, 24)) -> str:
    """What stands on the screen after keys."""
    texts: list[str] = []

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await keys(*names)(app, pilot)
        texts.append(app.text)

    outcomes_of(session, FileChooser(session), step, size)
    return texts[0]


def test_files_that_can_be_taken_in_are_listed_newest_first_after_folders(desk: Session) -> None:
    orders: list[tuple[str, ...]] = []

    async def step(app: TestApp, _pilot: Pilot[None]) -> None:
        orders.append(app.screen.query_one(FileTable).shown)

    outcomes_of(desk, FileChooser(desk), step)
    assert [os.path.basename(each) for each in orders[0]] == [
        "..",
        "里面",
        "案件.csv",
        "乙.xlsx",
        "甲.xlsx",
        "旧.json",
    ]


def test_other_files_are_counted_and_listed_on_demand_hidden_ones_never(desk: Session) -> None:
    before, after = shown(desk), shown(desk, "a")
    assert "另有1个别的文件" in before
    assert "说明.docx" not in before
    assert "说明.docx" in after
    assert ".藏.json" not in after
    assert "~$" not in after


def test_enter_takes_the_file_under_the_cursor(desk: Session) -> None:
    assert chosen(desk, "down", "down", "enter") == ["案件.csv"]


def test_space_marks_files_and_enter_takes_those(desk: Session) -> None:
    assert chosen(desk, "down", "down", "space", "space", "enter") == ["案件.csv", "乙.xlsx"]


def test_a_mark_can_be_taken_off_again(desk: Session) -> None:
    assert chosen(desk, "down", "down", "space", "up", "space", "down", "enter") == ["甲.xlsx"]


def test_marked_files_are_taken_from_anywhere_and_from_several_folders(desk: Session) -> None:
    marked = ("down", "down", "space", "g", "down", "enter")
    assert chosen(desk, *marked, "down", "space", "g", "t") == ["案件.csv", "丙.json"]


def test_marks_out_of_sight_are_counted(desk: Session) -> None:
    assert "其中1个在别的文件夹" in shown(desk, "down", "down", "space", "g", "down", "enter")


def test_all_files_that_are_shown_can_be_marked_at_once(desk: Session) -> None:
    assert chosen(desk, "asterisk", "t") == ["案件.csv", "乙.xlsx", "甲.xlsx", "旧.json"]
    assert "已标记" not in shown(desk, "asterisk", "asterisk")


def test_nothing_can_be_taken_while_nothing_is_marked(desk: Session) -> None:
    assert chosen(desk, "t") == "open"
    assert "收下已标记的" not in shown(desk)
    assert "收下已标记的" in shown(desk, "asterisk")


def test_escape_and_q_leave_without_a_file(desk: Session) -> None:
    assert chosen(desk, "space", "escape") is None
    assert chosen(desk, "q") is None


def test_the_cursor_comes_back_to_the_folder_that_was_left(desk: Session, folder: Path) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        table = app.screen.query_one(FileTable)
        await keys("down", "enter")(app, pilot)
        assert [os.path.basename(each) for each in table.shown] == ["..", "丙.json"]
        await keys("backspace")(app, pilot)
        assert table.cursor is not None
        assert table.cursor[0].key == str(folder / "里面")

    outcomes_of(desk, FileChooser(desk), step)


def test_the_last_folder_is_the_first_the_next_time(desk: Session) -> None:
    assert chosen(desk, "down", "enter", "down", "enter") == ["丙.json"]
    assert chosen(desk, "down", "enter") == ["丙.json"]


def test_a_folder_that_went_away_is_told_and_the_list_stays(desk: Session, folder: Path) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        (folder / "里面" / "丙.json").unlink()
        (folder / "里面").rmdir()
        await keys("down", "enter")(app, pilot)
        assert "打不开" in app.text
        assert "没有这个文件或文件夹" in app.text
        assert "甲.xlsx" in app.text

    outcomes_of(desk, FileChooser(desk), step)


def test_a_list_is_searched(desk: Session) -> None:
    assert chosen(desk, "slash", *typed("乙"), "enter", "enter") == ["乙.xlsx"]


def test_a_path_is_typed_and_completed(desk: Session) -> None:
    assert chosen(desk, "p", *typed("乙"), "tab", "enter") == ["乙.xlsx"]
    assert chosen(desk, "p", *typed("里"), "tab", "tab", "enter") == ["丙.json"]


def test_a_typed_folder_is_opened(desk: Session) -> None:
    assert chosen(desk, "p", *typed("里面"), "enter", "down", "enter") == ["丙.json"]


def test_a_typed_path_that_is_not_there_is_told_and_can_be_mended(desk: Session) -> None:
    assert "没有这个文件" in shown(desk, "p", *typed("无"), "enter")
    assert chosen(desk, "p", *typed("无"), "enter", "backspace", *typed("甲.xlsx"), "enter") == ["甲.xlsx"]


def test_escape_leaves_the_path_and_then_the_box(desk: Session) -> None:
    assert chosen(desk, "p", "q", "escape") == "open"
    assert chosen(desk, "p", "q", "escape", "escape") is None


@pytest.mark.parametrize(
    "name", [b"[b]\x1b[31m.json", b"[@click=app.quit].json", "甲".encode("gbk") + b".json", b"\xff.json"]
)
def test_names_hold_anything_and_are_shown_harmless(desk: Session, folder: Path, name: bytes) -> None:
    for each in folder.iterdir():
        if each.is_file():
            each.unlink()
    with open(os.path.join(os.fsencode(folder), name), "wb"):
        pass
    text = shown(desk)
    assert "\x1b" not in text
    assert ".json" in text
    assert chosen(desk, "down", "down", "enter") == [os.fsdecode(name)]


def test_a_name_in_gb18030_is_shown_as_it_was_meant(desk: Session, folder: Path) -> None:
    with open(os.path.join(os.fsencode(folder), "水利局".encode("gbk") + b".xlsx"), "wb"):
        pass
    assert "水利局.xlsx" in shown(desk)


def test_a_pipe_is_no_file(desk: Session, folder: Path) -> None:
    os.mkfifo(folder / "管道.json")
    assert "不是文件" in shown(desk)
    assert chosen(desk, "slash", *typed("管道"), "enter", "space", "enter") == "open"


def test_an_empty_folder_has_a_way_up(desk: Session, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    desk.uploads = tmp_path / "空"
    assert chosen(desk, "enter", "escape") is None
    desk.uploads = tmp_path / "没有" / "这个"
    assert "来件/" in shown(desk)


@pytest.mark.parametrize("size", [(40, 12), (20, 5), (5, 2)])
def test_it_survives_small_terminals(desk: Session, size: tuple[int, int]) -> None:
    for names in (("down", "space", "t"), ("p", "x", "enter", "escape"), ("a", "asterisk", "q")):
        shown(desk, *names, size=size)


def test_at_the_smallest_size_the_file_under_the_cursor_is_seen(desk: Session) -> None:
    assert "案件" in shown(desk, "down", "down", size=(20, 5))


def test_the_list_is_quick_with_many_files(desk: Session, folder: Path) -> None:
    for number in range(500):
        (folder / f"{number}.json").touch()

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await wait_for_workers(app, pilot)
        assert len(app.screen.query_one(FileTable).shown) == 506

    outcomes_of(desk, FileChooser(desk), step)


def test_paths_as_people_type_them(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    assert resolve_typed_path("甲.xlsx", folder) == folder / "甲.xlsx"
    assert resolve_typed_path(' "甲.xlsx" ', folder) == folder / "甲.xlsx"
    assert resolve_typed_path("../x", folder) == folder.parent / "x"
    assert resolve_typed_path("~/甲.xlsx", Path("/")) == folder / "甲.xlsx"
    assert resolve_typed_path("/a/b", folder) == Path("/a/b")
    assert complete_path("~", folder) == ("~/", ())
    assert complete_path("~/里", Path("/")) == ("~/里面/", ())


def test_a_path_is_completed_as_far_as_there_is_one_way(folder: Path) -> None:
    (folder / "甲方.xlsx").touch()
    assert complete_path("乙", folder) == ("乙.xlsx", ())
    assert complete_path("甲", folder) == ("甲", ("甲.xlsx", "甲方.xlsx"))
    assert complete_path("里面/", folder) == ("里面/丙.json", ())
    assert complete_path("没有", folder) == ("没有", ())
    assert complete_path("没有/这个", folder) == ("没有/这个", ())


def test_a_file_that_may_not_be_read_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    wrong = {each.name: each.error for each in list_directory(folder)}
    assert wrong["甲.xlsx"] == "没有权限"
    assert wrong["里面"] == ""


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 B"), (1023, "1023 B"), (1024, "1 KB"), (1025, "2 KB"), (1048576, "1.0 MB"), (1153434, "1.2 MB")],
)
def test_sizes_are_never_less_than_they_are(size: int, text: str) -> None:
    assert format_size(size) == text
