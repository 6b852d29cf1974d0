"""An indicator with quotas as tables and paragraphs: its tiers, its ballots, what departs from the quota."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from tui.cell_text import Marks
from tui.screens.submissions.content import SEVERITIES
from tui.widgets.table.data import Cell, Column, Row, TableData, Tone
from tui.widgets.text_view.data import Paragraph
from tui.widgets.text_view.quota_bar import Tier, quota_paragraphs

Appraised = Mapping[str, Any]


def indicators_table(indicators: Sequence[Appraised]) -> TableData:
    """All indicators with quotas."""
    columns = (
        Column("name", "指标", grows=True),
        Column("group", "组", width=10),
        Column("given", "已评", number=True),
        Column("quota", "名额"),
    )
    return TableData(columns, tuple(map(_indicator, indicators)), empty="没有按名额评等次的指标")


def _indicator(one: Appraised) -> Row:
    if one["departs"]:
        quota = Cell("不符", tone="warning")
    elif one["missing"]:
        quota = Cell("没评完", tone="bad")
    else:
        quota = Cell("符合", tone="good")
    given = Cell(f"{one['given']}/{one['of']}", sort=Decimal(one["given"]))
    return Row(one["id"], (Cell(one["name"]), Cell(one["group_name"]), given, quota))


def meter(one: Appraised, marks: Marks) -> Iterator[Paragraph]:
    """The tiers against their quota, then everything that somebody should know."""
    yield Paragraph(f"{one['name']}（{one['group_name']}）", tone="strong", rule=True)
    yield from quota_paragraphs([_tier(each) for each in one["tiers"]], marks)
    points = "、".join(f"{each['name']}{each['points']}分" for each in one["tiers"])
    yield Paragraph(f"{points}；{one['evaluator']}评，{one['clause']}", tone="quiet")
    if one["missing"]:
        yield Paragraph("、".join(one["missing"]), tone="bad", label="还没有评")
    for each in one["findings"]:
        yield Paragraph(each["message"], tone=SEVERITIES.get(each["severity"], ""), label=each["word"])
    for each in one["ties"]:
        yield Paragraph(each["words"], label="并列")


def _tier(tier: Mapping[str, Any]) -> Tier:
    note = f"超{tier['over']}个" if tier["over"] else f"空{tier['left']}个" if tier["left"] else ""
    return Tier(
        title=tier["name"],
        text=f"{tier['count']}/{tier['quota']}",
        used=tier["count"],
        quota=tier["quota"],
        note=note,
        tone="warning" if tier["over"] else "",
    )


def units_table(one: Appraised) -> TableData:
    """The indicator's units, best tier first, with the ballots for each tier."""
    tiers = [each["name"] for each in one["tiers"]]
    columns = (
        Column("unit", "单位", grows=True),
        Column("tier", "等次", width=8),
        Column("score", "得分", number=True),
        Column("place", "位次", number=True),
        Column("mean", "票值平均", number=True),
        Column("votes", "票数", number=True),
        *(Column(f"votes-{each}", each, number=True) for each in tiers),
        Column("remark", "说明"),
    )
    over = {each["name"] for each in one["tiers"] if each["over"]}
    tied = {unit for each in one["ties"] for unit in each["units"]}
    rows = (_unit(each, tiers, over, tied) for each in one["units"])
    return TableData(columns, tuple(rows), empty="没有单位")


def _unit(unit: Appraised, tiers: Sequence[str], over: set[str], tied: set[str]) -> Row:
    tone: Tone = "warning" if unit["tier"] in over else ""
    remark = unit["remark"] or ("并列上提一档" if unit["lifted"] else "" if unit["votes"] else unit["how"])
    missing = unit["state"] == "missing"
    return Row(
        unit["unit"],
        (
            Cell(unit["unit"]),
            Cell(
                unit["tier"] or ("缺" if missing else ""),
                mark="超" if tone else "",
                tone="bad" if missing else tone,
            ),
            Cell(unit["score"]),
            Cell(unit["place"], mark="并" if unit["unit"] in tied else ""),
            Cell(unit["mean"], whole=unit["mean_exact"]),
            Cell(str(unit["votes"]) if unit["votes"] else ""),
            *(Cell(_ballots(unit["ballots"].get(each, 0))) for each in tiers),
            Cell(remark, whole="　".join(filter(None, (remark, unit["at"])))),
        ),
    )


def _ballots(count: int) -> str:
    return str(count) if count else ""
