"""The driver in a real process: slow lines, stops, lost terminals, bytes that are no text."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator

import pytest
from textual._cells import cell_len

from tests.support.sample_app import FLOOD
from tests.support.sample_session import SampleSession

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def shared_session() -> Iterator[SampleSession]:
    with SampleSession("changed", 100, 30) as session:
        session.open()
        yield session


@pytest.fixture
def session(shared_session: SampleSession) -> SampleSession:
    """A session that other tests have used; at the table."""
    shared_session.press("f5")
    shared_session.press("ctrl+home")
    return shared_session


@pytest.fixture
def own() -> Iterator[SampleSession]:
    """A session of the test's own."""
    with SampleSession("changed") as session:
        session.open()
        yield session


def until(session: SampleSession, happened: Callable[[], bool], seconds: float = 8.0) -> bool:
    """Read until something has happened; whether it has."""
    end = time.monotonic() + seconds
    while not happened() and time.monotonic() < end:
        session.read_once(0.01)
    return happened()


def ended(session: SampleSession, seconds: float = 6.0) -> int | None:
    """The exit code, if the process ends in time; the line is read meanwhile if there still is one."""
    end = time.monotonic() + seconds
    while session.process.poll() is None and time.monotonic() < end:
        if session.master >= 0:
            session.read_once(0.01)
        else:
            time.sleep(0.01)
    return session.process.poll()


def test_an_arrow_and_a_dialog_cost_little(session: SampleSession) -> None:
    assert session.press("down").bytes <= 160
    session.press("f2")
    assert session.press("escape").bytes <= 2000
    assert session.press("f2").bytes <= 2500
    session.press("escape")


def test_an_idle_screen_writes_nothing(session: SampleSession) -> None:
    session.press("f6")
    session.settle(0.5)
    before = session.written
    end = time.monotonic() + 1.5
    while time.monotonic() < end:
        session.read_once(0.05)
    assert session.written == before


def test_the_terminal_is_left_as_it_was(own: SampleSession) -> None:
    own.send("ctrl+q", counted=False)
    assert ended(own) == 0
    until(own, lambda: False, 0.1)
    farewell = own.log[own.log.rindex(b"\x1b[?2004l") :]
    assert b"\x1b[?7h" in farewell
    assert farewell.rindex(b"\x1b[?1049l") < farewell.rindex(b"\x1b[?25h")
    assert b"\x1b[<u" not in farewell


def test_bytes_of_a_gbk_terminal_are_read_and_never_end_the_application(session: SampleSession) -> None:
    session.press("f6")
    session.send_bytes("合计".encode("gbk"), 2)
    session.settle()
    assert "合计" in session.text()
    session.send_bytes(b"\xff", 1)
    session.settle()
    session.send_bytes(b"\x1b[200~\xb5\xa5\xce\xbb\x80[/]\x1b[201~", 1)
    session.settle()
    assert "单位" in session.text()
    session.press("f2")
    assert "附件1" in session.text()
    session.press("escape")


@pytest.mark.parametrize(
    "sequence",
    [b"\x1b[99999999999u", b"\x1b[1:2;3;4u", b"\x1b[;;u", b"\x1b[200~" + b"\xff" * 50 + b"\x1b[201~"],
)
def test_sequences_that_no_keyboard_sends_do_no_harm(session: SampleSession, sequence: bytes) -> None:
    session.send_bytes(sequence, 0)
    until(session, lambda: False, 0.2)
    session.send("f2", counted=False)
    assert until(session, lambda: "附件1" in session.text())
    session.settle()
    session.press("escape")


def test_a_screen_that_was_damaged_is_painted_anew_on_demand(session: SampleSession) -> None:
    before = session.cells()
    session.screen.reset()
    session.press("ctrl+l")
    assert [row[:-1] for row in session.cells()[:-1]] == [row[:-1] for row in before[:-1]]


def test_large_frames_are_marked_where_the_terminal_knows_the_marks(session: SampleSession) -> None:
    session.send_bytes(b"\x1b[?2026;2$y", 0)
    before = len(session.log)
    session.press("f2")
    session.press("escape")
    session.press("down")
    written = session.log[before:]
    assert 2 <= written.count(b"\x1b[?2026h") == written.count(b"\x1b[?2026l") <= 6
    assert written.rindex(b"\x1b[?2026l") < written.rindex(b"\x1b]2;")


def test_the_cursor_stands_hidden_where_text_is_typed(session: SampleSession) -> None:
    session.press("f6")
    session.press("中", "文", "left")  # at the end of a text Textual has the cursor one cell too far
    row, line = next(found for found in enumerate(session.text().split("\n")) if "中文" in found[1])
    assert (session.screen.cursor.y, session.screen.cursor.x) == (row, cell_len(line[: line.index("文")]))
    assert session.screen.cursor.hidden


@pytest.mark.slow
def test_frames_replace_one_another_on_a_slow_line_and_keys_are_answered(own: SampleSession) -> None:
    start, length = time.monotonic(), len(own.log)
    own.send("f9", counted=False)
    answered = 0.0
    asked = 0.0
    while time.monotonic() - start < 30 and f"第 {FLOOD} 次" not in own.text():
        own.read_once(0.02, 160)
        time.sleep(0.02)
        if not asked and time.monotonic() - start > 1:
            asked = time.monotonic()
            own.send("f2", counted=False)
        if asked and not answered and "附件1" in own.text():
            answered = time.monotonic()
    assert f"第 {FLOOD} 次" in own.text()
    assert time.monotonic() - start < 12
    assert answered - asked < 5
    assert len(own.log) - length < 80_000, "as many frames of 4 kB would be 240 kB"
    own.settle(0.3)
    shown = own.cells()
    own.press("ctrl+l")
    assert own.cells() == shown, "the last frame was complete"


def test_a_storm_of_sizes_ends_in_a_whole_screen(session: SampleSession) -> None:
    for number in range(25):
        session.resize(40 + number * 3, 10 + number, counted=False)
        session.read_once(0.01)
    session.resize(20, 5, counted=False)
    session.read_once(0.02)
    session.resize(100, 30, counted=False)
    session.settle(0.6)
    shown = session.cells()
    assert "退出" in session.text()
    session.press("ctrl+l")
    assert session.cells()[:-1] == shown[:-1]


def test_a_size_that_changes_and_changes_back_at_once_is_painted_anew(session: SampleSession) -> None:
    shown = session.cells()
    session.resize(60, 20, counted=False)
    session.resize(100, 30, counted=False)
    session.screen.reset()
    session.settle(0.6)
    assert session.cells()[:-1] == shown[:-1]


def test_stopped_and_continued_the_screen_comes_back(session: SampleSession) -> None:
    shown = session.cells()
    session.send("ctrl+z", counted=False)
    assert until(session, lambda: session.log.endswith(b"\x1b[?25h"))
    assert until(session, lambda: _state(session.process.pid) == "T")
    session.screen.reset()
    os.kill(session.process.pid, signal.SIGCONT)
    assert until(session, lambda: "退出" in session.text())
    session.settle(0.4)
    assert session.cells()[:-1] == shown[:-1]
    assert session.press("down").bytes <= 200


def test_stopped_from_outside_without_a_warning_the_screen_comes_back(session: SampleSession) -> None:
    shown = session.cells()
    os.kill(session.process.pid, signal.SIGSTOP)
    assert until(session, lambda: _state(session.process.pid) == "T")
    session.screen.reset()
    os.kill(session.process.pid, signal.SIGCONT)
    assert until(session, lambda: "退出" in session.text())
    session.settle(0.6)
    assert session.cells()[:-1] == shown[:-1]
    assert session.press("down").bytes <= 200
    assert len(_threads(session.process.pid)) <= 4, "no second thread reads the keyboard"


def test_another_program_may_have_the_terminal_for_a_while(session: SampleSession) -> None:
    shown = session.cells()
    session.press("f10")
    session.settle(0.5)
    assert b"OUTSIDE" in session.log
    assert session.cells()[:-1] == shown[:-1]
    assert session.press("down").bytes <= 200


def test_a_lost_terminal_ends_the_process() -> None:
    with SampleSession("changed") as session:
        session.open()
        session.hang_up()
        assert ended(session) == -signal.SIGHUP


@pytest.mark.slow
@pytest.mark.parametrize("busy", [False, True])
def test_a_lost_terminal_ends_the_application_also_where_nobody_is_told(busy: bool) -> None:
    with SampleSession("changed", 120, 40, "nohup") as session:
        session.open()
        if busy:
            session.send("f9", counted=False)
            session.read_once(0.3)
        session.hang_up()
        assert ended(session) == 128 + signal.SIGHUP


@pytest.mark.slow
def test_a_terminal_that_reads_nothing_does_not_keep_the_application_from_ending(own: SampleSession) -> None:
    own.send("f9", counted=False)
    time.sleep(1.5)
    own.send("ctrl+q", counted=False)
    end = time.monotonic() + 10
    while own.process.poll() is None and time.monotonic() < end:
        time.sleep(0.05)
    assert own.process.poll() is not None


def _state(pid: int) -> str:
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        return file.read().rpartition(")")[2].split()[0]


def _threads(pid: int) -> list[str]:
    return os.listdir(f"/proc/{pid}/task")
