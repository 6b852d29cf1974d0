"""Menu of results (结果): a group's ranking, a unit's scores, and 依据 of a score with everything ever reported on its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kaoping_core.model.findings import Fault
from kaoping_core.pages.schema import RevisionRow
from tui.plain import pickers
from tui.plain.context import MenuContext
from tui.plain.labels import explanation_lines
from tui.tasks.protocol import ListRevisions


def results_menu(context: MenuContext) -> None:
    """Group → unit → indicator → 依据."""
    pickers.group_menu(context, "结果：选一个组", lambda group: _units(context, group))


def _units(context: MenuContext, group: str) -> None:
    context.menu(lambda: pickers.units_of_group(context, group), lambda unit: scores_menu(context, unit))


def scores_menu(context: MenuContext, name: str) -> None:
    """A unit's scores; each is explained for its number."""
    context.menu(
        lambda: pickers.scores_of(context, context.unit(name)),
        lambda indicator: show_explanation(context, name, indicator),
    )


def show_explanation(context: MenuContext, unit: str, indicator: str) -> None:
    """依据 of a score, and its cell's history."""
    account = context.unit(unit)["accounts"][indicator]
    context.console.heading(f"依据：{unit}　{account['name']}")
    past = context.calls.history(ListRevisions(unit, indicator), lambda _: None)
    context.console.pages([*explanation_lines(account), "", *_history(context, indicator, past)])


def _history(context: MenuContext, indicator: str, past: Sequence[RevisionRow]) -> Iterator[str]:
    """Everything ever reported on a cell, newest first."""
    if not past:
        yield "历次报送：没有"
        return
    yield f"历次报送（{len(past)}次，新的在前）："
    titles = _titles(context, indicator)
    for each in past:
        values = "、".join(f"{titles.get(name, name)} {value}" for name, value in each["values"].items())
        reported = values or ("没有扣分、加分事项" if each["carried"] else "不承担")
        note = f"，备注：{each['note']}" if each["note"] else ""
        yield f"{each['at']}　{reported}{note}〔{each['place'] or each['file']}〕"


def _titles(context: MenuContext, indicator: str) -> Mapping[str, str]:
    """What the reported values of an indicator are called."""
    binding = context.service.host.binding(indicator)
    return {} if isinstance(binding, Fault) else {spec.name: spec.title for spec in binding.value_specs}
