"""Notes on how the numbers of a bulletin came about (几点说明).

In public go the rules that every unit can be measured by: rounding and ranks, cells that were not reported because the
unit does not carry them, answers to what the notice leaves open, and findings that touch a score. Who reported late, a
seal that is missing, a plugin's message: these are for the office's own screens.
"""

from __future__ import annotations

from collections.abc import Iterator

from kaoping_core.model.scheme import Decision, Scheme
from kaoping_core.model.scores import CellState, Result
from kaoping_core.reports.bulletin.blocks import TextBlock
from kaoping_core.reports.bulletin.wording import chinese_numeral, quote_name, remove_cjk_spacing
from kaoping_core.reports.json_document import decisions_used

PUBLISHED = frozenset({"quota", "weights"})
"""Findings that a bulletin tells: grades that depart from the notice's shares, weights that nothing makes up for."""
PUBLISHED_DRAFT = PUBLISHED | {"provisional_mean"}


def note_paragraphs(result: Result, scheme: Scheme) -> Iterator[TextBlock]:
    """Return the numbered notes; those without content are left out."""
    used = decisions_used(result, scheme)
    decisions = [each for each in scheme.decisions if each.id in used]
    said = [("名次。", _ranking(scheme))]
    said += _not_carried(result, scheme)
    said += _findings(result, scheme)
    if result.run:
        how = f"本结果的汇总编号为{result.run}。各单位可以据此向{scheme.office}查询每项得分的计算过程和依据。"
        said.append(("核对。", how))
    if decisions:
        said.append(
            ("通知没有明确的事项。", "下列事项通知没有明确，按所列办法处理（所称附件均为通知的附件）：")
        )
    for place, (lead, text) in enumerate(said, 1):
        yield TextBlock(text, lead=f"（{chinese_numeral(place)}）{lead}")
    for place, decision in enumerate(decisions, 1):
        yield TextBlock(f"{place}.{remove_cjk_spacing(_decision(decision))}")


def _ranking(scheme: Scheme) -> str:
    return (
        f"每项得分四舍五入到{scheme.rounding.decimals}位小数，总分是各项得分之和。组内按总分从高到低排名，"
        "总分相同的名次并列，其后的名次顺延。"
    )


def _not_carried(result: Result, scheme: Scheme) -> Iterator[tuple[str, str]]:
    """Return notes on cells that are not carried, by the outcome for the cell."""
    filled = _indicators_in(result, scheme, CellState.FILLED)
    if filled:
        how = "有的单位不承担，按组内承担单位的平均得分率计入"
        yield "按平均分计入的指标。", f"下列指标{how}：{filled}。"
    excluded = _indicators_in(result, scheme, CellState.EXCLUDED)
    if excluded:
        how = "有的单位没有任务，不计分，权重由该单位的其他指标补足"
        yield "不计分的指标。", f"下列指标{how}：{excluded}。"


def _indicators_in(result: Result, scheme: Scheme, state: CellState) -> str:
    """Return indicators with the number of units whose score is in a state, by group."""
    groups = []
    for group in scheme.groups:
        units = [unit for unit in result.units if unit.group == group.id]
        counts = {
            indicator.name: sum(unit.scores[indicator.id].state is state for unit in units)
            for indicator in scheme.indicators_of[group.id]
        }
        named = "、".join(f"{quote_name(name)}（{count}个单位）" for name, count in counts.items() if count)
        if named:
            groups.append(f"{group.name}的{named}")
    return "；".join(groups)


def _findings(result: Result, scheme: Scheme) -> Iterator[tuple[str, str]]:
    wanted = PUBLISHED_DRAFT if result.provisional else PUBLISHED
    told = [
        f"{scheme.group_by_id[scheme.indicator_by_id[finding.indicator].group].name}{finding.message}"
        for finding in result.findings
        if finding.code in wanted and finding.indicator
    ]
    if told:
        yield "与通知不完全一致的情况。", f"{remove_cjk_spacing('；'.join(told))}。"


def _decision(decision: Decision) -> str:
    """Return question and decision; whom to ask and the alternatives are for the office only."""
    return f"{decision.question}：{decision.decision}（{decision.clause}）。"
