"""Content of the overview's panels, made of the overview page. Computes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kaoping_core.pages.schema import CalendarRow, EvaluatorRow, EventRow, FindingRow, OverviewPage
from tui.widgets.table.data import TableCell, TableColumn, TableData, TableRow, Tone
from tui.widgets.text_view.data import Paragraph

STANDING_TONES: Mapping[str, Tone] = {
    "overdue": "bad",
    "complete_late": "warning",
    "complete": "good",
    "partial": "warning",
    "missing": "",
}
"""Tones of evaluators' standings; the text says the same."""
URGENT = ("overdue", "partial", "missing", "complete_late", "complete")
"""Standings, the most urgent first."""
BLOCKING, FINDING, NEWS = "blocking:", "findings:", "happenings:"
"""Begin the keys of paragraphs; the number of what they are about follows."""
OLD_NEWS = 20
"""Number of events listed that the user has seen before."""


def evaluators_table(overview: OverviewPage) -> TableData:
    """Return the evaluators, the most urgent first, since the list may be longer than its panel."""
    columns = (
        TableColumn("name", "考核主体", grows=True),
        TableColumn("state", "报送"),
        TableColumn("missing", "缺项", number=True),
        TableColumn("on", "收到"),
    )
    ordered = sorted(overview["evaluators"], key=lambda evaluator: URGENT.index(evaluator["state"]))
    return TableData(columns, tuple(map(_evaluator, ordered)), empty="没有考核主体")


def _evaluator(evaluator: EvaluatorRow) -> TableRow:
    missing = str(evaluator["missing"]) if evaluator["missing"] else ""
    state = TableCell(evaluator["state_words"], tone=STANDING_TONES.get(evaluator["state"], ""))
    received = TableCell(evaluator["on"][5:], sort=evaluator["on"], whole=evaluator["on"])
    return TableRow(evaluator["name"], (TableCell(evaluator["name"]), state, TableCell(missing), received))


def ranking_paragraphs(overview: OverviewPage) -> Iterator[Paragraph]:
    """Yield the rankings of the groups; units without a rank come last, with the reason."""
    for number, group in enumerate(overview["groups"]):
        if number:
            yield Paragraph()
        yield Paragraph(f"{group['name']}（{len(group['units'])}个单位）", tone="strong")
        for unit in group["units"]:
            rank = "" if unit["rank"] is None else str(unit["rank"])
            remark = f"　{unit['remark']}" if unit["remark"] else ""
            yield Paragraph(f"{unit['unit']}{remark}", cells=(rank, unit["total"]), key=unit["unit"])


def todo_paragraphs(overview: OverviewPage) -> Iterator[Paragraph]:
    """Yield the calendar, the findings that block the final result, and the others."""
    yield Paragraph("\n".join(_calendar(overview["calendar"])), label="日程")
    yield Paragraph(overview["reported"], label="报送")
    yield Paragraph()
    blocking, findings = overview["blocking"], overview["findings"]
    if blocking:
        yield Paragraph(f"卡住正式结果的问题（{len(blocking)}处）", tone="bad")
        yield from _findings(blocking, BLOCKING)
    else:
        yield Paragraph("没有卡住正式结果的问题", tone="good")
    if findings:
        yield Paragraph()
        yield Paragraph(f"提示（{len(findings)}条，不影响出结果）", tone="strong")
        yield from _findings(findings, FINDING)


def _calendar(dates: Sequence[CalendarRow]) -> Iterator[str]:
    """Yield two dates a line, without the year."""
    texts = [f"{date['what']} {date['on'][5:]} {date['left']}" for date in dates]
    for first in range(0, len(texts), 2):
        yield "　".join(texts[first : first + 2])


def _findings(findings: Sequence[FindingRow], kind: str) -> Iterator[Paragraph]:
    for number, finding in enumerate(findings):
        text = "：".join(filter(None, (finding["evaluator"], finding["message"])))
        yield Paragraph(text, key=f"{kind}{number}")


def news_paragraphs(overview: OverviewPage, since: str) -> Iterator[Paragraph]:
    """Yield recorded events, newest first: unseen ones, then seen ones."""
    events = list(enumerate(overview["happenings"]))[::-1]
    new = [(number, event) for number, event in events if event["at"] > since]
    seen = [(number, event) for number, event in events if event["at"] <= since][:OLD_NEWS]
    yield Paragraph(_since_words(overview, since, len(new)), tone="strong")
    for number, event in new:
        yield _event_paragraph(number, event)
    if seen:
        if new:
            yield Paragraph()
        yield Paragraph("以前的记录", tone="strong")
    for number, event in seen:
        yield _event_paragraph(number, event)


def _since_words(overview: OverviewPage, since: str, new: int) -> str:
    """Return the heading of the unseen events."""
    if not since:
        return f"第一次打开，到现在有{new}条记录" if new else "第一次打开，还没有记录"
    shown = next((event["shown"] for event in overview["happenings"] if event["at"] == since), "")
    last = f"上次看到{shown[5:]}" if shown else "上次打开"
    return f"{last}以后有{new}条新记录" if new else f"{last}以后没有新记录"


def _event_paragraph(number: int, event: EventRow) -> Paragraph:
    return Paragraph(f"{event['shown'][5:]}　{event['words']}　{event['actor']}", key=f"{NEWS}{number}")


def newest_event_time(overview: OverviewPage) -> str:
    """Return the time of the newest event; empty without events."""
    return max((event["at"] for event in overview.get("happenings", ())), default="")
