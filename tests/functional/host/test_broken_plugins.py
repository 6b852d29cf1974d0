"""Whatever a plugin's Python does, it costs the plugin's own cells and nothing else."""

from __future__ import annotations

import os
import py_compile
import shutil
import struct
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from kaoping_core.assembly.assemble import assemble
from kaoping_core.errors import ConfigurationError
from kaoping_core.host.host import Host
from kaoping_core.model.findings import Severity
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import CellState, Result
from kaoping_core.model.submissions import Entry
from kaoping_core.site import Site
from tests.support.broken_site import BrokenSite, as_json, assert_only_these_are_lost, plugin_errors
from tests.support.failure_cases import (
    MARK,
    RULES,
    Breakage,
    at_import,
    in_score,
    instead_of_column,
    marked_line,
)

GRID = frozenset({"towns.grid_management", "departments.grid_management"})
BUDGET = "0.4"
Expected = Mapping[str, Mapping[str, Any]]

FAILURES = [
    Breakage("raises", "raise RuntimeError('算不下去')  # breaks", "RuntimeError: 算不下去"),
    Breakage("imports what is not there", "import no_such_module  # breaks", "ModuleNotFoundError"),
    Breakage("exits with 0", "import sys; sys.exit(0)  # breaks", "sys.exit(0)"),
    Breakage("exits with words", "raise SystemExit('再见')  # breaks", "sys.exit(再见)"),
    Breakage("is interrupted", "raise KeyboardInterrupt  # breaks", "KeyboardInterrupt"),
    Breakage("ends its process with 0", "import os; os._exit(0)  # breaks", "os._exit，状态0"),
    Breakage("ends its process with 3", "import os; os._exit(3)  # breaks", "os._exit，状态3"),
    Breakage("ends its process by a name", "from os import _exit; _exit(1)  # breaks", "os._exit，状态1"),
    Breakage("loops for ever", "while True: pass  # breaks", f"超过{BUDGET}秒"),
    Breakage("sleeps for ever", "import time; time.sleep(600)  # breaks", f"超过{BUDGET}秒"),
    Breakage(
        "swallows everything and goes on",
        "while True:\n    try:\n        while True: pass  # breaks\n    except BaseException: pass",
        f"超过{BUDGET}秒",
    ),
    Breakage("computes in C for ever", "ten = 10; ten ** ten ** 9  # breaks", f"超过{BUDGET}秒"),
    Breakage(
        "searches for ever in a regular expression",
        "import re; re.match('(a+)+$', 'a' * 64 + 'b')  # breaks",
        f"超过{BUDGET}秒",
    ),
    Breakage("waits for a lock for ever", "import threading; threading.Semaphore(0).acquire()  # breaks"),
    Breakage("kills itself", "import os; os.kill(os.getpid(), 9)", "SIGKILL"),
    Breakage("terminates itself", "import os; os.kill(os.getpid(), 15)", "SIGTERM"),
    Breakage("reads where no memory is", "import ctypes; ctypes.string_at(0)  # breaks", "SIGSEGV"),
    Breakage("aborts", "import os; os.abort()  # breaks", "SIGABRT"),
    Breakage("recurses without end", "def down(): return down()  # breaks\ndown()", "RecursionError"),
    Breakage("throws what cannot be told", "raise ValueError('\\udc80')  # breaks", "ValueError"),
    Breakage(
        "throws what raises when told",
        "class Mute(Exception):\n    def __str__(self): raise RuntimeError('不说')\nraise Mute  # breaks",
    ),
]
"""What can happen to any code; tried at import and in the scoring function."""

NONSENSE = [
    Breakage("not a number", "return Outcome(Decimal('NaN'), ())", "NaN"),
    Breakage("a signalling not-a-number", "return Outcome(Decimal('sNaN'), ())", "sNaN"),
    Breakage("infinity", "return Outcome(Decimal('Infinity'), ())", "Infinity"),
    Breakage("a float", "return Outcome(1.5, ())", "float"),
    Breakage("a whole number that is no Decimal", "return Outcome(1, ())", "int"),
    Breakage("true", "return Outcome(True, ())"),
    Breakage("a text with a number", "return Outcome('1.5', ())", "str"),
    Breakage("a text", "return Outcome('优秀', ())"),
    Breakage("nothing", "return None", "None"),
    Breakage("bare points", "return Decimal(1)", "Decimal"),
    Breakage("more points than the weight", "return Outcome(cell.weight + Decimal('0.001'), ())", "2.001"),
    Breakage("negative points", "return Outcome(Decimal('-0.001'), ())", "-0.001"),
    Breakage("a huge exponent", "return Outcome(Decimal('1e999999'), ())"),
    Breakage(
        "a float in a step", "return Outcome(Decimal(1), (Step(NORMS_FULL, (0.5,), Decimal(1)),))", "float"
    ),
    Breakage(
        "a float as a step's result", "return Outcome(Decimal(1), (Step(NORMS_FULL, (FULL,), 0.5),))", "float"
    ),
    Breakage("a step without its values", "return Outcome(Decimal(1), (Step(NORMS_FULL, ()),))"),
    Breakage(
        "a veto whose step lacks its values",
        "return Outcome(Decimal(1), (Step(NORMS_FULL, ()),), fails_year=True)",
    ),
    Breakage("a list that contains itself", "own = []; own.append(own); return own"),
    Breakage("a class", "return Outcome"),
    Breakage("a function", "return lambda: 1"),
]
"""What ``score`` may return instead of an outcome."""

NONSENSE_COLUMNS = [
    Breakage("too few units", "return ColumnScores(super().score_column(column).outcomes[:-1])", "个得分"),
    Breakage(
        "too many units",
        "found = super().score_column(column).outcomes\nreturn ColumnScores((*found, found[0]))",
        "个得分",
    ),
    Breakage("no units", "return ColumnScores(())", "0个得分"),
    Breakage("a list", "return []"),
    Breakage("a table", "return {'outcomes': 1}"),
    Breakage("a table that looks right", "return {'outcomes': [], 'findings': []}"),
    Breakage("nothing", "return None", "None"),
    Breakage("a number", "return 7", "int"),
    Breakage("a text", "return 'ColumnScores'", "str"),
    Breakage("another value class", "return column"),
    Breakage("a single outcome", "return super().score_column(column).outcomes[0]"),
    Breakage("outcomes that are no list", "return ColumnScores(7)"),
    Breakage("findings that are none", "return ColumnScores(super().score_column(column).outcomes, (7,))"),
    Breakage("a generator", "return (each for each in super().score_column(column).outcomes)"),
]
"""What ``score_column`` may return instead of a column's scores."""

TRIED_AT_IMPORT_ONLY = {"waits for a lock for ever", "sleeps for ever", "is interrupted", "exits with words"}
"""What is told the same way wherever it happens; tried once, because tests take time."""


@pytest.fixture
def broken(broken_site: BrokenSite) -> Callable[[Callable[[str, str], str], str], int]:
    """Breaks the grid centre's rule; the line that must be named."""

    def spoil(how: Callable[[str, str], str], code: str) -> int:
        broken_site.set_budget(BUDGET)
        intact = (broken_site.site.plugins / RULES).read_text(encoding="utf-8")
        intact = intact.replace("    ZERO,\n", "    ZERO,\n    ColumnScores,\n", 1)
        spoilt = how(intact, code)
        broken_site.write(RULES, spoilt)
        return marked_line(spoilt)

    return spoil


def assert_told(result: Result, told: str, line: int | None) -> None:
    """An error for each of the two indicators names the plugin, its file and the line."""
    errors = plugin_errors(result)
    assert {each.indicator for each in errors} == GRID
    for each in errors:
        where = f"（rules/auto_score.py 第{line}行）：" if line else ""
        assert f"插件 grid{where}" in each.message
        assert told in each.message
        assert each.evaluator == "县网格管理服务中心"
        assert len(each.message) < 1000


def assert_costs_only_its_cells(
    broken_site: BrokenSite, expected: Expected, told: str, line: int | None
) -> None:
    """Everything but the grid centre's cells is there, and errors say why those are not."""
    result = broken_site.preview()
    assert_only_these_are_lost(result, expected, GRID)
    assert_told(result, told, line)


@pytest.mark.slow
@pytest.mark.parametrize("breakage", FAILURES, ids=lambda each: each.name)
def test_a_plugin_that_fails_at_import_costs_only_its_own_cells(
    broken_site: BrokenSite, expected: Expected, broken: Callable[..., int], breakage: Breakage
) -> None:
    line = broken(at_import, breakage.code)
    assert_costs_only_its_cells(
        broken_site, expected, breakage.expected_text, line if MARK in breakage.code else None
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    "breakage",
    [each for each in FAILURES if each.name not in TRIED_AT_IMPORT_ONLY],
    ids=lambda each: each.name,
)
def test_a_plugin_that_fails_while_scoring_costs_only_its_own_cells(
    broken_site: BrokenSite, expected: Expected, broken: Callable[..., int], breakage: Breakage
) -> None:
    line = broken(in_score, breakage.code)
    assert_costs_only_its_cells(broken_site, expected, breakage.expected_text, line)


def test_a_plugin_with_a_syntax_error_costs_only_its_own_cells(
    broken_site: BrokenSite, expected: Expected, broken: Callable[..., int]
) -> None:
    broken(at_import, "unfinished = 1")
    broken_site.change(f"plugins/{RULES}", "unfinished = 1", "def (:")
    text = (broken_site.site.plugins / RULES).read_text(encoding="utf-8")
    line = text.splitlines().index("def (:") + 1
    assert_costs_only_its_cells(broken_site, expected, "SyntaxError", line)


@frozen
class Whims:
    """One plugin that returns whatever it is told to; started once, because what it returns costs no process."""

    told: Path
    """The file that tells it."""
    line: int
    scheme: Scheme
    host: Host
    entries: Sequence[Entry]

    def assert_costs_only_its_cells(self, breakage: Breakage, expected: Expected) -> None:
        """Everything but the grid centre's cells is there, and errors say why those are not."""
        self.told.write_text(breakage.name, encoding="utf-8")
        result = assemble(self.scheme, self.entries, self.host)
        assert_only_these_are_lost(result, expected, GRID)
        assert_told(result, breakage.expected_text, self.line)


@pytest.fixture(scope="module")
def whims(
    filled_template: Site, reported: Sequence[Entry], scheme: Scheme, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Whims]]:
    """Makes plugins of many whims, and ends them when the module is done."""
    made: dict[str, Whims] = {}

    def make(how: Callable[[str, str], str], kinds: Sequence[Breakage]) -> Whims:
        if how.__name__ not in made:
            broken_site = BrokenSite(Site(tmp_path_factory.mktemp(how.__name__)), reported)
            shutil.copytree(filled_template.plugins, broken_site.site.plugins)
            told = broken_site.site.root / "told"
            code = f"told = open({str(told)!r}, encoding='utf-8').read()\n" + "\n".join(
                f"if told == {each.name!r}:\n{textwrap.indent(each.code, '    ')}" for each in kinds
            )
            intact = (broken_site.site.plugins / RULES).read_text(encoding="utf-8")
            spoilt = how(intact.replace("    ZERO,\n", "    ZERO,\n    ColumnScores,\n", 1), code)
            broken_site.write(RULES, spoilt)
            host = Host.of(scheme, broken_site.site.plugins)
            made[how.__name__] = Whims(told, marked_line(spoilt), scheme, host, reported)
        return made[how.__name__]

    yield make
    for each in made.values():
        each.host.close()


@pytest.mark.parametrize("breakage", NONSENSE, ids=lambda each: each.name)
def test_a_rule_that_returns_nonsense_for_a_cell_costs_only_its_own_cells(
    whims: Callable[..., Whims], expected: Expected, breakage: Breakage
) -> None:
    whims(in_score, NONSENSE).assert_costs_only_its_cells(breakage, expected)


@pytest.mark.parametrize("breakage", NONSENSE_COLUMNS, ids=lambda each: each.name)
def test_a_rule_that_returns_nonsense_for_a_column_costs_only_its_own_cells(
    whims: Callable[..., Whims], expected: Expected, breakage: Breakage
) -> None:
    whims(instead_of_column, NONSENSE_COLUMNS).assert_costs_only_its_cells(breakage, expected)


@pytest.mark.parametrize(
    ("where", "code"),
    [
        (at_import, "raise RuntimeError"),
        (at_import, "import os; os._exit(0)"),
        (at_import, "while True: pass"),
        (in_score, "import os; os.kill(os.getpid(), 9)"),
        (in_score, "return Outcome(Decimal('NaN'), ())"),
        (in_score, "if cell.indicator[0] == 't': return Outcome(None, ())"),
        (instead_of_column, "return ColumnScores(())"),
    ],
    ids=[
        "raises",
        "ends its process",
        "loops for ever",
        "is killed",
        "not a number",
        "no points",
        "no units",
    ],
)
def test_there_is_no_final_result_and_nothing_recorded_while_a_plugin_is_broken(
    broken_site: BrokenSite, broken: Callable[..., int], where: Callable[[str, str], str], code: str
) -> None:
    broken(where, code)
    with broken_site.service() as service:
        with pytest.raises(ConfigurationError) as refused:
            service.assemble()
        assert any("插件 grid" in problem.message for problem in refused.value.problems)
        assert service.ledger.runs(2019) == []


@pytest.mark.slow
def test_a_hang_that_switches_the_watchdog_off_is_ended_from_outside(
    broken_site: BrokenSite, expected: Expected, broken: Callable[..., int]
) -> None:
    broken(at_import, "import faulthandler; faulthandler.cancel_dump_traceback_later()\nwhile True: pass")
    result = broken_site.preview()
    assert_only_these_are_lost(result, expected, GRID)
    assert_told(result, f"超过{BUDGET}秒", None)


def test_a_plugin_without_the_rule_that_it_promises_costs_only_its_own_cells(
    broken_site: BrokenSite, expected: Expected
) -> None:
    broken_site.change(f"plugins/{RULES}", 'name = "grid"', 'name = "mesh"')
    result = broken_site.preview()
    assert_only_these_are_lost(result, expected, GRID)
    assert all("插件 grid" in each.message and "“grid”" in each.message for each in plugin_errors(result))
    assert {each.indicator for each in plugin_errors(result)} == GRID


def test_a_rule_for_other_years_is_not_there(broken_site: BrokenSite, expected: Expected) -> None:
    broken_site.change(f"plugins/{RULES}", 'name = "grid"', 'name = "grid"\n    years = (2020, 2021)')
    result = broken_site.preview()
    assert_only_these_are_lost(result, expected, GRID)
    assert {each.indicator for each in plugin_errors(result)} == GRID


@pytest.mark.parametrize(
    "wants",
    [
        "raise RuntimeError('不知道')",
        "return 7",
        "return ('case_score',)",
        "return None",
        "import os; os._exit(0)",
    ],
)
def test_a_rule_that_cannot_say_what_it_wants_costs_only_its_own_cells(
    broken_site: BrokenSite, expected: Expected, wants: str
) -> None:
    text = (broken_site.site.plugins / RULES).read_text(encoding="utf-8")
    head = "    def value_specs(self, indicator: Indicator) -> tuple[ValueSpec, ...]:\n"
    assert head in text
    broken_site.write(RULES, text.replace(head, f"{head}        {wants}\n"))
    assert_costs_only_its_cells(broken_site, expected, "", None)


def test_what_one_column_costs_the_other_keeps(
    broken_site: BrokenSite, expected: Expected, broken: Callable[..., int]
) -> None:
    line = broken(in_score, "if cell.indicator.startswith('towns'): import os; os._exit(0)  # breaks")
    result = broken_site.preview()
    assert_only_these_are_lost(result, expected, frozenset({"towns.grid_management"}))
    (error,) = plugin_errors(result)
    assert f"rules/auto_score.py 第{line}行" in error.message


def test_a_rule_that_says_a_town_does_not_carry_what_every_town_carries_costs_its_column(
    broken_site: BrokenSite, expected: Expected, broken: Callable[..., int]
) -> None:
    """The scheme says nothing of such a cell, so that nobody could say how it is scored."""
    line = broken(in_score, "if cell.unit.name == '古城子镇': return Outcome(None, ())")
    result = broken_site.preview()
    assert_only_these_are_lost(result, expected, frozenset({"towns.grid_management"}))
    (error,) = plugin_errors(result)
    assert f"rules/auto_score.py 第{line}行" in error.message
    assert "古城子镇" in error.message


def test_a_mended_plugin_gives_the_full_result_again(broken_site: BrokenSite, expected: Expected) -> None:
    intact = (broken_site.site.plugins / RULES).read_text(encoding="utf-8")
    broken_site.write(RULES, "raise RuntimeError\n")
    assert plugin_errors(broken_site.preview())
    broken_site.write(RULES, intact)
    with broken_site.service() as service:
        assert_only_these_are_lost(service.assemble().result, expected, frozenset())


# -- plugins whose processes go astray -----------------------------------------------------------

ASTRAY = [
    Breakage(
        "dies a moment later",
        "import os, threading\nthreading.Timer(0.05, lambda: os._exit(0)).start()",
    ),
    Breakage(
        "forks, and both go on",
        "import os\nif not hasattr(os, 'forked'):\n    os.forked = True\n    os.fork()",
    ),
    Breakage(
        "writes words into every pipe that it finds",
        "import os\nfor fd in range(3, 32):\n    try: os.write(fd, '废话\\n'.encode())\n    except OSError: pass",
    ),
    Breakage(
        "writes tables into every pipe that it finds",
        "import os\nfor fd in range(3, 32):\n    try: os.write(fd, b'{}\\n[]\\n7\\n')\n    except OSError: pass",
    ),
    Breakage(
        "writes tables nested beyond measure into every pipe",
        "import os\nfor fd in range(3, 32):\n"
        "    try: os.write(fd, b'[' * 60000 + b'\\n')\n    except OSError: pass",
    ),
    Breakage("closes every file", "import os; os.closerange(0, 64)"),
    Breakage(
        "ignores all signals",
        "import signal\nfor each in (1, 2, 13, 15): signal.signal(each, signal.SIG_IGN)",
    ),
    Breakage("moves elsewhere", "import os; os.chdir('/')"),
    Breakage("closes what it prints to", "import sys; sys.stdout.close()"),
    Breakage("closes the descriptor that it prints to", "import os; os.close(1)"),
    Breakage("does away with standard output", "import sys; sys.stdout = None"),
]


@pytest.mark.slow
@pytest.mark.parametrize("where", [at_import, in_score], ids=["at import", "while scoring"])
@pytest.mark.parametrize("breakage", ASTRAY, ids=lambda each: each.name)
def test_a_process_that_goes_astray_never_yields_a_wrong_score(
    broken_site: BrokenSite,
    expected: Expected,
    broken: Callable[..., int],
    breakage: Breakage,
    where: Callable[[str, str], str],
) -> None:
    broken(where, breakage.code)
    result = broken_site.preview()
    lost = {each.indicator for each in plugin_errors(result)}
    assert lost <= GRID
    assert_only_these_are_lost(result, expected, frozenset(each for each in lost if each))


@pytest.mark.parametrize(
    "breakage",
    [each for each in ASTRAY if "print" in each.name or "output" in each.name],
    ids=lambda each: each.name,
)
def test_a_closed_standard_output_costs_nothing(
    broken_site: BrokenSite, expected: Expected, broken: Callable[..., int], breakage: Breakage
) -> None:
    broken(at_import, breakage.code)
    assert_only_these_are_lost(broken_site.preview(), expected, frozenset())


def is_running(pid: int) -> bool:
    """Whether a process is there and is more than a zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in {"Z", "X"}


def assert_ends_soon(pids: list[int]) -> None:
    """None of the processes is running any more, give or take the kernel's time to end them."""
    deadline = time.monotonic() + 2
    while any(map(is_running, pids)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert [pid for pid in pids if is_running(pid)] == []


@pytest.mark.parametrize(
    ("child", "lost"),
    [
        ("subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']).pid", frozenset()),
        ("subprocess.Popen(['sh', '-c', 'trap \"\" TERM HUP INT; sleep 600 & wait']).pid", frozenset()),
        ("os.fork() or time.sleep(600)", frozenset()),
    ],
    ids=["a program", "a stubborn program with a child of its own", "a copy of itself"],
)
def test_children_of_a_plugin_are_ended_with_it(
    broken_site: BrokenSite,
    expected: Expected,
    broken: Callable[..., int],
    tmp_path: Path,
    child: str,
    lost: frozenset[str],
) -> None:
    told = tmp_path / "pids"
    broken(
        at_import,
        f"import os, subprocess, sys, time\nchild = {child}\nopen({str(told)!r}, 'a').write(f'{{child}}\\n')",
    )
    with broken_site.service() as service:
        result = service.assemble(provisional=True).result
        pids = [int(line) for line in told.read_text().split()]
        assert pids
        assert all(map(is_running, pids))
    assert_only_these_are_lost(result, expected, lost)
    assert_ends_soon(pids)


@pytest.mark.slow
def test_children_of_a_plugin_that_died_are_ended_too(
    broken_site: BrokenSite, expected: Expected, broken: Callable[..., int], tmp_path: Path
) -> None:
    """The child keeps the pipes open, so that the end of its parent is no end of file."""
    told = tmp_path / "pids"
    line = broken(
        at_import,
        "import os, time\nchild = os.fork()\nif not child: time.sleep(600)\n"
        f"open({str(told)!r}, 'a').write(f'{{child}}\\n')\nos._exit(3)  # breaks",
    )
    result = broken_site.preview()
    assert_only_these_are_lost(result, expected, GRID)
    assert_told(result, "", line)
    assert_ends_soon([int(each) for each in told.read_text().split()])


# -- plugins that print --------------------------------------------------------------------------

PRINTS = {
    "prints": "print('在算了')",
    "prints to standard error": "import sys; print('在算了', file=sys.stderr)",
    "writes to descriptor 1": "import os; os.write(1, '在算了\\n'.encode())",
    "writes to the first standard output": "import sys; sys.__stdout__.write('在算了\\n')",
    "has a program print": "import os; os.system('echo 在算了')",
    "prints half a character": "import os; os.write(1, '在算了'.encode() + b'\\xe5')",
    "prints megabytes": "print('在算了' + 'x' * 2_000_000)",
}
prints = pytest.mark.parametrize("code", PRINTS.values(), ids=PRINTS)


@pytest.mark.slow
@prints
def test_a_plugin_that_prints_scores_right_and_is_noticed(
    broken_site: BrokenSite, expected: Expected, code: str
) -> None:
    broken_site.write(RULES, in_score((broken_site.site.plugins / RULES).read_text(encoding="utf-8"), code))
    with broken_site.service() as service:
        result = service.assemble().result
    assert_only_these_are_lost(result, expected, frozenset())
    (notice,) = (each for each in result.findings if each.code == "printed")
    assert notice.severity is Severity.NOTICE
    assert "插件 grid" in notice.message
    assert len(notice.message) < 5000


def test_what_a_plugin_prints_at_import_is_noticed_too(
    broken_site: BrokenSite, broken: Callable[..., int]
) -> None:
    broken(at_import, PRINTS["prints"])
    assert [each.code for each in broken_site.preview().findings if each.severity is Severity.NOTICE].count(
        "printed"
    ) == 1


def test_that_a_plugin_printed_before_it_died_and_was_started_again_is_still_told(
    broken_site: BrokenSite, broken: Callable[..., int]
) -> None:
    broken(in_score, "if cell.indicator[0] == 't': print('马上就好', flush=True); import os; os._exit(0)")
    (notice,) = (each for each in broken_site.preview().findings if each.code == "printed")
    assert "插件 grid" in notice.message


def test_a_plugin_that_prints_does_not_make_equal_assemblies_differ(
    broken_site: BrokenSite, broken: Callable[..., int]
) -> None:
    broken(in_score, "print('在算', cell.unit.name)")
    with broken_site.service() as service:
        first, second = (service.assemble(provisional=True) for _ in range(2))
    with broken_site.service() as service:
        third = service.assemble(provisional=True)
    assert first.result.run == second.result.run == third.result.run
    assert first.document == second.document == third.document


# -- the command line ----------------------------------------------------------------------------


def kaoping(broken_site: BrokenSite, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line on the site."""
    command = [sys.executable, "-m", "kaoping_core.cli", "--site", str(broken_site.site.root), *arguments]
    return subprocess.run(command, capture_output=True, timeout=60, check=False, env={**os.environ})


@pytest.mark.slow
@pytest.mark.parametrize(
    "code",
    [
        PRINTS["writes to descriptor 1"],
        PRINTS["has a program print"],
        "while True: print('在算了')",
    ],
    ids=["writes to descriptor 1", "has a program print", "prints for ever"],
)
def test_standard_output_is_the_result_and_nothing_else(
    broken_site: BrokenSite, broken: Callable[..., int], code: str
) -> None:
    broken(in_score, code)
    done = kaoping(broken_site, "assemble", "--provisional", "--json", "-")
    assert done.returncode == 0, done.stderr.decode()
    document = as_json(done.stdout)
    assert document["format"] == "kaoping-result/1"
    assert document["provisional"] is True


def test_the_command_line_tells_a_failed_plugin_and_writes_the_rest(
    broken_site: BrokenSite, broken: Callable[..., int], tmp_path: Path
) -> None:
    line = broken(in_score, "print('在算了', flush=True); raise RuntimeError('算不下去')  # breaks")
    written = tmp_path / "result.json"
    done = kaoping(broken_site, "assemble", "--provisional", "--json", str(written))
    assert done.returncode == 0
    assert "在算了" not in done.stdout.decode()
    assert "Traceback" not in done.stderr.decode()
    assert f"插件 grid（rules/auto_score.py 第{line}行）：RuntimeError: 算不下去" in done.stderr.decode()
    units = as_json(written.read_bytes())["units"]
    states = {score["state"] for unit in units for name, score in unit["scores"].items() if name in GRID}
    assert states == {CellState.UNSCORED.value}


def test_a_final_result_with_a_failed_plugin_is_refused_with_code_3(
    broken_site: BrokenSite, broken: Callable[..., int], tmp_path: Path
) -> None:
    broken(at_import, "import os; os._exit(0)  # breaks")
    written = tmp_path / "result.json"
    done = kaoping(broken_site, "assemble", "--json", str(written))
    assert done.returncode == 3
    assert done.stdout == b""
    assert "插件 grid" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
    assert not written.exists()
    with broken_site.service() as service:
        assert service.ledger.runs(2019) == []


def test_points_are_exact_however_a_plugin_sets_its_context(
    broken_site: BrokenSite, expected: Expected, broken: Callable[..., int]
) -> None:
    broken(at_import, "import decimal; decimal.setcontext(decimal.Context(prec=1))")
    assert_only_these_are_lost(broken_site.preview(), expected, frozenset())
    assert Decimal(1) / 3 != Decimal("0.3")  # nor is ours touched


def test_what_runs_is_the_source_that_the_fingerprint_is_of_and_no_cache_beside_it(
    broken_site: BrokenSite, expected: Expected
) -> None:
    """A compiled file of the source's age and size would run in its place, unseen by who approves the plugin."""
    path = broken_site.site.plugins / RULES
    intact = path.read_text(encoding="utf-8")
    path.write_text(
        in_score(intact, "return Outcome(Decimal(0), (Step(NORMS_FULL, (FULL,)),))"), encoding="utf-8"
    )
    cached = Path(py_compile.compile(str(path), doraise=True) or "")
    path.write_text(intact, encoding="utf-8")
    stat = path.stat()
    data = bytearray(cached.read_bytes())
    data[8:16] = struct.pack("<II", int(stat.st_mtime), stat.st_size)
    cached.write_bytes(data)
    assert_only_these_are_lost(broken_site.preview(), expected, frozenset())
