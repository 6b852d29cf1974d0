"""No binary float stands on the way of a score: not in the source, and not in a whole county's result."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, NoReturn

import attrs
import pytest

from kaoping_core.model.scores import Result
from kaoping_core.service import AssemblyOutcome, Service
from kaoping_core.site import Site
from tests.support.county_cases import COUNTIES, NOW, ROOT, submissions_of

SOURCES = sorted([*(ROOT / "kaoping_core").rglob("*.py"), *(ROOT / "plugins").rglob("*.py")])
MAY_USE_FLOATS = {
    "kaoping_core/host/plugin_process.py": "seconds of a time budget, for select and for waiting",
    "kaoping_core/host/readers.py": "hands the time budget on",
    "kaoping_core/host/host.py": "hands the time budget on",
    "kaoping_core/host/plugin_client.py": "hands the time budget on",
    "kaoping_core/service/open_site.py": "reads the time budget from the site's settings",
    "kaoping_core/text_matching.py": "how alike two names must be for a hint",
    "kaoping_core/xlsx/write/openpyxl_helpers.py": "inches of a page's margins",
}
INEXACT = {"random", "statistics", "math", "cmath", "numpy", "pandas", "struct", "array"}
MAY_IMPORT = {
    ("kaoping_core/rules/tier.py", "math.lcm"): "whole numbers",
    ("kaoping_core/samples/case_file.py", "random.Random"): "sample data; whole-number randomness",
    ("kaoping_core/samples/demo.py", "random.Random"): "sample data; whole-number randomness",
    ("kaoping_core/samples/random_values.py", "random.Random"): "sample data; whole-number randomness",
}
WHOLE_RANDOMNESS = {"randint", "randrange", "choice", "choices", "sample", "shuffle", "getrandbits"}
MAY_READ_JSON = {
    "kaoping_core/serialization.py": "a float in a plugin's answer must be seen to be refused",
    "kaoping_core/ledger/ledger.py": "reads what serialization.to_json wrote, through from_json, which refuses floats",
    "kaoping_core/reports/pages/store.py": "reads pages for screens: numbers are text",
    "kaoping_core/reports/json_document.py": "reads what dump_result wrote: numbers are text",
}


def place_of(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT).as_posix()}:{getattr(node, 'lineno', 0)}"


def file_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in SOURCES:
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def names_of_floats(tree: ast.Module) -> Iterator[ast.AST]:
    """Where a file makes or takes a float; to ask whether something is one is fine."""
    asked = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "isinstance"
        for inner in ast.walk(node.args[1])
    }
    for node in ast.walk(tree):
        literal = isinstance(node, ast.Constant) and isinstance(node.value, float | complex)
        named = isinstance(node, ast.Name) and node.id in {"float", "complex"} and id(node) not in asked
        rounded = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "round"
        method = isinstance(node, ast.Attribute) and node.attr in {"from_float", "as_integer_ratio", "fsum"}
        if literal or named or rounded or method:
            yield node


def test_there_is_source_to_look_at() -> None:
    assert len(SOURCES) > 60
    assert {file_of(path) for path in SOURCES} >= {*MAY_USE_FLOATS, *MAY_READ_JSON}


def test_no_source_makes_a_binary_float_but_for_time_budgets_and_hints() -> None:
    found = {place_of(path, node) for path, tree in trees() for node in names_of_floats(tree)}
    wrong = {place for place in found if place.partition(":")[0] not in MAY_USE_FLOATS}
    assert wrong == set()


def test_every_exception_is_still_needed() -> None:
    found = {file_of(path) for path, tree in trees() for _ in names_of_floats(tree)}
    assert found == set(MAY_USE_FLOATS)


def test_the_check_sees_floats() -> None:
    """Or it would prove nothing."""
    for text in ("0.5", "float('1')", "x: float = 1", "1e3", "round(2)", "Decimal.from_float(x)", "2j"):
        assert list(names_of_floats(ast.parse(text))), text
    for text in (
        "isinstance(x, float)",
        "isinstance(x, int | float)",
        "'0.5'",
        "Decimal('0.5') / 3",
        "1 // 2",
    ):
        assert not list(names_of_floats(ast.parse(text))), text


def test_no_source_imports_inexact_mathematics() -> None:
    found = set()
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names = [each.name for each in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{each.name}" for each in node.names]
            else:
                continue
            found |= {(file_of(path), name) for name in names if name.partition(".")[0] in INEXACT}
    assert found == set(MAY_IMPORT)


def test_sample_data_draw_whole_numbers_only() -> None:
    drawn = set()
    for name in ("case_file", "demo", "random_values"):
        tree = ast.parse((ROOT / "kaoping_core" / "samples" / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                drawn |= {node.attr} if node.value.id in {"random", "rng", "chance", "luck"} else set()
    assert drawn <= WHOLE_RANDOMNESS
    assert drawn


@pytest.mark.parametrize("function", ["loads", "load"])
@pytest.mark.parametrize("module", ["json", "tomllib"])
def test_every_reader_of_numbers_says_what_becomes_of_fractions(module: str, function: str) -> None:
    silent = set()
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == f"{module}.{function}":
                told = {keyword.arg for keyword in node.keywords}
                silent |= set() if "parse_float" in told else {file_of(path)}
    assert silent == (set(MAY_READ_JSON) if (module, function) == ("json", "loads") else set())


# -- in the result -------------------------------------------------------------------------------

LEAVES = (str, int, bool, type(None), Decimal, date, Enum)


def leaves(value: Any, place: str, seen: set[int]) -> Iterator[tuple[str, Any]]:
    """Everything that a value is made of, with its place."""
    if isinstance(value, (*LEAVES, float)):
        yield place, value
        return
    if id(value) in seen:
        return
    seen.add(id(value))
    if attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from leaves(getattr(value, field.name), f"{place}.{field.name}", seen)
    elif hasattr(value, "_fields"):
        for name in value._fields:
            yield from leaves(getattr(value, name), f"{place}.{name}", seen)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from leaves(key, f"{place} key", seen)
            yield from leaves(each, f"{place}[{key}]", seen)
    elif isinstance(value, tuple | list | set | frozenset):
        for number, each in enumerate(value):
            yield from leaves(each, f"{place}[{number}]", seen)
    else:
        yield place, value


def strangers(result: Result) -> Iterator[str]:
    """Places of what is neither text nor an exact number."""
    for place, value in leaves(result, "result", set()):
        if isinstance(value, float) or not isinstance(value, LEAVES):
            yield f"{place}: {value!r}"
        elif isinstance(value, Decimal) and not value.is_finite():
            yield f"{place}: {value}"


@pytest.fixture(scope="module")
def assembled(tmp_path_factory: pytest.TempPathFactory) -> AssemblyOutcome:
    """A whole county's assembly."""
    database = tmp_path_factory.mktemp("county") / "kaoping.db"
    with Service(Site(ROOT), 2019, f"sqlite:///{database}", clock=lambda: NOW) as service:
        assert all(taken.submission for taken in service.import_files(submissions_of(COUNTIES[0])))
        return service.assemble()


def test_a_whole_countys_result_holds_no_binary_float(assembled: AssemblyOutcome) -> None:
    result = assembled.result
    assert list(strangers(result)) == []
    decimals = sum(isinstance(value, Decimal) for _, value in leaves(result, "result", set()))
    assert decimals > 3000


def changed(value: Any, **changes: Any) -> Any:
    """A value class, or a named tuple, with other values."""
    return value._replace(**changes) if hasattr(value, "_replace") else attrs.evolve(value, **changes)


def test_the_walker_would_find_a_float_wherever_it_hid(assembled: AssemblyOutcome) -> None:
    unit = assembled.result.units[0]
    name, score = next(iter(unit.scores.items()))
    step = changed(score.steps[0], values=(0.5,))
    hidden = changed(unit, scores={**unit.scores, name: changed(score, steps=(step,))})
    (found,) = strangers(changed(assembled.result, units=(hidden,)))
    assert found == f"result.units[0].scores[{name}].steps[0].values[0]: 0.5"


def test_a_whole_countys_document_holds_no_json_float(assembled: AssemblyOutcome) -> None:
    def refuse(digits: str) -> NoReturn:
        raise AssertionError(f"a JSON float: {digits}")

    document = json.loads(assembled.document, parse_float=refuse, parse_constant=refuse)
    assert len(document["units"]) == 51
