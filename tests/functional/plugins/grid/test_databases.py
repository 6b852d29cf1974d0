"""The same cases in a database give what the file gives: DuckDB, and a real Spark session."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

from kaoping_core.errors import ConfigurationError, UsageError
from kaoping_core.host.hooks import FileRejectedError
from kaoping_core.host.host import Host
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.submissions import Submission, Value
from kaoping_core.samples.case_file import write_case_file
from kaoping_core.settings import CaseSource
from tests.support.case_files import HEADER, module, row, write
from tests.support.county_cases import ROOT

pytestmark = pytest.mark.slow

NAME = "grid.cases"
CREATE_IN_SPARK = """
import sys
from pyspark.sql import SparkSession

builder = SparkSession.builder
for key, value in (each.split("=", 1) for each in sys.argv[2:]):
    builder = builder.config(key, value)
session = builder.getOrCreate()
session.read.csv(sys.argv[1], header=True).write.saveAsTable("cases")
session.stop()
"""


def why_no_spark() -> str:
    """Why Spark cannot run here; empty when it can."""
    if find_spec("pyspark") is None:
        return "pyspark is not installed (pip install 'kaoping[spark]')"
    return "" if shutil.which("java") else "no java on the path"


@contextmanager
def host_with(scheme: Scheme, connection: str, table: str = "cases") -> Iterator[Host]:
    """The county's plugins, with a source of cases."""
    sources = {NAME: CaseSource(connection, table)}
    with Host.of(scheme, ROOT / "plugins", sources=sources) as host:
        host.raise_if_invalid()
        yield host


def values_of(submission: Submission) -> Mapping[str, Mapping[str, Value]]:
    """What a submission says of each unit, but for the places of red lights, which a database has not."""
    return {
        entry.unit: {name: value for name, value in entry.values.items() if not name.endswith(".red")}
        for entry in submission.entries
    }


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, scheme: Scheme) -> Path:
    """A sample case file."""
    path = tmp_path_factory.mktemp("sample") / "案件.csv"
    write_case_file(path, scheme, "示例", 11, 3000, "utf-8")
    return path


def duckdb_of(
    path: Path, folder: Path, query: str = "SELECT * FROM read_csv('{}', all_varchar = true)"
) -> str:
    """A database that holds a file's cases; how to connect to it."""
    import duckdb

    where = folder / "cases.duckdb"
    with duckdb.connect(str(where)) as connection:
        connection.execute("CREATE TABLE cases AS " + query.format(path))
    return f"duckdb://{where}?read_only=true"


def test_a_table_of_duckdb_gives_what_the_file_gives(
    tmp_path: Path, scheme: Scheme, host: Host, sample: Path
) -> None:
    with host_with(scheme, duckdb_of(sample, tmp_path)) as own:
        found = own.read_source(NAME)
    assert values_of(found) == values_of(host.read_file(sample))
    assert (found.file, found.layer) == (NAME, "cases")
    red = found.entries[0].values["staff.red"]
    assert isinstance(red, str)
    assert red.startswith("示例")
    assert "行" not in red
    assert found.entries[0].place == "grid.cases（表 cases）"


def test_times_of_a_database_may_be_times(tmp_path: Path, scheme: Scheme, host: Host, sample: Path) -> None:
    typed = "SELECT * FROM read_csv('{}', nullstr = '', timestampformat = '%Y-%m-%d %H:%M')"
    with host_with(scheme, duckdb_of(sample, tmp_path, typed)) as own:
        assert values_of(own.read_source(NAME)) == values_of(host.read_file(sample))


def test_a_table_may_hold_many_years_of_which_one_counts(tmp_path: Path, scheme: Scheme) -> None:
    rows = [row("A1"), row("A2", 上报时间="2018-12-31 23:59"), row("A3", 上报时间="2020-01-01 00:00")]
    with host_with(scheme, duckdb_of(write(tmp_path / "案件.csv", rows), tmp_path)) as own:
        (entry,) = own.read_source(NAME).entries
    assert entry.values["cases.all"] == 1


def test_what_is_wrong_in_a_table_is_told_with_the_case(tmp_path: Path, scheme: Scheme) -> None:
    rows = [row("A1"), row("A2", 责任单位="太平接道"), row("A3", 上报时间="昨天")]
    with (
        host_with(scheme, duckdb_of(write(tmp_path / "案件.csv", rows), tmp_path)) as own,
        pytest.raises(FileRejectedError) as refused,
    ):
        own.read_source(NAME)
    assert [str(each) for each in refused.value.problems] == [
        "grid.cases（表 cases）: 案件 A2 责任单位: 没有叫“太平接道”的单位（应为：是不是“太平街道”？）",
        "grid.cases（表 cases）: 案件 A3 上报时间: 读到“昨天”（应为：如 2019-03-01 08:15）",
    ]


@pytest.mark.parametrize(
    ("connection", "table", "message"),
    [
        pytest.param("duckdb:///no/such/folder/x.duckdb", "cases", "连不上数据库", id="no database"),
        pytest.param("duckdb://", "no_such_table", "没有表 no_such_table", id="no table"),
        pytest.param("nonsense://x", "cases", "连不上数据库", id="no such kind of database"),
    ],
)
def test_a_source_that_cannot_be_reached_is_refused_with_the_reason(
    scheme: Scheme, connection: str, table: str, message: str
) -> None:
    with host_with(scheme, connection, table) as own, pytest.raises(FileRejectedError) as refused:
        own.read_source(NAME)
    assert message in refused.value.problems[0].message


def test_passwords_come_from_the_environment_and_are_never_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, scheme: Scheme
) -> None:
    connection = f"duckdb://{tmp_path}/no/${{WHERE}}.duckdb?password=${{SECRET}}"
    assert "SECRET" not in repr(CaseSource(connection, "cases"))
    with host_with(scheme, connection) as own:
        with pytest.raises(ConfigurationError, match="WHERE、SECRET"):
            own.read_source(NAME)
        monkeypatch.setenv("WHERE", "cases")
        monkeypatch.setenv("SECRET", "open sesame")
        with pytest.raises(FileRejectedError) as refused:
            own.read_source(NAME)
    assert "sesame" not in str(refused.value.problems)


def test_a_source_that_the_settings_do_not_name_is_answered_with_the_nearest(scheme: Scheme) -> None:
    with host_with(scheme, "duckdb://") as own, pytest.raises(UsageError, match=r"grid\.cases"):
        own.read_source("grid.case")


def test_what_is_not_installed_is_said_with_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, scheme: Scheme
) -> None:
    from tests.support.case_files import reader

    path = write(tmp_path / "案件.csv", [row()])
    monkeypatch.setitem(sys.modules, "ibis", None)
    for read in (lambda: reader().read(path, scheme), lambda: reader().read_source("duckdb://", "x", scheme)):
        with pytest.raises(FileRejectedError) as refused:
            read()
        (problem,) = refused.value.problems
        assert "程序库没有安装" in problem.message
        assert problem.expected == 'pip install "kaoping[cases]"'


def test_the_question_is_the_same_for_every_database(scheme: Scheme) -> None:
    """It compiles for databases that are not here."""
    import ibis

    asked: list[str] = []
    for dialect in ("duckdb", "pyspark", "postgres", "trino", "snowflake"):

        def ask(query: ibis.Table, dialect: str = dialect) -> list[tuple[object, ...]]:
            asked.append(ibis.to_sql(query, dialect=dialect))
            return [(1, 1)]

        heading = module("case_file.columns").HEADERS
        table = ibis.table(dict.fromkeys(heading, "string"), name="cases")
        cases = module("case_file.query").Cases(table, 2019, ask, is_years_file=False)
        cases.groups()
        cases.repeated()
        cases.contradictory(5)
        cases.wrong_rows([["a"], ["b"], ["c"], ["d"]], 5)
    assert len(asked) == 20
    assert set(heading.values()) == set(HEADER)


@pytest.mark.skipif(bool(why_no_spark()), reason=why_no_spark() or "Spark is there")
def test_a_table_of_spark_gives_what_the_file_gives(
    tmp_path: Path, scheme: Scheme, host: Host, sample: Path
) -> None:
    """A local session, begun by the plugin's own process, over a table that another session has written."""
    settings = {
        "spark.master": "local[2]",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.catalogImplementation": "hive",
        "spark.driver.extraJavaOptions": f"-Dderby.system.home={tmp_path}",
        "spark.sql.warehouse.dir": str(tmp_path / "warehouse"),
        "spark.hadoop.javax.jdo.option.ConnectionURL": f"jdbc:derby:;databaseName={tmp_path}/metastore;create=true",
    }
    arguments = [f"{key}={value}" for key, value in settings.items()]
    command = [sys.executable, "-c", CREATE_IN_SPARK, str(sample), *arguments]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=500)
    with host_with(scheme, "pyspark://?" + "&".join(arguments)) as own:
        found = own.read_source(NAME)
    assert values_of(found) == values_of(host.read_file(sample))
