"""What the desk's panels say, as tables and paragraphs of the desk's page. Computes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tui.widgets.table.data import TableCell, TableColumn, TableData, TableRow, Tone
from tui.widgets.text_view.data import Paragraph

STANDING_TONES: Mapping[str, Tone] = {
    "overdue": "bad",
    "complete_late": "warning",
    "complete": "good",
    "partial": "warning",
    "missing": "",
}
"""How evaluators' states are meant; each has words too."""
URGENT = ("overdue", "partial", "missing", "complete_late", "complete")
"""States in the order in which somebody should look at them."""
BLOCKING, FINDING, NEWS = "blocking:", "findings:", "happenings:"
"""Begin the keys of paragraphs; the number of what they are about follows."""
OLD_NEWS = 20
"""How many happenings are told that the user has seen before."""

OverviewData = Mapping[str, Any]


def evaluators_table(desk: OverviewData) -> TableData:
    """Who has reported; who has not, first, since the list may be longer than its panel."""
    columns = (
        TableColumn("name", "考核主体", grows=True),
        TableColumn("state", "报送"),
        TableColumn("missing", "缺项", number=True),
        TableColumn("on", "收到"),
    )
    ordered = sorted(desk["evaluators"], key=lambda each: URGENT.index(each["state"]))
    return TableData(columns, tuple(map(_evaluator, ordered)), empty="没有考核主体")


def _evaluator(one: Mapping[str, Any]) -> TableRow:
    missing = str(one["missing"]) if one["missing"] else ""
    state = TableCell(one["state_words"], tone=STANDING_TONES.get(one["state"], ""))
    received = TableCell(one["on"][5:], sort=one["on"], whole=one["on"])
    return TableRow(one["name"], (TableCell(one["name"]), state, TableCell(missing), received))


def ranking_paragraphs(desk: OverviewData) -> Iterator[Paragraph]:
    """The three groups, best first; who has no rank comes last, with the reason."""
    for number, group in enumerate(desk["groups"]):
        if number:
            yield Paragraph()
        yield Paragraph(f"{group['name']}（{len(group['units'])}个单位）", tone="strong")
        for unit in group["units"]:
            rank = "" if unit["rank"] is None else str(unit["rank"])
            remark = f"　{unit['remark']}" if unit["remark"] else ""
            yield Paragraph(f"{unit['unit']}{remark}", cells=(rank, unit["total"]), key=unit["unit"])


def todo_paragraphs(desk: OverviewData) -> Iterator[Paragraph]:
    """Paragraphs of the calendar, what blocks the final result, and other findings."""
    yield Paragraph("\n".join(_calendar(desk["calendar"])), label="日程")
    yield Paragraph(desk["reported"], label="报送")
    yield Paragraph()
    blocking, findings = desk["blocking"], desk["findings"]
    if blocking:
        yield Paragraph(f"卡住正式结果的问题（{len(blocking)}处）", tone="bad")
        yield from _findings(blocking, BLOCKING)
    else:
        yield Paragraph("没有卡住正式结果的问题", tone="good")
    if findings:
        yield Paragraph()
        yield Paragraph(f"提示（{len(findings)}条，不影响出结果）", tone="strong")
        yield from _findings(findings, FINDING)


def _calendar(dates: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """Two dates a line, without the year, which everybody knows."""
    said = [f"{date['what']} {date['on'][5:]} {date['left']}" for date in dates]
    for first in range(0, len(said), 2):
        yield "　".join(said[first : first + 2])


def _findings(findings: Sequence[Mapping[str, Any]], kind: str) -> Iterator[Paragraph]:
    for number, each in enumerate(findings):
        said = "：".join(filter(None, (each["evaluator"], each["message"])))
        yield Paragraph(said, key=f"{kind}{number}")


def news_paragraphs(desk: OverviewData, since: str) -> Iterator[Paragraph]:
    """Paragraphs of recorded events, newest first: unseen ones, then seen ones."""
    every = list(enumerate(desk["happenings"]))[::-1]
    new = [each for each in every if each[1]["at"] > since]
    seen = [each for each in every if each[1]["at"] <= since][:OLD_NEWS]
    yield Paragraph(_since_words(desk, since, len(new)), tone="strong")
    for number, each in new:
        yield _event_paragraph(number, each)
    if seen:
        if new:
            yield Paragraph()
        yield Paragraph("以前的记录", tone="strong")
    for number, each in seen:
        yield _event_paragraph(number, each)


def _since_words(desk: OverviewData, since: str, new: int) -> str:
    """Since when what is told is new."""
    if not since:
        return f"第一次打开，到现在有{new}条记录" if new else "第一次打开，还没有记录"
    shown = next((event["shown"] for event in desk["happenings"] if event["at"] == since), "")
    last = f"上次看到{shown[5:]}" if shown else "上次打开"
    return f"{last}以后有{new}条新记录" if new else f"{last}以后没有新记录"


def _event_paragraph(number: int, one: Mapping[str, Any]) -> Paragraph:
    return Paragraph(f"{one['shown'][5:]}　{one['words']}　{one['actor']}", key=f"{NEWS}{number}")


def newest_event_time(desk: OverviewData) -> str:
    """When the newest of what the desk tells happened; empty when nothing has."""
    return max((each["at"] for each in desk.get("happenings", ())), default="")
