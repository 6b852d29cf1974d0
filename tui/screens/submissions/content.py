"""Content of the submissions screen: table of evaluators, page of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from kaoping_core.pages.labels import STANDING_LABELS
from kaoping_core.pages.schema import (
    EvaluatorIndicator,
    EvaluatorPage,
    EvaluatorRow,
    OverviewPage,
    Standing,
    SubmissionRow,
)
from tui.widgets.table.data import TableCell, TableColumn, TableData, TableRow, Tone
from tui.widgets.text_view.data import Paragraph, TextDocument

STANDING_TONES: Final[Mapping[Standing, Tone]] = {
    "overdue": "bad",
    "complete_late": "warning",
    "complete": "good",
    "partial": "warning",
    "missing": "",
}
"""Tones of evaluators' standings."""
SEVERITIES: Final[Mapping[str, Tone]] = {"error": "bad", "warning": "warning"}
TOLD_ABOVE = "missing"
"""Code of findings that say again what is missing."""
NOTHING = "没有报送"
"""The reason that needs no saying."""
MANY_UNITS = 6
"""Units above which a complete absence is stated instead of listed."""


def evaluators_table(overview: OverviewPage) -> TableData:
    """Return all evaluators in the scheme's order."""
    columns = (
        TableColumn("name", "考核主体", grows=True),
        TableColumn("state", "状态", width=8),
        TableColumn("missing", "缺", number=True),
        TableColumn("signed", "签章", width=4),
        TableColumn("on", "收到", width=5),
    )
    return TableData(
        columns, tuple(_row(evaluator) for evaluator in overview["evaluators"]), empty="没有考核主体"
    )


def _row(evaluator: EvaluatorRow) -> TableRow:
    words, tone = STANDING_LABELS[evaluator["state"]], STANDING_TONES[evaluator["state"]]
    signed = "" if not evaluator["on"] else "有" if evaluator["signed"] else "没有"
    return TableRow(
        evaluator["name"],
        (
            TableCell(evaluator["name"]),
            TableCell(words, tone=tone, whole=evaluator["state_words"]),
            TableCell(str(evaluator["missing"]) if evaluator["missing"] else ""),
            TableCell(signed, tone="warning" if signed == "没有" else ""),
            TableCell(
                evaluator["on"][5:], sort=evaluator["on"], whole=f"{evaluator['on']}　{evaluator['file']}"
            ),
        ),
    )


def evaluator_paragraphs(page: EvaluatorPage) -> TextDocument:
    """Return the page of an evaluator; keys are indicators that lack something."""
    return TextDocument(tuple(_paragraphs(page)), "正在读取数据…")


def _paragraphs(page: EvaluatorPage) -> Iterator[Paragraph]:
    if not page:
        return
    yield Paragraph(page["name"], tone="strong", rule=True)
    yield Paragraph(page["state_words"], tone=STANDING_TONES[page["state"]], label="状态")
    yield Paragraph(page["deadline_words"], label="期限")
    signature = page["signature"]
    yield Paragraph(
        signature or "还没有报送", tone="" if page["signed"] or not signature else "warning", label="签章"
    )
    yield from _missing(page)
    yield from _findings(page)
    yield from _submissions(page)
    yield from _indicators(page)


def _missing(page: EvaluatorPage) -> Iterator[Paragraph]:
    lacking = [indicator for indicator in page["indicators"] if indicator["missing"]]
    if lacking:
        yield Paragraph()
        yield Paragraph(f"还缺{page['missing']}格", tone="strong", rule=True)
    for indicator in lacking:
        yield Paragraph(
            f"{indicator['name']}（{indicator['group_name']}）：{_absent(indicator)}",
            tone="bad",
            key=indicator["id"],
        )


def _absent(indicator: EvaluatorIndicator) -> str:
    """Return the units that lack something, with the reason unless it is simply that nothing was reported."""
    absent = indicator["missing"]
    reasons = {row["reason"] for row in absent}
    if reasons == {NOTHING} and MANY_UNITS < len(absent) == indicator["cells"]:
        return f"{indicator['cells']}个单位都没有报"
    named = (
        (row["unit"], "" if row["reason"] in {NOTHING, ""} else f"（{row['reason']}）") for row in absent
    )
    return "、".join(unit + reason for unit, reason in named)


def _findings(page: EvaluatorPage) -> Iterator[Paragraph]:
    others = [finding for finding in page["findings"] if finding["code"] != TOLD_ABOVE]
    if others:
        yield Paragraph()
        yield Paragraph("问题和提示", tone="strong", rule=True)
    for other in others:
        group = f"{other['group']}　" if other["group"] else ""
        yield Paragraph(
            group + other["message"], tone=SEVERITIES.get(other["severity"], ""), label=other["word"]
        )


def _submissions(page: EvaluatorPage) -> Iterator[Paragraph]:
    yield Paragraph()
    yield Paragraph("报送过的文件，新的在前", tone="strong", rule=True)
    if not page["submissions"]:
        yield Paragraph("还没有报送，按 i 收文件，按 t 出空白报送表", tone="quiet")
    for submission in page["submissions"]:
        yield Paragraph(submission["file"], label=submission["at"][5:])
        yield Paragraph(
            "　".join(_submission_text(submission)),
            tone="warning" if submission["late_by"] else "quiet",
            indent=1,
        )


def _submission_text(submission: SubmissionRow) -> Iterator[str]:
    yield f"第{submission['revision']}次报送" if submission["revision"] else submission["kind"]
    yield f"{submission['entries']}条"
    if submission["late_words"]:
        yield submission["late_words"]
    if submission["signed_on"]:
        yield f"{submission['signed_by']}{submission['signed_on']}签字"
    elif submission["revision"]:
        yield "没有签字"
    if submission["revision"]:
        yield "盖了章" if submission["sealed"] else "没有盖章"
    yield f"{submission['actor']}收（第{submission['number']}号）"


def _indicators(page: EvaluatorPage) -> Iterator[Paragraph]:
    yield Paragraph()
    yield Paragraph("负责的指标，已报/应报格数", tone="strong", rule=True)
    for indicator in page["indicators"]:
        done = f"{indicator['reported']}/{indicator['cells']}"
        yield Paragraph(
            f"{indicator['name']}（{indicator['group_name']}，{indicator['clause']}）", cells=(done,)
        )
