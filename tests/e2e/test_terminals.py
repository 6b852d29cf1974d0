"""Every kind of terminal and language that the office has: text stands where it belongs, and nothing is unreadable."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from tests.support.pty_session import KAOPING, PtySession, Screen
from tests.support.text_fields import FIELDS

pytestmark = pytest.mark.slow
SIZES = [(80, 24), (120, 40), (200, 50)]
TOTAL = re.compile(r"(?<![\d.])\d{1,3}\.\d{2}(?!\d)")


def started(site: Path, memory: Path, size: tuple[int, int] = (120, 40), **environment: str) -> PtySession:
    settings = {"XDG_STATE_HOME": str(memory), **environment}
    return PtySession([*KAOPING, "--site", str(site)], width=size[0], height=size[1], environment=settings)


def ends(session: PtySession) -> set[int]:
    """In which cells the first number with two decimals of every town's row ends."""
    rows = [y for y in range(session.height) if re.match(r"[ >][^ ]+(镇|街道) ", row_text(session, y))]
    assert len(rows) >= 11, session.text()
    found = set()
    for y in rows:
        cells = [session.screen.buffer[y][x].data for x in range(session.width)]
        text, at = "", []
        for x, data in enumerate(cells):
            text += data
            at += [x] * len(data)
        match = TOTAL.search(text)
        assert match, text
        found.add(at[match.end() - 1])
    return found


def row_text(session: PtySession, y: int) -> str:
    return "".join(session.screen.buffer[y][x].data for x in range(session.width))


@pytest.mark.parametrize("term", ["xterm", "xterm-256color", "screen-256color"])
@pytest.mark.parametrize("language", ["C", "zh_CN.GB18030", "C.UTF-8"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_columns_of_chinese_text_stand_cell_by_cell(
    recorded_site: Path, tmp_path: Path, term: str, language: str, size: tuple[int, int]
) -> None:
    with started(recorded_site, tmp_path, size, TERM=term, LC_ALL=language, LANG=language) as session:
        session.start("县政府办")
        session.press("2")
        session.wait_for("[得分]")
        session.settle()
        assert len(ends(session)) == 1
        for mode in ("得分率", "报送值", "失分"):
            session.press("m")
            session.wait_for(f"[{mode}]")
        session.settle()
        assert len(ends(session)) == 1
        session.send("ctrl+q")
        assert session.wait_for_exit() == 0


class WideScreen(Screen):
    """Says that it draws lines and stars in two cells, as PuTTY may be set to."""

    asked = 0

    def write_process_input(self, data: str) -> None:
        found = re.fullmatch(r"\x1b\[(\d+);(\d+)R", data)
        if found:
            self.asked += 1
            data = f"\x1b[{found[1]};{int(found[2]) + (self.asked == 2)}R"
        super().write_process_input(data)


class GbkScreen(Screen):
    """Says that six bytes of UTF-8 took six cells, as a terminal does that takes them for three characters of GBK."""

    asked = 0

    def write_process_input(self, data: str) -> None:
        if re.fullmatch(r"\x1b\[\d+;\d+R", data):
            self.asked += 1
            data = f"\x1b[1;{(7, 3)[self.asked - 1]}R"
        super().write_process_input(data)


def test_where_lines_are_drawn_wide_nothing_of_uncertain_width_is_drawn(
    recorded_site: Path, tmp_path: Path
) -> None:
    with started(recorded_site, tmp_path) as session:
        session.use_terminal(WideScreen)
        session.start("县政府办")
        for number in "23456789":
            session.press(number, quiet=0.4)
            session.press("f1", quiet=0.4)
            uncertain = {
                each
                for each in session.text()
                if unicodedata.east_asian_width(each) == "A" and each not in "“”‘’"
            }
            assert not uncertain, (number, uncertain, session.text())
            session.press("escape")


def test_a_user_of_a_gbk_terminal_is_told_in_gbk_and_can_work_with_menus(
    recorded_site: Path, tmp_path: Path
) -> None:
    with started(recorded_site, tmp_path) as session:
        session.use_terminal(GbkScreen)
        while "请选择".encode("gb18030") not in session.log:
            assert session.read_once(20)
        assert "改成 UTF-8".encode("gb18030") in session.log
        assert "改成 UTF-8".encode() in session.log
        session.send_bytes("总览\r".encode("gb18030"))
        while "【总览】".encode("gb18030") not in session.log:
            assert session.read_once(20)
        session.send_bytes(b"0\r0\r0\r")
        assert session.wait_for_exit() == 0


def test_a_silent_terminal_gets_what_is_certain(recorded_site: Path, tmp_path: Path) -> None:
    with started(recorded_site, tmp_path) as session:
        session.use_terminal(SilentScreen)
        session.start("县政府办")
        session.press("ctrl+p", quiet=0.4)
        assert "+-" in session.text()
        assert "─" not in session.text()


class SilentScreen(Screen):
    """Answers nothing."""

    def write_process_input(self, data: str) -> None:
        """Nothing."""


def test_without_a_terminal_there_are_menus(recorded_site: Path, tmp_path: Path) -> None:
    with started(recorded_site, tmp_path, TERM="dumb") as session:
        session.wait_for("请选择")
        session.send_bytes(b"0\r")
        assert session.wait_for_exit() == 0


@pytest.mark.parametrize("field", FIELDS)
def test_the_cursor_at_which_an_input_method_opens_stands_where_text_appears(
    recorded_site: Path, tmp_path: Path, field: str
) -> None:
    with started(recorded_site, tmp_path) as session:
        session.start("县政府办")
        session.press(*FIELDS[field][:-1], quiet=0.6)
        session.press(FIELDS[field][-1], quiet=0.6)
        for typed in ("镇", "x"):
            before = session.screen.cursor
            y, x = before.y, before.x
            session.press(typed, quiet=0.3)
            assert session.screen.buffer[y][x].data == typed, session.text()
        session.press("left")
        for width, height in ((100, 30), (120, 40)):
            session.resize(width, height)
            session.settle(0.5)
            assert session.screen.buffer[session.screen.cursor.y][session.screen.cursor.x].data == "x", (
                session.text()
            )
        session.press("end", "甲乙丙丁戊" * 25, quiet=1.0)  # more than it can show
        for typed in ("镇", "x"):
            session.press(typed, quiet=0.3)
            after = session.screen.cursor
            width = 1 + (typed == "镇")
            assert session.screen.buffer[after.y][after.x - width].data == typed, session.text()
