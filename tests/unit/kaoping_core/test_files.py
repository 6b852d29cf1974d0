"""Files written whole or not at all, their names, and why the system could not."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from kaoping_core.errors import StorageError
from kaoping_core.files import decode_file_name, describe_os_error, write_atomic


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_no_reason_of_the_system_is_told_in_english(number: int) -> None:
    reason = describe_os_error(OSError(number, os.strerror(number)))
    assert os.strerror(number) not in reason
    assert not reason.isascii()


def test_a_reason_that_python_code_gave_is_kept() -> None:
    assert describe_os_error(OSError("盘拔了")) == "盘拔了"


def test_a_file_that_cannot_be_replaced_stays_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "文件夹").mkdir()
    with pytest.raises(StorageError, match="这是文件夹，不是文件"):
        write_atomic(tmp_path / "文件夹", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["文件夹"]


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "结果.json"
    for data in (b"old", b"new"):
        write_atomic(path, data)
        assert path.read_bytes() == data
    assert list(tmp_path.iterdir()) == [path]


def test_a_name_from_windows_is_decoded() -> None:
    assert decode_file_name(Path(os.fsdecode("县财政局.xlsx".encode("gb18030")))) == "县财政局.xlsx"
    assert decode_file_name(Path("县财政局.xlsx")) == "县财政局.xlsx"
