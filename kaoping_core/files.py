"""Files that are there whole or not at all, and what they are called."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

from kaoping_core.errors import StorageError

_REASONS = {
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘配额用完了",
    errno.EFBIG: "文件太大，超过了限额",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EIO: "磁盘读写出错",
    errno.EEXIST: "已经有同名的文件或文件夹",
    errno.ENOTEMPTY: "文件夹不是空的",
    errno.ELOOP: "链接绕成了圈",
    errno.ESTALE: "网络盘断开了",
    errno.ENOTCONN: "网络盘断开了",
    errno.ETIMEDOUT: "等了太久没有回应",
    errno.EBUSY: "正被别的程序占用",
    errno.ETXTBSY: "正被别的程序占用",
    errno.EMFILE: "同时打开的文件太多",
    errno.ENFILE: "同时打开的文件太多",
    errno.ENOMEM: "内存不够",
    errno.EPIPE: "接收的程序已经结束",
    errno.EINVAL: "系统不支持这样读写",
}
"""What the system says in English, in Chinese."""


def describe_os_error(error: OSError) -> str:
    """Say in Chinese why the system could not read or write; the system's own words are English."""
    if error.errno is None:  # raised by Python code, which has said why
        return str(error)
    return _REASONS.get(error.errno) or f"系统错误{error.errno}"


def write_atomic(path: Path, data: bytes) -> None:
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
        raise StorageError(f"写不了 {path}：{describe_os_error(error)}") from None


def decode_file_name(path: Path) -> str:
    """A file's name as text.

    A name from Windows, as archives bring it, is in GB18030; such bytes are no UTF-8, and Python keeps them as
    characters that can be written nowhere.
    """
    name = path.name
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", errors="replace")
    return name
