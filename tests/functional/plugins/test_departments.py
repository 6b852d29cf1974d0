"""The 18 departments' plugins: their worked examples hold, and they are what the house expects of them."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve

from kaoping_core.host.discovery import PluginFolder, find_plugins
from kaoping_core.host.examples import Example, ExampleRunner, read_examples
from kaoping_core.host.host import Host
from kaoping_core.intake.value_validation import validate_values
from kaoping_core.model.indicators import Cell
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.submissions import Value
from kaoping_core.rules.binding import Binding
from tests.support.county_cases import ROOT

FOLDERS = {folder.name: folder for folder in find_plugins(ROOT / "plugins") if folder.origin == "site"}
CASES = {
    f"{place}: {case.name}": (folder, case)
    for folder in FOLDERS.values()
    for place, case in read_examples(folder, 2019)[0]
}
WITH_PYTHON = {"grid"}
"""Working a score out from a case file is what data cannot say."""
MAY_IMPORT = {"attrs", "kaoping_core.api", *sys.stdlib_module_names}
WHEN_READING = {"grid": {"ibis", "duckdb", "openpyxl", "pyspark"}}
"""Optional libraries that a plugin's readers may import, only inside the functions that read."""

of_plugins = pytest.mark.parametrize("folder", FOLDERS.values(), ids=FOLDERS)


@pytest.fixture(scope="module")
def runner(scheme: Scheme, host: Host) -> ExampleRunner:
    """Runs examples by the county's own rules."""

    def refused(binding: Binding, cell: Cell, values: Mapping[str, Value], source: str) -> Iterator[str]:
        return (problem.value for problem in validate_values(binding, cell, values, source))

    return ExampleRunner(scheme, host.binding, lambda column: host.score_columns([column])[0], refused)


# -- worked examples -----------------------------------------------------------------------------


@pytest.mark.parametrize(("folder", "case"), CASES.values(), ids=CASES)
def test_a_worked_example_holds(runner: ExampleRunner, folder: PluginFolder, case: Example) -> None:
    assert runner.run(folder.owner, case) == ""


def test_an_example_with_other_points_would_not_hold(runner: ExampleRunner) -> None:
    """Or the examples would prove nothing."""
    tried = 0
    for folder, case in CASES.values():
        if case.points is None:
            continue
        tried += 1
        assert runner.run(folder.owner, evolve(case, points=case.points + Decimal("0.01"))), case.name
    assert tried > 100


def test_an_example_that_expects_a_refusal_would_not_hold_for_another_value(runner: ExampleRunner) -> None:
    refusals = [(folder, case) for folder, case in CASES.values() if case.refused]
    assert len(refusals) > 20
    for folder, case in refusals:
        assert runner.run(folder.owner, evolve(case, refused="no_such_value")), case.name
        assert runner.run(folder.owner, evolve(case, refused="")), case.name


@of_plugins
def test_the_examples_of_a_plugin_can_be_read(folder: PluginFolder) -> None:
    cases, problems = read_examples(folder, 2019)
    assert problems == []
    assert len(cases) >= 5


@of_plugins
def test_every_indicator_of_a_department_has_an_example(folder: PluginFolder, scheme: Scheme) -> None:
    shown = {case.indicator for _, case in read_examples(folder, 2019)[0]}
    rules_shown = {scheme.indicator_by_id[each].rule for each in shown}
    own = {each.id: each.rule for each in scheme.indicators if each.evaluator == folder.owner}
    assert shown <= set(own)
    assert rules_shown == set(own.values())


@of_plugins
def test_the_names_of_examples_are_sentences_and_differ(folder: PluginFolder) -> None:
    names = Counter(case.name for _, case in read_examples(folder, 2019)[0])
    assert [name for name, times in names.items() if times > 1] == []
    for name in names:
        assert len(re.findall("[\u4e00-\u9fff]", name)) >= 4, name


# -- folders -------------------------------------------------------------------------------------


def test_there_is_one_plugin_for_each_evaluator(scheme: Scheme) -> None:
    assert {folder.name: folder.owner for folder in FOLDERS.values()} == {
        each.plugin: each.name for each in scheme.evaluators
    }
    assert len(FOLDERS) == 18


@of_plugins
def test_a_plugin_has_nothing_wrong_and_lacks_nothing(folder: PluginFolder, host: Host) -> None:
    assert folder.problems == ()
    assert folder.warnings == ()
    assert host.fault_message(folder.name) == ""


@of_plugins
def test_a_plugin_has_a_readme_in_chinese_that_names_what_the_department_reports(
    folder: PluginFolder, scheme: Scheme
) -> None:
    text = (folder.path / "README.md").read_text(encoding="utf-8")
    chinese, latin = len(re.findall("[\u4e00-\u9fff]", text)), len(re.findall("[A-Za-z]", text))
    assert chinese > 500
    assert chinese > latin
    assert text.startswith(f"# {folder.owner}")
    lacking = {
        each.name for each in scheme.indicators if each.evaluator == folder.owner and each.name not in text
    }
    assert lacking == set()


def test_only_the_grid_centre_needs_python() -> None:
    with_python = {folder.name for folder in FOLDERS.values() if list(folder.path.rglob("*.py"))}
    assert with_python == WITH_PYTHON


def python_files() -> list[Path]:
    """The plugins' Python."""
    found = [path for folder in FOLDERS.values() for path in sorted(folder.path.rglob("*.py"))]
    assert found
    return found


def imported(tree: ast.Module) -> Iterator[str]:
    """Modules that a file imports, wherever it does so."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def imported_at_once(tree: ast.Module) -> Iterator[str]:
    """Libraries that are imported with a file, not by a function of it nor for types only."""
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (each.partition(".")[0] for each in imported(ast.Module([node], [])))


def is_of_this_plugin(path: Path, module: str) -> bool:
    """Whether a relative import stays inside the plugin's folder."""
    name = module.lstrip(".")
    folder = path.parents[len(module) - len(name) - 1] if name != module else None
    file = folder / f"{name.replace('.', '/')}.py" if folder else None
    return file is not None and file.is_file() and len(file.relative_to(ROOT / "plugins").parts) > 1


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(ROOT / "plugins")))
def test_a_plugins_python_sees_the_public_face_and_the_standard_library_only(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    plugin, *_ = path.relative_to(ROOT / "plugins").parts
    found = set(imported(tree))
    wrong = {
        each
        for each in found
        if each not in MAY_IMPORT
        and each.partition(".")[0] not in sys.stdlib_module_names
        and each.partition(".")[0] not in WHEN_READING.get(plugin, ())
        and not is_of_this_plugin(path, each)
    }
    assert wrong == set()
    assert not set(imported_at_once(tree)) & WHEN_READING.get(plugin, set())
    assert not found & {"importlib", "subprocess", "ctypes", "socket"}


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(ROOT / "plugins")))
def test_a_rules_docstring_is_what_evaluators_read(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    rules = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "Rule" for base in node.bases)
    ]
    if path.parent.name == "rules":
        assert rules
    for rule in rules:
        text = ast.get_docstring(rule) or ""
        assert len(re.findall("[\u4e00-\u9fff]", text)) >= 30, rule.name


# -- each rule once ------------------------------------------------------------------------------

RUN = 6
"""So many equal lines one after the other are a copy."""


def logic_of(folder: PluginFolder) -> Iterator[tuple[str, list[str]]]:
    """Each file with logic, as its lines without comments and blanks."""
    for path in sorted(
        [*folder.path.rglob("*.py"), *folder.path.glob("checklists/*.toml"), folder.path / "plugin.toml"]
    ):
        lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
        yield (
            path.relative_to(ROOT / "plugins").as_posix(),
            [line for line in lines if line and not line.startswith("#")],
        )


def test_no_two_plugins_share_six_lines_of_logic() -> None:
    seen: dict[tuple[str, ...], tuple[str, str]] = {}
    copies = []
    for folder in FOLDERS.values():
        for file, lines in logic_of(folder):
            for start in range(len(lines) - RUN + 1):
                run = tuple(lines[start : start + RUN])
                owner, first = seen.setdefault(run, (folder.name, file))
                if owner != folder.name:
                    copies.append(f"{file} repeats {first}: {run[0]}")
    assert copies == []
    assert len(seen) > 100


def test_no_two_checklists_are_equal() -> None:
    lists = [(folder.name, each) for folder in FOLDERS.values() for each in folder.checklists.values()]
    assert len(lists) >= 5
    parts = Counter(each.parts for _, each in lists)
    assert [times for times in parts.values() if times > 1] == []
    assert len({each.title for _, each in lists}) == len(lists)


def test_points_of_checklists_are_exact() -> None:
    """TOML knows binary floats; read with exact numbers, every one of the 扣分 is a whole number of hundredths."""
    found = 0
    for folder in FOLDERS.values():
        for path in folder.path.glob("checklists/*.toml"):
            raw = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
            for part in raw["parts"]:
                for item in part["items"]:
                    found += 1
                    points = Decimal(item["points"])
                    assert points == points.quantize(Decimal("0.01"))
    assert found > 40
