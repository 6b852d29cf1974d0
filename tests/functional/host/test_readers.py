"""Readers of plugins: which reads what, what it costs when one fails, and what the site's settings say."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from kaoping_core.assembly.assemble import assemble
from kaoping_core.errors import ConfigurationError
from kaoping_core.host.hooks import FileRejectedError
from kaoping_core.host.host import Host
from kaoping_core.host.plugin_process import PluginFaultError
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Column, ColumnScores
from kaoping_core.model.submissions import Entry
from kaoping_core.settings import CaseSource, Settings, read_settings
from kaoping_core.site import Site
from tests.support.county_cases import ROOT

PRELUDE = """\
import os, time
from decimal import Decimal
from pathlib import Path
from kaoping_core.api import Entry, Problem, Reader, FileRejectedError, Submission
from .{shared} import EVALUATOR


class Levels(Reader):
    name = "levels"
    title = "水位表"
    suffixes = (".lvl",)

    def recognises(self, path):
        {recognises}

    def read(self, path, scheme):
{read}
"""
ENTRY = 'Entry("towns.river_chief", "古城子镇", {"score": Decimal("1.5")}, place=path.name)'
GOOD = f"return Submission(scheme.year, EVALUATOR, ({ENTRY},))"


@pytest.fixture
def plugins(tmp_path: Path, site: Site) -> Callable[..., Path]:
    """Gives the water bureau's plugin a reader, with a file of its own beside it."""

    def make(read: str = GOOD, recognises: str = 'return path.read_bytes().startswith(b"LVL")') -> Path:
        folder = site.plugins / "water" / "readers"
        folder.mkdir(exist_ok=True)
        (folder / "names.py").write_text('EVALUATOR = "县水利局"\n', encoding="utf-8")
        body = textwrap.indent(textwrap.dedent(read), " " * 8)
        text = PRELUDE.format(shared="names", recognises=recognises, read=body)
        (folder / "levels.py").write_text(text, encoding="utf-8")
        return site.plugins

    return make


@pytest.fixture
def levels(tmp_path: Path) -> Path:
    """A file that the reader knows."""
    path = tmp_path / "水位.lvl"
    path.write_text("LVL 3.2", encoding="utf-8")
    return path


# -- reading -------------------------------------------------------------------------------------


def test_a_file_is_read_by_the_reader_that_knows_it(
    scheme: Scheme, plugins: Callable[..., Path], levels: Path
) -> None:
    with Host.of(scheme, plugins()) as host:
        assert host.reader_for(levels) == "water.levels"
        submission = host.read_file(levels)
        assert (submission.layer, submission.file, submission.evaluator) == ("levels", "水位.lvl", "县水利局")
        (entry,) = submission.entries
        assert (entry.layer, entry.values) == ("levels", {"score": Decimal("1.5")})
        other = levels.with_name("别的.lvl")
        other.write_text("no", encoding="utf-8")
        assert host.reader_for(other) is None
        assert host.reader_for(levels.with_suffix(".txt")) is None
        with pytest.raises(FileRejectedError, match="1 problems"):
            host.read_file(other)


def test_a_readers_refusal_comes_through_with_every_problem(
    scheme: Scheme, plugins: Callable[..., Path], levels: Path
) -> None:
    read = 'raise FileRejectedError([Problem(f"{path.name}: 第2行", "太高", "3以下"), Problem(path.name, "太短")])'
    with Host.of(scheme, plugins(read)) as host, pytest.raises(FileRejectedError) as refused:
        host.read_file(levels)
    assert [str(each) for each in refused.value.problems] == [
        "水位.lvl: 第2行: 太高（应为：3以下）",
        "水位.lvl: 太短",
    ]


BREAKS = {
    "raises": ('raise RuntimeError("读不下去")', "RuntimeError: 读不下去"),
    "exits": ("raise SystemExit(3)", "sys.exit(3)"),
    "ends its process": ("os._exit(7)", "os._exit"),
    "is killed": ("os.kill(os.getpid(), 9)", "SIGKILL"),
    "hangs": ("time.sleep(60)", "超过1秒没有算完"),
    "returns something else": ("return 5", "应返回 Submission"),
    "returns a float": (
        'return Submission(2019, EVALUATOR, (Entry("towns.river_chief", "古城子镇", {"score": 1.5}),))',
        "float",
    ),
    "reports for another": (GOOD.replace("EVALUATOR", '"县财政局"'), "考核主体是“县财政局”"),
    "reports on another's indicator": (GOOD.replace("river_chief", "grid_management"), "不是它的指标"),
    "reports on another group's unit": (GOOD.replace("古城子镇", "县财政局"), "组里没有“县财政局”"),
    "reports for another year": (GOOD.replace("scheme.year", "2018"), "年度是 2018"),
    "reports twice": (GOOD.replace(ENTRY, f"{ENTRY}, {ENTRY}"), "出现两次"),
}


@pytest.mark.slow
@pytest.mark.parametrize(("read", "told"), BREAKS.values(), ids=BREAKS)
def test_a_reader_that_fails_costs_its_file_and_nothing_else(
    scheme: Scheme, plugins: Callable[..., Path], levels: Path, read: str, told: str
) -> None:
    with Host.of(scheme, plugins(read), reading_budget=1) as host:
        for _ in range(2):
            with pytest.raises(PluginFaultError) as failed:
                host.read_file(levels)
            assert told in str(failed.value)
            assert "插件 water" in str(failed.value)
        assert host.fault_message("water") == ""
        cells = scheme.cells_of["towns.river_chief"][:1]
        column = Column(scheme.indicator_by_id["towns.river_chief"], cells, ({"score": Decimal(1)},), 13)
        assert isinstance(host.score_columns([column])[0], ColumnScores)


def test_the_line_of_a_failing_reader_is_named(
    scheme: Scheme, plugins: Callable[..., Path], levels: Path
) -> None:
    with Host.of(scheme, plugins("int('x')")) as host, pytest.raises(PluginFaultError) as failed:
        host.read_file(levels)
    assert failed.value.fault.file == "readers/levels.py"
    assert failed.value.fault.line == PRELUDE[: PRELUDE.index("{read}")].count("\n") + 1


@pytest.mark.parametrize("recognises", ["raise ValueError", "os._exit(1)"])
def test_a_reader_that_fails_to_recognise_costs_that_file_however_often(
    scheme: Scheme, plugins: Callable[..., Path], levels: Path, recognises: str
) -> None:
    with Host.of(scheme, plugins(recognises=recognises)) as host:
        for _ in range(6):
            with pytest.raises(PluginFaultError):
                host.reader_for(levels)
        assert host.fault_message("water") == ""
        assert host.reader_for(levels.with_suffix(".txt")) is None


@pytest.mark.slow
def test_reading_may_take_longer_than_a_score(
    scheme: Scheme, plugins: Callable[..., Path], levels: Path
) -> None:
    with Host.of(scheme, plugins(f"time.sleep(3)\n{GOOD}"), budget=2, reading_budget=30) as host:
        assert host.read_file(levels).entries


def test_a_reader_that_cannot_be_imported_is_a_fault_of_its_plugin(
    scheme: Scheme, plugins: Callable[..., Path]
) -> None:
    folder = plugins()
    (folder / "water" / "readers" / "levels.py").write_text("import no_such_module\n", encoding="utf-8")
    with Host.of(scheme, folder) as host:
        assert "no_such_module" in host.fault_message("water")


# -- layers --------------------------------------------------------------------------------------


@pytest.mark.parametrize("file_first", [True, False])
def test_a_case_file_and_a_report_add_up_whichever_came_first(
    tmp_path: Path, scheme: Scheme, host: Host, file_first: bool
) -> None:
    header = "案件编号,责任单位,来源,流转级别,上报时间,办理时限,办结时间,一次核查\n"
    path = tmp_path / "案件.csv"
    case = "A{},太平街道,公众上报,一级,2019-03-01 08:15,2019-03-02 08:15,{},\n"
    path.write_text(header + case.format(1, "2019-03-01 09:00") + case.format(2, ""), encoding="utf-8")
    files = list(host.read_file(path).entries)

    def report(unit: str, **values: Decimal) -> Entry:
        return Entry("towns.grid_management", unit, dict(values), place="报送.json: $")

    reports = [
        report("太平街道", **{"deduct.duty": Decimal(1)}),
        report("胡家镇", case_score=Decimal(8)),
        report("甜水镇", **{"deduct.duty": Decimal(1)}),
    ]
    result = assemble(scheme, files + reports if file_first else reports + files, host)
    scores = {unit.unit: unit.scores.get("towns.grid_management") for unit in result.units}
    # 2.5 × (1 ÷ 2) ÷ 0.95 of one measure, scaled to 10: 100/19; 2 × (100/19 + 9) ÷ 20 = 1.4263…
    assert [(unit, str(score.points)) for unit, score in scores.items() if score and score.points] == [
        ("胡家镇", "1.80"),
        ("太平街道", "1.43"),
    ]
    assert scores["甜水镇"] is not None
    assert "案件处置得分" in scores["甜水镇"].reason


# -- settings ------------------------------------------------------------------------------------


def settings_of(site: Site, text: str) -> Settings:
    """What a site's settings say."""
    (site.config / "site.toml").write_text(text, encoding="utf-8")
    return read_settings(site.config)


def test_a_table_named_like_a_plugin_names_sources_of_its_readers(site: Site) -> None:
    text = """
        [plugins]
        reading_seconds = 900

        [grid.cases]
        connection = "duckdb:///cases.duckdb"
        table = "cases_2019"
    """
    settings = settings_of(site, text)
    assert settings.plugins.reading_seconds == 900
    assert settings.sources == {"grid.cases": CaseSource("duckdb:///cases.duckdb", "cases_2019")}
    assert settings_of(site, "").sources == {}
    assert settings_of(site, "").plugins.reading_seconds == 600


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[grid.cases]\nconection = "x"\ntable = "t"', "site.toml: grid.cases.conection: 不认识的键（应为：是不是“connection”？）"),
        ('[grid.cases]\nconnection = "x"', "site.toml: grid.cases.table: 缺少这个键"),
        ('[grid.cases]\nconnection = 5\ntable = "t"', "site.toml: grid.cases.connection: 读到 5（应为：文字）"),
        ("[plugin]\nseconds = 5", "site.toml: plugin: 不认识的键（应为：是不是“plugins”？）"),
        ("[plugins]\nreading_second = 5", "site.toml: plugins.reading_second: 不认识的键（应为：是不是“reading_seconds”？）"),
        ("grid = 5", "site.toml: grid: 不认识的键（应为：banner、plugins）"),
    ],
)  # fmt: skip
def test_misspelt_settings_are_refused_with_a_hint(site: Site, text: str, problem: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        settings_of(site, text)
    assert problem in [str(each) for each in refused.value.problems]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("gird.cases", "没有这个插件，或者它没有这个读取程序（应为：是不是“grid.cases”？）"),
        ("grid.case", "没有这个插件，或者它没有这个读取程序（应为：是不是“grid.cases”？）"),
        ("water.levels", "水位表只能从文件读，不能从数据库读"),
    ],
)
def test_a_source_for_no_reader_is_a_problem_of_the_configuration(
    scheme: Scheme, plugins: Callable[..., Path], name: str, message: str
) -> None:
    with (
        Host.of(scheme, plugins(), sources={name: CaseSource("duckdb://", "cases")}) as host,
        pytest.raises(ConfigurationError) as refused,
    ):
        host.raise_if_invalid()
    assert [str(each) for each in refused.value.problems] == [f"site.toml: {name}: {message}"]


def test_variables_of_the_environment_stand_in_a_connection() -> None:
    source = CaseSource("postgres://${USER_NAME}:${PASSWORD}@host/db", "cases")
    environment = {"USER_NAME": "u", "PASSWORD": "p$${x}"}
    assert source.resolve_connection(environment) == "postgres://u:p$${x}@host/db"
    with pytest.raises(ConfigurationError, match="PASSWORD"):
        source.resolve_connection({"USER_NAME": "u"})


def test_the_county_has_one_reader_of_its_own(scheme: Scheme) -> None:
    with Host.of(scheme, ROOT / "plugins", sources={"grid.cases": CaseSource("duckdb://", "x")}) as host:
        assert host.problems == []
