"""单位: where a unit's points went, against its group, what one more point would change; two units side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import evolve

from kaoping_core.reports.pages.comparison import pair_view
from tui.plain import pickers, results
from tui.plain.console import aligned
from tui.plain.context import Office, Page
from tui.plain.labels import legend, rank_of, state_of
from tui.plain.menu import choose


def units(office: Office) -> None:
    """Unit → its card."""
    office.menu(lambda: pickers.all_units(office, "单位"), lambda unit: card(office, unit))


def card(office: Office, name: str) -> None:
    """A unit's card."""
    office.topics(
        name,
        {
            "分数到哪里去了": lambda: _losses(office, name),
            "各部分得分": lambda: _sections(office, name),
            "各项得分和依据": lambda: results.scores(office, name),
            "和另一个单位比": lambda: _compared(office, name),
        },
        *_head(office.unit(name)),
    )


def _head(unit: Page) -> Sequence[str]:
    rank = f"{rank_of(unit)}（共{unit['of']}个排名次）" if unit["rank"] else rank_of(unit)
    return (
        f"{unit['group_name']}　总分{unit['total']}　{rank}",
        f"全组平均{unit['mean']}，最高{unit['best']}",
        *filter(None, (unit["one_more"],)),
    )


def _losses(office: Office, name: str) -> None:
    """What was lost, largest first."""
    unit = office.unit(name)
    lost = [unit["accounts"][indicator] for indicator in unit["losses"]]
    rows = [
        (each["loss"], each["name"], f"{each['score']}/{each['weight']}", state_of(each), each["evaluator"])
        for each in lost
    ]
    office.talk.heading(f"{name}：失分从大到小")
    office.talk.table(("失分", "指标", "得分", "说明", "考核主体"), rows, right=(0, 2))


def _sections(office: Office, name: str) -> None:
    rows = [
        (each["section"], each["points"], each["full"], each["mean"], each["best"])
        for each in office.unit(name)["sections"]
    ]
    office.talk.heading(f"{name}：各部分得分")
    office.talk.table(("部分", "得分", "满分", "全组平均", "全组最高"), rows, right=(1, 2, 3, 4))


def _compared(office: Office, name: str) -> None:
    """Why a unit's rank is not another's: what explains most of the difference first."""
    same = pickers.of_group(office, office.unit(name)["group"])
    other = choose(office.talk, evolve(same, title=f"{name}和哪个单位比"))
    pair = pair_view(office.unit(name), office.unit(other))
    lines = [pair["words"]]
    for title, part, named in (("部分", "sections", "section"), ("指标", "indicators", "name")):
        rows = [
            (each[named], _side(each, "one"), _side(each, "other"), each["difference"]) for each in pair[part]
        ]
        if rows:
            lines += ["", *aligned((title, name, other, "差"), rows, (1, 2, 3))]
    marks = [each[side] for each in pair["indicators"] for side in ("one_mark", "other_mark")]
    office.talk.heading(f"{name}和{other}")
    office.talk.pages([*lines, *legend(marks)])


def _side(row: Mapping[str, str], side: str) -> str:
    """A unit's points, with what is to be said beside them."""
    return f"{row.get(f'{side}_mark', '')} {row[side]}".strip() or "—"
