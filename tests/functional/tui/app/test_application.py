"""Going about, and the keys of the application: what is the same on every screen."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from tests.support.app_harness import TestApp, run_at
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.error import ErrorDialog
from tui.dialogs.help import HelpDialog
from tui.session.error_recovery import ErrorBoundary
from tui.session.location import Location
from tui.session.messages import GoBack, OpenLocation
from tui.session.session import Session

DESK, RESULTS = Location("overview"), Location("results")


def test_a_number_goes_to_a_screen_and_escape_comes_back(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("2")
        assert app.current_screen.NAME == "results"
        await pilot.press("escape")
        assert app.current_screen.location == DESK
        await pilot.press("escape")
        assert app.current_screen.location == DESK

    run_at(session, None, step)


def test_the_way_back_is_the_way_there(session: Session) -> None:
    places = [DESK, RESULTS, Location("results", {"group": "parks"}), RESULTS]

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        for place in places[1:]:
            app.post_message(OpenLocation(place))
            await pilot.pause()
        for place in reversed(places):
            assert app.current_screen.location == place
            app.post_message(GoBack())
            await pilot.pause()

    run_at(session, None, step)


def test_going_where_one_is_leaves_no_trail(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("1", "1")
        assert app.history == []

    run_at(session, None, step)


def test_a_place_that_cannot_be_built_leaves_everything_as_it_was(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ErrorBoundary, "recovers_from_errors", True)

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        app.post_message(OpenLocation(Location("nowhere")))
        await pilot.pause()
        assert isinstance(app.screen, ErrorDialog)
        await pilot.press("escape")
        assert app.screen is app.current_screen
        assert (app.current_screen.location, app.history) == (DESK, [])

    run_at(session, None, step)


def test_boxes_are_closed_on_the_way(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("f1")
        app.open_screen(RESULTS)
        await pilot.pause()
        assert app.screen is app.current_screen
        assert app.current_screen.location == RESULTS

    run_at(session, None, step)


def test_after_a_lost_line_one_can_go_on(session: Session) -> None:
    session.user_state.last = RESULTS

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        assert isinstance(app.screen, ConfirmDialog)
        assert "当时在：结果" in app.text
        await pilot.press("enter")
        await pilot.pause()
        assert app.current_screen.location == RESULTS

    run_at(session, None, step)


@pytest.mark.parametrize("last", [None, DESK, Location("gone"), Location("comparison")])
def test_there_is_nothing_to_offer(session: Session, last: Location | None) -> None:
    session.user_state.last = last

    async def step(app: TestApp, _pilot: Pilot[None]) -> None:
        assert app.screen is app.current_screen

    run_at(session, None, step)


def test_leaving_keeps_where_the_user_was_from_being_offered(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        app._save()
        assert session.user_state._written is not None
        await pilot.press("ctrl+q")
        assert session.user_state._written is None

    run_at(session, None, step)


def test_leaving_asks_while_something_is_being_done(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        app.tasks.running_call, app.tasks.progress_text = "assemble", "计分 县发改局"
        await pilot.press("ctrl+q")
        assert isinstance(app.screen, ConfirmDialog)
        assert "还在做：计分 县发改局" in app.text
        await pilot.press("escape")
        assert app.is_running
        await pilot.press("ctrl+q", "enter")
        assert app._exit

    run_at(session, None, step)


def test_help_says_what_a_screen_is_for_and_what_keys_do(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("f1", "f1")
        assert len(app.screen_stack) == 2
        assert isinstance(app.screen, HelpDialog)
        for text in ("考核主体", "Tab", "到下一块", "^Q", "退出", "换屏"):
            assert text in app.text
        assert "Focus" not in app.text
        await pilot.press("q")
        assert app.screen is app.current_screen

    run_at(session, None, step)


def test_every_binding_of_the_application_is_described(session: Session) -> None:
    async def step(app: TestApp, _pilot: Pilot[None]) -> None:
        own = [each for each in app.current_screen.active_bindings.values() if each.node is app]
        assert all(each.binding.description or each.binding.system for each in own)

    run_at(session, None, step)


def test_control_c_says_how_to_leave(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        app.action_help_quit()
        await pilot.pause()
        assert "退出按 ^Q" in app.text

    run_at(session, None, step)


def test_the_mouse_is_turned_on_and_off_and_it_is_said(session: Session) -> None:
    turned: list[bool] = []

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        driver: Any = app._driver
        driver._mouse = True

        def set_mouse(on: bool) -> None:
            turned.append(on)
            driver._mouse = on

        driver.set_mouse = set_mouse
        await pilot.press("f9")
        assert "鼠标关了" in app.current_screen.status_message
        await pilot.press("f9")
        assert "鼠标开了" in app.current_screen.status_message

    run_at(session, None, step)
    assert turned == [False, True]
