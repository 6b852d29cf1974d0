"""The screen 单位: where a unit's points went, and the ways from there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.support.app_harness import TestApp, run_at, snapshot_after
from tui.screens.unit.content import unit_paragraphs
from tui.session.location import Location
from tui.session.session import Session
from tui.widgets.text_view.data import Paragraph
from tui.widgets.text_view.text_view import TextView

pytestmark = pytest.mark.slow

SECOND = Location("unit", {"unit": "高升街道"})


def page_of(session: Session, unit: str) -> dict[str, object]:
    return dict(session.page(session.overview["pages"][unit]))


def test_the_heading_says_unit_group_rank_and_total(session: Session) -> None:
    seen = snapshot_after(session, SECOND)
    assert seen.heading == "高升街道　镇街道组　第2名　95.22分"


def test_losses_stand_largest_first_and_every_indicator_is_there_once(session: Session) -> None:
    page = page_of(session, "太平街道")
    keys = [each.key for each in unit_paragraphs(page, wide=True) if each.key]
    losses = page["losses"]
    assert isinstance(losses, list)
    assert keys[: len(losses)] == losses
    assert sorted(keys) == sorted(page["accounts"])  # type: ignore[call-overload]


def test_a_section_has_a_bar_against_its_full_points_with_the_groups_mean(session: Session) -> None:
    page = page_of(session, "太平街道")
    shown = next(each for each in unit_paragraphs(page, wide=True) if each.label == "专项工作")
    assert shown.bar is not None
    assert shown.bar.share < shown.bar.of
    assert shown.bar.mark is not None
    assert shown.cells[0] == "10.42"


def test_what_one_more_point_would_change_is_said_in_the_cores_words(session: Session) -> None:
    page = page_of(session, "太平街道")
    assert Paragraph(str(page["one_more"]), label="再多1分") in unit_paragraphs(page, wide=True)


def test_a_unit_that_failed_the_year_has_no_rank_and_no_advice_on_points(session: Session) -> None:
    lines = unit_paragraphs(page_of(session, "沙岭镇"), wide=True)
    assert lines[0].text == "一票否决，不排名次"
    assert lines[0].tone == "bad"
    assert not [each for each in lines if each.label == "再多1分"]


def test_what_is_missing_comes_before_what_was_lost(
    unfinished_site: Path, session_of: Callable[[Path], Session]
) -> None:
    session = session_of(unfinished_site)
    seen = snapshot_after(session, SECOND)
    text = seen.text
    assert "按 5 到报送看谁还没有报" in text
    assert text.index("还没有得分") < text.index("失分，多的在前")
    assert "缺数据" in text


def test_enter_on_a_loss_opens_the_account_of_that_score(session: Session) -> None:
    seen = snapshot_after(session, SECOND, "down", "enter")
    assert seen.dialog == "ExplanationDialog"


def test_the_cursor_follows_what_was_looked_at_in_the_box(session: Session) -> None:
    seen = snapshot_after(session, SECOND, "enter", "right", "escape")
    page = page_of(session, "高升街道")
    accounts, losses = page["accounts"], page["losses"]
    assert isinstance(accounts, dict)
    assert isinstance(losses, list)
    every = list(accounts)
    assert seen.cursor == every[every.index(losses[0]) + 1]


@pytest.mark.parametrize(
    ("key", "unit"), [("left", "胡家镇"), ("right", "甜水镇"), ("[", "胡家镇"), ("]", "甜水镇")]
)
def test_units_before_and_after_in_rank_are_one_key_away(session: Session, key: str, unit: str) -> None:
    assert snapshot_after(session, SECOND, key).location.arguments["unit"] == unit


def test_nothing_is_before_the_first_and_the_key_is_not_offered(session: Session) -> None:
    seen = snapshot_after(session, Location("unit", {"unit": "胡家镇"}), "left")
    assert seen.location.arguments["unit"] == "胡家镇"
    assert "前一名" not in seen.active_actions
    assert "后一名" in seen.active_actions


def test_another_unit_is_chosen_by_its_initials(session: Session) -> None:
    assert snapshot_after(session, SECOND, "u", *"slz", "enter").location.arguments["unit"] == "沙岭镇"


def test_leaving_the_list_changes_nothing(session: Session) -> None:
    assert snapshot_after(session, SECOND, "u", "down", "escape").location.arguments["unit"] == "高升街道"


def test_comparing_proposes_the_unit_before_in_rank(session: Session) -> None:
    seen = snapshot_after(session, SECOND, "c", "enter")
    assert seen.location == Location("comparison", {"one": "高升街道", "other": "胡家镇"})


def test_the_first_is_compared_with_the_second_unless_somebody_says_otherwise(session: Session) -> None:
    seen = snapshot_after(session, Location("unit", {"unit": "胡家镇"}), "c", "enter")
    assert seen.location.arguments["other"] == "高升街道"


def test_only_units_of_the_same_group_are_offered_to_compare(session: Session) -> None:
    seen = snapshot_after(session, SECOND, "c", *"xgxj")
    assert seen.dialog == "PickerDialog"
    assert "没有符合" in seen.text


def test_without_a_name_it_is_the_one_looked_at_last_else_the_first_of_the_ranking(session: Session) -> None:
    assert "胡家镇" in snapshot_after(session, Location("unit")).heading
    snapshot_after(session, SECOND, "right", "escape")
    assert "甜水镇" in snapshot_after(session, Location("unit")).heading


def test_a_unit_that_is_not_there_any_more_says_what_to_do(session: Session) -> None:
    seen = snapshot_after(session, Location("unit", {"unit": "[红]无此镇"}))
    assert "没有这个单位，按 u 选一个" in seen.text
    assert "[红]无此镇" in seen.text


def test_before_there_are_pages_it_says_that_they_are_being_read(
    bare_site: Path, session_of: Callable[[Path], Session]
) -> None:
    seen = snapshot_after(session_of(bare_site), Location("unit"), "enter", "right", "c", "u", "i", "r")
    assert seen.heading == "正在读取数据…"


def test_newer_data_leave_the_cursor_where_it_is(session: Session) -> None:
    async def turn(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("down", "down", "down")
        lines = app.current_screen.query_one(TextView)
        before = lines.cursor
        app.refresh_pages()
        await pilot.pause()
        assert lines.cursor == before is not None

    run_at(session, SECOND, turn)


@pytest.mark.parametrize("size", [(20, 5), (80, 24), (200, 50)])
def test_it_lives_on_any_terminal(session: Session, size: tuple[int, int]) -> None:
    async def shrink_and_grow(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("down", "down", "right", "left")
        await pilot.resize_terminal(20, 5)
        await pilot.press("down", "pagedown")
        await pilot.resize_terminal(*size)
        await pilot.pause()
        assert app.current_screen.location.arguments["unit"] == "高升街道"

    run_at(session, SECOND, shrink_and_grow, size=size)
