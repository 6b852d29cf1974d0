"""Pages on disk: written whole, read one at a time without other modules of the core.

A folder holds one folder for each recorded state and a file that names the newest. A reader never sees
half a state: the file is replaced last, and a state that may still be read is left for a while.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from kaoping_core import __version__
from kaoping_core.pages.page_names import APPRAISAL, FORMAT, INITIALS, NAMES, OVERVIEW, group_page_name
from kaoping_core.pages.schema import (
    AppraisalPage,
    EvaluatorPage,
    GroupPage,
    InitialsPage,
    NamesPage,
    OverviewPage,
    Page,
    UnitPage,
)

MADE_BY = f"{__version__} {FORMAT}"
"""First line of a stamp: pages of another version or format are not read."""
CURRENT = "current"
STAMP = "stamp"
"""Says which version of the program made the pages, and what the data looked like from outside: see :mod:`.stamp`."""
MAX_STATES = 3
"""States that are kept, the newest among them."""


def pages_folder(data: Path, year: int | str, database: str = "") -> Path:
    """Return the folder of a year's pages under ``data``; a database elsewhere has its own."""
    other = f"-{hashlib.sha256(database.encode()).hexdigest()[:12]}" if database else ""
    return data / "pages" / f"{year}{other}"


def write_pages(folder: Path, pages: Iterable[tuple[str, Page]], stamp: str = "") -> str:
    """Write the pages of a state and return its name.

    Args:
        folder: for the pages of one site, year and database.
        pages: by name.
        stamp: of the data, taken before they were read.

    Raises:
        OSError: when they cannot be written; the newest state before stays as it was.
    """
    folder.mkdir(parents=True, exist_ok=True)
    state = _new_state(folder)
    try:
        for page, data in pages:
            text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
            (state / f"{page}.json").write_text(text, encoding="utf-8")
        (state / STAMP).write_text(f"{MADE_BY}\n{stamp}", encoding="ascii")
        pointer = folder / f".{CURRENT}.{os.getpid()}"
        pointer.write_text(state.name, encoding="ascii")
        pointer.replace(folder / CURRENT)
    except BaseException:
        shutil.rmtree(state, ignore_errors=True)
        raise
    for old in _states(folder)[:-MAX_STATES]:
        shutil.rmtree(folder / old, ignore_errors=True)
    return state.name


def _states(folder: Path) -> list[str]:
    return sorted((path.name for path in folder.iterdir() if path.is_dir()), key=int)


def _new_state(folder: Path) -> Path:
    """Create a folder whose name sorts after all others; safe when another process does the same."""
    number = max(map(int, _states(folder)), default=0)
    while True:
        number += 1
        with contextlib.suppress(FileExistsError):
            (folder / str(number)).mkdir()
            return folder / str(number)


class PageReader:
    """Reads pages of one state until it is told to look for a newer one.

    Pages that another version of the program has made are not read: they may say other things than are asked for.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.state = ""
        """Name of the state that is read; empty when there is none."""
        self.stamp = ""
        """Change stamp of the data that the pages were made of; empty where none was recorded."""
        self._refused = ""
        self.refresh()

    def refresh(self) -> bool:
        """Switch to the newest state; return whether it is another."""
        try:
            newest = (self._folder / CURRENT).read_text(encoding="ascii").strip()
        except OSError:
            newest = ""
        stamp = self._stamp(newest)
        if stamp is None or newest == self._refused:
            newest = stamp = ""
        changed = newest != self.state
        self.state, self.stamp = newest, stamp
        return changed

    def discard_current(self) -> None:
        """Stop reading this state, which cannot be shown, until there is a newer one."""
        self._refused, self.state, self.stamp = self.state, "", ""

    def _stamp(self, state: str) -> str | None:
        """Return the stamp of a state; None when it is missing or made by another version."""
        try:
            made_by, _, stamp = (self._folder / state / STAMP).read_text(encoding="ascii").partition("\n")
        except (OSError, ValueError):
            return None
        return stamp if made_by == MADE_BY else None

    def page(self, name: str) -> dict[str, Any] | None:
        """Return a page; None when it is missing or its state was removed."""
        if not self.state:
            return None
        try:
            text = (self._folder / self.state / f"{name}.json").read_text(encoding="utf-8")
            read: dict[str, Any] = json.loads(text)
        except (OSError, ValueError):
            return None
        return read

    def overview(self) -> OverviewPage | None:
        """The overview, which names the pages of units and evaluators."""
        return cast("OverviewPage | None", self.page(OVERVIEW))

    def names(self) -> NamesPage | None:
        """Everything that can be jumped to."""
        return cast("NamesPage | None", self.page(NAMES))

    def initials(self) -> InitialsPage | None:
        """Pinyin initials, by text."""
        return self.page(INITIALS)

    def appraisal(self) -> AppraisalPage | None:
        """All indicators with quotas."""
        return cast("AppraisalPage | None", self.page(APPRAISAL))

    def group(self, group: str) -> GroupPage | None:
        """The page of a group, by its id."""
        return cast("GroupPage | None", self.page(group_page_name(group)))

    def unit(self, page: str) -> UnitPage | None:
        """The page of a unit, by the name that the overview gives (``pages``)."""
        return cast("UnitPage | None", self.page(page))

    def evaluator(self, page: str) -> EvaluatorPage | None:
        """The page of an evaluator, by the name that the overview gives (``evaluator_pages``)."""
        return cast("EvaluatorPage | None", self.page(page))
