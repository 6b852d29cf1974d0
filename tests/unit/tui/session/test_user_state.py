"""What a user chose is there at the next login, whatever becomes of the session and of the file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tui.session import user_state as module
from tui.session.location import Location
from tui.session.user_state import UserState, user_state_file

HERE = Location("unit", {"unit": "沙岭镇"})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "kaoping" / "a.json"


def ended_process() -> str:
    """The name of a session of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        return module._process_identity(process.pid)


def lost(file: Path, place: Location) -> None:
    """Leave a file as a session that was killed at a place leaves it."""
    memory = UserState(file)
    memory._me = ended_process()
    memory.set_location(place)
    memory.save()


def test_what_was_chosen_is_there_the_next_time(file: Path) -> None:
    first = UserState(file)
    first.save_view_state("results.table", {"row": "沙岭镇"})
    first.seen = "2020-01-04"
    first.close()
    second = UserState(file)
    assert second.view_state("results.table") == {"row": "沙岭镇"}
    assert second.seen == "2020-01-04"
    assert second.last is None


def test_a_session_that_ended_without_saying_so_is_offered_once(file: Path) -> None:
    lost(file, HERE)
    again = UserState(file)
    assert again.last == HERE
    again.set_location(Location("overview"))
    again.save()
    again.close()
    assert UserState(file).last is None


def test_a_session_that_is_still_there_is_not_taken_for_lost(file: Path) -> None:
    other = UserState(file)
    other.set_location(HERE)
    other.save()
    assert UserState(file).last is None


def test_of_several_lost_sessions_the_last_is_offered(file: Path) -> None:
    for name in ("overview", "results", "unit"):
        lost(file, Location(name))
        kept = json.loads(file.read_text(encoding="utf-8"))
        kept["sessions"][f"0{len(kept['sessions'])} gone"] = Location(name).as_dict()
        file.write_text(json.dumps(kept), encoding="utf-8")
    assert UserState(file).last == Location("unit")


def test_two_sessions_at_once_keep_what_was_chosen_in_each(file: Path) -> None:
    one, other = UserState(file), UserState(file)
    other._me = f"{os.getppid()} other"
    for memory, what in ((one, "a"), (other, "b"), (one, "c")):
        memory.set_location(HERE)
        memory.save_view_state(what, {"row": what})
        memory.save()
    one.seen, other.seen = "2020-01-05", "2020-01-03"
    one.close()
    other.close()
    after = UserState(file)
    assert [after.view_state(what) for what in "abc"] == [{"row": what} for what in "abc"]
    assert after.seen == "2020-01-05"
    assert after.last is None


def test_nothing_is_written_when_nothing_is_new(file: Path) -> None:
    memory = UserState(file)
    memory.set_location(HERE)
    memory.save_view_state("a", {"row": "1"})
    memory.save()
    written = file.stat().st_ino
    memory.set_location(HERE)
    memory.save_view_state("a", {"row": "1"})
    memory.seen = ""
    memory.save()
    assert file.stat().st_ino == written


def test_what_could_not_be_written_is_written_later(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = UserState(file)
    memory.save_view_state("a", {"row": "1"})
    with monkeypatch.context() as full:
        full.setattr(Path, "write_text", lambda *_, **__: (_ for _ in ()).throw(OSError(28, "disk full")))
        memory.save()
    assert UserState(file).view_state("a") == {}
    memory.save()
    assert UserState(file).view_state("a") == {"row": "1"}


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "null", '{"format": "kaoping-memory/1", "open": true}',
        '{"format": "kaoping-memory/2", "choices": [], "seen": 3, "sessions": "x"}',
        '{"format": "kaoping-memory/2", "choices": {"a": 3}, "sessions": {"x": 4, "999999999 1": {"screen": 5}}}',
    ],
)  # fmt: skip
def test_a_damaged_file_costs_nothing_but_itself(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    memory = UserState(file)
    assert (memory.seen, memory.view_state("a"), memory.last) == ("", {}, None)
    memory.save_view_state("a", {"row": "1"})
    memory.set_location(HERE)
    memory.save()
    assert UserState(file).view_state("a") == {"row": "1"}


def test_users_and_sites_have_memories_of_their_own(tmp_path: Path) -> None:
    environment = {"XDG_STATE_HOME": str(tmp_path)}
    files = {
        user_state_file(Path(site), actor, environment) for site in ("/a", "/b") for actor in ("甲", "乙")
    }
    assert len(files) == 4
    assert all(file.is_relative_to(tmp_path) for file in files)
