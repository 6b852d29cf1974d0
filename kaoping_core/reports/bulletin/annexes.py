"""Annexes of the bulletin: a ranking with subtotals for every group, and pages of single units where asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kaoping_core.decimals import ZERO, format_decimal
from kaoping_core.errors import UsageError
from kaoping_core.model.indicators import Indicator
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import CellState, Result, Score, UnitResult, UnitStatus
from kaoping_core.pages.labels import STATE_LABELS, STATUS_LABELS
from kaoping_core.reports.bulletin import page_geometry
from kaoping_core.reports.bulletin.blocks import Align, Block, BlockColumn, BlockTable, Style, TextBlock
from kaoping_core.reports.bulletin.wording import (
    GroupStanding,
    format_points,
    group_standings,
    remove_cjk_spacing,
    why_failed,
)

ROOM = page_geometry.TYPE_HEIGHT - page_geometry.LINE - 700 - 2 * 440
"""Height that a unit's table may take: the page without the annex's mark, the title and two lines of summary."""
TALLEST_ROW, LOWEST_ROW = 400, 225
BORDER = 10
"""Height that a row's line takes."""
FOUR_CHARACTERS = 970
"""Width of a column that holds four characters of 五号 on a line."""
VETO = "veto"
"""The rule that gives no points; its section has no subtotal."""


def annex_titles(scheme: Scheme, units: Sequence[str]) -> list[str]:
    """Return the titles of the annexes, in order."""
    named = [_ranking_title(scheme, group.name.removesuffix("组")) for group in scheme.groups]
    if units:
        named.append(f"{_year(scheme)}有关单位考评得失分情况")
    return named


def annex_blocks(result: Result, scheme: Scheme, units: Sequence[str]) -> Iterator[Block]:
    """Return every group's ranking, then the named units' pages in the notice's order.

    Raises:
        UsageError: for a name that is no unit's.
    """
    unknown = [name for name in units if name not in scheme.unit_by_name]
    if unknown:
        raise UsageError(f"没有这样的单位：{'、'.join(unknown)}")
    groups = group_standings(result, scheme)
    for place, (group, given) in enumerate(zip(groups, scheme.groups, strict=True), 1):
        yield TextBlock(f"附件{place}", Style.ANNEX, page_break=True)
        yield TextBlock(_ranking_title(scheme, group.short_name), Style.TITLE, blank_lines=1)
        yield TextBlock(_counts(group), Style.SUMMARY)
        yield _ranking(group, scheme, _sections(scheme.indicators_of[given.id]))
        if group.failed:
            yield TextBlock(_exclusion_note(group, scheme), Style.NOTE)
    wanted = [unit for unit in result.units if unit.unit in set(units)]
    for number, unit in enumerate(wanted, 1):
        yield TextBlock(f"附件{len(groups) + 1}-{number}", Style.ANNEX, page_break=True)
        yield from _unit_page(unit, scheme, _of_group(groups, unit))


def _year(scheme: Scheme) -> str:
    return f"{scheme.year}年度"


def _ranking_title(scheme: Scheme, group: str) -> str:
    return f"{_year(scheme)}{group}考评名次表"


def _counts(group: GroupStanding) -> str:
    open_units = len(group.units) - len(group.ranked) - len(group.failed)
    counts = {"排名": len(group.ranked), "一票否决": len(group.failed), "数据不全": open_units}
    return "，".join(f"{what}{count}个" for what, count in counts.items() if count)


def _exclusion_note(group: GroupStanding, scheme: Scheme) -> str:
    reasons = "；".join(f"{unit.unit}，{why_failed(unit, scheme)}" for unit in group.failed)
    return f"注：一票否决的单位不排名次，也不占名次：{reasons}。"


def _of_group(groups: Sequence[GroupStanding], unit: UnitResult) -> GroupStanding:
    return next(group for group in groups if unit in group.units)


def _sections(indicators: Sequence[Indicator]) -> dict[str, list[Indicator]]:
    """Return a group's indicators by section, in the annex's order; without the veto, which gives no points."""
    sections: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        if indicator.rule != VETO:
            sections.setdefault(indicator.section, []).append(indicator)
    return sections


def _ranking(group: GroupStanding, scheme: Scheme, sections: dict[str, list[Indicator]]) -> BlockTable:
    place, name, total, note = 640, 2050, 840, 1060
    widths = _section_widths(tuple(sections), page_geometry.TYPE_WIDTH - place - name - total - note)
    used = place + total + note + sum(widths)
    columns = [BlockColumn("名次", place), BlockColumn("单位", page_geometry.TYPE_WIDTH - used, Align.LEFT)]
    columns += [BlockColumn(section, each) for section, each in zip(sections, widths, strict=True)]
    columns += [BlockColumn("总分", total), BlockColumn("备注", note)]
    shared = [unit.rank for unit in group.ranked]
    rows = tuple(
        (
            str(unit.rank) if unit.rank else "—",
            unit.unit,
            *(_subtotal(unit, indicators, scheme.rounding.decimals) for indicators in sections.values()),
            format_points(unit.total),
            "并列" if shared.count(unit.rank) > 1 else STATUS_LABELS[unit.status],
        )
        for unit in group.units
    )
    return BlockTable(tuple(columns), rows, size=21)


def _section_widths(sections: Sequence[str], room: int) -> list[int]:
    """Return the section columns' widths: room for four characters, what is left to those with longer names."""
    four = min(FOUR_CHARACTERS, room // len(sections))
    longer = [len(section) > 4 for section in sections]
    spare = (room - four * len(sections)) // max(1, sum(longer))
    return [four + (spare if each else 0) for each in longer]


def _subtotal(unit: UnitResult, indicators: Sequence[Indicator], decimals: int) -> str:
    """Return the published points of a section added up; a dash without any."""
    points = [
        score.points for indicator in indicators if (score := unit.scores[indicator.id]).points is not None
    ]
    given = [value for value in points if value is not None]
    return format_points(sum(given, ZERO.scaleb(-decimals))) if given else "—"


def _unit_page(unit: UnitResult, scheme: Scheme, group: GroupStanding) -> Iterator[Block]:
    yield TextBlock(f"{unit.unit}{_year(scheme)}考评得失分情况", Style.TITLE)
    yield TextBlock(_standing(unit, scheme, group), Style.SUMMARY)
    columns = (
        BlockColumn("指标", 2990, Align.LEFT),
        BlockColumn("权重", 700),
        BlockColumn("得分", 820),
        BlockColumn("失分", 820),
        BlockColumn("备注", 1800),
        BlockColumn("通知出处", 1714),
    )
    indicators = sorted(
        scheme.indicators_of[unit.group],
        key=lambda each: points_lost_text(unit.scores[each.id]) or ZERO,
        reverse=True,
    )
    rows = tuple(_indicator_row(indicator, unit.scores[indicator.id]) for indicator in indicators)
    height = min(TALLEST_ROW, max(LOWEST_ROW, ROOM // (len(rows) + 1) - BORDER))
    yield BlockTable(columns, rows, size=21 if height >= 300 else 18, row_height=height)


def _standing(unit: UnitResult, scheme: Scheme, group: GroupStanding) -> str:
    told = [group.name, f"总分{format_points(unit.total)}分"]
    if unit.rank:
        told.append(f"在{len(group.ranked)}个排名单位中列第{unit.rank}名")
    elif unit.status is UnitStatus.FAILED:
        told.append(f"一票否决：{why_failed(unit, scheme)}")
    else:
        told.append("数据不全，暂不排名")
    return "，".join(told)


def points_lost_text(score: Score) -> Decimal | None:
    """Return the points that a unit lost; None where there are no points, or more than the weight."""
    if score.points is None or score.points > score.cell.weight:
        return None
    return score.cell.weight - score.points


def _indicator_row(indicator: Indicator, score: Score) -> tuple[str, ...]:
    loss = points_lost_text(score)
    return (
        remove_cjk_spacing(indicator.name),
        "—" if score.state is CellState.EXCLUDED else format_decimal(score.cell.weight),
        "—" if score.points is None else format_points(score.points),
        "—" if loss is None else format_points(loss),
        _indicator_note(score),
        indicator.clause,
    )


def _indicator_note(score: Score) -> str:
    """Return a note on an unusual score; empty for one from the unit's own report."""
    if score.fails_year:
        return STATUS_LABELS[UnitStatus.FAILED]
    if score.state is CellState.SCORED:
        return ""
    return STATE_LABELS[score.state] + ("（暂时）" if score.provisional else "")
