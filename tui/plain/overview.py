"""Menu of the overview (总览): how far the year is, who has reported, rankings, what blocks the final result, what happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from kaoping_core.pages.schema import RankingRow
from tui.plain.console import aligned_rows
from tui.plain.context import MenuContext
from tui.plain.labels import rank_label, status_label


def overview_menu(context: MenuContext) -> None:
    """The year at a glance, and more of each thing for a number."""
    context.topics(
        "总览",
        {
            "报送情况": lambda: _evaluators(context),
            "名次": lambda: _rankings(context),
            "出正式结果还要解决的": lambda: _findings(context, "blocking"),
            "提示": lambda: _findings(context, "findings"),
            "最近的事": lambda: _events(context),
            "记录过的汇总": lambda: runs_menu(context),
        },
        *summary_lines(context),
    )


def summary_lines(context: MenuContext) -> list[str]:
    """The year's state and calendar in a few lines."""
    overview = context.overview
    missing = [evaluator for evaluator in overview["evaluators"] if evaluator["missing"]]
    lines = state_lines(context)
    lines += [f"{date['what']}：{date['on']}，{date['left']}" for date in overview["calendar"]]
    if missing:
        names = "、".join(f"{evaluator['name']}缺{evaluator['missing']}" for evaluator in missing)
        lines.append(f"还缺数据的考核主体：{names}")
    else:
        lines.append("考核主体的数据都齐了")
    return lines


def state_lines(context: MenuContext) -> list[str]:
    """How far the year is."""
    overview = context.overview
    banner = (f"〔{overview['banner']}〕",) if overview["banner"] else ()
    return [f"{overview['title']}　今天{overview['today']}", *banner, overview["state"]]


def _evaluators(context: MenuContext) -> None:
    rows = [
        (evaluator["name"], status_label(evaluator), evaluator["on"], str(evaluator["cells"]))
        for evaluator in context.overview["evaluators"]
    ]
    context.console.heading("报送情况")
    context.console.table(("考核主体", "情况", "报送日期", "应报"), rows, right=(3,))


def _rankings(context: MenuContext) -> None:
    lines: list[str] = []
    for group in context.overview["groups"]:
        lines += ["", f"【{group['name']}】", *_ranking(group["units"])]
    context.console.pages(lines)


def _ranking(units: Sequence[RankingRow]) -> list[str]:
    rows = [(rank_label(unit), unit["unit"], unit["total"]) for unit in units]
    return aligned_rows(("名次", "单位", "总分"), rows, (0, 2))


def _findings(context: MenuContext, which: Literal["blocking", "findings"]) -> None:
    found = context.overview[which]
    if not found:
        context.console.print_lines("没有。")
    context.console.pages(
        [
            f"{number}. {finding['word']}　{'　'.join(filter(None, (finding['group'], finding['message'])))}"
            for number, finding in enumerate(found, 1)
        ]
    )


def _events(context: MenuContext) -> None:
    found = context.overview["happenings"]
    if not found:
        context.console.print_lines("还没有记录。")
    context.console.pages(
        [f"{event['shown']}　{event['actor']}　{event['words']}" for event in reversed(found)]
    )


def runs_menu(context: MenuContext) -> None:
    """Recorded assemblies, the newest first."""
    found = context.overview["runs"]
    if not found:
        context.console.print_lines("还没有汇总过。")
        return
    rows = [
        (str(run["number"]), run["edition"], run["at"], run["actor"], run["run"]) for run in reversed(found)
    ]
    context.console.table(("序号", "版本", "时间", "经办", "编号"), rows, right=(0,))
