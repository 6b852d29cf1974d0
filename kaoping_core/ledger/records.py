"""Records that the ledger returns: runs, submissions, revisions of entries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from attrs import frozen

from kaoping_core.model.submissions import Entry


@frozen
class RunSummary:
    """A recorded assembly, without its documents."""

    number: int
    run: str
    """Fingerprint of everything that went in."""
    at: datetime
    provisional: bool
    actor: str


@frozen
class RunRecord:
    """A recorded assembly."""

    number: int
    year: int
    run: str
    recorded_at: datetime
    provisional: bool
    actor: str
    documents: Mapping[str, str]
    """SHA-256 of each file that went in, by name: ``config/…``, ``plugins/…``."""
    result: bytes
    """The result as recorded."""


@frozen
class EntryRevision:
    """What was reported on a cell at one time."""

    entry: Entry
    received_at: datetime
    file: str
    evaluator: str


@frozen
class SubmissionRecord:
    """A submission that was imported."""

    number: int
    evaluator: str
    layer: str
    file: str
    received_at: datetime
    actor: str
    signed_on: date | None
    sealed: bool
    entries: int
    """How many cells it reports on."""
    signed_by: str = ""
    """Who signed, in the submission's own words, such as 主要负责人."""
