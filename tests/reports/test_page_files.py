"""Pages on disk: whoever reads sees one whole state, whatever is being written meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kaoping_core.reports.views.files import KEPT, PageReader, write_pages


def test_what_was_written_is_read(tmp_path: Path) -> None:
    write_pages(tmp_path, [("desk", {"说": "话"})])
    assert PageReader(tmp_path).page("desk") == {"说": "话"}


def test_a_reader_stays_with_its_state_until_it_turns_the_page(tmp_path: Path) -> None:
    write_pages(tmp_path, [("desk", {"n": 1})])
    reader = PageReader(tmp_path)
    write_pages(tmp_path, [("desk", {"n": 2})])
    assert reader.page("desk") == {"n": 1}
    assert reader.turn()
    assert reader.page("desk") == {"n": 2}


def test_there_is_nothing_to_read_before_anything_is_written(tmp_path: Path) -> None:
    reader = PageReader(tmp_path / "none")
    assert reader.state == ""
    assert reader.page("desk") is None


def test_a_state_that_breaks_off_is_never_seen(tmp_path: Path) -> None:
    write_pages(tmp_path, [("desk", {"n": 1})])

    def broken() -> Iterator[tuple[str, dict[str, Any]]]:
        yield "desk", {"n": 2}
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_pages(tmp_path, broken())
    assert PageReader(tmp_path).page("desk") == {"n": 1}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1", "current"]


def test_old_states_are_cleared_away(tmp_path: Path) -> None:
    for number in range(KEPT + 4):
        write_pages(tmp_path, [("desk", {"n": number})])
    assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == KEPT
    assert PageReader(tmp_path).page("desk") == {"n": KEPT + 3}


def test_a_page_that_has_gone_or_is_damaged_is_none(tmp_path: Path) -> None:
    state = write_pages(tmp_path, [("desk", {})])
    reader = PageReader(tmp_path)
    assert reader.page("unit") is None
    (tmp_path / state / "desk.json").write_text("{", encoding="utf-8")
    assert reader.page("desk") is None
