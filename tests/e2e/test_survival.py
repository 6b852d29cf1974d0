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
from tests.support.pty_session import KAOPING, PtySession
from tests.support.text_fields import FIELDS
from tests.support.working_day import DayFolders, prepare_folders

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


def opened(folders: DayFolders, *, actor: str = "") -> PtySession:
    settings = folders.environment | ({"LOGNAME": actor} if actor else {})
    return PtySession([*KAOPING, "--site", str(folders.site)], environment=settings)


@pytest.fixture
def folders(tmp_path: Path, demo: tuple[Site, list[Path]]) -> DayFolders:
    return prepare_folders(tmp_path, demo)


@pytest.fixture
def full_desk(folders: DayFolders, recorded_site: Path) -> DayFolders:
    """Everything is recorded already."""
    shutil.rmtree(folders.site)
    shutil.copytree(recorded_site, folders.site)
    return folders


def recorded(folders: DayFolders) -> tuple[int, int]:
    """How many submissions and runs there are."""
    with Service(Site(folders.site), 2019) as service:
        return len(service.ledger.submissions(2019)), len(service.ledger.runs(2019))


@pytest.mark.parametrize("field", FIELDS)
def test_any_bytes_in_any_field(full_desk: DayFolders, field: str) -> None:
    before = recorded(full_desk)
    with opened(full_desk) as session:
        session.start("县政府办")
        for key in FIELDS[field]:
            session.press(key, quiet=0.4)
        session.send_bytes(JUNK)
        session.settle(0.4)
        session.send_bytes(PASTED)
        session.settle(0.4)
        assert BUG not in session.text()
        shown = session.text()
        assert "合计[/]" in shown or "第二行" in shown or "粘贴" in shown, shown
        for _ in range(6):
            session.press("escape")
        session.press("1", quiet=0.4)
        session.wait_for("县政府办")
        assert session.process.poll() is None
        session.send("ctrl+q")
        assert session.wait_for_exit() == 0
    assert recorded(full_desk) == before


@pytest.mark.parametrize("seed", range(8))
def test_any_keys_at_any_size(full_desk: DayFolders, seed: int) -> None:
    random = Random(seed)
    with opened(full_desk) as session:
        session.start("县政府办")
        done: list[str] = []
        for _ in range(120):
            if random.random() < 0.2:
                size = random.choice(SIZES)
                session.resize(*size)
                done.append(f"{size[0]}x{size[1]}")
            else:
                done.append(random.choice(KEYS))
                session.send(done[-1])
            if random.random() < 0.3:
                session.settle(0.1)
                assert BUG not in session.text(), (done[-12:], session.text())
            assert session.process.poll() is None, done
        session.resize(120, 40)
        session.settle(0.6)
        for _ in range(12):
            session.press("escape", quiet=0.1)
        session.press("ctrl+p", quiet=0.5)
        session.press("escape", quiet=0.3)
        session.press("1", quiet=0.5)
        session.press("ctrl+l", quiet=0.5)
        assert BUG not in session.text(), (done, session.text())
        session.wait_for("县政府办")
        assert "总览" in session.text()


def test_a_lost_line_ends_the_program_and_the_next_session_goes_on(full_desk: DayFolders) -> None:
    with opened(full_desk) as session:
        session.start("县政府办")
        session.press("2", quiet=0.5)
        session.press("down", "down", "right")
        session.idle(2)
        where = session.text()
        session.hang_up()
        assert session.wait_for_exit() != 0
    with opened(full_desk) as session:
        session.start("接着")
        session.press("enter", quiet=0.6)
        session.wait_for("[得分]")
        assert [each for each in session.text().splitlines() if each.startswith(">")] == [
            each for each in where.splitlines() if each.startswith(">")
        ]


def test_a_line_lost_while_files_are_taken_in_keeps_what_was_recorded(folders: DayFolders) -> None:
    with opened(folders) as session:
        session.start("没有报")
        session.press("5", quiet=0.4)
        session.press("i", quiet=0.4)
        session.press("*", quiet=0.2)
        session.send("t")
        session.wait_for("读取 示例数据")
        os.killpg(session.process.pid, signal.SIGHUP)
        session.hang_up()
        session.wait_for_exit()
    receptions, _ = recorded(folders)
    with opened(folders) as session:
        session.start("县政府办")
        assert receptions == recorded(folders)[0]


def test_a_database_locked_for_a_while_is_waited_for_or_told_of(folders: DayFolders) -> None:
    with opened(folders) as session:
        session.start("没有报")
        _choose_all(session)
        locked = sqlite3.connect(folders.site / "data" / "kaoping.db", isolation_level=None)
        locked.execute("BEGIN EXCLUSIVE")
        session.send("t")
        session.idle(10)
        assert session.process.poll() is None
        session.press("down")  # keys are answered meanwhile
        locked.execute("ROLLBACK")
        locked.close()
        end = 60
        while "收下" not in session.text() and "没有做成" not in session.text() and end:
            session.idle(1)
            end -= 1
        if "没有做成" in session.text():  # told, and done again it works
            session.press("escape", "1", quiet=0.4)
            _choose_all(session)
            session.send("t")
            session.wait_for("收下", 60)
        assert BUG not in session.text()
    assert recorded(folders)[0] == 18


def test_a_database_that_is_gone_is_told_of_and_comes_back(full_desk: DayFolders) -> None:
    file = full_desk.site / "data" / "kaoping.db"
    with opened(full_desk) as session:
        session.start("县政府办")
        file.rename(file.with_suffix(".away"))
        session.press("7", quiet=0.4)
        session.press("c", quiet=0.4)
        session.wait_for("没有做成", 30)
        assert "数据库" in session.text()
        assert not file.exists()
        session.press("escape", quiet=0.3)
        file.with_suffix(".away").rename(file)
        session.idle(3)
        session.press("escape", quiet=0.3)
        session.press("7", quiet=0.4)
        session.press("c", quiet=0.4)
        session.wait_for("没有不同", 60)


def test_two_users_record_at_once_and_both_are_kept(folders: DayFolders, tmp_path: Path) -> None:
    with opened(folders, actor="zhang") as one, opened(folders, actor="li") as other:
        for session in (one, other):
            session.start("没有报")
            _choose_all(session)
        one.send("t")
        other.send("t")
        for session in (one, other):
            session.wait_for("收下18个", 120)
            assert BUG not in session.text()
    assert recorded(folders)[0] == 36


def test_what_another_user_records_appears_without_restarting(folders: DayFolders) -> None:
    with opened(folders) as session:
        session.start("没有报")
        with Service(Site(folders.site), 2019, actor="别人") as service:
            (taken,) = service.import_files([folders.uploads / "示例数据-县税务局.xlsx"])
            assert taken.submission
        session.wait_for("县税务局.xlsx", 20)


def _choose_all(session: PtySession) -> None:
    session.press("5", quiet=0.4)
    session.press("i", quiet=0.4)
    session.press("*", quiet=0.3)


def test_a_plugin_that_hangs_costs_its_own_cells_and_keys_are_answered_meanwhile(
    full_desk: DayFolders,
) -> None:
    rule = full_desk.site / "plugins" / "grid" / "rules" / "auto_score.py"
    before = "        norms = self._norms(values)\n        kept"
    text = rule.read_text(encoding="utf-8")
    assert text.count(before) == 1
    rule.write_text(text.replace(before, f"        while True: pass\n{before}"), encoding="utf-8")
    (full_desk.site / "config" / "site.toml").write_text("[plugins]\nseconds = 3\n", encoding="utf-8")
    with opened(full_desk) as session:
        session.start("县政府办")
        session.press("7", quiet=0.4)
        session.send("a")
        session.idle(1)
        session.press("down")
        session.wait_for("记录汇总", 60)
        assert (
            "县网格管理服务中心" in session.text() or "grid" in session.text()
        )  # what stands in the way of a final result
        for _ in range(
            60
        ):  # data that change meanwhile, as the plugin has, are shown first and asked about again
            if "已记录：第2次汇总（暂定）" in session.text():
                break
            if "确定吗" in session.text() or "记录汇总" in session.text():
                session.press("enter", quiet=0.3)
            session.idle(1)
        assert "已记录：第2次汇总（暂定）" in session.text(), session.text()
        assert BUG not in session.text()
    assert recorded(full_desk)[1] == 2
