"""Whatever is typed, pasted, resized or pulled: the screen stays up, and nothing that was recorded is lost."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from pathlib import Path
from random import Random

import pytest

from kaoping_core.service import Service
from kaoping_core.site import Site
from tests.support.pty_session import KAOPING, Line
from tests.support.text_fields import FIELDS
from tests.support.working_day import Desk, make_desk

pytestmark = pytest.mark.slow
BUG = "程序出错"
JUNK = (
    "合计[/][@click=app.quit]退出[/b]".encode()
    + "中文字".encode("gb18030")
    + b"\xff\xfe\x81\xe4\xb8"
    + "名".encode()
)
PASTED = "\x1b[200~[bold]粘贴[/]\x1b]0;标题\x07\x1b[31m红\x1b[2J\n第二行\x1b[201~".encode()
KEYS = [
    *"123456789", "up", "down", "left", "right", "pageup", "pagedown", "home", "end", "enter", "escape", "tab", "backtab",
    "space", "s", "f", "/", "n", "m", "t", "u", "c", "i", "v", "x", "r", "g", "G", "[", "]", "f1", "ctrl+p", "q", "中", "backspace",
]  # fmt: skip
SIZES = [(20, 5), (80, 24), (120, 40), (40, 12), (200, 50), (1, 1), (121, 39)]


def opened(desk: Desk, *, actor: str = "") -> Line:
    settings = desk.environment | ({"LOGNAME": actor} if actor else {})
    return Line([*KAOPING, "--site", str(desk.site)], environment=settings)


@pytest.fixture
def desk(tmp_path: Path, demo: tuple[Site, list[Path]]) -> Desk:
    return make_desk(tmp_path, demo)


@pytest.fixture
def full_desk(desk: Desk, recorded_site: Path) -> Desk:
    """Everything is recorded already."""
    shutil.rmtree(desk.site)
    shutil.copytree(recorded_site, desk.site)
    return desk


def recorded(desk: Desk) -> tuple[int, int]:
    """How many submissions and runs there are."""
    with Service(Site(desk.site), 2019) as service:
        return len(service.ledger.submissions(2019)), len(service.ledger.runs(2019))


@pytest.mark.parametrize("field", FIELDS)
def test_any_bytes_in_any_field(full_desk: Desk, field: str) -> None:
    before = recorded(full_desk)
    with opened(full_desk) as line:
        line.start("县政府办")
        for key in FIELDS[field]:
            line.press(key, quiet=0.4)
        line.send_bytes(JUNK)
        line.settle(0.4)
        line.send_bytes(PASTED)
        line.settle(0.4)
        assert BUG not in line.text()
        shown = line.text()
        assert "合计[/]" in shown or "第二行" in shown or "粘贴" in shown, shown
        for _ in range(6):
            line.press("escape")
        line.press("1", quiet=0.4)
        line.wait_for("县政府办")
        assert line.process.poll() is None
        line.send("ctrl+q")
        assert line.ended() == 0
    assert recorded(full_desk) == before


@pytest.mark.parametrize("seed", range(8))
def test_any_keys_at_any_size(full_desk: Desk, seed: int) -> None:
    random = Random(seed)
    with opened(full_desk) as line:
        line.start("县政府办")
        done: list[str] = []
        for _ in range(120):
            if random.random() < 0.2:
                size = random.choice(SIZES)
                line.resize(*size)
                done.append(f"{size[0]}x{size[1]}")
            else:
                done.append(random.choice(KEYS))
                line.send(done[-1])
            if random.random() < 0.3:
                line.settle(0.1)
                assert BUG not in line.text(), (done[-12:], line.text())
            assert line.process.poll() is None, done
        line.resize(120, 40)
        line.settle(0.6)
        for _ in range(12):
            line.press("escape", quiet=0.1)
        line.press("ctrl+p", quiet=0.5)
        line.press("escape", quiet=0.3)
        line.press("1", quiet=0.5)
        line.press("ctrl+l", quiet=0.5)
        assert BUG not in line.text(), (done, line.text())
        line.wait_for("县政府办")
        assert "总览" in line.text()


def test_a_lost_line_ends_the_program_and_the_next_session_goes_on(full_desk: Desk) -> None:
    with opened(full_desk) as line:
        line.start("县政府办")
        line.press("2", quiet=0.5)
        line.press("down", "down", "right")
        line.idle(2)
        where = line.text()
        line.hang_up()
        assert line.ended() != 0
    with opened(full_desk) as line:
        line.start("接着")
        line.press("enter", quiet=0.6)
        line.wait_for("[得分]")
        assert [each for each in line.text().splitlines() if each.startswith(">")] == [
            each for each in where.splitlines() if each.startswith(">")
        ]


def test_a_line_lost_while_files_are_taken_in_keeps_what_was_recorded(desk: Desk) -> None:
    with opened(desk) as line:
        line.start("没有报")
        line.press("5", quiet=0.4)
        line.press("i", quiet=0.4)
        line.press("*", quiet=0.2)
        line.send("t")
        line.wait_for("读取 示例数据")
        os.killpg(line.process.pid, signal.SIGHUP)
        line.hang_up()
        line.ended()
    receptions, _ = recorded(desk)
    with opened(desk) as line:
        line.start("县政府办")
        assert receptions == recorded(desk)[0]


def test_a_database_locked_for_a_while_is_waited_for_or_told_of(desk: Desk) -> None:
    with opened(desk) as line:
        line.start("没有报")
        _choose_all(line)
        locked = sqlite3.connect(desk.site / "data" / "kaoping.db", isolation_level=None)
        locked.execute("BEGIN EXCLUSIVE")
        line.send("t")
        line.idle(10)
        assert line.process.poll() is None
        line.press("down")  # keys are answered meanwhile
        locked.execute("ROLLBACK")
        locked.close()
        end = 60
        while "收下" not in line.text() and "没有做成" not in line.text() and end:
            line.idle(1)
            end -= 1
        if "没有做成" in line.text():  # told, and done again it works
            line.press("escape", "1", quiet=0.4)
            _choose_all(line)
            line.send("t")
            line.wait_for("收下", 60)
        assert BUG not in line.text()
    assert recorded(desk)[0] == 18


def test_a_database_that_is_gone_is_told_of_and_comes_back(full_desk: Desk) -> None:
    file = full_desk.site / "data" / "kaoping.db"
    with opened(full_desk) as line:
        line.start("县政府办")
        file.rename(file.with_suffix(".away"))
        line.press("7", quiet=0.4)
        line.press("c", quiet=0.4)
        line.wait_for("没有做成", 30)
        assert "数据库" in line.text()
        assert not file.exists()
        line.press("escape", quiet=0.3)
        file.with_suffix(".away").rename(file)
        line.idle(3)
        line.press("escape", quiet=0.3)
        line.press("7", quiet=0.4)
        line.press("c", quiet=0.4)
        line.wait_for("没有不同", 60)


def test_two_users_record_at_once_and_both_are_kept(desk: Desk, tmp_path: Path) -> None:
    with opened(desk, actor="zhang") as one, opened(desk, actor="li") as other:
        for line in (one, other):
            line.start("没有报")
            _choose_all(line)
        one.send("t")
        other.send("t")
        for line in (one, other):
            line.wait_for("收下18个", 120)
            assert BUG not in line.text()
    assert recorded(desk)[0] == 36


def test_what_another_user_records_appears_without_restarting(desk: Desk) -> None:
    with opened(desk) as line:
        line.start("没有报")
        with Service(Site(desk.site), 2019, actor="别人") as service:
            (taken,) = service.import_files([desk.uploads / "示例数据-县税务局.xlsx"])
            assert taken.submission
        line.wait_for("县税务局.xlsx", 20)


def _choose_all(line: Line) -> None:
    line.press("5", quiet=0.4)
    line.press("i", quiet=0.4)
    line.press("*", quiet=0.3)


def test_a_plugin_that_hangs_costs_its_own_cells_and_keys_are_answered_meanwhile(full_desk: Desk) -> None:
    rule = full_desk.site / "plugins" / "grid" / "rules" / "auto_score.py"
    before = "        norms = self._norms(values)\n        kept"
    text = rule.read_text(encoding="utf-8")
    assert text.count(before) == 1
    rule.write_text(text.replace(before, f"        while True: pass\n{before}"), encoding="utf-8")
    (full_desk.site / "config" / "site.toml").write_text("[plugins]\nseconds = 3\n", encoding="utf-8")
    with opened(full_desk) as line:
        line.start("县政府办")
        line.press("7", quiet=0.4)
        line.send("a")
        line.idle(1)
        line.press("down")
        line.wait_for("记录汇总", 60)
        assert (
            "县网格管理服务中心" in line.text() or "grid" in line.text()
        )  # what stands in the way of a final result
        for _ in range(
            60
        ):  # data that change meanwhile, as the plugin has, are shown first and asked about again
            if "已记录：第2次汇总（暂定）" in line.text():
                break
            if "确定吗" in line.text() or "记录汇总" in line.text():
                line.press("enter", quiet=0.3)
            line.idle(1)
        assert "已记录：第2次汇总（暂定）" in line.text(), line.text()
        assert BUG not in line.text()
    assert recorded(full_desk)[1] == 2
