"""An exception costs as little as it can: it is shown, and the screen stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from kaoping_core.reports.pages.store import write_pages
from tests.support.app_harness import TestApp, run_at
from tests.support.wait import wait_until
from tui.dialogs.error import ErrorDialog
from tui.dialogs.help import HelpDialog
from tui.session.error_recovery import ErrorBoundary
from tui.session.location import Location
from tui.session.session import Session
from tui.tasks.messages import TaskSucceeded
from tui.tasks.protocol import ReadSystemInfo, Refresh

pytestmark = pytest.mark.slow

DESK, RESULTS = Location("overview"), Location("results")


class BrokenError(Exception):
    """What a bug raises."""


def _broken(*_: object, **__: object) -> None:
    raise BrokenError("坏了 [/]")


@pytest.fixture
def forgiving(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ErrorBoundary, "recovers_from_errors", True)


@pytest.mark.usefixtures("forgiving")
def test_an_exception_in_a_screens_handler_is_shown_and_survived(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        here = app.current_screen
        here.on_task_result = _broken  # type: ignore[method-assign]
        here.post_message(TaskSucceeded(ReadSystemInfo(), {}))
        await pilot.pause()
        assert isinstance(app.screen, ErrorDialog)
        assert "BrokenError: 坏了 [/]" in app.text
        await pilot.press("escape", "2")
        assert app.current_screen.NAME == "results"

    run_at(session, None, step)


@pytest.mark.usefixtures("forgiving")
def test_an_exception_in_an_action_of_the_application_is_survived(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(TestApp, "action_repaint", _broken)

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert isinstance(app.screen, ErrorDialog)
        await pilot.press("escape", "f1")
        assert isinstance(app.screen, HelpDialog)

    run_at(session, None, step)


@pytest.mark.usefixtures("forgiving")
def test_an_exception_in_a_widgets_handler_costs_only_what_was_on_the_screen(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        here = app.current_screen
        here.query("Table").first().call_later(_broken)
        await wait_until(lambda: isinstance(app.screen, ErrorDialog))
        await pilot.pause()
        await pilot.press("escape")
        assert app.current_screen.location == here.location
        assert app.current_screen is not here
        assert app.current_screen.query("Table").first().is_running

    run_at(session, None, step)


@pytest.mark.usefixtures("forgiving")
def test_a_screen_that_cannot_come_up_is_left_for_the_one_before(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        results = type(app._screen_of(RESULTS))
        monkeypatch.setattr(results, "update_content", _broken)
        await pilot.press("2")
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, ErrorDialog)
        await pilot.press("escape")
        assert app.current_screen.location == DESK
        assert "县政府办" in app.text

    run_at(session, None, step)


@pytest.mark.usefixtures("forgiving")
def test_what_fails_again_at_once_in_the_same_place_ends_the_program(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        for _ in range(2):
            app.current_screen.on_task_result = _broken  # type: ignore[method-assign]
            app.current_screen.post_message(TaskSucceeded(ReadSystemInfo(), {}))
            await pilot.pause()

    with pytest.raises(BrokenError):
        run_at(session, None, step)


@pytest.mark.usefixtures("forgiving")
def test_pages_that_cannot_be_shown_are_made_anew(
    own_site: Path, session_of: Callable[[Path], Session]
) -> None:
    session = session_of(own_site)

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("2")
        write_pages(session.pages_folder, [("overview", {"year": 2019})])
        session.pages.refresh()
        app.action_open_screen("overview")
        await wait_until(lambda: isinstance(app.screen, ErrorDialog))
        await pilot.press("escape")
        assert "正在读取数据" in app.text
        app.check_for_updates()
        assert Refresh() in app.tasks.wanted

    run_at(session, None, step)
