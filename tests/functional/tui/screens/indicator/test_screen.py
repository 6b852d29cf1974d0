"""The screen 指标: how scores spread over a group, and whether they separate units."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.support.app_harness import TestApp, run_at, snapshot_after
from tui.screens.indicator.content import distribution_paragraphs, indicators_table, units_in_band
from tui.screens.indicator.screen import FOLLOW_SECONDS
from tui.session.location import Location
from tui.session.session import Session
from tui.widgets.table.table import Table
from tui.widgets.text_view.text_view import TextView

pytestmark = pytest.mark.slow

HERE = Location("indicator")
CLUSTERS = Location("indicator", {"indicator": "towns.industrial_clusters"})
"""One town carries it, so the others got its score as their mean."""


def table(app: TestApp) -> Table:
    return app.current_screen.query_one(Table)


def indicator(session: Session, which: str) -> dict[str, Any]:
    known = session.page("group-towns")["indicators"]
    found: dict[str, Any] = next(each for each in known if each["id"] == which)
    return found


def test_every_indicator_is_a_row_with_its_figures(session: Session) -> None:
    page = session.page("group-towns")
    data = indicators_table(page)
    assert [row.key for row in data.rows] == [each["id"] for each in page["indicators"]]
    first = page["indicators"][0]
    shown = [cell.text for cell in data.rows[0].cells]
    assert shown == [
        "固定资产投资", first["weight"], first["mean"], first["best"], first["worst"], first["spread"], "拉开", "县发改局",
    ]  # fmt: skip


def test_an_indicator_on_which_all_are_equal_is_said_not_to_separate(session: Session) -> None:
    rows = {row.key: row for row in indicators_table(session.page("group-towns")).rows}
    cell = rows["towns.imports"].cells[6]
    assert (cell.text, cell.tone) == ("没拉开", "warning")
    told = distribution_paragraphs(indicator(session, "towns.imports"))
    assert (told[1].text, told[1].tone) == ("13个单位得分全部相同（1.00分），没有拉开档次", "warning")


def test_what_has_no_weight_is_not_blamed_for_separating_nobody(session: Session) -> None:
    rows = indicators_table(session.page("group-towns")).rows
    assert next(row for row in rows if row.cells[1].text == "0").cells[6].text == ""


def test_every_unit_of_the_group_stands_by_name_with_what_became_of_it(session: Session) -> None:
    page = session.page("group-towns")
    units = sorted(each["unit"] for each in page["units"])
    for each in page["indicators"]:
        keys = [line.key for line in distribution_paragraphs(each) if line.key]
        assert sorted(unit for key in keys for unit, _ in units_in_band(each, key)) == units


def test_who_got_the_mean_is_named_apart(session: Session) -> None:
    seen = snapshot_after(session, CLUSTERS, size=(200, 50))
    assert "不承担，按平均分（12个）" in seen.text
    assert "只有1个单位自己得分，谈不上拉开档次" in seen.text


def test_what_is_missing_is_named_with_the_reason(
    unfinished_site: Path, session_of: Callable[[Path], Session]
) -> None:
    place = Location("indicator", {"indicator": "towns.general_budget_revenue"})
    seen = snapshot_after(session_of(unfinished_site), place, size=(200, 50))
    assert "缺数据（13个）" in seen.text
    assert "没有报送" in seen.text
    assert "还没有单位得分" in seen.text


def test_the_text_beside_follows_the_cursor_once_it_rests(session: Session) -> None:
    async def walk(app: TestApp, pilot: Pilot[None]) -> None:
        lines = app.current_screen.query_one(TextView)
        await pilot.press("down", "down")
        assert lines.data.paragraphs[0].text == "固定资产投资"
        await pilot.pause(2 * FOLLOW_SECONDS)
        assert lines.data.paragraphs[0].text == "规模以上工业总产值"

    run_at(session, HERE, walk)


def test_the_place_names_an_indicator_and_so_its_group(session: Session) -> None:
    async def look(app: TestApp, _pilot: Pilot[None]) -> None:
        cursor = table(app).cursor
        assert cursor is not None
        assert cursor[0].key == "parks.exports"
        assert "经济园区组" in app.current_screen.heading

    run_at(session, Location("indicator", {"indicator": "parks.exports"}), look)


def test_groups_go_round(session: Session) -> None:
    async def go(app: TestApp, pilot: Pilot[None]) -> None:
        for key, group in (("T", "县政府部门和单位组"), ("t", "镇街道组"), ("t", "经济园区组")):
            await pilot.press(key)
            assert app.current_screen.heading == f"各项指标在{group}的得分"

    run_at(session, HERE, go)


def test_every_group_keeps_its_position_and_the_group_is_kept(session: Session) -> None:
    async def walk(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("down", "down", "t", "down", "T")
        cursor = table(app).cursor
        assert cursor is not None
        assert cursor[0].key == table(app).data.rows[2].key
        await pilot.press("t", "escape")

    run_at(session, HERE, walk)
    assert "经济园区组" in snapshot_after(session, HERE).heading


def test_enter_goes_on_to_read_and_escape_comes_back_to_the_table(session: Session) -> None:
    async def read(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("enter")
        assert isinstance(app.focused, TextView)
        await pilot.press("escape")
        assert app.focused is table(app)
        assert app.current_screen.location == HERE

    run_at(session, HERE, read)


def test_enter_on_a_score_of_one_unit_opens_its_account(session: Session) -> None:
    seen = snapshot_after(session, CLUSTERS, "enter", "enter")
    assert seen.dialog == "ExplanationDialog"
    assert "坝墙子镇" in seen.text


def test_of_several_units_with_one_score_one_is_chosen(session: Session) -> None:
    keys = ("enter", "enter", "down", "enter")
    assert snapshot_after(session, HERE, *keys[:2]).dialog == "PickerDialog"
    seen = snapshot_after(session, HERE, *keys)
    assert seen.dialog == "ExplanationDialog"


def test_sorting_finds_what_does_not_separate_units(session: Session) -> None:
    async def sort(app: TestApp, pilot: Pilot[None]) -> None:
        table(app).move_to(column="spread")
        await pilot.press("s", "g")
        cursor = table(app).cursor
        assert cursor is not None
        assert cursor[0].cells[5].text == "0.00"

    run_at(session, HERE, sort)


def test_newer_data_leave_the_reader_where_he_is(session: Session) -> None:
    async def turn(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("down", "enter", "down", "down")
        lines = app.current_screen.query_one(TextView)
        before = lines.view_state()
        app.refresh_pages()
        await pilot.pause()
        assert app.focused is lines
        assert lines.view_state() == before

    run_at(session, HERE, turn)


def test_where_there_is_room_for_one_only_enter_and_escape_go_between(session: Session) -> None:
    async def look(app: TestApp, pilot: Pilot[None]) -> None:
        lines = app.current_screen.query_one(TextView)
        assert (table(app).display, lines.display) == (True, False)
        await pilot.press("enter")
        assert (table(app).display, lines.display) == (False, True)
        await pilot.press("escape")
        assert (table(app).display, lines.display) == (True, False)

    run_at(session, HERE, look, size=(60, 14))


def test_before_there_are_pages_it_says_that_they_are_being_read(bare_session: Session) -> None:
    assert snapshot_after(bare_session, HERE, "t", "enter", "r").heading == "正在读取数据…"


@pytest.mark.parametrize("size", [(20, 5), (200, 50)])
def test_it_lives_on_any_terminal(session: Session, size: tuple[int, int]) -> None:
    async def shrink_and_grow(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("down", "enter", "down")
        await pilot.resize_terminal(20, 5)
        await pilot.press("escape", "down", "t")
        await pilot.resize_terminal(*size)
        await pilot.pause()
        assert "经济园区组" in app.current_screen.heading

    run_at(session, HERE, shrink_and_grow, size=size)
