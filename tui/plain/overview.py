"""总览: how far the year is, who has reported, rankings, what blocks the final result, what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui.plain.console import aligned_rows
from tui.plain.context import MenuContext
from tui.plain.labels import rank_label, status_label


def overview_menu(office: MenuContext) -> None:
    """The year at a glance, and more of each thing for a number."""
    office.topics(
        "总览",
        {
            "报送情况": lambda: _evaluators(office),
            "名次": lambda: _rankings(office),
            "出正式结果还要解决的": lambda: _findings(office, "blocking"),
            "提示": lambda: _findings(office, "findings"),
            "最近的事": lambda: _events(office),
            "记录过的汇总": lambda: runs_menu(office),
        },
        *summary_lines(office),
    )


def summary_lines(office: MenuContext) -> list[str]:
    """The year's state and calendar in a few lines."""
    desk = office.overview
    missing = [evaluator for evaluator in desk["evaluators"] if evaluator["missing"]]
    lines = state_lines(office)
    lines += [f"{each['what']}：{each['on']}，{each['left']}" for each in desk["calendar"]]
    if missing:
        told = "、".join(f"{each['name']}缺{each['missing']}" for each in missing)
        lines.append(f"还缺数据的考核主体：{told}")
    else:
        lines.append("考核主体的数据都齐了")
    return lines


def state_lines(office: MenuContext) -> list[str]:
    """How far the year is."""
    desk = office.overview
    banner = (f"〔{desk['banner']}〕",) if desk["banner"] else ()
    return [f"{desk['title']}　今天{desk['today']}", *banner, desk["state"]]


def _evaluators(office: MenuContext) -> None:
    rows = [
        (evaluator["name"], status_label(evaluator), evaluator["on"], str(evaluator["cells"]))
        for evaluator in office.overview["evaluators"]
    ]
    office.console.heading("报送情况")
    office.console.table(("考核主体", "情况", "报送日期", "应报"), rows, right=(3,))


def _rankings(office: MenuContext) -> None:
    lines: list[str] = []
    for group in office.overview["groups"]:
        lines += ["", f"【{group['name']}】", *_ranking(group["units"])]
    office.console.pages(lines)


def _ranking(units: Sequence[Mapping[str, str]]) -> list[str]:
    rows = [(rank_label(unit), unit["unit"], unit["total"]) for unit in units]
    return aligned_rows(("名次", "单位", "总分"), rows, (0, 2))


def _findings(office: MenuContext, which: str) -> None:
    found = office.overview[which]
    if not found:
        office.console.print_lines("没有。")
    office.console.pages(
        [
            f"{number}. {each['word']}　{'　'.join(filter(None, (each['group'], each['message'])))}"
            for number, each in enumerate(found, 1)
        ]
    )


def _events(office: MenuContext) -> None:
    found = office.overview["happenings"]
    if not found:
        office.console.print_lines("还没有记录。")
    office.console.pages([f"{each['shown']}　{each['actor']}　{each['words']}" for each in reversed(found)])


def runs_menu(office: MenuContext) -> None:
    """Recorded assemblies, the newest first."""
    found = office.overview["runs"]
    if not found:
        office.console.print_lines("还没有汇总过。")
        return
    rows = [
        (str(each["number"]), each["edition"], each["at"], each["actor"], each["run"])
        for each in reversed(found)
    ]
    office.console.table(("序号", "版本", "时间", "经办", "编号"), rows, right=(0,))
