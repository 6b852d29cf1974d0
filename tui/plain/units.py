"""Menu of a unit (单位): where a unit's points went, against its group, what one more point would change; two units side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from attrs import evolve

from kaoping_core.pages.schema import ComparedIndicator, UnitPage
from kaoping_core.reports.pages.comparison import comparison
from tui.plain import pickers, results
from tui.plain.console import aligned_rows
from tui.plain.context import MenuContext
from tui.plain.labels import legend, rank_label, score_state_label
from tui.plain.menu import choose_from


def units_menu(context: MenuContext) -> None:
    """Unit → its card."""
    context.menu(lambda: pickers.all_units(context, "单位"), lambda unit: unit_menu(context, unit))


def unit_menu(context: MenuContext, name: str) -> None:
    """A unit's card."""
    context.topics(
        name,
        {
            "分数到哪里去了": lambda: _losses(context, name),
            "各部分得分": lambda: _sections(context, name),
            "各项得分和依据": lambda: results.scores_menu(context, name),
            "和另一个单位比": lambda: _show_comparison(context, name),
        },
        *_head(context.unit(name)),
    )


def _head(unit: UnitPage) -> Sequence[str]:
    rank = f"{rank_label(unit)}（共{unit['of']}个排名次）" if unit["rank"] else rank_label(unit)
    return (
        f"{unit['group_name']}　总分{unit['total']}　{rank}",
        f"全组平均{unit['mean']}，最高{unit['best']}",
        *filter(None, (unit["one_more"],)),
    )


def _losses(context: MenuContext, name: str) -> None:
    """What was lost, largest first."""
    unit = context.unit(name)
    lost = [unit["accounts"][indicator] for indicator in unit["losses"]]
    rows = [
        (
            explanation["loss"],
            explanation["name"],
            f"{explanation['score']}/{explanation['weight']}",
            score_state_label(explanation),
            explanation["evaluator"],
        )
        for explanation in lost
    ]
    context.console.heading(f"{name}：失分从大到小")
    context.console.table(("失分", "指标", "得分", "说明", "考核主体"), rows, right=(0, 2))


def _sections(context: MenuContext, name: str) -> None:
    rows = [
        (section["section"], section["points"], section["full"], section["mean"], section["best"])
        for section in context.unit(name)["sections"]
    ]
    context.console.heading(f"{name}：各部分得分")
    context.console.table(("部分", "得分", "满分", "全组平均", "全组最高"), rows, right=(1, 2, 3, 4))


def _show_comparison(context: MenuContext, name: str) -> None:
    """Why a unit's rank is not another's: what explains most of the difference first."""
    same = pickers.units_of_group(context, context.unit(name)["group"])
    other = choose_from(context.console, evolve(same, title=f"{name}和哪个单位比"))
    pair = comparison(context.unit(name), context.unit(other))
    lines = [pair["words"]]
    sections = [
        (row["section"], row["one"] or "—", row["other"] or "—", row["difference"])
        for row in pair["sections"]
    ]
    indicators = [
        (row["name"], _side(row, "one"), _side(row, "other"), row["difference"]) for row in pair["indicators"]
    ]
    for title, rows in (("部分", sections), ("指标", indicators)):
        if rows:
            lines += ["", *aligned_rows((title, name, other, "差"), rows, (1, 2, 3))]
    flags = [indicator[side] for indicator in pair["indicators"] for side in ("one_mark", "other_mark")]
    context.console.heading(f"{name}和{other}")
    context.console.pages([*lines, *legend(flags)])


def _side(row: ComparedIndicator, side: Literal["one", "other"]) -> str:
    """Return a unit's points behind their flag."""
    points, flag = (row["one"], row["one_mark"]) if side == "one" else (row["other"], row["other_mark"])
    return f"{flag} {points}".strip() or "—"
