"""Content of the indicator screen: distribution of a group's scores. Computes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from kaoping_core.pages.schema import GroupPage, IndicatorData
from tui.widgets.table.data import TableCell, TableColumn, TableData, TableRow, Tone
from tui.widgets.text_view.data import Paragraph, ShareBar

BAR = 40
"""What a share is a part of."""
BAND, STATE = "band:", "state:"
"""Begin the keys of paragraphs that name units: with one score, and in one state."""
TONES: Mapping[str, Tone] = {"missing": "bad", "unscored": "bad"}

ContentPart = Callable[[IndicatorData], Iterator[Paragraph]]


def indicators_table(page: GroupPage) -> TableData:
    """Return a group's indicators with the spread of their scores."""
    columns = (
        TableColumn("name", "指标"),
        TableColumn("weight", "权重", number=True),
        TableColumn("mean", "平均", number=True),
        TableColumn("best", "最高", number=True),
        TableColumn("worst", "最低", number=True),
        TableColumn("spread", "差距", number=True),
        TableColumn("separates", "拉开档次", width=8),
        TableColumn("evaluator", "考核主体", grows=True),
    )
    return TableData(columns, tuple(map(_row, page.get("indicators", ()))), empty="这个组没有指标")


def _row(indicator: IndicatorData) -> TableRow:
    figures = (indicator[key] for key in ("weight", "mean", "best", "worst", "spread"))
    return TableRow(
        indicator["id"],
        (
            TableCell(indicator["name"]),
            *map(TableCell, figures),
            _differentiates(indicator),
            TableCell(indicator["evaluator"]),
        ),
    )


def _differentiates(indicator: IndicatorData) -> TableCell:
    if indicator["separates"] is None or not _counts(indicator):
        return TableCell("")
    return TableCell("拉开") if indicator["separates"] else TableCell("没拉开", tone="warning")


def _counts(indicator: IndicatorData) -> bool:
    return bool(indicator["weight"] != "0")


def indicator_facts(indicator: IndicatorData) -> Iterator[Paragraph]:
    """Yield facts of the indicator, and whether it differentiates units."""
    yield Paragraph(indicator["name"], tone="strong", rule=True)
    flat = indicator["separates"] is False and _counts(indicator)
    yield Paragraph(indicator["separates_words"], tone="warning" if flat else "")
    measure = f"　计量单位{indicator['measure']}" if indicator["measure"] not in {"", "分"} else ""
    yield Paragraph(f"{indicator['weight']}分{measure}", label="权重")
    if indicator["mean"]:
        figures = f"{indicator['mean']}　最高{indicator['best']}　最低{indicator['worst']}"
        yield Paragraph(figures, label="平均")
    yield Paragraph(indicator["evaluator"], label="考核主体")
    yield Paragraph(indicator["clause"], label="条款")
    if indicator["note"]:
        yield Paragraph(indicator["note"], label="说明")


def histogram_paragraphs(indicator: IndicatorData) -> Iterator[Paragraph]:
    """Yield how many units got which share of the weight."""
    if not indicator["ranges"]:
        return
    yield Paragraph("得分率的分布", tone="strong", rule=True)
    for range_ in indicator["ranges"]:
        bar = None if range_["share"] is None else ShareBar(range_["share"], BAR)
        yield Paragraph(label=range_["words"], cells=(f"{range_['count']}个",), bar=bar)


def score_paragraphs(indicator: IndicatorData) -> Iterator[Paragraph]:
    """Yield the scored units, best first; Enter opens the explanation."""
    if not indicator["bands"]:
        return
    yield Paragraph("各单位得分", tone="strong", rule=True)
    for position, band in enumerate(indicator["bands"]):
        yield Paragraph(
            _named(band["units"]), label=band["score"], cells=(band["rate"],), key=f"{BAND}{position}"
        )


def unscored_paragraphs(indicator: IndicatorData) -> Iterator[Paragraph]:
    """Yield the units without a score of their own."""
    for other in indicator["others"]:
        if not other["units"]:
            continue
        state = other["state"]
        yield Paragraph(f"{other['words']}（{indicator['states'][state]}个）", tone="strong", rule=True)
        points = "、".join(dict.fromkeys(unit["score"] for unit in other["units"] if unit["score"]))
        yield Paragraph(
            _named([unit["unit"] for unit in other["units"]]),
            tone=TONES.get(state, ""),
            label=points or other["words"],
            key=f"{STATE}{state}",
        )
        for reason in dict.fromkeys(unit["reason"] for unit in other["units"] if unit["reason"]):
            yield Paragraph(reason, tone="quiet")


def _named(units: Sequence[str]) -> str:
    return "、".join(units)


PARTS: Sequence[ContentPart] = (indicator_facts, histogram_paragraphs, score_paragraphs, unscored_paragraphs)
"""In the order in which they are read."""


def distribution_paragraphs(indicator: IndicatorData) -> tuple[Paragraph, ...]:
    """Yield all parts."""
    return tuple(paragraph for part in PARTS for paragraph in part(indicator))


def units_in_band(indicator: IndicatorData, key: str) -> Sequence[tuple[str, str]]:
    """Return the units that a paragraph names, with their points."""
    if key.startswith(BAND):
        band = indicator["bands"][int(key.removeprefix(BAND))]
        return [(unit, band["score"]) for unit in band["units"]]
    state = key.removeprefix(STATE)
    found = next((other["units"] for other in indicator["others"] if other["state"] == state), ())
    return [(row["unit"], row["score"]) for row in found]
