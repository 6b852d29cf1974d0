"""What others record appears on the screen, which stays where it is."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from kaoping_core.reports.pages.change_stamp import change_stamp
from kaoping_core.reports.pages.store import PageReader, write_pages
from tests.support.app_harness import TestApp, run_at
from tui.app.page_watcher import PageWatcher
from tui.dialogs.palette.dialog import CommandPalette
from tui.session.session import Session
from tui.tasks.messages import TaskSucceeded
from tui.tasks.protocol import Refresh


def _record_newer(site: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Write pages of a newer state, as another user's process does."""
    folder = site / "data" / "pages" / "2019"
    reader = PageReader(folder)
    desk = reader.page("overview")
    assert desk is not None
    names = [path.stem for path in (folder / reader.state).glob("*.json")]
    pages = {name: reader.page(name) or {} for name in names}
    change(pages["overview"])
    write_pages(folder, pages.items(), reader.stamp)


def test_what_others_record_appears_and_boxes_stay(
    own_site: Path, session_of: Callable[[Path], Session]
) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+p", *"hjz")
        _record_newer(own_site, lambda desk: desk.update(banner="别人改过"))
        app.check_for_updates()
        await pilot.pause()
        assert isinstance(app.screen, CommandPalette)
        assert app.screen._field.value == "hjz"
        assert "别人改过" in app.text, "also behind the box"
        await pilot.press("escape")
        assert "别人改过" in app.text

    run_at(session_of(own_site), None, step)


def test_the_focus_and_the_place_stay_when_data_turn(
    own_site: Path, session_of: Callable[[Path], Session]
) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("tab", "down", "down")
        focused = app.focused
        _record_newer(own_site, lambda desk: desk.update(banner="别人改过"))
        app.check_for_updates()
        await pilot.pause()
        assert app.focused is focused

    run_at(session_of(own_site), None, step)


def test_without_pages_the_screen_says_so_asks_once_and_fills_itself(
    own_site: Path, session_of: Callable[[Path], Session], recorded_site: Path
) -> None:
    session = session_of(own_site)
    shutil.rmtree(session.pages_folder)

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        assert "正在读取数据" in app.text
        await pilot.press("2")
        assert "正在读取数据" in app.text
        for _ in range(3):
            app.check_for_updates()
        assert app.tasks.wanted == [Refresh()]
        source = PageReader(recorded_site / "data" / "pages" / "2019")
        pages = {
            path.stem: source.page(path.stem) or {} for path in (source._folder / source.state).glob("*.json")
        }
        write_pages(session.pages_folder, pages.items(), "")
        app.post_message(TaskSucceeded(Refresh(), {}))
        await pilot.pause()
        assert "胡家镇" in app.text

    run_at(session, None, step)


def test_a_changed_file_is_noticed_at_the_second_look_and_asked_for_once(
    own_site: Path, session_of: Callable[[Path], Session]
) -> None:
    session = session_of(own_site)
    today = PageWatcher(session)._today()
    session.pages.stamp = change_stamp(own_site, "2019", "", today)
    watch = PageWatcher(session)
    assert not any(watch.is_stale() for _ in range(3))
    with (own_site / "config" / "2019" / "units.toml").open("a") as file:
        file.write("\n# changed\n")
    assert [watch.is_stale() for _ in range(4)] == [False, True, False, False]
    with (own_site / "config" / "2019" / "units.toml").open("a") as file:
        file.write("\n# again\n")
    assert [watch.is_stale() for _ in range(3)] == [False, True, False]


def test_the_day_is_the_countys(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    time.tzset()
    try:
        from datetime import datetime
        from zoneinfo import ZoneInfo

        assert session.overview["time_zone"] == "Asia/Shanghai"
        assert PageWatcher(session)._today() == datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()
    finally:
        monkeypatch.undo()
        time.tzset()
