"""Content of the appraisal screen: tiers against quotas, ballots, findings, ties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kaoping_core.pages.schema import AppraisalIndicator, AppraisalTier, AppraisalUnit
from tui.cell_text import Glyphs
from tui.screens.submissions.content import SEVERITIES
from tui.widgets.table.data import TableCell, TableColumn, TableData, TableRow, Tone
from tui.widgets.text_view.data import Paragraph
from tui.widgets.text_view.quota_bar import QuotaTier, quota_paragraphs


def indicators_table(indicators: Sequence[AppraisalIndicator]) -> TableData:
    """Return the table of all indicators with quotas."""
    columns = (
        TableColumn("name", "指标", grows=True),
        TableColumn("group", "组", width=10),
        TableColumn("given", "已评", number=True),
        TableColumn("quota", "名额"),
    )
    return TableData(columns, tuple(map(_indicator, indicators)), empty="没有按名额评等次的指标")


def _indicator(one: AppraisalIndicator) -> TableRow:
    if one["departs"]:
        quota = TableCell("不符", tone="warning")
    elif one["missing"]:
        quota = TableCell("没评完", tone="bad")
    else:
        quota = TableCell("符合", tone="good")
    given = TableCell(f"{one['given']}/{one['of']}", sort=Decimal(one["given"]))
    return TableRow(one["id"], (TableCell(one["name"]), TableCell(one["group_name"]), given, quota))


def quota_meter(one: AppraisalIndicator, glyphs: Glyphs) -> Iterator[Paragraph]:
    """Yield the tiers against their quota, then findings and ties."""
    yield Paragraph(f"{one['name']}（{one['group_name']}）", tone="strong", rule=True)
    yield from quota_paragraphs([_tier(tier) for tier in one["tiers"]], glyphs)
    points = "、".join(f"{tier['name']}{tier['points']}分" for tier in one["tiers"])
    yield Paragraph(f"{points}；{one['evaluator']}评，{one['clause']}", tone="quiet")
    if one["missing"]:
        yield Paragraph("、".join(one["missing"]), tone="bad", label="还没有评")
    for finding in one["findings"]:
        yield Paragraph(
            finding["message"], tone=SEVERITIES.get(finding["severity"], ""), label=finding["word"]
        )
    for tie in one["ties"]:
        yield Paragraph(tie["words"], label="并列")


def _tier(tier: AppraisalTier) -> QuotaTier:
    note = f"超{tier['over']}个" if tier["over"] else f"空{tier['left']}个" if tier["left"] else ""
    return QuotaTier(
        title=tier["name"],
        text=f"{tier['count']}/{tier['quota']}",
        used=tier["count"],
        quota=tier["quota"],
        note=note,
        tone="warning" if tier["over"] else "",
    )


def units_table(one: AppraisalIndicator) -> TableData:
    """Return the indicator's units, best tier first, with the ballots for each tier."""
    tiers = [tier["name"] for tier in one["tiers"]]
    columns = (
        TableColumn("unit", "单位", grows=True),
        TableColumn("tier", "等次", width=8),
        TableColumn("score", "得分", number=True),
        TableColumn("place", "位次", number=True),
        TableColumn("mean", "票值平均", number=True),
        TableColumn("votes", "票数", number=True),
        *(TableColumn(f"votes-{tier}", tier, number=True) for tier in tiers),
        TableColumn("remark", "说明"),
    )
    over = {tier["name"] for tier in one["tiers"] if tier["over"]}
    tied = {unit for tie in one["ties"] for unit in tie["units"]}
    rows = (_unit(unit, tiers, over, tied) for unit in one["units"])
    return TableData(columns, tuple(rows), empty="没有单位")


def _unit(unit: AppraisalUnit, tiers: Sequence[str], over: set[str], tied: set[str]) -> TableRow:
    tone: Tone = "warning" if unit["tier"] in over else ""
    remark = unit["remark"] or ("并列上提一档" if unit["lifted"] else "" if unit["votes"] else unit["how"])
    missing = unit["state"] == "missing"
    return TableRow(
        unit["unit"],
        (
            TableCell(unit["unit"]),
            TableCell(
                unit["tier"] or ("缺" if missing else ""),
                mark="超" if tone else "",
                tone="bad" if missing else tone,
            ),
            TableCell(unit["score"]),
            TableCell(unit["place"], mark="并" if unit["unit"] in tied else ""),
            TableCell(unit["mean"], whole=unit["mean_exact"]),
            TableCell(str(unit["votes"]) if unit["votes"] else ""),
            *(TableCell(_ballots(unit["ballots"].get(tier, 0))) for tier in tiers),
            TableCell(remark, whole="　".join(filter(None, (remark, unit["at"])))),
        ),
    )


def _ballots(count: int) -> str:
    return str(count) if count else ""
