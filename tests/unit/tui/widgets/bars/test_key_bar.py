"""The line that says which keys work now."""

from __future__ import annotations

from typing import ClassVar

import pytest
from textual.binding import Binding, BindingType
from textual.pilot import Pilot
from textual.widget import Widget

from tests.support.text_views import WidgetApp, drawn_regions, run_widgets
from tui.widgets.bars.key_bar import KeyBar, key_name
from tui.widgets.text_view.text_view import Paragraph, TextDocument, TextView

TEXT = TextDocument((Paragraph("甲", key="a"), Paragraph("乙")))


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("enter", "回车"),
        ("space", "空格"),
        ("escape", "Esc"),
        ("ctrl+p", "^P"),
        ("f1", "F1"),
        ("f", "f"),
        ("slash", "/"),
        ("question_mark", "?"),
        ("pageup", "PgUp"),
        ("N", "N"),
        ("shift+tab", "Shift+Tab"),
        ("ctrl+end", "^End"),
        ("up", "上"),
    ],
)
def test_keys_are_called_what_people_call_them(key: str, name: str) -> None:
    assert key_name(key) == name


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (80, "回车 打开  / 查找 | ^Q 退出  F1 帮助  ^P 找一找"),
        (40, "回车 打开 | ^Q 退出  F1 帮助  ^P 找一找"),
        (30, "回车 打开 | ^Q 退出  F1 帮助"),
        (20, "^Q 退出  F1 帮助"),
        (10, "^Q 退出"),
        (1, ""),
    ],
)
def test_what_does_not_fit_goes_from_the_end_but_help_and_the_way_out_stay(cells: int, line: str) -> None:
    assert run_widgets(KeyBar(), TextView(TEXT), keys=("tab",), size=(cells, 5))[0] == line


def test_it_follows_the_focus_and_what_works() -> None:
    seen: list[str] = []

    async def follow(app: WidgetApp, pilot: Pilot[None]) -> None:
        for keys in ((), ("tab",), ("slash",), ("1", "enter"), ("escape",)):
            await pilot.press(*keys)
            await pilot.pause()
            seen.append(app.screen_lines[0].partition(" | ")[0].rstrip())

    run_widgets(KeyBar(), TextView(TEXT), step=follow, size=(80, 5))
    assert seen == [
        "^Q 退出  F1 帮助  ^P 找一找",
        "回车 打开  / 查找",
        "Esc 取消",
        "回车 打开  / 查找  Esc 取消",
        "回车 打开  / 查找",
    ]


def test_nothing_is_drawn_while_the_same_keys_work() -> None:
    async def move(_holder: WidgetApp, pilot: Pilot[None]) -> None:
        regions = drawn_regions(line)
        await pilot.press("down", "up", "home")
        line.screen.refresh_bindings()
        await pilot.pause()
        assert not regions

    line = KeyBar()
    run_widgets(line, TextView(TEXT), keys=("tab",), step=move)


class Grouped(Widget, can_focus=True):
    """Keys of one group, several for one thing, some that do not work or are not shown."""

    TURN = Binding.Group("翻页")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", "前页", group=TURN),
        Binding("right", "turn(1)", "后页", group=TURN),
        Binding("a,b", "both", "两键"),
        Binding("c", "off", "不行"),
        Binding("d", "dim", "现在不行"),
        Binding("e", "both", "隐藏", show=False),
        Binding("x", "odd", "[/]\x1b[1m"),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return {"off": False, "dim": None}.get(action, True)

    def render(self) -> str:
        return ""


def test_groups_stand_together_and_only_what_works_is_shown() -> None:
    line = run_widgets(KeyBar(), Grouped(), keys=("tab",), size=(90, 5))[0]
    assert line.partition(" | ")[0] == "左/右 翻页  a 两键  x [/]␛[1m"


def test_a_click_is_as_good_as_the_key() -> None:
    async def click(app: WidgetApp, pilot: Pilot[None]) -> None:
        await pilot.click(line, offset=(30, 0))
        await pilot.click(line, offset=(75, 0))
        await pilot.click(line, offset=(3, 0))
        await pilot.pause()
        assert app.actions == ["help"]
        assert [each.key for each in app.messages_of(TextView.Selected)] == ["a"]

    line = KeyBar()
    run_widgets(line, TextView(TEXT), keys=("tab",), step=click, size=(80, 5))
