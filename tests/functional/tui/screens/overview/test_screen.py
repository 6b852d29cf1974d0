"""总览: the year at a glance, and what is new since the user was here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.support.app_harness import TestApp, run_at
from tests.support.sites import NOT_REPORTED
from tui.dialogs.explanation.dialog import ExplanationDialog
from tui.screens.base import KaopingScreen
from tui.screens.overview import content
from tui.session.location import Location
from tui.session.session import Session
from tui.widgets.table.table import Table
from tui.widgets.text_view.text_view import TextView

pytestmark = pytest.mark.slow

HERE = Location("overview")
Opens = Callable[[Path], Session]


def said(paragraphs: Any) -> str:
    return "\n".join(f"{each.label} {' '.join(each.cells)} {each.text}" for each in paragraphs)


def test_who_is_late_is_red_late_but_here_yellow_and_here_green_and_words_say_it_too(
    session: Session, unfinished_site: Path, session_of: Opens
) -> None:
    rows = {row.key: row.cells for row in content.evaluators_table(session_of(unfinished_site).overview).rows}
    assert len(rows) == 18
    for late in NOT_REPORTED:
        assert (rows[late][1].text, rows[late][1].tone) == ("没有报，已过期4天", "bad")
        assert int(rows[late][2].text) > 0
    assert (rows["县发改局"][1].text, rows["县发改局"][1].tone) == ("已报齐", "good")
    assert rows["县发改局"][2].text == ""
    rows = {row.key: row.cells for row in content.evaluators_table(session.overview).rows}
    assert (rows["县水利局"][1].text, rows["县水利局"][1].tone) == ("迟报2天，已报齐", "warning")
    assert (rows["县水利局"][3].text, rows["县水利局"][3].whole) == ("01-07", "2020-01-07")


def test_who_has_not_reported_stands_first(unfinished_site: Path, session_of: Opens) -> None:
    rows = [row.key for row in content.evaluators_table(session_of(unfinished_site).overview).rows]
    assert set(rows[:3]) == set(NOT_REPORTED)
    assert rows[3] == "县政府办"


def test_all_three_groups_are_ranked_and_who_has_no_rank_says_why(session: Session) -> None:
    paragraphs = list(content.ranking_paragraphs(session.overview))
    assert [each.text for each in paragraphs if each.tone == "strong"] == [
        "镇街道组（13个单位）", "经济园区组（4个单位）", "县政府部门和单位组（34个单位）",
    ]  # fmt: skip
    assert len([each for each in paragraphs if each.key]) == 51
    first = next(each for each in paragraphs if each.key)
    assert (first.cells, first.text) == (("1", "95.38"), "胡家镇")
    failed = next(each for each in paragraphs if each.key == "沙岭镇")
    assert (failed.cells, failed.text) == (("", "84.48"), "沙岭镇　一票否决")


def test_calendar_who_has_reported_and_what_blocks_are_said(unfinished_site: Path, session_of: Opens) -> None:
    desk = session_of(unfinished_site).overview
    text = said(content.todo_paragraphs(desk))
    assert "考核主体报送 01-05 已过" in text
    assert "18个考核主体：15个已报齐，3个过期缺报" in text
    assert f"卡住正式结果的问题（{len(desk['blocking'])}处）" in text
    assert "县财政局：一般公共预算收入：13个单位缺数据" in text
    assert "不能出正式结果" in desk["state"]


def test_where_nothing_blocks_it_says_so(session: Session) -> None:
    assert "没有卡住正式结果的问题" in said(content.todo_paragraphs(session.overview))


def test_at_the_first_login_everything_is_new_and_it_says_that_it_is_the_first(session: Session) -> None:
    text = said(content.news_paragraphs(session.overview, ""))
    assert text.startswith("  第一次打开，到现在有20条记录")
    assert "以前的记录" not in text
    assert "第1次汇总（正式）　测试" in text


def test_what_was_recorded_since_is_told_first_and_older_things_below(session: Session) -> None:
    desk = dict(session.overview)
    at_times = [f"2020-01-04T09:{minute:02}:00+08:00" for minute in range(20)]
    desk["happenings"] = [
        dict(each, at=when, shown=when[:16].replace("T", " "))
        for each, when in zip(desk["happenings"], at_times, strict=True)
    ]
    text = said(content.news_paragraphs(desk, at_times[16])).splitlines()
    assert text[0].strip() == "上次看到01-04 09:16以后有3条新记录"
    assert "第1次汇总" in text[1]
    assert text[5].strip() == "以前的记录"
    nothing = said(content.news_paragraphs(desk, at_times[19]))
    assert nothing.strip().startswith("上次看到01-04 09:19以后没有新记录")


def test_where_nothing_was_recorded_it_says_so(empty_site: Path, session_of: Opens) -> None:
    assert "第一次打开，还没有记录" in said(content.news_paragraphs(session_of(empty_site).overview, ""))


def test_who_leaves_the_desk_or_quits_has_seen_its_news(recorded_site: Path, session_of: Opens) -> None:
    first, second, third = (session_of(recorded_site) for _ in range(3))
    newest = content.newest_event_time(first.overview)

    async def quits(app: TestApp, pilot: Pilot[None]) -> None:
        assert "第一次打开" in app.text
        assert app.session.user_state.seen == ""
        await pilot.press("ctrl+q")

    async def leaves(app: TestApp, pilot: Pilot[None]) -> None:
        assert "以后没有新记录" in app.text
        await pilot.press("2", "1")
        assert "以后没有新记录" in app.text

    run_at(first, None, quits)
    assert second.user_state.seen == newest
    run_at(second, None, leaves)
    assert third.user_state.seen == newest


def test_news_stay_news_for_the_whole_session(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("2", "1")
        assert "第一次打开" in app.text

    run_at(session, None, step)


def test_tab_goes_through_the_four_panels_and_enter_leads_to_more(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    went: list[Location] = []
    monkeypatch.setattr(
        KaopingScreen, "open_screen", lambda _self, screen, **about: went.append(Location(screen, about))
    )

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        panels = []
        for _ in range(4):
            assert app.focused is not None
            panels.append(app.focused.id)
            await pilot.press("tab")
        assert panels == ["evaluators", "todo", "ranking", "news"]
        await pilot.press("down", "enter")
        app.current_screen.query_one("#ranking", TextView).focus()
        await pilot.press("down", "enter")
        app.current_screen.query_one("#news", TextView).focus()
        await pilot.press("enter", "down", "enter")
        await pilot.pause()
        assert went == [
            Location("submissions", {"evaluator": "县政府办"}),
            Location("unit", {"unit": "高升街道"}),
            Location("assembly", {}),
            Location("submissions", {"evaluator": "县网格管理服务中心"}),
        ]

    run_at(session, None, step)


def test_a_finding_leads_to_the_score_or_the_indicator_that_it_is_about(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    went: list[Location] = []
    monkeypatch.setattr(
        KaopingScreen, "open_screen", lambda _self, screen, **about: went.append(Location(screen, about))
    )

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        app.current_screen.query_one("#todo", TextView).focus()
        await pilot.press("enter")
        assert isinstance(app.screen, ExplanationDialog)
        assert "社会消费品零售总额" in app.text
        await pilot.press("escape", "down", "enter")
        await pilot.pause()
        assert went == [Location("indicator", {"indicator": "towns.imports"})]

    run_at(session, None, step)


def test_what_blocks_leads_to_who_must_report(
    unfinished_site: Path, session_of: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    went: list[Location] = []
    monkeypatch.setattr(
        KaopingScreen, "open_screen", lambda _self, screen, **about: went.append(Location(screen, about))
    )

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        app.current_screen.query_one("#todo", TextView).focus()
        await pilot.press("enter")
        await pilot.pause()
        assert went == [Location("submissions", {"evaluator": "县财政局"})]

    run_at(session_of(unfinished_site), None, step)


def test_a_unit_is_found_by_its_initials(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        ranking = app.current_screen.query_one("#ranking", TextView)
        ranking.focus()
        await pilot.press("slash", *"slz", "enter")
        assert ranking.cursor == "沙岭镇"

    run_at(session, None, step)


def test_before_there_are_pages_it_says_that_they_are_being_read(bare_session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        assert "正在读取数据" in app.text
        await pilot.press("enter", "tab", "enter", "tab", "enter", "tab", "enter")

    run_at(bare_session, None, step)


def test_the_place_stays_when_somebody_records_something(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("down", "down")
        before = app.current_screen.query_one(Table).shown[2]
        app.current_screen.refresh_pages()
        await pilot.pause()
        cursor = app.current_screen.query_one(Table).cursor
        assert cursor is not None
        assert cursor[0].key == before

    run_at(session, None, step)


def test_on_80x24_every_panel_is_there_and_the_one_with_the_keys_is_the_largest(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        panels = [
            app.current_screen.query_one("#evaluators", Table),
            *app.current_screen.query(TextView),
        ]
        for _ in panels:
            heights = {str(each.id): each.size.height for each in panels}
            assert min(heights.values()) >= 3
            assert app.focused is not None
            assert heights[str(app.focused.id)] == max(heights.values())
            await pilot.press("tab")
            await pilot.pause()

    run_at(session, None, step, size=(80, 24))


@pytest.mark.parametrize(
    "size", [(20, 5), *(pytest.param(each, marks=pytest.mark.slow) for each in ((1, 1), (80, 12), (200, 50)))]
)
def test_it_survives_every_size(session: Session, size: tuple[int, int]) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        for _ in range(4):
            await pilot.press("down", "tab")
        if size == (20, 5):
            assert app.focused is not None
            assert app.focused.size.height >= 1
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert "胡家镇" in app.text

    run_at(session, None, step, size=size)


def test_the_way_back_is_offered_only_to_who_came_from_somewhere(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        assert "Esc 返回" not in app.text
        await pilot.press("2")
        await pilot.press("1")
        await pilot.pause(0.3)
        assert "Esc 返回" in app.text
        await pilot.press("escape")
        assert app.current_screen.NAME == "results"

    run_at(session, None, step)
