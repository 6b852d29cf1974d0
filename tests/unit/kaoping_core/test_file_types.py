"""One list says which files can be imported, and everything that offers files goes by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaoping_core.file_types import ANNOTATABLE_SUFFIXES, IMPORTABLE_SUFFIXES, WORKBOOK_SUFFIXES
from kaoping_core.intake.dispatch import may_need_reader
from tui.dialogs.files.directory import list_directory
from tui.plain.file_prompts import importable_files


@pytest.mark.parametrize("suffix", sorted(IMPORTABLE_SUFFIXES))
def test_the_chooser_and_the_menu_offer_the_same_files(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"发改局{suffix.upper()}"
    file.write_bytes(b"")
    (tmp_path / "说明.txt").write_bytes(b"")
    assert importable_files(tmp_path) == [file]
    assert [entry.name for entry in list_directory(tmp_path) if entry.is_offered] == [file.name]


def test_only_workbooks_are_annotated_and_only_other_files_need_a_plugin() -> None:
    assert ANNOTATABLE_SUFFIXES < WORKBOOK_SUFFIXES < IMPORTABLE_SUFFIXES
    assert [suffix for suffix in sorted(IMPORTABLE_SUFFIXES) if may_need_reader(Path(f"甲{suffix}"))] == [
        ".csv"
    ]
