"""Everything can be found by a piece of its name or by initials, the best first, and is one Enter away."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from tests.support.app_harness import TestApp, run_at
from tui.dialogs.error import ErrorDialog
from tui.dialogs.help import HelpDialog
from tui.dialogs.palette.dialog import CommandPalette
from tui.dialogs.palette.search_index import SearchItem, build_index, rank_matches
from tui.session.location import Location
from tui.session.session import Session

pytestmark = pytest.mark.slow

HERE = Location("overview")


def names(found: tuple[SearchItem, ...]) -> list[str]:
    return [each.name for each in found]


TOWN = SearchItem("单位", "沙岭镇", "镇街道组", initials="slz", aliases=("沙岭",))
SHALE = SearchItem("单位", "长沙岭街道", "镇街道组", initials="csljd,zsljd")
INVESTMENT = SearchItem("指标", "固定资产投资", "镇街道组　县发改局", initials="gdzctz")
REFORM = SearchItem("考核主体", "县发改局", "报送", initials="xfgj")
ALL = (SHALE, INVESTMENT, TOWN, REFORM)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["长沙岭街道", "固定资产投资", "沙岭镇", "县发改局"]),
        ("沙岭", ["沙岭镇", "长沙岭街道"]),
        ("slz", ["沙岭镇"]),
        ("sl", ["沙岭镇", "长沙岭街道"]),
        ("zsl", ["长沙岭街道"]),
        ("GDZC", ["固定资产投资"]),
        ("ｇｄ", ["固定资产投资"]),
        ("发改", ["县发改局", "固定资产投资"]),
        ("镇街 发改", ["固定资产投资"]),
        ("发改 gd", ["固定资产投资"]),
        ("沙岭 gd", []),
        ("[", []),
        ("没有这个", []),
    ],
)
def test_every_typed_word_must_fit_and_the_best_comes_first(typed: str, found: list[str]) -> None:
    assert names(rank_matches(ALL, typed)) == found


def test_what_can_be_found(session: Session) -> None:
    async def step(app: TestApp, _pilot: Pilot[None]) -> None:
        found = build_index(session, app.current_screen)
        kinds = {
            kind: sum(each.kind == kind for each in found)
            for kind in dict.fromkeys(each.kind for each in found)
        }
        assert list(kinds) == ["操作", "屏", "组", "单位", "考核主体", "指标", "汇总"]
        assert (kinds["屏"], kinds["组"], kinds["考核主体"], kinds["汇总"]) == (9, 3, 18, 1)
        assert (kinds["单位"], kinds["指标"]) == (51, 77)
        assert rank_matches(found, "gdzctz")[0].name == "固定资产投资"
        assert rank_matches(found, "沙岭")[0].location == Location("unit", {"unit": "沙岭镇"})
        assert rank_matches(found, "xczj 主体")[0].location == Location(
            "submissions", {"evaluator": "县财政局"}
        )
        assert rank_matches(found, "第1次")[0].location == Location("assembly", {"run": "1"})
        assert rank_matches(found, "镇街道组")[0].location == Location("results", {"group": "towns"})
        assert rank_matches(found, "鼠标")[0].key == "F9"

    run_at(session, None, step)


def test_actions_that_do_not_work_now_are_not_found(session: Session) -> None:
    async def step(app: TestApp, _pilot: Pilot[None]) -> None:
        assert not any(each.name == "停下" for each in build_index(session, app.current_screen))
        app.tasks.running_call = "assemble"
        assert any(each.name == "停下" for each in build_index(session, app.current_screen))

    run_at(session, None, step)


def test_typing_and_enter_go_there(session: Session) -> None:
    visited: list[Location] = []

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        app.open_screen = lambda place, **_: visited.append(place)  # type: ignore[method-assign]
        await pilot.press("ctrl+p", *"hjz", "enter")
        await pilot.pause()

    run_at(session, None, step)
    assert visited == [Location("unit", {"unit": "胡家镇"})]


def test_arrows_move_in_the_list_while_typing(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+p", *"gdzc")
        palette = app.screen
        assert isinstance(palette, CommandPalette)
        assert palette._list.cursor is not None
        assert palette._list.cursor[0].key == "0"
        await pilot.press("down")
        assert palette._list.cursor[0].key == "1"
        assert "经济园区组" in palette._list.cursor[0].cells[2].text
        await pilot.press("backspace")
        assert palette._list.cursor[0].key == "0"
        await pilot.press("pagedown", "pagedown", "pageup")
        assert palette._field.value == "gdz"

    run_at(session, None, step)


def test_an_action_is_done_on_enter(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+p", *"帮助", "enter")
        await pilot.pause()
        assert isinstance(app.screen, HelpDialog)

    run_at(session, None, step)


def test_escape_leaves_and_nothing_is_done(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        focused = app.current_screen.focused
        await pilot.press("ctrl+p", *"hjz", "escape")
        assert app.screen is app.current_screen
        assert app.current_screen.location == HERE
        assert app.current_screen.focused is focused

    run_at(session, None, step)


def test_enter_on_nothing_does_nothing(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+p", *"没有的", "enter")
        assert isinstance(app.screen, CommandPalette)
        assert "没有找到" in app.text

    run_at(session, None, step)


@pytest.mark.parametrize("typed", ["[/]", "[@click=app.quit]x", "\x1b[31m", "q"])
def test_what_is_typed_is_only_text(session: Session, typed: str) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+p")
        palette = app.screen
        assert isinstance(palette, CommandPalette)
        palette._field.value = typed
        await pilot.pause()
        assert app.screen is palette
        assert not isinstance(app.screen, ErrorDialog)

    run_at(session, None, step)


def test_it_is_opened_once_and_not_over_other_boxes(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("f1", "ctrl+p")
        assert isinstance(app.screen, HelpDialog)
        await pilot.press("escape", "ctrl+p", "ctrl+p")
        assert len(app.screen_stack) == 2

    run_at(session, None, step)


@pytest.mark.parametrize("size", [(20, 5), (40, 10), (80, 24), (200, 50)])
def test_it_survives_any_size(session: Session, size: tuple[int, int]) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+p", *"gdzc")
        assert "固定" in app.text or size[1] < 10
        await pilot.press("down", "escape")
        assert app.screen is app.current_screen

    run_at(session, None, step, size=size)


def test_without_pages_there_are_still_screens_and_actions(bare_session: Session) -> None:
    async def step(app: TestApp, _pilot: Pilot[None]) -> None:
        assert {each.kind for each in build_index(bare_session, app.current_screen)} == {"操作", "屏"}

    run_at(bare_session, None, step)
