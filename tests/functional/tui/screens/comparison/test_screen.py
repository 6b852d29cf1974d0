"""The screen 对比: why one unit is ahead of another, down to the cells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from kaoping_core.reports.pages.comparison import comparison
from tests.support.app_harness import TestApp, run_at, snapshot_after
from tui.dialogs.explanation.dialog import ExplanationDialog
from tui.session.location import Location
from tui.session.session import Session
from tui.widgets.table.table import Table

pytestmark = pytest.mark.slow

HERE = Location("comparison", {"one": "太平街道", "other": "吴家镇"})


def table(app: TestApp) -> Table:
    return app.current_screen.query_one(Table)


def view(session: Session, one: str = "太平街道", other: str = "吴家镇") -> dict[str, object]:
    pages = session.overview["pages"]
    return comparison(session.page(pages[one]), session.page(pages[other]))


def test_the_sentence_stands_in_front_in_the_cores_words(session: Session) -> None:
    seen = snapshot_after(session, HERE, size=(200, 50))
    assert str(view(session)["words"])[:60] in seen.text
    assert seen.heading == "太平街道 和 吴家镇"


def test_total_sections_and_indicators_stand_with_both_scores_and_the_difference(session: Session) -> None:
    async def look(app: TestApp, _pilot: Pilot[None]) -> None:
        told = view(session)
        sections, indicators = told["sections"], told["indicators"]
        assert isinstance(sections, list)
        assert isinstance(indicators, list)
        rows = table(app).data.rows
        assert [row.cells[0].text for row in rows] == [
            "总分",
            *(each["section"] for each in sections),
            *(each["name"] for each in indicators),
        ]
        for row, each in zip(rows[1:], (*sections, *indicators), strict=True):
            assert [cell.text for cell in row.cells[1:4]] == [each["one"], each["other"], each["difference"]]

    run_at(session, HERE, look)


@pytest.mark.parametrize(
    ("keys", "unit"), [((), "太平街道"), (("right",), "太平街道"), (("right",) * 2, "吴家镇")]
)
def test_enter_opens_the_account_of_the_columns_unit(
    session: Session, keys: tuple[str, ...], unit: str
) -> None:
    async def open_it(app: TestApp, pilot: Pilot[None]) -> None:
        table(app).move_to("towns.fixed_asset_investment")
        await pilot.press(*keys, "enter")
        await pilot.pause()
        box = app.screen
        assert isinstance(box, ExplanationDialog)
        assert box._box.border_title is not None
        assert unit in str(box._box.border_title)
        assert "固定资产投资" in str(box._box.border_title)

    run_at(session, HERE, open_it)


def test_enter_on_a_section_leaves_its_indicators_and_escape_brings_all_back(session: Session) -> None:
    async def narrow(app: TestApp, pilot: Pilot[None]) -> None:
        every = len(table(app).shown)
        table(app).move_to("section:专项工作")
        await pilot.press("enter")
        shown = {row.cells[0].text for row in table(app).data.rows if row.key in table(app).shown}
        assert "河长制工作" in shown
        assert "固定资产投资" not in shown
        await pilot.press("escape")
        assert len(table(app).shown) == every
        assert app.current_screen.location == HERE

    run_at(session, HERE, narrow)


def test_either_side_can_be_another_unit_of_the_group(session: Session) -> None:
    seen = snapshot_after(session, HERE, "c", *"slz", "enter")
    assert seen.location.arguments == {"one": "太平街道", "other": "沙岭镇"}
    assert "一票否决" in seen.text
    seen = snapshot_after(session, HERE, "u", *"slz", "enter")
    assert seen.location.arguments == {"one": "沙岭镇", "other": "吴家镇"}


def test_sides_are_swapped_and_signs_turn(session: Session) -> None:
    seen = snapshot_after(session, HERE, "x")
    assert seen.location.arguments == {"one": "吴家镇", "other": "太平街道"}
    assert "+0.25" in seen.text
    assert "-0.25" in snapshot_after(session, HERE).text


def test_walking_through_ranks_steps_over_the_unit_on_the_other_side(session: Session) -> None:
    assert snapshot_after(session, HERE, "[").location.arguments["one"] == "石新镇"
    assert snapshot_after(session, HERE, "]").location.arguments["one"] == "得胜街道"


def test_the_indicator_under_the_cursor_leads_to_the_whole_group(session: Session) -> None:
    async def go(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("i")
        assert app.current_screen.location == HERE
        table(app).move_to("towns.exports")
        await pilot.pause()
        await pilot.press("i")
        await pilot.pause()
        assert app.current_screen.location == Location("indicator", {"indicator": "towns.exports"})

    run_at(session, HERE, go)


def test_the_position_is_kept_for_these_two_and_not_for_others(session: Session) -> None:
    async def come_back(app: TestApp, pilot: Pilot[None]) -> None:
        table(app).move_to("towns.exports")
        await pilot.pause()
        await pilot.press("i")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        cursor = table(app).cursor
        assert cursor is not None
        assert cursor[0].key == "towns.exports"
        app.open_screen(Location("comparison", {"one": "沙岭镇", "other": "吴家镇"}))
        await pilot.pause()
        cursor = table(app).cursor
        assert cursor is not None
        assert cursor[0].cells[0].text == "总分"

    run_at(session, HERE, come_back)


def test_without_names_the_first_two_of_the_ranking_are_compared(session: Session) -> None:
    seen = snapshot_after(session, Location("comparison"))
    assert seen.heading == "胡家镇 和 高升街道"


def test_units_of_two_groups_are_said_not_to_compare(session: Session) -> None:
    seen = snapshot_after(
        session, Location("comparison", {"one": "太平街道", "other": "县工信局"}), size=(200, 50)
    )
    assert "不在同一组" in seen.text


def test_a_unit_that_is_not_there_any_more_says_what_to_do(session: Session) -> None:
    seen = snapshot_after(
        session, Location("comparison", {"one": "无此镇", "other": "吴家镇"}), "enter", "i", "x", "["
    )
    assert "按 u、c 选两个同组的单位" in seen.text


def test_what_is_missing_counts_for_nothing_and_has_its_mark(
    unfinished_site: Path, session_of: Callable[[Path], Session]
) -> None:
    async def look(app: TestApp, _pilot: Pilot[None]) -> None:
        row = next(row for row in table(app).data.rows if row.key == "towns.general_budget_revenue")
        assert [(cell.text, cell.mark) for cell in row.cells[1:3]] == [("", "缺"), ("", "缺")]

    run_at(session_of(unfinished_site), HERE, look)


def test_before_there_are_pages_it_says_that_they_are_being_read(bare_session: Session) -> None:
    assert snapshot_after(bare_session, HERE, "c", "u", "x", "i").heading == "正在读取数据…"


@pytest.mark.parametrize("size", [(20, 5), (80, 24)])
def test_it_lives_on_any_terminal(session: Session, size: tuple[int, int]) -> None:
    seen = snapshot_after(session, HERE, "down", "right", "pagedown", "x", "x", size=size)
    assert seen.location == HERE
