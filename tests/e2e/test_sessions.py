"""The real program on a line that is lost, beside others who record, and over a configuration that somebody breaks."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.pty_session import KAOPING, PtySession

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("measured")]
FIRST = "已报齐"


@pytest.fixture
def start(own_site: Path, tmp_path: Path) -> Iterator[Callable[[], PtySession]]:
    lines: list[PtySession] = []

    def begin(**environment: str) -> PtySession:
        settings = {"XDG_STATE_HOME": str(tmp_path / "memory"), **environment}
        session = PtySession([*KAOPING, "--site", str(own_site)], environment=settings)
        lines.append(session)
        return session

    yield begin
    for session in lines:
        session.__exit__()


def settled(session: PtySession) -> PtySession:
    """Wait until the pages are of this copy of the site, which other times of files make look newer."""
    session.start(FIRST)
    pages = Path(session.process.args[-1]) / "data" / "pages" / "2019" / "current"  # type: ignore[index, call-overload]
    end = time.monotonic() + 20
    while pages.read_text() == "1" and time.monotonic() < end:
        session.read_once(0.1)
    session.settle(1)
    return session


def test_after_a_lost_line_the_user_is_asked_whether_to_go_on(start: Callable[[], PtySession]) -> None:
    session = settled(start())
    session.press("2")
    session.idle(1.5)
    os.kill(session.process.pid, signal.SIGHUP)
    session.hang_up()
    session.process.wait(5)
    again = start()
    again.wait_for("接着看吗")
    assert "当时在：结果" in again.text()
    again.press("enter")
    again.wait_for("[2结果]")
    again.send("ctrl+q")
    assert again.wait_for_exit() == 0
    last = start()
    last.start(FIRST)
    assert "接着看吗" not in last.text()


def test_a_line_that_is_cut_ends_the_program(start: Callable[[], PtySession]) -> None:
    session = settled(start())
    session.hang_up()
    assert session.process.wait(10) != 0


def test_what_another_process_records_appears_by_itself(
    start: Callable[[], PtySession], own_site: Path
) -> None:
    session = settled(start())
    assert "第2次汇总" not in session.text()
    with Service(Site(own_site), 2019, actor="别人") as service:
        service.assemble(provisional=True)
    began = time.monotonic()
    session.wait_for("第2次汇总", 15)
    print(f"another's assembly appeared after {time.monotonic() - began:.1f} s")
    session.settle(1)
    assert session.idle(5) == 0


def test_two_sessions_of_one_user_both_keep_what_they_chose(start: Callable[[], PtySession]) -> None:
    one, other = settled(start()), start()
    other.start(FIRST)
    assert "接着看吗" not in other.text()
    one.press("2")
    other.press("5")
    for session in (one, other):
        session.idle(1.5)
        session.send("ctrl+q")
        assert session.wait_for_exit() == 0
    last = start()
    last.start(FIRST)
    assert "接着看吗" not in last.text()


def test_at_the_first_start_the_screen_says_that_it_reads_and_fills_itself(
    start: Callable[[], PtySession], own_site: Path
) -> None:
    shutil.rmtree(own_site / "data" / "pages")
    session = start()
    session.wait_for("正在读取数据")
    session.wait_for(FIRST)


def test_a_broken_configuration_is_told_once_and_mended_ones_are_read(
    start: Callable[[], PtySession], own_site: Path
) -> None:
    session = settled(start())
    units = own_site / "config" / "2019" / "units.toml"
    right = units.read_text(encoding="utf-8")
    units.write_text(right + "\nnonsense = 3\n", encoding="utf-8")
    session.wait_for("units.toml", 15)
    session.wait_for("没有读到最新的数据")
    session.settle()
    session.press("escape")
    assert session.idle(5) == 0
    assert "units.toml" not in session.text()
    pages = own_site / "data" / "pages" / "2019" / "current"
    before = pages.read_text()
    units.write_text(right, encoding="utf-8")
    end = time.monotonic() + 15
    while pages.read_text() == before and time.monotonic() < end:
        session.read_once(0.1)
    assert pages.read_text() != before


def test_a_failure_is_shown_as_plain_text_and_the_screen_comes_back(
    start: Callable[[], PtySession], own_site: Path
) -> None:
    session = settled(start())
    units = own_site / "config" / "2019" / "units.toml"
    units.write_text(units.read_text(encoding="utf-8") + "\nnonsense = 3\n", encoding="utf-8")
    session.wait_for("units.toml", 15)
    session.settle()
    session.press("p")
    session.wait_for("按回车回到考评")
    session.send("enter")
    session.wait_for("[1总览]")
    session.press("escape")
    session.press("2")
    session.wait_for("[2结果]")


def test_leaving_does_not_wait_for_what_is_being_read(
    start: Callable[[], PtySession], own_site: Path
) -> None:
    shutil.rmtree(own_site / "data" / "pages")
    session = start()
    session.wait_for("正在读取数据")
    session.idle(0.3)
    began = time.monotonic()
    session.send("ctrl+q")
    assert session.wait_for_exit() == 0
    print(f"left after {time.monotonic() - began:.1f} s")
    assert time.monotonic() - began < 3


def test_keys_of_ones_own_are_read_from_the_sites_configuration(
    start: Callable[[], PtySession], own_site: Path
) -> None:
    (own_site / "config" / "keys.toml").write_text('palette = "f7"\nquit = "x"\n', encoding="utf-8")
    session = start()
    session.wait_for("这个键不能换")
    session.press("escape")
    session.press("\x1b[18~")
    session.wait_for("拼音首字母，或者要做的事")
