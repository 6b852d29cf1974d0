"""The ledger's tables. Rows are added and never changed; SQLite refuses anything else by triggers."""

from __future__ import annotations

from sqlalchemy import (
    DDL,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    event,
)

metadata = MetaData()

documents = Table(
    "documents",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False, comment="zlib-compressed"),
    comment="Files as they came and as they were used: submissions, configuration, plugins, results",
)

submissions = Table(
    "submissions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("year", Integer, nullable=False),
    Column("evaluator", Text, nullable=False),
    Column("layer", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("sha256", ForeignKey("documents.sha256"), nullable=False),
    Column("received_at", Text, nullable=False, comment="UTC, ISO 8601"),
    Column("signed_by", Text),
    Column("signed_on", Text),
    Column("sealed", Boolean, nullable=False),
    Column("actor", Text, nullable=False, comment="user who took it in"),
    comment="One file taken in, whole",
)

entries = Table(
    "entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("submission", ForeignKey("submissions.id"), nullable=False),
    Column("year", Integer, nullable=False),
    Column("indicator", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("layer", Text, nullable=False),
    Column("carried", Boolean, nullable=False),
    Column("reported", Text, nullable=False, comment="values, JSON with exact numbers"),
    Column("note", Text, nullable=False),
    Column("evidence", Text, nullable=False, comment="JSON"),
    Column("place", Text, nullable=False),
    Column("places", Text, nullable=False, comment="JSON"),
    Index("entries_of_cell", "year", "indicator", "unit", "layer"),
    comment="Revisions of cells; the latest of a cell and layer counts",
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("year", Integer, nullable=False),
    Column("run", Text, nullable=False, comment="fingerprint of everything that went in"),
    Column("recorded_at", Text, nullable=False, comment="UTC, ISO 8601"),
    Column("provisional", Boolean, nullable=False),
    Column("actor", Text, nullable=False),
    Column("inputs", Text, nullable=False, comment="JSON: documents and entries that went in"),
    Column("result", ForeignKey("documents.sha256"), nullable=False),
    comment="Recorded assemblies",
)

for _table in metadata.sorted_tables:
    for _verb in ("UPDATE", "DELETE"):
        event.listen(
            _table,
            "after_create",
            DDL(  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
                f"CREATE TRIGGER {_table.name}_no_{_verb.lower()} BEFORE {_verb} ON {_table.name} "
                f"BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
            ).execute_if(dialect="sqlite"),
        )
