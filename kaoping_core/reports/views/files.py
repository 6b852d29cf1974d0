"""Pages on disk: written whole, read one at a time by a program that has loaded nothing but this.

A folder holds one folder for each recorded state and a file that names the newest. Whoever reads never sees
half a state: the file is replaced last, and a state that somebody may still be reading is left for a while.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

CURRENT = "current"
KEPT = 3
"""States that are kept, the newest among them."""


def write_pages(folder: Path, pages: Iterable[tuple[str, Mapping[str, Any]]]) -> str:
    """Write a state's pages; its name.

    Raises:
        OSError: when they cannot be written; the newest state before stays as it was.
    """
    folder.mkdir(parents=True, exist_ok=True)
    state = _new_state(folder)
    try:
        for page, data in pages:
            text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
            (state / f"{page}.json").write_text(text, encoding="utf-8")
        pointer = folder / f".{CURRENT}.{os.getpid()}"
        pointer.write_text(state.name, encoding="ascii")
        pointer.replace(folder / CURRENT)
    except BaseException:
        shutil.rmtree(state, ignore_errors=True)
        raise
    for old in _states(folder)[:-KEPT]:
        shutil.rmtree(folder / old, ignore_errors=True)
    return state.name


def _states(folder: Path) -> list[str]:
    return sorted((path.name for path in folder.iterdir() if path.is_dir()), key=int)


def _new_state(folder: Path) -> Path:
    """A folder of a later name than all others, also while somebody else makes one."""
    number = max(map(int, _states(folder)), default=0)
    while True:
        number += 1
        with contextlib.suppress(FileExistsError):
            (folder / str(number)).mkdir()
            return folder / str(number)


class PageReader:
    """Reads the pages of the newest state; of one that it has begun with, until told to look for a newer."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.state = ""
        """Name of the state that is read; empty when there is none."""
        self.turn()

    def turn(self) -> bool:
        """Go on to the newest state; whether it is another."""
        try:
            newest = (self._folder / CURRENT).read_text(encoding="ascii").strip()
        except OSError:
            newest = ""
        changed = newest != self.state
        self.state = newest
        return changed

    def page(self, name: str) -> dict[str, Any] | None:
        """A page; None when there is none, or it has gone with a state of long ago."""
        if not self.state:
            return None
        try:
            text = (self._folder / self.state / f"{name}.json").read_text(encoding="utf-8")
            read: dict[str, Any] = json.loads(text)
        except (OSError, ValueError):
            return None
        return read
