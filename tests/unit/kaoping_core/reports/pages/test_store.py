"""Pages on disk: whoever reads sees one whole state, whatever is being written meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kaoping_core.reports.pages import store
from kaoping_core.reports.pages.store import MAX_STATES, PageReader, write_pages


def test_what_was_written_is_read(tmp_path: Path) -> None:
    write_pages(tmp_path, [("overview", {"说": "话"})])
    assert PageReader(tmp_path).page("overview") == {"说": "话"}


def test_a_reader_stays_with_its_state_until_it_turns_the_page(tmp_path: Path) -> None:
    write_pages(tmp_path, [("overview", {"n": 1})])
    reader = PageReader(tmp_path)
    write_pages(tmp_path, [("overview", {"n": 2})])
    assert reader.page("overview") == {"n": 1}
    assert reader.refresh()
    assert reader.page("overview") == {"n": 2}


def test_there_is_nothing_to_read_before_anything_is_written(tmp_path: Path) -> None:
    reader = PageReader(tmp_path / "none")
    assert reader.state == ""
    assert reader.page("overview") is None


def test_a_state_that_breaks_off_is_never_seen(tmp_path: Path) -> None:
    write_pages(tmp_path, [("overview", {"n": 1})])

    def broken() -> Iterator[tuple[str, dict[str, Any]]]:
        yield "overview", {"n": 2}
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_pages(tmp_path, broken())
    assert PageReader(tmp_path).page("overview") == {"n": 1}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1", "current"]


def test_old_states_are_cleared_away(tmp_path: Path) -> None:
    for number in range(MAX_STATES + 4):
        write_pages(tmp_path, [("overview", {"n": number})])
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == MAX_STATES
    assert PageReader(tmp_path).page("overview") == {"n": MAX_STATES + 3}


def test_a_page_that_has_gone_or_is_damaged_is_none(tmp_path: Path) -> None:
    state = write_pages(tmp_path, [("overview", {})])
    reader = PageReader(tmp_path)
    assert reader.page("unit") is None
    (tmp_path / state / "overview.json").write_text("{", encoding="utf-8")
    assert reader.page("overview") is None


def test_pages_carry_the_stamp_of_the_data_that_they_were_made_of(tmp_path: Path) -> None:
    write_pages(tmp_path, [("overview", {})], "first")
    reader = PageReader(tmp_path)
    assert reader.stamp == "first"
    write_pages(tmp_path, [("overview", {})], "second")
    assert reader.stamp == "first"
    reader.refresh()
    assert reader.stamp == "second"


def test_without_pages_or_a_stamp_nothing_is_said_to_be_new(tmp_path: Path) -> None:
    assert PageReader(tmp_path / "none").stamp == ""
    state = write_pages(tmp_path, [("overview", {})], "first")
    (tmp_path / state / "stamp").unlink()
    assert PageReader(tmp_path).stamp == ""


def test_the_stamp_is_no_page(tmp_path: Path) -> None:
    write_pages(tmp_path, [], "first")
    assert PageReader(tmp_path).page("stamp") is None


def test_pages_that_another_version_of_the_program_made_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setattr(store, "MADE_BY", "0.0.1")
        write_pages(tmp_path, [("overview", {"n": 1})])
    reader = PageReader(tmp_path)
    assert (reader.state, reader.stamp, reader.page("overview")) == ("", "", None)
    write_pages(tmp_path, [("overview", {"n": 2})], "abc")
    assert reader.refresh()
    assert (reader.page("overview"), reader.stamp) == ({"n": 2}, "abc")


def test_a_refused_state_is_as_none_until_there_is_a_newer(tmp_path: Path) -> None:
    write_pages(tmp_path, [("overview", {"n": 1})], "abc")
    reader = PageReader(tmp_path)
    reader.discard_current()
    assert not reader.refresh()
    assert (reader.state, reader.stamp, reader.page("overview")) == ("", "", None)
    write_pages(tmp_path, [("overview", {"n": 2})], "abc")
    assert reader.refresh()
    assert reader.page("overview") == {"n": 2}
