"""依据: everything about one score in a box."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.support.app_harness import TestApp, run_at
from tui.dialogs.explanation import content
from tui.dialogs.explanation.content import ExplanationData, explanation_paragraphs
from tui.dialogs.explanation.dialog import ExplanationDialog
from tui.session.location import Location
from tui.session.session import Session
from tui.tasks.messages import TaskFailed
from tui.tasks.protocol import ListRevisions
from tui.widgets.text_view.data import Paragraph
from tui.widgets.text_view.text_view import TextView

pytestmark = pytest.mark.slow

DESK = Location("overview")
UNIT, INVESTMENT, REVENUE = "沙岭镇", "towns.fixed_asset_investment", "towns.general_budget_revenue"
REVISION = {
    "at": "2020-01-04 17:30", "file": "发改局.xlsx", "place": "发改局.xlsx!镇街道组!C9", "values": {"actual": "2.5"},
    "carried": True, "note": "[b]快报[/b]\x1b[31m",
}  # fmt: skip


def account_of(session: Session, unit: str = UNIT, indicator: str = INVESTMENT) -> dict[str, Any]:
    found: dict[str, Any] = session.page(session.overview["pages"][unit])["accounts"][indicator]
    return found


def said(facts: ExplanationData) -> str:
    return "\n".join(f"{each.label} {each.text}" for each in explanation_paragraphs(facts))


def opened(
    session: Session, unit: str, indicator: str, check: Callable[[TestApp, Any], Any], **options: Any
) -> None:
    """Open the box and look at it."""

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await app.push_screen(ExplanationDialog(session, unit, indicator))
        await pilot.pause()
        await check(app, pilot)

    run_at(session, DESK, step, **options)


def test_it_says_score_formula_values_with_place_target_clause_and_steps(session: Session) -> None:
    text = said(ExplanationData(UNIT, account_of(session)))
    assert "3.64 / 5分　得分率72.8%　失分1.36" in text
    assert "3.64406779… 四舍五入到2位小数" in text
    assert "任务 3.54" in text
    assert "报送 实际完成　2.58　〔示例数据-县发改局.xlsx!镇街道组!C9〕" in text
    assert "第1步 权重 × 实际完成 ÷ 任务\n5 × 2.58 ÷ 3.54 ＝ 3.64406779…" in text
    assert "附件1第1行" in text
    assert "县发改局" in text
    assert "本组平均4.53，最高5.00" in text


def test_a_decision_is_told_with_its_clause_and_whom_to_ask(session: Session) -> None:
    text = said(ExplanationData("县医保局", account_of(session, "县医保局", "departments.leader_evaluation")))
    assert "依据决定 K10：" in text
    assert "可问县政府办" in text


def test_who_does_not_carry_an_indicator_is_told_why_there_are_points(session: Session) -> None:
    text = said(ExplanationData("胡家镇", account_of(session, "胡家镇", "towns.industrial_clusters")))
    assert "不承担，按平均分计入" in text


def test_a_score_that_is_missing_says_who_should_have_reported(
    unfinished_site: Path, session_of: Callable[[Path], Session]
) -> None:
    text = said(ExplanationData(UNIT, account_of(session_of(unfinished_site), UNIT, REVENUE)))
    assert "没有（缺数据" in text
    assert "应由县财政局报送" in text


def test_what_was_reported_before_comes_later_with_the_names_of_values(session: Session) -> None:
    account = account_of(session)
    assert "正在读取…" in said(ExplanationData(UNIT, account))
    assert "2020-01-04 17:30　实际完成 2.5　备注：[b]快报" in said(ExplanationData(UNIT, account, [REVISION]))
    assert said(ExplanationData(UNIT, account, [])).endswith("没有")
    assert "读不到" in said(ExplanationData(UNIT, account, revisions_error="读不到：数据库忙"))


def test_a_part_of_a_later_issue_is_one_function_more(session: Session, monkeypatch: Any) -> None:
    parts = (*content.PARTS, lambda facts: iter([Paragraph(f"{facts.unit}的申诉")]))
    monkeypatch.setattr(content, "PARTS", parts)
    assert "沙岭镇的申诉" in said(ExplanationData(UNIT, account_of(session)))


def test_the_past_is_asked_for_and_shown_as_it_was_written(session: Session) -> None:
    async def check(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.pause(0.4)
        assert ListRevisions(UNIT, INVESTMENT) in app.tasks.wanted
        assert "[b]快报[/b]␛[31m" in app.text

    opened(session, UNIT, INVESTMENT, check, answers={"history": [REVISION]})


def test_a_past_that_cannot_be_read_is_told_in_the_box(session: Session) -> None:
    async def check(app: TestApp, pilot: Pilot[None]) -> None:
        app.screen.post_message(TaskFailed(ListRevisions(unit=UNIT, indicator=INVESTMENT), "数据库忙"))
        await pilot.pause()
        assert isinstance(app.screen, ExplanationDialog)
        assert "读不到：数据库忙" in app.text

    opened(session, UNIT, INVESTMENT, check)


def test_the_past_of_another_indicator_is_not_taken_for_this_ones(session: Session) -> None:
    async def check(app: TestApp, pilot: Pilot[None]) -> None:
        app.screen.post_message(TaskFailed(ListRevisions(unit=UNIT, indicator=REVENUE), "数据库忙"))
        await pilot.pause()
        assert "数据库忙" not in app.text

    opened(session, UNIT, INVESTMENT, check)


def test_newer_pages_are_shown_and_reading_goes_on_where_it_was(session: Session) -> None:
    async def check(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("pagedown")
        lines, box = app.screen.query_one(TextView), app.screen
        before = lines.view_state()
        assert before["top"] != 0
        assert isinstance(box, ExplanationDialog)
        box.refresh_pages()
        await pilot.pause()
        assert lines.view_state() == before

    opened(session, UNIT, INVESTMENT, check, size=(60, 12))


def test_arrows_go_to_the_units_indicators_beside_it(session: Session) -> None:
    async def check(app: TestApp, pilot: Pilot[None]) -> None:
        assert "前一项" not in app.text
        await pilot.press("right")
        await pilot.pause()
        assert "一般公共预算收入" in app.text
        await pilot.press("left", "left")
        await pilot.pause()
        assert "固定资产投资" in app.text

    opened(session, UNIT, INVESTMENT, check)


def test_every_way_out_leads_out(session: Session) -> None:
    async def check(app: TestApp, pilot: Pilot[None]) -> None:
        for key in ("escape", "q", "enter"):
            await pilot.press(key)
            assert len(app.screen_stack) == 1
            await app.push_screen(ExplanationDialog(session, UNIT, INVESTMENT))

    opened(session, UNIT, INVESTMENT, check)


def test_a_unit_or_an_indicator_that_there_is_not_says_so(session: Session) -> None:
    async def check(app: TestApp, pilot: Pilot[None]) -> None:
        assert "没有得分的记录" in app.text
        await pilot.press("right", "left", "enter")
        await app.push_screen(ExplanationDialog(session, UNIT, "towns.nothing"))
        await pilot.pause()
        assert "没有得分的记录" in app.text

    opened(session, "没有的镇", INVESTMENT, check)


def test_on_a_small_screen_everything_can_be_read_by_scrolling(session: Session) -> None:
    async def check(app: TestApp, pilot: Pilot[None]) -> None:
        seen = app.text
        for _ in range(4):
            await pilot.press("pagedown")
            seen += app.text
        assert "考核主体" in seen
        lines = app.screen.query_one(TextView)
        assert lines.size.height >= 1

    opened(session, UNIT, INVESTMENT, check, size=(40, 14))
