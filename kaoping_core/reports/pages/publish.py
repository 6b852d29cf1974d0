"""Publishes the pages of the newest state with their change stamp."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from kaoping_core.pages.schema import Page
from kaoping_core.reports.pages.search_names import known_initials
from kaoping_core.reports.pages.store import PageReader, write_pages

Pages = Iterable[tuple[str, Page]]


def publish(folder: Path, stamp: str, pages: Callable[[Mapping[str, str]], Pages]) -> str:
    """Write the pages and return the state's name.

    Args:
        folder: for the pages of one site, year and database.
        stamp: of the data, taken before they are read and never after.
        pages: makes them, given the initials of names that are known already.

    Raises:
        OSError: when they cannot be written; the state before stays.
    """
    before = PageReader(folder)
    known = known_initials(before.names(), before.initials())
    return write_pages(folder, pages(known), stamp)
