"""The demonstration's site: sample submissions of every evaluator, the same every time."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from datetime import date, timedelta
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Any

from attrs import field, frozen

from kaoping_core import config_io
from kaoping_core.errors import ConfigurationError
from kaoping_core.host.host import Host
from kaoping_core.intake.context import IntakeContext
from kaoping_core.intake.json.reader import FORMAT
from kaoping_core.intake.workbook.template import make_template
from kaoping_core.model.findings import Fault
from kaoping_core.model.indicators import Cell, Indicator
from kaoping_core.model.scheme import Scheme
from kaoping_core.rules.binding import Binding
from kaoping_core.samples.case_file import cells_with_cases, write_case_file
from kaoping_core.samples.fill_workbook import fill_workbook
from kaoping_core.samples.random_values import format_sample_values, random_values
from kaoping_core.scheme.load import load_scheme
from kaoping_core.settings import SETTINGS
from kaoping_core.site import Site, make_site

SEED = 20191220
"""The day of the notice."""
CARRIES_PERCENT = 88
"""How many of the units that may be without an indicator carry it."""
CASE_FILE = "网格案件表.csv"
CASES = 12_000
"""Rows of the case file: some two and a half cases a day and town."""
Progress = Callable[[str], None]


@frozen
class ShowcaseCell:
    """A deliberately arranged cell."""

    about: str
    indicator: str
    unit: str
    values: Mapping[str, object] = field(factory=dict)


@frozen
class Showcase:
    """``showcase.toml``."""

    banner: str
    late: str
    unsigned: str
    cells: tuple[ShowcaseCell, ...]


def read_showcase() -> Showcase:
    """Read the arranged cells.

    Raises:
        ConfigurationError: when the package's own file is damaged.
    """
    text = (resources.files("kaoping_core.samples") / "showcase.toml").read_text(encoding="utf-8")
    showcase, problems = config_io.load_text(text, Showcase, "showcase.toml")
    if showcase is None:
        raise ConfigurationError("示例数据的配置有问题", problems)
    return showcase


def make_demo(root: Path, progress: Progress = lambda _: None) -> tuple[Site, list[Path]]:
    """Make a site with sample submissions; return the site and the files to import."""
    progress("新建示例站点")
    site = make_site(root)
    showcase = read_showcase()
    (site.config / SETTINGS).write_text(f'banner = "{showcase.banner}"\n', encoding="utf-8")
    scheme = load_scheme(site.year_folder(None))
    folder = root / "报送"
    folder.mkdir()
    files = []
    with Host.of(scheme, site.plugins) as host:
        context = IntakeContext(scheme, host.binding)
        in_case_file = _write_cases(folder / f"{showcase.banner}-{CASE_FILE}", scheme, showcase, progress)
        for evaluator, submission in submissions(scheme, host, showcase, in_case_file).items():
            progress(f"填写 {evaluator} 的报送表")
            path = folder / f"{showcase.banner}-{evaluator}.xlsx"
            path.write_bytes(fill_workbook(make_template(evaluator, context), submission))
            files.append(path)
    return site, [*files, *folder.glob("*.csv")]


def _write_cases(path: Path, scheme: Scheme, showcase: Showcase, progress: Progress) -> frozenset[str]:
    """Write the grid platform's export if its libraries are installed; return the units in it."""
    if not all(find_spec(library) for library in ("ibis", "duckdb")):
        progress("没有装 kaoping[cases]，网格案件处置得分直接写在报送表里")
        return frozenset()
    progress("生成网格案件表")
    write_case_file(path, scheme, showcase.banner, SEED, CASES)
    return frozenset(unit.unit.name for unit in cells_with_cases(scheme))


def submissions(
    scheme: Scheme, host: Host, showcase: Showcase, in_case_file: Container[str] = ()
) -> dict[str, dict[str, Any]]:
    """Return a submission of every evaluator in the interchange format, by evaluator.

    Values that the case file has of a unit are left to it.
    """
    random = Random(SEED)
    strength = {unit.name: random.randint(0, 100) for unit in scheme.units}
    arranged = {(cell.indicator, cell.unit): cell for cell in showcase.cells}
    entries: dict[str, list[dict[str, Any]]] = {evaluator.name: [] for evaluator in scheme.evaluators}
    for indicator in scheme.indicators:
        for cell in scheme.cells_of[indicator.id]:
            known = arranged.get((indicator.id, cell.unit.name))
            entry = (
                _showcase_entry(known)
                if known
                else _random_entry(indicator, cell, host, strength[cell.unit.name], random)
            )
            if entry is not None:
                if cell.unit.name in in_case_file:
                    _leave_to_file(entry, host.binding(indicator.id))
                note = f"{showcase.banner}：{known.about}" if known else showcase.banner
                entries[indicator.evaluator].append(
                    {"indicator": indicator.id, "unit": cell.unit.name, **entry, "note": note}
                )
    return {
        evaluator: {
            "format": FORMAT,
            "year": scheme.year,
            "evaluator": evaluator,
            "signed": _signature(scheme, showcase, evaluator),
            "entries": own,
        }
        for evaluator, own in entries.items()
    }


def _leave_to_file(entry: dict[str, Any], binding: Binding | Fault) -> None:
    """Remove values that the case file brings."""
    if not isinstance(binding, Fault):
        for wanted in binding.value_specs:
            if wanted.source == "both":
                entry.get("values", {}).pop(wanted.name, None)


def _showcase_entry(cell: ShowcaseCell) -> dict[str, Any]:
    return {"values": {name: _sample_value(value) for name, value in cell.values.items()}}


def _sample_value(value: object) -> object:
    return list(value) if isinstance(value, list | tuple) else str(value)


def _random_entry(
    indicator: Indicator, cell: Cell, host: Host, strength: int, random: Random
) -> dict[str, Any] | None:
    binding = host.binding(indicator.id)
    if isinstance(binding, Fault) or not cell.carried:
        return None
    may_lack = indicator.not_carried is not None and not indicator.targets
    if may_lack and random.randint(0, 99) >= CARRIES_PERCENT:
        return {"carried": False}
    return {"values": format_sample_values(random_values(binding, cell, strength, random))}


def _signature(scheme: Scheme, showcase: Showcase, evaluator: str) -> dict[str, Any]:
    limit: date = scheme.calendar.opinions_by
    day = limit + timedelta(days=2 if evaluator == showcase.late else -1)
    sealed = evaluator != showcase.unsigned
    return {"by": "主要负责人", "on": day.isoformat(), "sealed": sealed}
