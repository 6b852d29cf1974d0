"""Watcher of recorded changes: compares file stamps, without a query to the database."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from kaoping_core.reports.pages.change_stamp import change_stamp
from tui.session.session import Session


class PageWatcher:
    """Compares the change stamp of the pages with that of the data."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._asked = ""
        """The stamp for which pages were asked for; a state that cannot be read is asked for once."""
        self._before = ""
        self._zone = ""

    def is_stale(self) -> bool:
        """Whether the pages are out of date; True once for each change.

        Not at the first look: who has recorded something most often makes the pages too, and others need only
        wait for them. Where there are none yet, there is nothing to wait for.
        """
        session = self._session
        stamp = change_stamp(session.site, session.year, session.database, self._today())
        before, self._before = self._before, stamp
        if stamp in {session.pages.stamp, self._asked} or (session.pages.state and stamp != before):
            return False
        self._asked = stamp
        return True

    def _today(self) -> str:
        """Return today's date in the county's time zone, by which deadlines count."""
        self._zone = self._zone or self._session.overview.get("time_zone") or ""
        now = datetime.now().astimezone()
        if self._zone:
            from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

            with suppress(
                ZoneInfoNotFoundError, ValueError
            ):  # a wrong day makes pages twice, and no more than that
                now = now.astimezone(ZoneInfo(self._zone))
        return now.date().isoformat()
