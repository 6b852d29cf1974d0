"""结果: a group as a table in four ways of looking, with 依据 behind every score."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.support.app_harness import TestApp, run_at
from tui.dialogs.explanation.dialog import ExplanationDialog
from tui.screens.base import KaopingScreen
from tui.screens.results.content import MODES, results_table
from tui.screens.results.screen import ResultsScreen
from tui.session.location import Location
from tui.session.session import Session
from tui.widgets.bars.choice_bar import ChoiceBar
from tui.widgets.table.table import Table

pytestmark = pytest.mark.slow

HERE = Location("results", {})
INVESTMENT, REVENUE = "towns.fixed_asset_investment", "towns.general_budget_revenue"


def table(app: TestApp) -> Table:
    return app.current_screen.query_one(Table)


def cursor(app: TestApp) -> tuple[str, str]:
    found = table(app).cursor
    assert found is not None
    return found[0].key, found[1].key


def test_units_stand_down_by_rank_and_indicators_across_behind_totals_and_subtotals(session: Session) -> None:
    page = session.page("group-towns")
    data = results_table(page, "score")
    assert [row.key for row in data.rows] == [each["unit"] for each in page["units"]]
    titles = [column.title for column in data.columns]
    assert titles[:5] == ["单位", "名次", "总分", "说明", "个性指标·重点指标及重点任务"]
    assert titles[titles.index("固定资产投资") :] == [each["name"] for each in page["indicators"]]
    notes = {column.title: column.note for column in data.columns}
    assert (notes["固定资产投资"], notes["专项工作"]) == ("5分", "小计12分")
    assert data.columns[0].key == "unit"
    assert data.leading == 1


def test_mean_highest_and_lowest_stand_below_in_every_way_of_looking(session: Session) -> None:
    page = session.page("group-towns")
    for mode in MODES:
        data = results_table(page, mode)
        assert [row.cells[0].text for row in data.footer] == ["平均", "最高", "最低"]
        at_column = [column.key for column in data.columns].index(INVESTMENT)
        assert [row.cells[at_column].text for row in data.footer] == [
            footer["cells"][0][mode] for footer in page["footers"]
        ]


def test_only_rates_are_shaded(session: Session) -> None:
    for mode in MODES:
        data = results_table(session.page("group-towns"), mode)
        shaded = any(cell.shade is not None for row in data.rows for cell in row.cells)
        assert shaded == (mode == "rate")


def test_what_was_not_simply_scored_has_a_mark_and_the_marks_are_explained(session: Session) -> None:
    page = session.page("group-towns")
    marks = {cell.mark for row in results_table(page, "score").rows for cell in row.cells} - {""}
    assert marks == set(page["legend"])
    seen: list[str] = []

    async def step(app: TestApp, _pilot: Pilot[None]) -> None:
        seen.append(app.current_screen.heading)

    run_at(session, HERE, step)
    assert "均 不承担，按平均分" in seen[0]
    assert "否 一票否决" in seen[0]


def test_ballots_are_texts_and_not_numbers(session: Session) -> None:
    data = results_table(session.page("group-departments"), "reported")
    column = next(each for each in data.columns if each.key == "departments.leader_evaluation")
    assert not column.number
    assert 0 < column.width < 20


def test_a_key_goes_through_the_ways_of_looking_and_the_cell_stays(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        table(app).move_to("沙岭镇", INVESTMENT)
        shown = {}
        for _ in MODES:
            await pilot.pause()
            found = table(app).cursor
            assert found is not None
            line = app.current_screen.query_one(ChoiceBar).sets[1]
            shown[line.chosen] = (found[0].key, found[1].key, found[2].text)
            await pilot.press("m")
        assert shown == {
            "score": ("沙岭镇", INVESTMENT, "3.64"),
            "rate": ("沙岭镇", INVESTMENT, "72.8%"),
            "reported": ("沙岭镇", INVESTMENT, "2.58"),
            "loss": ("沙岭镇", INVESTMENT, "1.36"),
        }
        await pilot.press("M")
        assert app.current_screen.query_one(ChoiceBar).sets[1].chosen == "loss"

    run_at(session, HERE, step)


def test_a_key_goes_through_the_groups_and_each_keeps_its_place(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        table(app).move_to("沙岭镇", INVESTMENT)
        await pilot.press("t")
        assert "经济园区组" in app.current_screen.heading
        await pilot.press("down", "t", "t")
        assert cursor(app) == ("沙岭镇", INVESTMENT)
        await pilot.press("t")
        assert cursor(app)[0] == table(app).shown[1]

    run_at(session, HERE, step)


def test_group_way_of_looking_and_place_are_there_again_at_the_next_login(
    recorded_site: Path, session_of: Callable[[Path], Session]
) -> None:
    async def first(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("t", "m", "down", "down", "s")
        await pilot.press("ctrl+q")

    async def second(app: TestApp, _pilot: Pilot[None]) -> None:
        line = app.current_screen.query_one(ChoiceBar)
        assert [each.chosen for each in line.sets] == ["parks", "rate"]
        assert table(app).view_state()["sort"] == ["unit", "asc"]

    run_at(session_of(recorded_site), HERE, first)
    run_at(session_of(recorded_site), HERE, second)


def test_a_place_may_name_group_unit_and_indicator(session: Session) -> None:
    place = Location("results", {"group": "towns", "unit": "沙岭镇", "indicator": REVENUE})

    async def step(app: TestApp, _pilot: Pilot[None]) -> None:
        assert cursor(app) == ("沙岭镇", REVENUE)

    run_at(session, place, step)


def test_enter_on_a_score_opens_its_account_and_the_cursor_follows_what_was_looked_at(
    session: Session,
) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        table(app).move_to("沙岭镇", INVESTMENT)
        await pilot.press("enter")
        assert isinstance(app.screen, ExplanationDialog)
        await pilot.press("right", "escape")
        assert isinstance(app.screen, ResultsScreen)
        assert cursor(app) == ("沙岭镇", REVENUE)

    run_at(session, HERE, step)


def test_a_unit_and_an_indicator_are_one_key_away(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    went: list[Location] = []
    monkeypatch.setattr(
        KaopingScreen, "open_screen", lambda _self, screen, **about: went.append(Location(screen, about))
    )

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        for column, key in (
            ("unit", "enter"),
            ("rank", "enter"),
            ("section:专项工作", "enter"),
            (INVESTMENT, "u"),
        ):
            table(app).move_to("沙岭镇", column)
            await pilot.press(key)
            await pilot.pause()
            assert went.pop() == Location("unit", {"unit": "沙岭镇"})
        await pilot.press("i")
        assert went == [Location("indicator", {"indicator": INVESTMENT})]

    run_at(session, HERE, step)


def test_the_key_to_an_indicator_is_offered_only_on_one(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        table(app).move_to("沙岭镇", "total")
        await pilot.pause()
        assert "看指标" not in app.lines[-1]
        table(app).move_to("沙岭镇", INVESTMENT)
        await pilot.pause()
        assert "看指标" in app.lines[-1]

    run_at(session, HERE, step)


def test_a_unit_and_an_indicator_are_found_by_initials(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("slash", *"slz", "enter")
        assert cursor(app)[0] == "沙岭镇"
        await pilot.press("slash", *"gdzctz", "enter")
        assert cursor(app)[1] == INVESTMENT

    run_at(session, HERE, step)


def test_units_with_missing_reports_say_so_and_get_no_rate(
    unfinished_site: Path, session_of: Callable[[Path], Session]
) -> None:
    session = session_of(unfinished_site)
    page = session.page("group-towns")
    missing = next(each for each in results_table(page, "score").rows if each.key == "太平街道")
    assert "缺" in {cell.mark for cell in missing.cells}
    data = results_table(page, "rate")
    row = next(each for each in data.rows if each.key == "太平街道")
    total = [column.key for column in data.columns].index("total")
    assert row.cells[total].text == ""


def test_before_there_are_pages_it_says_that_they_are_being_read(bare_session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        assert "正在读取数据" in app.text
        await pilot.press("t", "m", "u", "i", "enter", "space")
        assert isinstance(app.screen, ResultsScreen)

    run_at(bare_session, HERE, step)


@pytest.mark.parametrize(
    "size", [(20, 5), *(pytest.param(each, marks=pytest.mark.slow) for each in ((1, 1), (80, 24), (200, 50)))]
)
def test_it_survives_every_size(session: Session, size: tuple[int, int]) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("down", "right", "m", "t", "pagedown", "end", "enter", "escape")
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert "经济园区组" in app.text

    run_at(session, HERE, step, size=size)


def test_at_80x24_the_cursors_column_and_the_units_are_in_sight(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        table(app).move_to("沙岭镇", INVESTMENT)
        await pilot.pause()
        assert any("沙岭镇" in line and "3.64" in line for line in app.lines)
        assert any("平均" in line and "4.53" in line for line in app.lines)

    run_at(session, HERE, step, size=(80, 24))
