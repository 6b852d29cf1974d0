"""Where cases are: a CSV file that DuckDB reads in this process, or a table of any database."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

from kaoping_core.api import FileRejectedError, Problem

from .columns import positions
from .opening import OpenedCaseFile, reject
from .query import ROW, Ask

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis import BaseBackend

T = TypeVar("T")
MEMORY = "512MB"
"""What DuckDB may take; it goes on on disk beyond that."""
MAX_THREADS = 4
LONGEST_ROW = 1024 * 1024
"""Bytes of a row of a CSV file."""
MAX_REJECTED = 1_000
"""Rows of which it is remembered why they could not be read."""
NO_NULL = "\N{REPLACEMENT CHARACTER}" * 3
"""What stands for no value in a CSV file: nothing does, an empty cell is an empty text."""
_CSV = f"""
CREATE TEMP {{kind}} cases AS SELECT * FROM read_csv(
  {{path}}, columns = {{columns}}, auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
  nullstr = '{NO_NULL}', max_line_size = {LONGEST_ROW}, store_rejects = true, rejects_limit = {MAX_REJECTED})
"""
_NUMBERED = f"CREATE TEMP VIEW numbered AS SELECT *, {{place}} AS {ROW} FROM cases"
KEPT = 160 * 1024 * 1024
"""Bytes of a file that is read into memory once; a larger one is read anew for each question."""
REJECTED = {
    "MISSING COLUMNS": ("格数比表头少", "同表头一样多的格"),
    "TOO MANY COLUMNS": ("格数比表头多", "同表头一样多的格"),
    "UNQUOTED VALUE": ("引号不成对", "内容里有引号时写成两个"),
    "LINE SIZE OVER MAXIMUM": ("太长", f"{LONGEST_ROW // 1024}KB以内"),
    "INVALID ENCODING": ("有不是UTF-8编码的字", "全部用UTF-8编码"),
    "INVALID STATE": ("引号写得不对", "内容里有引号时写成两个"),
}


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _columns(names: Sequence[str]) -> str:
    """All columns as text: what the case file says is judged by the queries, not by the CSV reader."""
    return "{" + ", ".join(f"{_quoted(name)}: 'VARCHAR'" for name in names) + "}"


class CsvTable:
    """A CSV file as a table of DuckDB's, which skips rows that it cannot read and remembers why.

    Raises:
        FileRejectedError: when columns are missing, or what reads them is not installed.
    """

    def __init__(self, opened: OpenedCaseFile, scratch: Path, file: str) -> None:
        self._file = file
        where, problems = positions(opened.header, file)
        if problems:
            raise FileRejectedError(problems)
        try:
            import ibis

            self._backend = ibis.duckdb.connect(
                threads=min(MAX_THREADS, os.cpu_count() or 1),
                memory_limit=MEMORY,
                temp_directory=str(scratch),
                autoinstall_known_extensions="false",
                autoload_known_extensions="false",
            )
        except ImportError as error:
            raise _missing_library_error(file, "file", error) from None
        names = {place: name for name, place in where.items()}
        columns = [names.get(place, f"_{place}") for place in range(len(opened.header))]
        kept = opened.path.stat().st_size <= KEPT
        kind, place = ("TABLE", "rowid") if kept else ("VIEW", "row_number() OVER () - 1")
        csv = _CSV.format(kind=kind, path=_quoted(str(opened.path)), columns=_columns(columns))
        self._attempt(lambda: self._backend.raw_sql(csv))
        self._backend.raw_sql(_NUMBERED.format(place=place))
        texts = dict.fromkeys(columns, "!string")  # said here, for asking the database takes another library
        self.table = ibis.table(texts, name="cases")
        self.numbered = ibis.table({**texts, ROW: "int64"}, name="numbered")

    def ask(self, query: ir.Table) -> list[tuple[Any, ...]]:
        """Run a query.

        Raises:
            FileRejectedError: when the file is none that can be read at all.
        """
        return self._attempt(lambda: run(self._backend, query))

    def _attempt(self, do: Callable[[], T]) -> T:
        import duckdb

        try:
            return do()
        except duckdb.Error as error:
            reject(self._file, f"CSV读不了：{_first_line(error)}", "平台导出的案件表")

    def unreadable(self) -> dict[int, Problem]:
        """Rows that the last queries had to skip, by their number in the file."""
        skipped = self._backend.raw_sql(
            "SELECT line, min(error_type::VARCHAR) FROM reject_errors GROUP BY line ORDER BY line"
        ).fetchall()
        return {line: self._told(line, kind) for line, kind in skipped}

    def _told(self, line: int, kind: str) -> Problem:
        message, expected = REJECTED.get(kind, (f"读不懂（{kind}）", "平台导出的案件表"))
        return Problem(f"{self._file}: 第{line}行", f"这一行{message}", expected)


def run(backend: BaseBackend, query: ir.Table) -> list[tuple[Any, ...]]:
    """The rows of a query; from DuckDB without the detour over another library's tables."""
    if backend.name == "duckdb":
        found: list[tuple[Any, ...]] = backend.raw_sql(backend.compile(query)).fetchall()
        return found
    arrow = query.to_pyarrow()
    columns = [column.to_pylist() for column in arrow.columns]
    return list(zip(*columns, strict=True))


@contextmanager
def open_table(connection: str, name: str, shown: str) -> Iterator[tuple[ir.Table, Ask]]:
    """A table of a database, its columns under the names of the query, and how to run one.

    Raises:
        FileRejectedError: when it cannot be reached or lacks columns.
    """
    try:
        backend = _connect(connection)
    except ImportError as error:
        raise _missing_library_error(shown, urlsplit(connection).scheme, error) from None
    except Exception as error:  # each database has errors of its own
        reject(
            shown, f"连不上数据库：{_without_secrets(error, connection)}", "site.toml 里 connection 的写法"
        )
    try:
        try:
            table = backend.table(name)
        except Exception as error:  # likewise
            reject(
                shown, f"没有表 {name}：{_without_secrets(error, connection)}", "site.toml 里 table 的写法"
            )
        where, problems = positions(table.columns, shown)
        if problems:
            raise FileRejectedError(problems)
        own = table.select(**{key: table[table.columns[place]] for key, place in where.items()})

        def ask(query: ir.Table) -> list[tuple[Any, ...]]:
            try:
                return run(backend, query)
            except Exception as error:  # likewise
                reject(shown, f"数据库查询失败：{_without_secrets(error, connection)}")

        yield own, ask
    finally:
        backend.disconnect()


def _connect(connection: str) -> BaseBackend:
    """Connect to a database.

    Ibis sets what a URL says of Spark after the session has begun, when much can no longer be set;
    so a session is begun here with all of it.
    """
    import ibis

    parts = urlsplit(connection)
    if parts.scheme != "pyspark":
        return ibis.connect(connection)
    from pyspark.sql import SparkSession

    builder = SparkSession.builder
    if parts.path.strip("/"):
        builder = builder.config("spark.sql.warehouse.dir", parts.path)
    for key, value in parse_qsl(parts.query):
        builder = builder.config(key, value)
    return ibis.pyspark.connect(builder.getOrCreate())


def _missing_library_error(name: str, scheme: str, error: ImportError) -> FileRejectedError:
    """The refusal where an optional library is not installed."""
    own = {"file": "kaoping[cases]", "duckdb": "kaoping[cases]", "pyspark": "kaoping[spark]"}
    extra = own.get(scheme, f"ibis-framework[{scheme}]")
    message = f"读案件表要用的程序库没有安装：{error.name or _first_line(error)}"
    return FileRejectedError([Problem(name, message, f'pip install "{extra}"')])


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:200]


def _without_secrets(error: Exception, connection: str) -> str:
    """What a database says, without the connection and its password."""
    text = f"{type(error).__name__} {_first_line(error)}"
    parts = urlsplit(connection)
    secrets = [connection, parts.netloc, parts.password or "", unquote(parts.password or "")]
    secrets += re.findall(r"[?&][^=]*(?:password|token|secret|key)[^=]*=([^&]+)", connection, re.IGNORECASE)
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, "***")
    return text
