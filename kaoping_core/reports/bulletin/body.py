"""Text of a bulletin: who was assessed, the groups' results, vetoes, what is still missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaoping_core.model.indicators import Indicator
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import CellState, Result
from kaoping_core.reports.bulletin import page_geometry
from kaoping_core.reports.bulletin.blocks import Align, Block, BlockColumn, BlockTable, Style, TextBlock
from kaoping_core.reports.bulletin.notes import note_paragraphs
from kaoping_core.reports.bulletin.wording import (
    GroupStanding,
    chinese_numeral,
    format_points,
    group_standings,
    is_open,
    quote_name,
    why_failed,
)

MAX_BEST_UNITS = 3
"""Ranks that the text names; all of them are in the annexes."""
MANY_UNITS = 5
"""More units than these are counted instead of named."""


def body_blocks(result: Result, scheme: Scheme) -> Iterator[Block]:
    """Return the blocks from the opening to the closing sentence."""
    groups = group_standings(result, scheme)
    yield _opening(result, scheme)
    sections = [("考评结果", _results(groups)), ("一票否决情况", _vetoes(groups, result, scheme))]
    if result.provisional:
        sections.append(("尚缺的数据", _missing(result, scheme)))
    sections.append(("几点说明", note_paragraphs(result, scheme)))
    for place, (title, content) in enumerate(sections, 1):
        yield TextBlock(f"{chinese_numeral(place)}、{title}", Style.HEADING)
        yield from content
    yield TextBlock(_last_words(result, scheme), together=True)


def _opening(result: Result, scheme: Scheme) -> TextBlock:
    assessed = "、".join(f"{group.name}{len(scheme.units_of[group.id])}个" for group in scheme.groups)
    what = "暂定结果印发，征求意见" if result.provisional else "结果通报如下"
    return TextBlock(
        f"按照{scheme.document}通知（以下简称通知）要求，{scheme.office}汇总{len(scheme.evaluators)}个考核主体的考评意见，完成了"
        f"{scheme.title}。参加考评的单位共{len(scheme.units)}个，其中{assessed}。现将{what}。"
    )


def _last_words(result: Result, scheme: Scheme) -> str:
    if result.provisional:
        return f"对以上内容有不同意见的，请将意见和依据反馈给{scheme.office}。"
    return "特此通报。"


def _results(groups: Sequence[GroupStanding]) -> Iterator[Block]:
    last = len(groups)
    annexes = "附件1" if last == 1 else f"附件1至附件{last}"
    yield TextBlock(f"各组考评情况如下表，各单位的得分和名次见{annexes}。", together=True)
    yield _overview(groups)
    for place, group in enumerate(groups, 1):
        yield TextBlock(_best(group), lead=f"（{chinese_numeral(place)}）{group.name}。")


def _overview(groups: Sequence[GroupStanding]) -> BlockTable:
    widths = (2600, 1041, 1041, 1041, 1041, 1040, 1040)
    titles = ("组别", "参评单位", "排名单位", "一票否决", "平均分", "最高分", "最低分")
    columns = tuple(
        BlockColumn(title, width, Align.LEFT if title == "组别" else Align.CENTER)
        for title, width in zip(titles, widths, strict=True)
    )
    assert sum(widths) == page_geometry.TYPE_WIDTH
    return BlockTable(columns, tuple(_overview_row(group) for group in groups), size=21)


def _overview_row(group: GroupStanding) -> tuple[str, ...]:
    ranked = group.ranked
    points = (group.mean, ranked[0].total, ranked[-1].total) if ranked else (None, None, None)
    counts = (len(group.units), len(ranked), len(group.failed))
    return (
        group.name,
        *map(str, counts),
        *("—" if value is None else format_points(value) for value in points),
    )


def _best(group: GroupStanding) -> str:
    """Return the first ranks in words; equal totals share a rank."""
    places: dict[int, list[str]] = {}
    for unit in group.ranked:
        if unit.rank is not None and unit.rank <= MAX_BEST_UNITS:
            places.setdefault(unit.rank, []).append(f"{unit.unit}（{format_points(unit.total)}分）")
    if not places:
        return "没有可以排名的单位。"
    named = "；".join(
        f"第{rank}名{'并列' if len(units) > 1 else ''}：{'、'.join(units)}" for rank, units in places.items()
    )
    return f"{named}。"


def _vetoes(groups: Sequence[GroupStanding], result: Result, scheme: Scheme) -> Iterator[TextBlock]:
    failed = [(group, unit) for group in groups for unit in group.failed]
    if not failed:
        when = "按现有数据" if result.provisional else "本年度"
        yield TextBlock(f"{when}没有单位被一票否决。")
        return
    yield TextBlock(f"下列{len(failed)}个单位被一票否决，年度考核不合格，得分照列，不排名次，也不占名次：")
    for place, (group, unit) in enumerate(failed, 1):
        yield TextBlock(f"{place}.{unit.unit}（{group.name}）：{why_failed(unit, scheme)}。")


def _missing(result: Result, scheme: Scheme) -> Iterator[TextBlock]:
    """List indicators that lack points, by evaluator, so that a draft's totals are not taken for final."""
    found: dict[str, dict[str, list[str]]] = {}
    for indicator in scheme.indicators:
        lacking = _lacking(indicator, result)
        if lacking:
            group = scheme.group_by_id[indicator.group].name
            found.setdefault(indicator.evaluator, {}).setdefault(group, []).append(lacking)
    if not found:
        yield TextBlock("各项指标都有得分，没有缺数据的单位。")
        return
    yield TextBlock(
        "下列考核主体的指标还没有得分，没有注明单位的为组内全部单位。有关单位的总分只含已有的得分，暂不排名："
    )
    for place, (evaluator, by_group) in enumerate(found.items(), 1):
        told = "；".join(f"{group}的{'、'.join(names)}" for group, names in by_group.items())
        yield TextBlock(f"{place}.{evaluator}：{told}。")


def _lacking(indicator: Indicator, result: Result) -> str:
    """Return an indicator with the units that have no points on it; empty where none lacks them."""
    scores = {unit.unit: unit.scores[indicator.id] for unit in result.units if unit.group == indicator.group}
    names = [name for name, score in scores.items() if is_open(score)]
    concerned = sum(score.state is not CellState.EXCLUDED for score in scores.values())
    if not names or len(names) == concerned:
        return quote_name(indicator.name) if names else ""
    who = "、".join(names) if len(names) <= MANY_UNITS else f"{len(names)}个单位"
    return f"{quote_name(indicator.name)}（{who}）"
