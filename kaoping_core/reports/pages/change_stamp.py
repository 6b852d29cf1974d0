"""Change stamp of the data behind the pages, made of file times without asking the database."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

CONFIGURATION = ("config", "plugins")
EMBEDDED = "sqlite:///"
"""How the URL of an embedded database begins."""
OWN_FOLDERS = "data/kaoping.db"
"""The embedded database of a site that has no other."""
MADE_BY_RUNNING = "__pycache__"
"""Folders that change when a plugin runs and say nothing of it."""


def change_stamp(site_root: Path, year: str, database: str, today: str) -> str:
    """Return the stamp of everything that pages are made of; it changes with the data.

    It looks at names, sizes and times of files and reads none, so it may be asked for every second.

    Args:
        site_root: the site's folder.
        year: whose configuration counts; empty for all years'.
        database: URL of the ledger, empty for the site's own. Of one that is no file nothing is known.
        today: the day that deadlines are counted from.
    """
    return _hash([today, year, *_database(site_root, database), *_configured_database(site_root, year)])


def configuration_stamp(site_root: Path, year: str) -> str:
    """Return the stamp of configuration and plugins, which a running program must load again after changes."""
    return _hash(_configured_database(site_root, year))


def _hash(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode(errors="surrogateescape")).hexdigest()[:16]


def _configured_database(site_root: Path, year: str) -> Iterator[str]:
    for folder in CONFIGURATION:
        yield from sorted(_files(os.path.join(site_root, folder), folder, year))


def database_file(site_root: Path, database: str) -> Path | None:
    """Return the file of the embedded database; None where the database is not a file."""
    named = database.removeprefix(EMBEDDED).partition("?")[0]
    if named == ":memory:" or (database and not database.startswith(EMBEDDED)):
        return None
    return Path(named or os.path.join(site_root, OWN_FOLDERS))


def _database(site_root: Path, database: str) -> Iterator[str]:
    """Return the signatures of the database file and its write-ahead log."""
    path = database_file(site_root, database)
    if path is None:
        return
    for each in (path, f"{path}-wal"):
        try:
            found = os.stat(each)
        except OSError:
            yield "none"
        else:
            yield _stat_signature(found)


def _files(folder: str, name: str, year: str) -> Iterator[str]:
    """Return the signatures of files below a folder; of the configuration, the year's only."""
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name == MADE_BY_RUNNING:
            continue
        inside = f"{name}/{entry.name}"
        try:
            if entry.is_dir():
                if name != "config" or not year or entry.name == year:
                    yield from _files(entry.path, inside, year)
            else:
                yield f"{inside} {_stat_signature(entry.stat())}"
        except OSError:
            yield inside  # it went while we looked


def _stat_signature(found: os.stat_result) -> str:
    return f"{found.st_size} {found.st_mtime_ns}"
