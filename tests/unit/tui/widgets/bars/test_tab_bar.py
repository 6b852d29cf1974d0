"""The lines above a screen."""

from __future__ import annotations

import asyncio

import pytest
from textual.pilot import Pilot

from tests.support.text_views import WidgetApp, drawn_regions, run_widgets
from tui.cell_text import ASCII_GLYPHS, cell_width
from tui.widgets.bars import tab_bar
from tui.widgets.bars.tab_bar import StatusBar, Tab, TabBar

TITLES = ("总览", "结果", "单位", "指标", "报送", "综合评价", "汇总", "插件", "终端自检")


def tabs(current: int = 2) -> tuple[Tab, ...]:
    return tuple(Tab(title, f"{n}{title}", n == current) for n, title in enumerate(TITLES, 1))


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (
            100,
            " 1总览 [2结果] 3单位  4指标  5报送  6综合评价  7汇总  8插件  9终端自检"
            "                   2019年 暂定",
        ),
        (80, " 1总览[2结果]3单位 4指标 5报送 6综合评价 7汇总 8插件 9终端自检       2019年 暂定"),
        (72, " 1总览[2结果]3单位 4指标 5报送 6综合评价 7汇总 8插件 9终端自检  2019年 …"),
        (60, " 1 [2结果] 3  4  5  6  7  8  9                   2019年 暂定"),
        (20, "1[2结果]3456789"),
        (8, "[2结果]"),
        (4, "[2…"),
        (1, "…"),
    ],
)
def test_titles_go_before_the_current_one_does(cells: int, line: str) -> None:
    assert run_widgets(TabBar(tabs(), "2019年 暂定"), size=(cells, 3))[0] == line


def test_another_tab_moves_none_of_them() -> None:
    lines = [run_widgets(TabBar(tabs(n)), size=(80, 3))[0] for n in (1, 5, 9)]
    assert len({line.translate(str.maketrans("[]", "  ")).rstrip() for line in lines}) == 1


def test_cutting_is_marked_with_what_the_terminal_draws() -> None:
    assert run_widgets(TabBar(tabs(), "2019年 暂定", marks=ASCII_GLYPHS), size=(73, 3))[0].endswith(
        " 2019年 .."
    )


def test_a_place_is_no_markup_and_nothing_in_it_is_obeyed() -> None:
    assert run_widgets(TabBar((), "[/]\x1b[31m"), size=(20, 3))[0].strip() == "[/]␛[31m"


def test_a_click_on_a_tab_says_which() -> None:
    said: list[str] = []

    async def click(app: WidgetApp, pilot: Pilot[None]) -> None:
        for x in (1, 8, 99, 75):
            await pilot.click(line, offset=(x, 0))
            await pilot.pause()
        said.extend(each.key for each in app.messages_of(TabBar.TabChosen))

    line = TabBar(tabs(), "2019年")
    run_widgets(line, step=click, size=(100, 3))
    assert said == ["总览", "结果"]


def test_tabs_and_place_change_when_told() -> None:
    async def change(_holder: WidgetApp, pilot: Pilot[None]) -> None:
        line.tabs = tabs(1)[:2]
        line.context = "2020年"
        await pilot.pause()

    line = TabBar(tabs())
    assert run_widgets(line, step=change, size=(30, 3))[0] == "[1总览] 2结果           2020年"


def test_the_title_gives_way_last_and_what_is_done_stands_on_the_right() -> None:
    for cells, expected in (
        (40, "结果 乡镇组 得分           计分 3/18"),
        (24, "结果 乡镇组 … 计分 3/18"),
        (14, "结果 计分 3/18"),
        (10, "结果 计分…"),
        (4, "结果"),
        (1, "…"),
    ):
        line = StatusBar("结果", "乡镇组 得分")
        line.progress_text = "计分 3/18"
        drawn = run_widgets(line, size=(cells, 3))[0]
        assert drawn.split() == expected.split()
        assert not drawn.endswith("3/18") or cell_width(drawn) == cells


def test_progress_is_drawn_twice_a_second_whatever_its_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tab_bar, "PROGRESS_SECONDS", 0.1)
    drawn: list[int] = []

    async def flood(_holder: WidgetApp, pilot: Pilot[None]) -> None:
        regions = drawn_regions(line)
        for n in range(100):
            line.progress_text = f"计分 {n}"
            await asyncio.sleep(0.002)
        await asyncio.sleep(0.25)
        drawn.append(len(regions))
        await pilot.pause()

    line = StatusBar("汇总")
    assert run_widgets(line, step=flood, size=(40, 3))[0].endswith("计分 99"), "the last one is told"
    assert 2 <= drawn[0] <= 8


def test_what_stays_the_same_is_not_drawn_again() -> None:
    async def change(_holder: WidgetApp, pilot: Pilot[None]) -> None:
        line.message = "乡镇组"
        await pilot.pause()
        regions = drawn_regions(line)
        line.message = "乡镇组"
        line.title = "结果"
        await pilot.pause()
        assert not regions

    line = StatusBar("结果")
    run_widgets(line, step=change)
