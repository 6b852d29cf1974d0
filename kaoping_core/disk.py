"""Files that are there whole or not at all."""

from __future__ import annotations

import contextlib
from pathlib import Path

from kaoping_core.errors import StorageError


def write_whole(path: Path, data: bytes) -> None:
    """Write a file; one that stood there before stays as it was when that fails.

    Raises:
        StorageError: when it cannot be written.
    """
    partial = path.with_name(f".{path.name}.part")
    try:
        partial.write_bytes(data)
        partial.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise StorageError(f"写不了 {path}：{error.strerror}") from None
