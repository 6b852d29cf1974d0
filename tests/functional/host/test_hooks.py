"""What a department's ``hooks.py`` can do, and what it costs when it fails."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kaoping_core.errors import ConfigurationError
from kaoping_core.host.hooks import PluginSheet, ScoredCellView, ScoredColumnView
from kaoping_core.model.findings import Finding, Severity
from kaoping_core.model.scores import Result
from kaoping_core.model.submissions import Entry
from kaoping_core.service import ImportResult, Service
from kaoping_core.site import Site
from tests.support.broken_site import BrokenSite, assert_only_these_are_lost, plugin_errors

Expected = Mapping[str, Mapping[str, Any]]
WATER = frozenset({"towns.river_chief"})
OWN_RULE = (
    'measure = "分"\nrule = "direct"\nevaluator = "县水利局"',
    'measure = "分"\nrule = "halves"\nevaluator = "县水利局"',
)
HALVES = """
    from attrs import frozen

    @frozen
    class Halves(Rule):
        '''给一半。'''

        name = "halves"
        title = "减半"

        def value_specs(self, indicator):
            return (ValueSpec("score", "评分"),)

        def score(self, cell, values):
            points = values["score"] / 2
            return Outcome(points, (Step(Formula("{评分} ÷ 2"), (values["score"],), points),))
"""
LIST = """
    LATE = ChecklistItem("late", "晚了", Decimal("0.5"), 4)
    LIST = Checklist("rivers", "河长", "附件1第25行", (ChecklistPart("all", "全部", Decimal(2), (LATE,)),))
"""


def hook(name: str, arguments: str, body: str) -> str:
    """The text of one hook."""
    return f"\n@hookimpl\ndef {name}({arguments}):\n    {body}\n"


ARGUMENTS = {
    "indicator_types": "",
    "checklists": "",
    "readers": "",
    "check_submission": "submission, scheme",
    "findings": "columns",
    "report_sheets": "columns",
}


@pytest.fixture
def hooked(broken_site: BrokenSite) -> Callable[..., None]:
    """Gives the water bureau's plugin hooks."""

    def write(prelude: str = "", **bodies: str) -> None:
        broken_site.hooks("water", prelude)
        path = broken_site.site.plugins / "water" / "hooks.py"
        with path.open("a", encoding="utf-8") as file:
            for name, body in bodies.items():
                file.write(hook(name, ARGUMENTS[name], body))

    return write


def take_report(
    service: Service, folder: Path, score: str = "1.5", evaluator: str = "县水利局"
) -> ImportResult:
    """Take in a report of one score."""
    indicator = {"县水利局": "towns.river_chief", "县营商局": "towns.business_environment"}[evaluator]
    entry = {"indicator": indicator, "unit": "古城子镇", "values": {"score": score}}
    report = {"format": "kaoping-submission/1", "year": 2019, "evaluator": evaluator, "entries": [entry]}
    path = folder / "报送.json"
    path.write_text(json.dumps(report), encoding="utf-8")
    (taken,) = service.import_files([path])
    return taken


def of_plugins(result: Result) -> Sequence[Finding]:
    """Findings that are about plugins."""
    return [each for each in result.findings if each.code == "plugin"]


# -- hooks that work -----------------------------------------------------------------------------


def test_a_plugin_may_bring_rules_in_a_hook(
    broken_site: BrokenSite, hooked: Callable[..., None], expected: Expected
) -> None:
    hooked(HALVES, indicator_types="return [Halves]")
    broken_site.change("plugins/water/plugin.toml", "version =", 'rules = ["halves"]\nversion =')
    broken_site.change("config/2019/annex1.toml", *OWN_RULE)
    result = broken_site.preview()
    assert plugin_errors(result) == []
    seen = 0
    for unit in result.units:
        score = unit.scores.get("towns.river_chief")
        if score is None or score.state != "scored":
            continue
        seen += 1
        assert score.entry is not None
        reported = score.entry.values["score"]
        assert isinstance(reported, Decimal)
        assert score.unrounded == reported / 2
        assert score.steps[0].text.endswith("÷ 2")
        assert expected[unit.unit]["scores"]["towns.river_chief"]["state"] == "scored"
    assert seen >= 10


def test_a_plugin_may_bring_checklists_in_a_hook(
    broken_site: BrokenSite, hooked: Callable[..., None]
) -> None:
    hooked(LIST, checklists="return [LIST]")
    broken_site.change(
        "config/2019/annex1.toml",
        OWN_RULE[0],
        'measure = "分"\nrule = "checklist"\nparams = { checklist = "rivers" }\nevaluator = "县水利局"',
    )
    with broken_site.service() as service:
        binding = service.host.binding("towns.river_chief")
        assert [each.name for each in binding.value_specs] == ["all.late"]  # type: ignore[union-attr]


def test_a_checklist_from_a_hook_is_checked_like_any_other(
    broken_site: BrokenSite, hooked: Callable[..., None]
) -> None:
    hooked(LIST.replace('Decimal("0.5"), 4', 'Decimal("0.5"), 9'), checklists="return [LIST]")
    with broken_site.service() as service:
        assert any(
            "rivers" in str(problem) or "扣" in problem.message for problem in service.check_configuration()
        )


def test_a_plugin_with_a_reader_loads_and_scores(
    broken_site: BrokenSite, hooked: Callable[..., None], expected: Expected
) -> None:
    hooked(
        """
        class Levels(Reader):
            name = "levels"
            title = "水位表"
            suffixes = (".csv",)
        """,
        readers="return [Levels()]",
    )
    assert_only_these_are_lost(broken_site.preview(), expected, frozenset())


def test_a_department_can_refuse_a_submission_for_its_own_reasons(
    broken_site: BrokenSite, hooked: Callable[..., None], tmp_path: Path
) -> None:
    hooked(
        check_submission=(
            "return [Problem(each.place, '河长没有巡河', '先巡河') for each in submission.entries"
            " if each.values['score'] > 1 and scheme.unit_by_name[each.unit].group == 'towns']"
        )
    )
    with broken_site.service() as service:
        before = service.ledger.current_entries(2019)
        refused = take_report(service, tmp_path, "1.5")
        assert refused.submission is None
        (problem,) = refused.problems
        assert str(problem) == "报送.json: $.entries[0]: 河长没有巡河（应为：先巡河）"
        assert service.ledger.current_entries(2019) == before
        assert take_report(service, tmp_path, "1").submission is not None


def test_a_department_checks_only_its_own_submissions(
    broken_site: BrokenSite, hooked: Callable[..., None], tmp_path: Path
) -> None:
    hooked(check_submission="return [Problem('', '都不行')]")
    with broken_site.service() as service:
        assert take_report(service, tmp_path, evaluator="县营商局").submission is not None
        assert take_report(service, tmp_path, evaluator="县水利局").submission is None


def test_a_departments_findings_appear_in_the_result_under_its_name(
    broken_site: BrokenSite, hooked: Callable[..., None], expected: Expected
) -> None:
    hooked(
        findings=(
            "return [Finding(Severity.NOTICE, 'dry', f'{len(c.cells)}个单位，{c.cells[0].points}分',"
            " c.indicator.id, c.cells[0].unit, '别的部门') for c in columns]"
        )
    )
    result = broken_site.preview()
    (found,) = (each for each in result.findings if each.code == "dry")
    points = expected[str(found.unit)]["scores"]["towns.river_chief"]["score"]
    assert found == Finding(
        Severity.NOTICE, "dry", f"13个单位，{points}分", "towns.river_chief", found.unit, "县水利局"
    )
    assert isinstance(found.severity, Severity)
    assert_only_these_are_lost(result, expected, frozenset())


def test_a_department_sees_no_columns_but_its_own(
    broken_site: BrokenSite, hooked: Callable[..., None]
) -> None:
    hooked(findings="return [Finding(Severity.NOTICE, 'own', ' '.join(c.indicator.id for c in columns))]")
    (found,) = (each for each in broken_site.preview().findings if each.code == "own")
    assert found.message == "towns.river_chief"


def columns_of(service: Service) -> Mapping[str, Sequence[ScoredColumnView]]:
    """Every evaluator's columns, with a cell each."""
    columns: dict[str, list[ScoredColumnView]] = {}
    for indicator in service.scheme.indicators:
        unit = service.scheme.units_of[indicator.group][0].name
        cell = ScoredCellView(unit, "scored", Decimal("1.50"), {"score": Decimal("1.5")})
        columns.setdefault(indicator.evaluator, []).append(ScoredColumnView(indicator, (cell,)))
    return columns


SHEET = "return [PluginSheet('河流', ('单位', '得分'), tuple((x.unit, x.points) for c in columns for x in c.cells))]"


def test_a_department_may_add_sheets_to_the_workbook(
    broken_site: BrokenSite, hooked: Callable[..., None]
) -> None:
    hooked(report_sheets=SHEET)
    with broken_site.service() as service:
        sheets = service.host.sheets(columns_of(service))
        unit = service.scheme.units_of["towns"][0].name
    assert sheets["县水利局"] == [PluginSheet("河流", ("单位", "得分"), ((unit, Decimal("1.50")),))]
    assert not any(sheets[each] for each in sheets if each != "县水利局")


def test_none_from_every_hook_says_nothing(
    broken_site: BrokenSite, hooked: Callable[..., None], expected: Expected, tmp_path: Path
) -> None:
    hooked(**dict.fromkeys(ARGUMENTS, "return None"))
    with broken_site.service() as service:
        result = service.assemble().result
        assert_only_these_are_lost(result, expected, frozenset())
        assert of_plugins(result) == []
        assert not any(service.host.sheets(columns_of(service)).values())
        assert take_report(service, tmp_path).submission is not None


# -- hooks that fail -----------------------------------------------------------------------------

FAILURES = {
    "raises": "raise RuntimeError('水太深')",
    "exits": "import sys; sys.exit(0)",
    "ends its process": "import os; os._exit(0)",
    "is killed": "import os; os.kill(os.getpid(), 9)",
    "loops for ever": "while True: pass",
}
NONSENSE = {
    "a number": "return 7",
    "true": "return True",
    "a text": "return '水'",
    "a list of numbers": "return [7]",
    "a list of nothing": "return [None]",
    "a table": "return {'水': 1}",
    "a float": "return [0.5]",
    "a thing of no known kind": "return [object()]",
    "an argument": "return [Step(Formula('水'), ())]",
    "a list of lists": "return [[]]",
    "a class": "return [Finding]",
    "a finding of a weight that does not exist": "return [Finding('fatal', 'code', '水')]",
}
failing = pytest.mark.parametrize("body", FAILURES.values(), ids=FAILURES)
few = pytest.mark.parametrize(
    "body",
    [
        FAILURES["raises"],
        FAILURES["ends its process"],
        FAILURES["loops for ever"],
        NONSENSE["a list of numbers"],
    ],
    ids=["raises", "ends its process", "loops for ever", "a list of numbers"],
)


@pytest.mark.slow
@failing
def test_a_check_that_fails_refuses_the_file_and_findings_that_fail_are_a_warning(
    broken_site: BrokenSite, hooked: Callable[..., None], expected: Expected, tmp_path: Path, body: str
) -> None:
    """Neither costs a score, and both name the plugin."""
    broken_site.set_budget("0.4")
    hooked(check_submission=body, findings=body)
    with broken_site.service() as service:
        assert_check_and_findings_failed(service, expected, tmp_path)


def assert_check_and_findings_failed(service: Service, expected: Expected, folder: Path) -> None:
    """A report is refused, nothing of it is kept, and an assembly has a warning and every score."""
    before = service.ledger.current_entries(2019)
    taken = take_report(service, folder)
    assert service.ledger.current_entries(2019) == before
    assert taken.submission is None
    (problem,) = taken.problems
    assert problem.place == "报送.json"
    result = service.preview()
    assert_only_these_are_lost(result, expected, frozenset())
    (found,) = of_plugins(result)
    assert found.severity is Severity.WARNING
    assert found.evaluator == "县水利局"
    for message in (problem.message, found.message):
        assert "插件 water" in message
        assert "hooks.py" in message or "SIGKILL" in message


@pytest.fixture(scope="module")
def whimsical(
    filled_template: Site, reported: Sequence[Entry], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Service, Path]]:
    """A service whose water bureau returns from its hooks whatever a file names; and that file."""
    root = tmp_path_factory.mktemp("whimsical") / "site"
    shutil.copytree(filled_template.root, root)
    broken_site, told = BrokenSite(Site(root), reported), root / "told"
    body = f"told = open({str(told)!r}, encoding='utf-8').read()\n" + "\n".join(
        f"if told == {name!r}: {code}" for name, code in NONSENSE.items()
    )
    body = textwrap.indent(body, "    ").lstrip()
    hooks = (hook(name, ARGUMENTS[name], body) for name in ("check_submission", "findings"))
    broken_site.hooks("water", "".join(hooks))
    with broken_site.service() as service:
        yield service, told


@pytest.mark.slow
@pytest.mark.parametrize("name", NONSENSE)
def test_a_check_that_returns_nonsense_refuses_the_file_and_findings_that_are_none_are_a_warning(
    whimsical: tuple[Service, Path], expected: Expected, tmp_path: Path, name: str
) -> None:
    service, told = whimsical
    told.write_text(name, encoding="utf-8")
    assert_check_and_findings_failed(service, expected, tmp_path)


@pytest.mark.slow
@few
def test_sheets_that_fail_keep_no_other_department_from_its_sheets(
    broken_site: BrokenSite, hooked: Callable[..., None], body: str
) -> None:
    broken_site.set_budget("0.4")
    hooked(report_sheets=body)
    broken_site.hooks("health", hook("report_sheets", "columns", SHEET))
    with broken_site.service() as service:
        sheets = service.host.sheets(columns_of(service))
    assert len(sheets["县卫生健康局"]) == 1
    assert not sheets.get("县水利局")


def test_a_plugin_that_cannot_be_loaded_keeps_no_other_department_from_its_sheets(
    broken_site: BrokenSite,
) -> None:
    broken_site.write("grid/rules/auto_score.py", "raise RuntimeError\n")
    broken_site.hooks("health", hook("report_sheets", "columns", SHEET))
    with broken_site.service() as service:
        sheets = service.host.sheets(columns_of(service))
    assert len(sheets["县卫生健康局"]) == 1


LOADED = ("indicator_types", "checklists", "readers")


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("indicator_types", FAILURES["raises"]),
        ("checklists", FAILURES["ends its process"]),
        ("readers", FAILURES["loops for ever"]),
        *((name, NONSENSE["a list of numbers"]) for name in LOADED),
    ],
)
def test_a_hook_that_fails_while_the_plugin_is_loaded_costs_the_departments_cells(
    broken_site: BrokenSite, hooked: Callable[..., None], expected: Expected, name: str, body: str
) -> None:
    broken_site.set_budget("0.4")
    hooked(**{name: body})
    result = broken_site.preview()
    assert_only_these_are_lost(result, expected, WATER)
    (error,) = plugin_errors(result)
    assert "插件 water（hooks.py" in error.message


@pytest.mark.parametrize(
    "text",
    ["raise RuntimeError\n", "def (:\n"],
    ids=["raises", "is no Python"],
)
def test_hooks_that_cannot_be_imported_cost_the_departments_cells_and_its_submissions(
    broken_site: BrokenSite, expected: Expected, tmp_path: Path, text: str
) -> None:
    broken_site.write("water/hooks.py", text)
    with broken_site.service() as service:
        taken = take_report(service, tmp_path)
        assert taken.submission is None
        assert any("插件 water（hooks.py 第1行）" in problem.message for problem in taken.problems)
        with pytest.raises(ConfigurationError):
            service.assemble()
        result = service.assemble(provisional=True).result
    assert_only_these_are_lost(result, expected, WATER)
    (error,) = plugin_errors(result)
    assert "插件 water（hooks.py 第1行）" in error.message


def test_a_rule_from_a_hook_that_is_not_in_the_manifest_is_not_used(
    broken_site: BrokenSite, hooked: Callable[..., None]
) -> None:
    hooked(HALVES, indicator_types="return [Halves]")
    broken_site.change("config/2019/annex1.toml", *OWN_RULE)
    with broken_site.service() as service, pytest.raises(ConfigurationError) as refused:
        service.assemble(provisional=True)
    assert any("halves" in problem.message for problem in refused.value.problems)


def test_a_hook_that_the_project_does_not_know_is_told(broken_site: BrokenSite) -> None:
    """A misspelt hook would otherwise never be called, and nobody would know."""
    broken_site.hooks("water", hook("finding", "columns", "return []"))
    with broken_site.service() as service:
        assert any(
            "finding" in str(problem) and "water" in str(problem) for problem in service.check_configuration()
        )
