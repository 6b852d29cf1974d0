"""Directory listing and typed paths. Knows no widget."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from attrs import frozen

from kaoping_core.file_types import IMPORTABLE_SUFFIXES
from kaoping_core.files import decode_file_name, describe_os_error
from tui.cell_text import sanitise

_QUOTES = "\"'“”‘’"
_KILOBYTE = 1024


@frozen
class DirectoryEntry:
    """An entry of a folder."""

    name: str
    """As the system has it: it may hold anything."""
    path: str
    is_folder: bool = False
    size: int = 0
    """Bytes."""
    modified: int = 0
    """When, in nanoseconds."""
    error: str = ""
    """Why it cannot be read; empty when it can, or when that was not tried."""

    @property
    def display_name(self) -> str:
        """The name as displayable text."""
        return sanitise(decode_file_name(Path(self.name)))

    @property
    def is_offered(self) -> bool:
        """Whether the file can be imported, by its suffix."""
        return not self.is_folder and os.path.splitext(self.name)[1].lower() in IMPORTABLE_SUFFIXES


def list_directory(folder: Path) -> tuple[DirectoryEntry, ...]:
    """List a folder without hidden files and lock files of office programs.

    Folders first, each kind newest first.

    Raises:
        OSError: when the folder cannot be read.
    """
    with os.scandir(folder) as entries:
        found = [_read_entry(entry) for entry in entries if not entry.name.startswith((".", "~$"))]
    return tuple(sorted(found, key=lambda entry: (not entry.is_folder, -entry.modified, entry.name)))


def _read_entry(entry: os.DirEntry[str]) -> DirectoryEntry:
    try:
        looks = entry.stat()
    except OSError as error:
        return DirectoryEntry(entry.name, entry.path, error=describe_os_error(error))
    if stat.S_ISDIR(looks.st_mode):
        return DirectoryEntry(entry.name, entry.path, is_folder=True, modified=looks.st_mtime_ns)
    if not stat.S_ISREG(looks.st_mode):
        return DirectoryEntry(entry.name, entry.path, modified=looks.st_mtime_ns, error="不是文件")
    wrong = "" if os.access(entry.path, os.R_OK) else describe_os_error(OSError(errno.EACCES, ""))
    return DirectoryEntry(entry.name, entry.path, size=looks.st_size, modified=looks.st_mtime_ns, error=wrong)


def resolve_typed_path(text: str, folder: Path) -> Path:
    """Resolve a typed or pasted path, quoted or not, relative to the folder."""
    bare = text.strip().strip(_QUOTES)
    return Path(os.path.normpath(folder / os.path.expanduser(bare)))


def complete_path(text: str, folder: Path) -> tuple[str, tuple[str, ...]]:
    """Complete a typed path as far as it is unambiguous; return it with the candidate names.

    Names with characters that cannot be typed are left out.
    """
    before, name = os.path.split(text.lstrip(_QUOTES))
    inside = resolve_typed_path(before, folder) if before else folder
    if text.strip() == "~":
        return "~/", ()
    fitting = [
        entry
        for entry in _completable(inside)
        if entry.name.startswith(name) and (name or entry.is_offered or entry.is_folder)
    ]
    if not fitting:
        return text, ()
    common = os.path.commonprefix([entry.name for entry in fitting])  # noqa: RUF071 - letters, not folders
    if len(fitting) == 1:
        return os.path.join(before, common) + ("/" if fitting[0].is_folder else ""), ()
    return os.path.join(before, common), tuple(entry.name for entry in fitting)


def _completable(folder: Path) -> Iterator[DirectoryEntry]:
    try:
        found = list_directory(folder)
    except OSError:
        return
    yield from sorted(
        (entry for entry in found if sanitise(entry.name) == entry.name), key=lambda entry: entry.name
    )


def nearest_existing(folder: Path) -> Path:
    """Return the folder, or its nearest existing parent."""
    return next((path for path in (folder, *folder.parents) if path.is_dir()), Path(folder.anchor))


def format_size(size: int) -> str:
    """Format a size in bytes, rounded up."""
    if size < _KILOBYTE:
        return f"{size} B"
    kilobytes = -(-size // _KILOBYTE)
    if kilobytes < _KILOBYTE:
        return f"{kilobytes} KB"
    tenths = -(-size * 10 // _KILOBYTE**2)
    return f"{tenths // 10}.{tenths % 10} MB"


def format_time(nanoseconds: int) -> str:
    """Format a time in the local zone, to the minute."""
    moment = datetime.fromtimestamp(nanoseconds // 10**9).astimezone()
    return f"{moment:%Y-%m-%d %H:%M}"
