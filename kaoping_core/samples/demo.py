"""The demonstration's site: sample submissions of every evaluator, the same every time."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from random import Random
from typing import Any

from attrs import field, frozen

from kaoping_core import toml
from kaoping_core.errors import ConfigurationError
from kaoping_core.host.host import Host
from kaoping_core.intake.json_file import FORMAT
from kaoping_core.model.findings import Fault
from kaoping_core.model.indicators import Cell, Indicator
from kaoping_core.model.scheme import Scheme
from kaoping_core.samples.values import plausible, shown_values
from kaoping_core.scheme.load import load_scheme
from kaoping_core.site import SETTINGS, Site, make_site

SEED = 20191220
"""The day of the notice."""
CARRIES_PERCENT = 88
"""How many of the units that may be without an indicator carry it."""


@frozen
class ShownCell:
    """A cell arranged on purpose."""

    about: str
    indicator: str
    unit: str
    values: Mapping[str, object] = field(factory=dict)


@frozen
class Showcase:
    """``showcase.toml``."""

    marking: str
    late: str
    unsigned: str
    cells: tuple[ShownCell, ...]


def read_showcase() -> Showcase:
    """The arranged cells.

    Raises:
        ConfigurationError: when the package's own file is damaged.
    """
    text = (resources.files("kaoping_core.samples") / "showcase.toml").read_text(encoding="utf-8")
    showcase, problems = toml.load_text(text, Showcase, "showcase.toml")
    if showcase is None:
        raise ConfigurationError("示例数据的配置有问题", problems)
    return showcase


def make_demo(root: Path, progress: Callable[[str], None] = lambda _: None) -> tuple[Site, list[Path]]:
    """Make a site with sample submissions; the site and the files to take in."""
    progress("新建示例站点")
    site = make_site(root)
    showcase = read_showcase()
    (site.config / SETTINGS).write_text(f'marking = "{showcase.marking}"\n', encoding="utf-8")
    scheme = load_scheme(site.year_folder(None))
    folder = root / "报送"
    folder.mkdir()
    files = []
    with Host.of(scheme, site.plugins) as host:
        for evaluator, submission in submissions(scheme, host, showcase).items():
            progress(f"生成 {evaluator} 的报送")
            path = folder / f"{showcase.marking}-{evaluator}.json"
            path.write_text(json.dumps(submission, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
            files.append(path)
    return site, files


def submissions(scheme: Scheme, host: Host, showcase: Showcase) -> dict[str, dict[str, Any]]:
    """A submission of every evaluator, in the interchange format, by evaluator."""
    random = Random(SEED)
    strength = {unit.name: random.randint(0, 100) for unit in scheme.units}
    arranged = {(cell.indicator, cell.unit): cell for cell in showcase.cells}
    entries: dict[str, list[dict[str, Any]]] = {evaluator.name: [] for evaluator in scheme.evaluators}
    for indicator in scheme.indicators:
        for cell in scheme.cells_of[indicator.id]:
            known = arranged.get((indicator.id, cell.unit.name))
            entry = (
                _arranged(known)
                if known
                else _invented(indicator, cell, host, strength[cell.unit.name], random)
            )
            if entry is not None:
                note = f"{showcase.marking}：{known.about}" if known else showcase.marking
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


def _arranged(cell: ShownCell) -> dict[str, Any]:
    return {"values": {name: _plain(value) for name, value in cell.values.items()}}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, list | tuple) else str(value)


def _invented(
    indicator: Indicator, cell: Cell, host: Host, strength: int, random: Random
) -> dict[str, Any] | None:
    binding = host.binding(indicator.id)
    if isinstance(binding, Fault) or not cell.carried:
        return None
    may_lack = indicator.not_carried is not None and not indicator.targets
    if may_lack and random.randint(0, 99) >= CARRIES_PERCENT:
        return {"carried": False}
    return {"values": shown_values(plausible(binding, cell, strength, random))}


def _signature(scheme: Scheme, showcase: Showcase, evaluator: str) -> dict[str, Any]:
    limit: date = scheme.calendar.opinions_by
    day = limit + timedelta(days=2 if evaluator == showcase.late else -1)
    sealed = evaluator != showcase.unsigned
    return {"by": "主要负责人", "on": day.isoformat(), "sealed": sealed}
