"""综合评价: tiers against their quotas, ties, ballots, what is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.support.app_harness import TestApp, run_at
from tests.support.dialogs import keys
from tui.dialogs.explanation.dialog import ExplanationDialog
from tui.screens.appraisal.screen import INDICATORS, METER, UNITS, AppraisalScreen
from tui.session.location import Location
from tui.session.session import Session
from tui.widgets.table.table import Table
from tui.widgets.text_view.text_view import TextView

pytestmark = pytest.mark.slow

HERE = Location("appraisal")
PARKS = Location("appraisal", {"indicator": "parks.leader_evaluation"})


def table(app: TestApp, name: str) -> Table:
    return app.current_screen.query_one(f"#{name}", Table)


def texts(app: TestApp, name: str, row: str) -> list[str]:
    found = next(each for each in table(app, name).data.rows if each.key == row)
    return [f"{cell.text}{cell.mark}" for cell in found.cells]


def meter(app: TestApp) -> dict[str, str]:
    """What the meter says of each label, with its figures."""
    paragraphs = app.current_screen.query_one(f"#{METER}", TextView).data.paragraphs
    return {each.label: " ".join((*each.cells, each.text)) for each in paragraphs if each.label}


def test_every_indicator_says_whether_the_quota_is_kept(session: Session) -> None:
    async def step(app: TestApp, _pilot: Pilot[None]) -> None:
        assert len(table(app, INDICATORS).shown) == 6
        assert texts(app, INDICATORS, "towns.leader_evaluation") == [
            "县政府领导评价",
            "镇街道组",
            "13/13",
            "符合",
        ]
        assert texts(app, INDICATORS, "towns.supervision_evaluation")[3] == "不符"

    run_at(session, HERE, step)


def test_the_meter_shows_what_is_too_much_and_what_is_free(session: Session) -> None:
    async def step(app: TestApp, _pilot: Pilot[None]) -> None:
        shown = meter(app)
        assert shown["好"] == "2/1 ■!■  超1个"
        assert shown["较好"] == "1/2 ■·  空1个"
        assert shown["合格"] == "1/1 ■"
        assert "等次名额应为好1、较好2" in shown["警告"]
        assert "得票完全相同，并列第1位" in shown["并列"]

    run_at(session, PARKS, step)


def test_units_show_tier_ballots_ties_and_what_is_over_the_quota(session: Session) -> None:
    async def step(app: TestApp, _pilot: Pilot[None]) -> None:
        assert texts(app, UNITS, "盘锦高升经济区") == [
            "盘锦高升经济区", "好超", "8.00", "1并", "2.11", "9", "3", "4", "2", "", "并列上提一档"
        ]  # fmt: skip
        assert "好 2/1，超1个" in app.lines[1]

    run_at(session, PARKS, step)


def test_enter_on_a_unit_opens_its_account(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await keys("down", "enter")(app, pilot)
        assert isinstance(app.screen, ExplanationDialog)
        assert "依据" in app.text
        assert table(app, UNITS).shown[1] in app.text

    run_at(session, PARKS, step)


def test_brackets_go_from_one_indicator_to_the_next(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("right_square_bracket")
        await pilot.pause()
        assert "督考评价　镇街道组" in app.lines[1]
        await pilot.press("left_square_bracket", "left_square_bracket")
        await pilot.pause()
        assert "督考评价　县政府部门和单位组" in app.lines[1]

    run_at(session, HERE, step)


def test_units_follow_the_cursor_on_the_indicators(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        table(app, INDICATORS).focus()
        await pilot.press("down", "down")
        await pilot.pause(0.4)
        assert len(table(app, UNITS).shown) == 4
        await keys("enter")(app, pilot)
        assert app.screen.focused is table(app, UNITS)

    run_at(session, HERE, step)


def test_what_is_missing_is_said_by_name(empty_site: Path, session_of: Any) -> None:
    async def step(app: TestApp, _pilot: Pilot[None]) -> None:
        assert texts(app, INDICATORS, "towns.leader_evaluation")[2:] == ["0/13", "没评完"]
        assert "胡家镇" in meter(app)["还没有评"]
        assert texts(app, UNITS, "胡家镇")[1] == "缺"

    run_at(session_of(empty_site), HERE, step)


def test_without_pages_it_says_that_it_reads(bare_site: Path, session_of: Any) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        assert "正在读取数据…" in app.text
        await keys("enter", "right_square_bracket", "tab", "enter")(app, pilot)

    run_at(session_of(bare_site), HERE, step)


@pytest.mark.parametrize("size", [(200, 50), (80, 24), (40, 12), (20, 5), (5, 2)])
def test_it_survives_any_size(session: Session, size: tuple[int, int]) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await keys("right_square_bracket", "down", "tab", "down", "enter", "escape")(app, pilot)

    run_at(session, HERE, step, size=size)


def test_the_unit_under_the_cursor_stays_when_somebody_records_something(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("down", "down", "right")
        await pilot.pause()
        before = table(app, UNITS).cursor
        assert isinstance(app.current_screen, AppraisalScreen)
        app.current_screen.refresh_pages()
        await pilot.pause()
        after = table(app, UNITS).cursor
        assert before is not None
        assert after is not None
        assert (before[0].key, before[1].key) == (after[0].key, after[1].key)

    run_at(session, HERE, step)
