"""终端自检: everything that support asks for stands on it, whatever else does not work."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.support.app_harness import TestApp, run_at, wait_for_text
from tui.cell_text import cell_width
from tui.session.location import Location
from tui.session.session import Session
from tui.terminal.capabilities import TerminalCapabilities

pytestmark = pytest.mark.slow

HERE = Location("diagnostics")
ANSWERS: dict[str, Any] = {
    "system_info": {"考评": "0.1.0", "Python": "3.11.7", "数据库": "sqlite:////x/kaoping.db"}
}


def test_versions_places_and_the_terminal_are_told(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await wait_for_text(
            app,
            pilot,
            "0.1.0",
            "3.11.7",
            "kaoping.db",
            "xterm",
            "120列，40行",
            "256色",
            "UTF-8",
            "占一格",
            "SSH",
            "MB",
        )
        assert "192.0.2" not in app.text

    run_at(session, HERE, step, answers=ANSWERS)


def test_before_the_answer_the_rest_is_there(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await wait_for_text(app, pilot, "正在读取…")
        await wait_for_text(app, pilot, "120列，40行")

    run_at(session, HERE, step)


def test_the_samples_to_be_compared_are_equally_wide(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        samples = [line.rpartition("  ")[2].strip() for line in app.lines if line.endswith("|")]
        assert len(samples) == 3
        assert len({cell_width(each) for each in samples}) == 1
        await wait_for_text(app, pilot, "└────────┴────────┘")

    run_at(session, HERE, step, answers=ANSWERS)


def test_a_terminal_that_did_not_say_gets_no_lines_that_might_be_wide(session: Session) -> None:
    session.terminal = TerminalCapabilities()

    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await wait_for_text(app, pilot, "终端没有回答")
        assert "─" not in app.text
        assert "█" not in app.text

    run_at(session, HERE, step, answers=ANSWERS)


def test_it_is_written_to_a_file(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        await pilot.press("w")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        (written,) = session.uploads.glob("考评自检-*.txt")
        text = written.read_text(encoding="utf-8")
        assert "Python：3.11.7" in text
        assert "不对怎么办" in text
        await wait_for_text(app, pilot, "已写到")

    run_at(session, HERE, step, answers=ANSWERS)


def test_a_file_that_cannot_be_written_is_told(session: Session, tmp_path: Path) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        (session.uploads / ".x.txt.part").mkdir()
        await pilot.press("w")
        await pilot.pause()
        await pilot.press("ctrl+u", *"x.txt", "enter")
        await pilot.pause()
        await wait_for_text(app, pilot, "写不了")

    run_at(session, HERE, step, answers=ANSWERS)


def test_it_stands_in_any_window_and_tells_its_size(session: Session) -> None:
    async def step(app: TestApp, pilot: Pilot[None]) -> None:
        for size in ((20, 5), (80, 24), (200, 50)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            if size[0] > 100:
                await wait_for_text(app, pilot, "200列，50行")

    run_at(session, HERE, step, answers=ANSWERS)
