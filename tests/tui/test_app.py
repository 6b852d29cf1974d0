"""Going about, and the keys of the application: what is the same on every screen."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.screens.office import Office, at
from tui.dialogs.confirm import Confirm
from tui.dialogs.error import Failure
from tui.dialogs.help import Help
from tui.session.error_recovery import Sturdy
from tui.session.location import Place
from tui.session.messages import Back, Go
from tui.session.session import Session

DESK, RESULTS = Place("desk"), Place("results")


def test_a_number_goes_to_a_screen_and_escape_comes_back(session: Session) -> None:
    async def step(office: Office, pilot: Pilot[None]) -> None:
        await pilot.press("2")
        assert office.here.NAME == "results"
        await pilot.press("escape")
        assert office.here.place == DESK
        await pilot.press("escape")
        assert office.here.place == DESK

    at(session, None, step)


def test_the_way_back_is_the_way_there(session: Session) -> None:
    places = [DESK, RESULTS, Place("results", {"group": "parks"}), RESULTS]

    async def step(office: Office, pilot: Pilot[None]) -> None:
        for place in places[1:]:
            office.post_message(Go(place))
            await pilot.pause()
        for place in reversed(places):
            assert office.here.place == place
            office.post_message(Back())
            await pilot.pause()

    at(session, None, step)


def test_going_where_one_is_leaves_no_trail(session: Session) -> None:
    async def step(office: Office, pilot: Pilot[None]) -> None:
        await pilot.press("1", "1")
        assert office.trail == []

    at(session, None, step)


def test_a_place_that_cannot_be_built_leaves_everything_as_it_was(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Sturdy, "forgiving", True)

    async def step(office: Office, pilot: Pilot[None]) -> None:
        office.post_message(Go(Place("nowhere")))
        await pilot.pause()
        assert isinstance(office.screen, Failure)
        await pilot.press("escape")
        assert office.screen is office.here
        assert (office.here.place, office.trail) == (DESK, [])

    at(session, None, step)


def test_boxes_are_closed_on_the_way(session: Session) -> None:
    async def step(office: Office, pilot: Pilot[None]) -> None:
        await pilot.press("f1")
        office.visit(RESULTS)
        await pilot.pause()
        assert office.screen is office.here
        assert office.here.place == RESULTS

    at(session, None, step)


def test_after_a_lost_line_one_can_go_on(session: Session) -> None:
    session.memory.last = RESULTS

    async def step(office: Office, pilot: Pilot[None]) -> None:
        assert isinstance(office.screen, Confirm)
        assert "当时在：结果" in office.text
        await pilot.press("enter")
        await pilot.pause()
        assert office.here.place == RESULTS

    at(session, None, step)


@pytest.mark.parametrize("last", [None, DESK, Place("gone"), Place("pair")])
def test_there_is_nothing_to_offer(session: Session, last: Place | None) -> None:
    session.memory.last = last

    async def step(office: Office, _pilot: Pilot[None]) -> None:
        assert office.screen is office.here

    at(session, None, step)


def test_leaving_keeps_where_the_user_was_from_being_offered(session: Session) -> None:
    async def step(office: Office, pilot: Pilot[None]) -> None:
        office._save()
        assert session.memory._written is not None
        await pilot.press("ctrl+q")
        assert session.memory._written is None

    at(session, None, step)


def test_leaving_asks_while_something_is_being_done(session: Session) -> None:
    async def step(office: Office, pilot: Pilot[None]) -> None:
        office.work.under_way, office.work.words = "assemble", "计分 县发改局"
        await pilot.press("ctrl+q")
        assert isinstance(office.screen, Confirm)
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
        assert isinstance(office.screen, Help)
        for text in ("考核主体", "Tab", "到下一块", "^Q", "退出", "换屏"):
            assert text in office.text
        assert "Focus" not in office.text
        await pilot.press("q")
        assert office.screen is office.here

    at(session, None, step)


def test_every_binding_of_the_application_is_described(session: Session) -> None:
    async def step(office: Office, _pilot: Pilot[None]) -> None:
        own = [each for each in office.here.active_bindings.values() if each.node is office]
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
        assert "鼠标关了" in office.here.said
        await pilot.press("f9")
        assert "鼠标开了" in office.here.said

    at(session, None, step)
    assert turned == [False, True]
