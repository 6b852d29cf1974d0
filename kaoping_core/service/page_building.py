"""Use cases of screens: evaluators' status and page data of the newest recorded state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from kaoping_core.pages.schema import Page
from kaoping_core.reports import evaluator_status
from kaoping_core.reports.evaluator_status import EvaluatorStatus
from kaoping_core.service.assembling import preview
from kaoping_core.service.open_site import OpenSite


def evaluator_statuses(opened: OpenSite) -> list[EvaluatorStatus]:
    """Return the status of every evaluator, in the scheme's order."""
    result = preview(opened, None)
    return evaluator_status.evaluator_statuses(opened.scheme, result, opened.deliveries(), opened.today())


def build_pages(opened: OpenSite, initials: Mapping[str, str] | None = None) -> Iterator[tuple[str, Page]]:
    """Yield every page of the newest recorded state, by name: see :mod:`kaoping_core.reports.pages.build`.

    ``initials`` of names that are known already need not be made anew.
    """
    from kaoping_core.reports.pages import build

    result, year, today = preview(opened, None), opened.scheme.year, opened.today()
    statuses = evaluator_status.evaluator_statuses(opened.scheme, result, opened.deliveries(), today)
    runs, submissions = opened.ledger.runs(year), opened.ledger.submissions(year)
    return build.build_pages(result, opened.scheme, today, statuses, runs, submissions, initials)


def publish_pages(opened: OpenSite, folder: Path | None) -> str:
    """Write every page of the newest state to the pages folder and return the state's name.

    Raises:
        OSError: when they cannot be written; the state before stays.
    """
    from kaoping_core.reports.pages.change_stamp import change_stamp
    from kaoping_core.reports.pages.publish import publish
    from kaoping_core.reports.pages.store import pages_folder

    _ = opened.ledger  # makes the database where there is none yet, which is no news
    database = "" if opened.database == opened.site.database else opened.database
    year = str(opened.scheme.year)
    stamp = change_stamp(opened.site.root, year, database, opened.today().isoformat())
    return publish(
        folder or pages_folder(opened.site.data, year, database), stamp, partial(build_pages, opened)
    )
