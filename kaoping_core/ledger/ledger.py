"""Ledger: reads and writes submissions and runs in the database."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, create_engine, event, func, insert, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from kaoping_core import serialization
from kaoping_core.errors import StorageError, UsageError
from kaoping_core.files import describe_os_error
from kaoping_core.ledger.error_messages import BUSY_SECONDS, describe_database_error
from kaoping_core.ledger.records import EntryRevision, RunRecord, RunSummary, SubmissionRecord
from kaoping_core.ledger.tables import documents, entries, metadata, runs, submissions
from kaoping_core.model.submissions import REPORT, Delivery, Entry, Submission

COMPRESSION = 1
"""The fastest; results are written once an assembly and seldom read."""


class Ledger:
    """The database of a site."""

    def __init__(self, url: str) -> None:
        try:
            parsed = make_url(url)
            if parsed.get_backend_name() == "sqlite" and parsed.database and parsed.database != ":memory:":
                Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
            self._engine: Engine = create_engine(parsed)
        except (ArgumentError, ImportError, SQLAlchemyError) as error:
            raise StorageError(f"数据库地址不对：{error}") from None
        except OSError as error:
            raise StorageError(f"建不了数据库的文件夹：{describe_os_error(error)}") from None
        if parsed.get_backend_name() == "sqlite":
            event.listen(self._engine, "connect", _prepare_sqlite)
        with self._storage_errors():
            self._make_tables()

    def _make_tables(self) -> None:
        """Create the tables of a new database; another process may do so at the same time."""
        with self._engine.connect() as connection:
            if inspect(connection).has_table(runs.name):
                return
        with self._engine.begin() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql(
                    "BEGIN IMMEDIATE"
                )  # by itself it locks only when something is written
            if not inspect(connection).has_table(runs.name):
                metadata.create_all(connection)

    def close(self) -> None:
        """Close the connections to the database."""
        self._engine.dispose()

    @contextmanager
    def _storage_errors(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise StorageError(f"数据库读写失败：{describe_database_error(error)}") from error

    # -- submissions -----------------------------------------------------------------------------

    def record_submission(self, submission: Submission, data: bytes, actor: str, at: datetime) -> int:
        """Record a submission, whole or not at all, and return its number.

        Args:
            submission: as read.
            data: the file's own bytes.
            actor: the user who takes it in.
            at: when, with a time zone.
        """
        signed = submission.signed
        with self._storage_errors(), self._engine.begin() as connection:
            sha256 = _store(connection, data)
            number: int = connection.execute(
                insert(submissions).returning(submissions.c.id),
                {
                    "year": submission.year,
                    "evaluator": submission.evaluator,
                    "layer": submission.layer,
                    "file": submission.file,
                    "sha256": sha256,
                    "received_at": _utc(at),
                    "signed_by": signed.by if signed else None,
                    "signed_on": signed.on.isoformat() if signed and signed.on else None,
                    "sealed": bool(signed and signed.sealed),
                    "actor": actor,
                },
            ).scalar_one()
            if submission.entries:
                connection.execute(
                    insert(entries),
                    [_entry_to_row(entry, number, submission.year) for entry in submission.entries],
                )
        return number

    def current_entries(self, year: int) -> list[Entry]:
        """Return the latest entry of every cell and layer."""
        latest = (
            select(func.max(entries.c.id))
            .where(entries.c.year == year)
            .group_by(entries.c.indicator, entries.c.unit, entries.c.layer)
        )
        columns = (
            entries.c.indicator,
            entries.c.unit,
            entries.c.reported,
            entries.c.carried,
            entries.c.note,
            entries.c.evidence,
            entries.c.place,
            entries.c.places,
            entries.c.layer,
        )
        with self._storage_errors(), self._engine.connect() as connection:
            rows = connection.execute(select(*columns).where(entries.c.id.in_(latest)))
            return [_row_to_entry(*row) for row in rows]

    def revisions(self, year: int, indicator: str, unit: str) -> list[EntryRevision]:
        """Return everything ever reported on a cell, oldest first."""
        query = (
            select(entries, submissions.c.received_at, submissions.c.file, submissions.c.evaluator)
            .join_from(entries, submissions, entries.c.submission == submissions.c.id)
            .where(entries.c.year == year, entries.c.indicator == indicator, entries.c.unit == unit)
            .order_by(entries.c.id)
        )
        with self._storage_errors(), self._engine.connect() as connection:
            return [
                EntryRevision(
                    _row_to_entry(
                        row.indicator, row.unit, row.reported, row.carried, row.note,
                        row.evidence, row.place, row.places, row.layer,
                    ),
                    datetime.fromisoformat(row.received_at),
                    row.file,
                    row.evaluator,
                )
                for row in connection.execute(query)
            ]  # fmt: skip

    def deliveries(self, year: int, time_zone: str) -> list[Delivery]:
        """Return how the reports came in that have a current entry.

        A file that a plugin reads is no report: it is not signed, and it may come at any time.
        """
        latest = (
            select(func.max(entries.c.id))
            .where(entries.c.year == year)
            .group_by(entries.c.indicator, entries.c.unit, entries.c.layer)
        )
        counting = select(entries.c.submission).where(entries.c.id.in_(latest))
        reports = select(submissions).where(submissions.c.layer == REPORT)
        query = reports.where(submissions.c.id.in_(counting)).order_by(submissions.c.id)
        zone = ZoneInfo(time_zone)
        with self._storage_errors(), self._engine.connect() as connection:
            return [
                Delivery(
                    row.evaluator,
                    date.fromisoformat(row.signed_on)
                    if row.signed_on
                    else datetime.fromisoformat(row.received_at).astimezone(zone).date(),
                    bool(row.signed_on and row.sealed),
                    row.file,
                )
                for row in connection.execute(query)
            ]

    def submissions(self, year: int, evaluator: str = "") -> list[SubmissionRecord]:
        """Return all submissions ever imported, of one evaluator or of all, oldest first."""
        counts = (
            select(entries.c.submission, func.count().label("entries"))
            .where(entries.c.year == year)
            .group_by(entries.c.submission)
            .subquery()
        )
        query = (
            select(submissions, counts.c.entries)
            .join_from(submissions, counts, counts.c.submission == submissions.c.id, isouter=True)
            .where(submissions.c.year == year)
            .order_by(submissions.c.id)
        )
        if evaluator:
            query = query.where(submissions.c.evaluator == evaluator)
        with self._storage_errors(), self._engine.connect() as connection:
            return [
                SubmissionRecord(
                    row.id,
                    row.evaluator,
                    row.layer,
                    row.file,
                    datetime.fromisoformat(row.received_at),
                    row.actor,
                    date.fromisoformat(row.signed_on) if row.signed_on else None,
                    row.sealed,
                    row.entries or 0,
                    row.signed_by or "",
                )
                for row in connection.execute(query)
            ]

    # -- runs ------------------------------------------------------------------------------------

    def record_run(
        self,
        run: str,
        year: int,
        result: bytes,
        inputs: Mapping[str, bytes],
        *,
        provisional: bool,
        actor: str,
        at: datetime,
    ) -> int:
        """Record an assembly with everything needed to repeat it, and return its number."""
        with self._storage_errors(), self._engine.begin() as connection:
            kept = _store_all(connection, {**inputs, "result": result})
            number: int = connection.execute(
                insert(runs).returning(runs.c.id),
                {
                    "year": year,
                    "run": run,
                    "recorded_at": _utc(at),
                    "provisional": provisional,
                    "actor": actor,
                    "inputs": json.dumps({name: kept[name] for name in inputs}, ensure_ascii=False),
                    "result": kept["result"],
                },
            ).scalar_one()
        return number

    def runs(self, year: int) -> list[RunSummary]:
        """Return the recorded assemblies, oldest first."""
        columns = runs.c.id, runs.c.run, runs.c.recorded_at, runs.c.provisional, runs.c.actor
        query = select(*columns).where(runs.c.year == year).order_by(runs.c.id)
        with self._storage_errors(), self._engine.connect() as connection:
            return [
                RunSummary(
                    row.id, row.run, datetime.fromisoformat(row.recorded_at), row.provisional, row.actor
                )
                for row in connection.execute(query)
            ]

    def run(self, name: str) -> RunRecord:
        """Return a recorded assembly by its number or the beginning of its fingerprint; of several, the latest.

        Raises:
            UsageError: when there is none, or the beginning fits several different runs.
        """
        query = select(runs)
        if name.isdecimal() and len(name) < 9:
            query = query.where((runs.c.id == int(name)) | runs.c.run.startswith(name, autoescape=True))
        else:
            query = query.where(runs.c.run.startswith(name, autoescape=True))
        with self._storage_errors(), self._engine.connect() as connection:
            found = connection.execute(query.order_by(runs.c.id)).all()
            exact = [row for row in found if str(row.id) == name]
            rows = exact or found
            if not rows:
                raise UsageError(f"没有汇总记录“{name}”（用 kaoping status 看有哪些）")
            if len({row.run for row in rows}) > 1:
                raise UsageError(f"“{name}”对应几次汇总：" + "、".join(row.run for row in rows))
            row = rows[-1]
            return RunRecord(
                row.id,
                row.year,
                row.run,
                datetime.fromisoformat(row.recorded_at),
                row.provisional,
                row.actor,
                json.loads(row.inputs),
                _load(connection, [row.result])[row.result],
            )

    def documents(self, wanted: Iterable[str]) -> Mapping[str, bytes]:
        """Return stored files by SHA-256."""
        with self._storage_errors(), self._engine.connect() as connection:
            return _load(connection, list(wanted))


def _prepare_sqlite(connection: DBAPIConnection, _: object) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _store(connection: Connection, data: bytes) -> str:
    return _store_all(connection, {"": data})[""]


def _store_all(connection: Connection, files: Mapping[str, bytes]) -> dict[str, str]:
    """Store files by content; return their SHA-256 by name."""
    named = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    known = set(
        connection.execute(
            select(documents.c.sha256).where(documents.c.sha256.in_(list(set(named.values()))))
        ).scalars()
    )
    new = {sha256: files[name] for name, sha256 in named.items() if sha256 not in known}
    if new:
        rows = [
            {"sha256": sha256, "content": zlib.compress(data, COMPRESSION)} for sha256, data in new.items()
        ]
        # another process may store the same content at this moment
        insert_into = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
        connection.execute(insert_into(documents).on_conflict_do_nothing(), rows)
    return named


def _load(connection: Connection, wanted: Sequence[str]) -> dict[str, bytes]:
    rows = connection.execute(select(documents).where(documents.c.sha256.in_(wanted)))
    return {row.sha256: zlib.decompress(row.content) for row in rows}


def _entry_to_row(entry: Entry, submission: int, year: int) -> dict[str, object]:
    return {
        "submission": submission,
        "year": year,
        "indicator": entry.indicator,
        "unit": entry.unit,
        "layer": entry.layer,
        "carried": entry.carried,
        "reported": json.dumps(serialization.to_json(entry.values), ensure_ascii=False),
        "note": entry.note,
        "evidence": json.dumps(list(entry.evidence), ensure_ascii=False),
        "place": entry.place,
        "places": json.dumps(dict(entry.places), ensure_ascii=False),
    }


def _row_to_entry(
    indicator: str,
    unit: str,
    reported: str,
    carried: bool,
    note: str,
    evidence: str,
    place: str,
    places: str,
    layer: str,
) -> Entry:
    return Entry(
        indicator,
        unit,
        serialization.values_from_json(json.loads(reported)),
        carried,
        note,
        tuple(json.loads(evidence)) if evidence != "[]" else (),
        place,
        json.loads(places) if places != "{}" else {},
        layer,
    )
