"""Going about, and the keys of the application: what is the same on every screen."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from tests.support.app_harness import Office, at
from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.error import ErrorDialog
from tui.dialogs.help import HelpDialog
from tui.session.error_recovery import ErrorBoundary
from tui.session.location import Location
from tui.session.messages import GoBack, OpenLocation
from tui.session.session import Session

DESK, RESULTS = Location("overview"), Location("results")


def test_a_number_goes_to_a_screen_and_escape_comes_back(session: Session) -> None:
    async def step(office: Office, pilot: Pilot[None]) -> None:
        await pilot.press("2")
        assert office.current_screen.NAME == "results"
        await pilot.press("escape")
        assert office.current_screen.location == DESK
        await pilot.press("escape")
        assert office.current_screen.location == DESK

    at(session, None, step)


def test_the_way_back_is_the_way_there(session: Session) -> None:
    places = [DESK, RESULTS, Location("results", {"group": "parks"}), RESULTS]

    async def step(office: Office, pilot: Pilot[None]) -> None:
        for place in places[1:]:
            office.post_message(OpenLocation(place))
            await pilot.pause()
        for place in reversed(places):
            assert office.current_screen.location == place
            office.post_message(GoBack())
            await pilot.pause()

    at(session, None, step)


def test_going_where_one_is_leaves_no_trail(session: Session) -> None:
    async def step(office: Office, pilot: Pilot[None]) -> None:
        await pilot.press("1", "1")
        assert office.history == []

    at(session, None, step)


def test_a_place_that_cannot_be_built_leaves_everything_as_it_was(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ErrorBoundary, "recovers_from_errors", True)

    async def step(office: Office, pilot: Pilot[None]) -> None:
        office.post_message(OpenLocation(Location("nowhere")))
        await pilot.pause()
        assert isinstance(office.screen, ErrorDialog)
        await pilot.press("escape")
        assert office.screen is office.current_screen
        assert (office.current_screen.location, office.history) == (DESK, [])

    at(session, None, step)


def test_boxes_are_closed_on_the_way(session: Session) -> None:
    async def step(office: Office, pilot: Pilot[None]) -> None:
        await pilot.press("f1")
        office.open_screen(RESULTS)
        await pilot.pause()
        assert office.screen is office.current_screen
        assert office.current_screen.location == RESULTS

    at(session, None, step)


def test_after_a_lost_line_one_can_go_on(session: Session) -> None:
    session.user_state.last = RESULTS

    async def step(office: Office, pilot: Pilot[None]) -> None:
        assert isinstance(office.screen, ConfirmDialog)
        assert "当时在：结果" in office.text
        await pilot.press("enter")
        await pilot.pause()
        assert office.current_screen.location == RESULTS

    at(session, None, step)


@pytest.mark.parametrize("last", [None, DESK, Location("gone"), Location("comparison")])
def test_there_is_nothing_to_offer(session: Session, last: Location | None) -> None:
    session.user_state.last = last

    async def step(office: Office, _pilot: Pilot[None]) -> None:
        assert office.screen is office.current_screen

    at(session, None, step)


def test_leaving_keeps_where_the_user_was_from_being_offered(session: Session) -> None:
    async def step(office: Office, pilot: Pilot[None]) -> None:
        office._save()
        assert session.user_state._written is not None
        await pilot.press("ctrl+q")
        assert session.user_state._written is None

    at(session, None, step)


def test_leaving_asks_while_something_is_being_done(session: Session) -> None:
    async def step(office: Office, pilot: Pilot[None]) -> None:
        office.tasks.running_call, office.tasks.progress_text = "assemble", "计分 县发改局"
        await pilot.press("ctrl+q")
        assert isinstance(office.screen, ConfirmDialog)
        assert "还在做：计分 县发改局" in office.text
        await pilot.press("escape")
        assert office.is_running
        await pilot.press("ctrl+q", "enter")
        assert office._exit

    at(session, None, step)


def test_help_says_what_a_screen_is_for_and_what_keys_do(session: Session) -> None:
    async def step(office: Office, pilot: Pilot[None]) -> None:
        await pilot.press("f1", "f1")
        assert len(office.screen_stack) == 2
        assert isinstance(office.screen, HelpDialog)
        for text in ("考核主体", "Tab", "到下一块", "^Q", "退出", "换屏"):
            assert text in office.text
        assert "Focus" not in office.text
        await pilot.press("q")
        assert office.screen is office.current_screen

    at(session, None, step)


def test_every_binding_of_the_application_is_described(session: Session) -> None:
    async def step(office: Office, _pilot: Pilot[None]) -> None:
        own = [each for each in office.current_screen.active_bindings.values() if each.node is office]
        assert all(each.binding.description or each.binding.system for each in own)

    at(session, None, step)


def test_control_c_says_how_to_leave(session: Session) -> None:
    async def step(office: Office, pilot: Pilot[None]) -> None:
        office.action_help_quit()
        await pilot.pause()
        assert "退出按 ^Q" in office.text

    at(session, None, step)


def test_the_mouse_is_turned_on_and_off_and_it_is_said(session: Session) -> None:
    turned: list[bool] = []

    async def step(office: Office, pilot: Pilot[None]) -> None:
        driver: Any = office._driver
        driver._mouse = True

        def set_mouse(on: bool) -> None:
            turned.append(on)
            driver._mouse = on

        driver.set_mouse = set_mouse
        await pilot.press("f9")
        assert "鼠标关了" in office.current_screen.status_message
        await pilot.press("f9")
        assert "鼠标开了" in office.current_screen.status_message

    at(session, None, step)
    assert turned == [False, True]
