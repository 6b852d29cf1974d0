"""Session: site and year, terminal, user state and task history of one login."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from attrs import define, field

from kaoping_core.pages.schema import InitialsPage, OverviewPage
from kaoping_core.reports.pages.store import PageReader, pages_folder
from tui.cell_text import ASCII_GLYPHS, UNICODE_GLYPHS, Glyphs
from tui.session.import_results import FileResult
from tui.session.user_state import UserState, user_state_file
from tui.tasks.history import TaskHistory
from tui.terminal.capabilities import TerminalCapabilities

_BETWEEN_NAMES = re.compile(r"[\s：（）“”〔〕、，；]+")


def uploads_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder of the user's files: ``$KAOPING_UPLOADS``, else the home folder."""
    named = environment.get("KAOPING_UPLOADS")
    return Path(named) if named else Path.home()


@define(slots=False)
class Session:
    """One user at one site and one year."""

    site: Path
    year: str
    database: str
    """URL of the ledger; empty is the site's own."""
    actor: str
    terminal: TerminalCapabilities = field(factory=lambda: TerminalCapabilities("utf-8", False))
    few_colours: bool = False
    """Whether the terminal has only 16."""
    uploads: Path = field(factory=Path.home)
    """Where the user's files come to."""
    keys: Mapping[str, str] = field(factory=dict)
    """Other keys for actions, by the actions' ids."""
    config_warnings: tuple[str, ...] = ()
    """What is wrong with the user's own settings, to be told once."""
    rejected_files: dict[str, FileResult] = field(factory=dict)
    """Rejected files that were not imported since, by path, newest last."""
    task_history: TaskHistory = field(factory=TaskHistory)
    """Tasks of this login."""
    _initials: tuple[str, InitialsPage] | None = field(default=None, init=False)
    """State of the pages and its pinyin initials, loaded at the first search."""

    @cached_property
    def pages(self) -> PageReader:
        """Reader of the newest pages."""
        return PageReader(self.pages_folder)

    @property
    def pages_folder(self) -> Path:
        """Folder of the pages."""
        return pages_folder(self.site / "data", self.year, self.database)

    @cached_property
    def user_state(self) -> UserState:
        """Stored choices of this user."""
        return UserState(user_state_file(self.site, self.actor))

    @property
    def glyphs(self) -> Glyphs:
        """Glyphs that this terminal can draw."""
        return UNICODE_GLYPHS if self.terminal.supports_box_drawing else ASCII_GLYPHS

    # Any: pages are read as JSON; callers cast them to their types of kaoping_core.pages.schema.
    def page(self, name: str) -> Mapping[str, Any]:
        """Return a page of the newest state; empty while there is none."""
        return self.pages.page(name) or {}

    @property
    def overview(self) -> OverviewPage:
        """Return the overview page, which names the others; empty while there is none."""
        return cast("OverviewPage", self.page("overview"))

    def initials(self, text: str) -> str:
        """Return the pinyin initials of a text, those of its parts separated by commas.

        Empty for a text of which the pages know nothing.
        """
        if self._initials is None or self._initials[0] != self.pages.state:
            self._initials = (self.pages.state, self.pages.initials() or {})
        known = self._initials[1]
        parts = [text] if text in known else _BETWEEN_NAMES.split(text)
        return ",".join(str(known[part]) for part in parts if part in known)
