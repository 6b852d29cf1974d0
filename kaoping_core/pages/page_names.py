"""Format of pages, and the names under which they are written and read."""

from __future__ import annotations

from typing import Final

FORMAT: Final = "kaoping-pages/2"
"""Format of all pages: those of another one are made anew."""

OVERVIEW: Final = "overview"
NAMES: Final = "names"
INITIALS: Final = "initials"
APPRAISAL: Final = "appraisal"


def group_page_name(group: str) -> str:
    """Return the name of a group's page."""
    return f"group-{group}"


def unit_page_name(order: int, group: str) -> str:
    """Return the name of a unit's page, by its position in the notice's list.

    Names of units are not used: they need not be valid names of files.
    """
    return f"unit-{group}-{order}"


def evaluator_page_name(order: int) -> str:
    """Return the name of an evaluator's page, by its position in the scheme's list."""
    return f"evaluator-{order}"
