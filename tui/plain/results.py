"""结果: a group's ranking, a unit's scores, and 依据 of a score with everything ever reported on its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kaoping_core.model.findings import Fault
from tui.plain import pickers
from tui.plain.context import MenuContext
from tui.plain.labels import explanation_lines
from tui.tasks.protocol import ListRevisions, RevisionRow


def results_menu(office: MenuContext) -> None:
    """Group → unit → indicator → 依据."""
    pickers.group_menu(office, "结果：选一个组", lambda group: _units(office, group))


def _units(office: MenuContext, group: str) -> None:
    office.menu(lambda: pickers.units_of_group(office, group), lambda unit: scores_menu(office, unit))


def scores_menu(office: MenuContext, name: str) -> None:
    """A unit's scores; each is explained for its number."""
    office.menu(
        lambda: pickers.scores_of(office, office.unit(name)),
        lambda indicator: show_explanation(office, name, indicator),
    )


def show_explanation(office: MenuContext, unit: str, indicator: str) -> None:
    """依据 of a score, and its cell's history."""
    account = office.unit(unit)["accounts"][indicator]
    office.console.heading(f"依据：{unit}　{account['name']}")
    past = office.calls.history(ListRevisions(unit, indicator), lambda _: None)
    office.console.pages([*explanation_lines(account), "", *_history(office, indicator, past)])


def _history(office: MenuContext, indicator: str, past: Sequence[RevisionRow]) -> Iterator[str]:
    """Everything ever reported on a cell, newest first."""
    if not past:
        yield "历次报送：没有"
        return
    yield f"历次报送（{len(past)}次，新的在前）："
    titles = _titles(office, indicator)
    for each in past:
        values = "、".join(f"{titles.get(name, name)} {value}" for name, value in each["values"].items())
        reported = values or ("没有扣分、加分事项" if each["carried"] else "不承担")
        note = f"，备注：{each['note']}" if each["note"] else ""
        yield f"{each['at']}　{reported}{note}〔{each['place'] or each['file']}〕"


def _titles(office: MenuContext, indicator: str) -> Mapping[str, str]:
    """What the reported values of an indicator are called."""
    binding = office.service.host.binding(indicator)
    return {} if isinstance(binding, Fault) else {spec.name: spec.title for spec in binding.value_specs}
