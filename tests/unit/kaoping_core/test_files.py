"""Files are written whole or not at all, and what the system says is told in Chinese."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

import pytest

from kaoping_core.errors import StorageError
from kaoping_core.files import decode_file_name, describe_os_error, write_atomic


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_no_error_of_the_system_is_told_in_english(number: int) -> None:
    text = describe_os_error(OSError(number, os.strerror(number)))
    assert text
    assert not re.search("[A-Za-z]", text)


def test_a_file_that_cannot_be_written_stays_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "结果.json").mkdir()
    with pytest.raises(StorageError, match="写不了"):
        write_atomic(tmp_path / "结果.json", b"{}")
    assert (tmp_path / "结果.json").is_dir()
    assert [path.name for path in tmp_path.iterdir()] == ["结果.json"]


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "结果.json"
    write_atomic(target, b"1")
    write_atomic(target, b"22")
    assert target.read_bytes() == b"22"
    assert [path.name for path in tmp_path.iterdir()] == ["结果.json"]


def test_a_name_in_gb18030_is_read_as_it_was_meant() -> None:
    assert decode_file_name(Path(os.fsdecode("发改局.xlsx".encode("gb18030")))) == "发改局.xlsx"
