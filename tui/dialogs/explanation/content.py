"""Content of the score explanation, one function a part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import frozen

from kaoping_core.pages.schema import ExplanationLineData, RevisionRow, ScoreExplanation
from tui.widgets.table.data import Tone
from tui.widgets.text_view.data import Paragraph, ShareBar

BAR = 40
"""What a share is a part of."""
UNUSUAL_STATES: Mapping[str, Tone] = {
    "missing": "bad",
    "unscored": "bad",
    "filled": "warning",
    "excluded": "quiet",
}
"""How states are meant that are not simply scored."""

Revisions = Sequence[RevisionRow]


@frozen
class ExplanationData:
    """Data of one score explanation."""

    unit: str
    explanation: ScoreExplanation
    """From the unit's page."""
    revisions: Revisions | None = None
    """What was ever reported on the cell, newest first; None while it is not known."""
    revisions_error: str = ""
    """Why that cannot be known."""


Part = Callable[[ExplanationData], Iterator[Paragraph]]


def points_paragraphs(facts: ExplanationData) -> Iterator[Paragraph]:
    """Yield the points, with the group's mean and best."""
    explanation = facts.explanation
    weighs = explanation["weight"].strip("0.")
    score = (
        f"{explanation['score']} / {explanation['weight']}分"
        if weighs
        else f"{explanation['score']}　不占权重"
    )
    score = score if explanation["score"] else ""
    more = [f"得分率{explanation['rate']}"] if explanation["rate"] else []
    more += [f"失分{explanation['loss']}"] if explanation["loss"] and explanation["loss"].strip("0.") else []
    tone = UNUSUAL_STATES.get(explanation["state"], "strong")
    yield Paragraph("　".join(filter(None, (score, *more, explanation["verdict"]))), tone=tone, label="得分")
    if explanation["mean"]:
        mean, best = f"平均{explanation['mean']}", f"最高{explanation['best']}"
        if explanation["share"] is None:
            yield Paragraph(f"{mean}，{best}", label="本组")
        else:
            bar = ShareBar(explanation["share"], BAR, explanation["mean_share"])
            yield Paragraph(f"竖线是本组{mean}，{best}", bar=bar)


def calculation_steps(facts: ExplanationData) -> Iterator[Paragraph]:
    """Yield the calculation: target, reported values with their places, steps."""
    yield _heading("怎么算的")
    for line in facts.explanation["lines"]:
        yield Paragraph(_format_line(line), label=line["label"])
        if "decision" in line:
            yield Paragraph(f"{line['decision']}（{line['decided']}）", label="依据决定")


def _format_line(line: ExplanationLineData) -> str:
    result = f" ＝ {line['result']}" if "result" in line and "value" in line else ""
    gap = "　" if line["label"] == "报送" else "\n"
    text = f"{line['words']}{gap}{line['value']}{result}" if "value" in line else line["words"]
    return f"{text}　〔{line['place']}〕" if "place" in line else text


def legal_basis(facts: ExplanationData) -> Iterator[Paragraph]:
    """Yield the clause of the notice and the evaluator."""
    explanation = facts.explanation
    measure = (
        f"　计量单位{explanation['measure']}"
        if explanation["measure"] and explanation["measure"] != "分"
        else ""
    )
    yield _heading("出处")
    weight = f"权重{explanation['weight']}分" if explanation["weight"].strip("0.") else "不占权重"
    yield Paragraph(f"{explanation['clause']}　{explanation['section']}　{weight}{measure}", label="条款")
    if explanation["note"]:
        yield Paragraph(explanation["note"], label="说明")
    yield Paragraph(explanation["evaluator"], label="考核主体")


def revision_paragraphs(facts: ExplanationData) -> Iterator[Paragraph]:
    """Yield everything that was reported on the cell, newest first."""
    yield _heading("历次报送（新的在前）")
    if facts.revisions is None:
        yield Paragraph(
            facts.revisions_error or "正在读取…", tone="warning" if facts.revisions_error else "quiet"
        )
    elif not facts.revisions:
        yield Paragraph("没有", tone="quiet")
    titles = facts.explanation.get("titles", {})
    for revision in facts.revisions or ():
        yield Paragraph(f"{revision['at']}　{_revision(revision, titles)}")


def _revision(revision: RevisionRow, titles: Mapping[str, str]) -> str:
    values = "、".join(f"{titles.get(name, name)} {value}" for name, value in revision["values"].items())
    text = values or ("没有扣分、加分事项" if revision["carried"] else "不承担")
    note = f"　备注：{revision['note']}" if revision["note"] else ""
    return f"{text}{note}　〔{revision['place'] or revision['file']}〕"


def _heading(text: str) -> Paragraph:
    return Paragraph(text, tone="strong")


PARTS: tuple[Part, ...] = (points_paragraphs, calculation_steps, legal_basis, revision_paragraphs)
"""In the order in which they are read. The history is the last, since it comes later than the others."""


def explanation_paragraphs(facts: ExplanationData) -> Iterator[Paragraph]:
    """Yield all parts."""
    for part in PARTS:
        yield from part(facts)
