"""Content of the unit screen: where a unit's points went, against its group. Computes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from kaoping_core.pages.labels import FLAG_LABELS
from kaoping_core.pages.schema import ScoreExplanation, UnitPage
from tui.widgets.table.data import Tone
from tui.widgets.text_view.data import Paragraph, ShareBar

BAR = 40
"""What a share is a part of."""
COLUMNS = ("得分", "满分", "失分", "平均", "最高")
TONES: Mapping[str, Tone] = {"missing": "bad", "unscored": "bad", "failed": "bad", "incomplete": "warning"}
"""How states of scores and of units are meant that are not as they should be."""

ContentPart = Callable[[UnitPage, bool], Iterator[Paragraph]]
"""Makes paragraphs of a unit's page; the flag says whether there is room for more than the figures."""


def standing_paragraphs(page: UnitPage, _wide: bool) -> Iterator[Paragraph]:
    """Yield rank and what one more point would change."""
    status = page["status"]
    if page["rank"]:
        yield Paragraph(f"第{page['rank']}名（本组{page['of']}个单位有名次）", tone="strong", label="名次")
        yield Paragraph(page["one_more"], label="再多1分")
    else:
        yield Paragraph(page["one_more"] or page["remark"], tone=TONES.get(status, ""), label="名次")
    if status == "incomplete":
        yield Paragraph("缺的数据列在下面；按 5 到报送看谁还没有报", label="怎么办")


def section_paragraphs(page: UnitPage, _wide: bool) -> Iterator[Paragraph]:
    """Yield total and sections, with bars against full points and the group's mean."""
    yield Paragraph("条：得分占满分，竖线：本组平均", tone="quiet", label="各部分", cells=COLUMNS, rule=True)
    yield Paragraph(
        page["rate"],
        label="总分",
        cells=(page["total"], page["full"], page["loss"], page["mean"], page["best"]),
        bar=_bar(page["share"], page["mean_share"]),
    )
    for section in page["sections"]:
        yield Paragraph(
            "" if section["share"] is not None else "不占分",
            label=section["section"],
            cells=(section["points"], section["full"], section["loss"], section["mean"], section["best"]),
            bar=_bar(section["share"], section["mean_share"]),
        )


def loss_paragraphs(page: UnitPage, wide: bool) -> Iterator[Paragraph]:
    """Yield indicators with lost points, largest loss first."""
    explanations = page["accounts"]
    if not page["losses"]:
        return
    yield Paragraph(
        "条：失分多少，最多的为满", tone="quiet", label="失分，多的在前", cells=COLUMNS, rule=True
    )
    for indicator in page["losses"]:
        yield _indicator(indicator, explanations[indicator], wide, lost=True)


def open_paragraphs(page: UnitPage, wide: bool) -> Iterator[Paragraph]:
    """Yield indicators that should have a score and have none."""
    yield from _others(
        page, wide, "还没有得分", lambda explanation: explanation["state"] in {"missing", "unscored"}
    )


def full_score_paragraphs(page: UnitPage, wide: bool) -> Iterator[Paragraph]:
    """Yield indicators with full points."""
    yield from _others(
        page, wide, "没有失分", lambda explanation: explanation["state"] not in {"missing", "unscored"}
    )


def _others(
    page: UnitPage, wide: bool, title: str, wanted: Callable[[ScoreExplanation], bool]
) -> Iterator[Paragraph]:
    lost = frozenset(page["losses"])
    found = [
        (key, explanation)
        for key, explanation in page["accounts"].items()
        if key not in lost and wanted(explanation)
    ]
    if found:
        yield Paragraph(label=title, cells=COLUMNS, rule=True)
    for key, explanation in found:
        yield _indicator(key, explanation, wide, lost=False)


def _indicator(key: str, explanation: ScoreExplanation, wide: bool, *, lost: bool) -> Paragraph:
    """Return an indicator's line; Enter opens the explanation. Wide screens show the evaluator, too."""
    flag = explanation.get("mark", "")
    labels = (FLAG_LABELS.get(flag, flag), explanation["evaluator"] if wide else "")
    return Paragraph(
        "　".join(filter(None, labels)),
        tone=TONES.get(explanation["state"], ""),
        label=explanation["name"],
        cells=(
            explanation["score"],
            explanation["weight"],
            explanation["loss"],
            explanation["mean"],
            explanation["best"],
        ),
        bar=_bar(explanation["loss_share"], None) if lost else None,
        key=key,
    )


def _bar(share: int | None, mean: int | None) -> ShareBar | None:
    return None if share is None else ShareBar(share, BAR, mean)


PARTS: Sequence[ContentPart] = (
    standing_paragraphs,
    section_paragraphs,
    open_paragraphs,
    loss_paragraphs,
    full_score_paragraphs,
)
"""In the order in which they are read: first what is wrong."""


def unit_paragraphs(page: UnitPage, *, wide: bool) -> tuple[Paragraph, ...]:
    """Return all parts."""
    return tuple(paragraph for part in PARTS for paragraph in part(page, wide))
