"""Menu of the comprehensive appraisal (综合评价)."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping_core.pages.page_names import APPRAISAL
from kaoping_core.pages.schema import AppraisalIndicator
from tui.plain.console import aligned_rows
from tui.plain.context import MenuContext
from tui.plain.menu import MenuOptions


def appraisal_menu(context: MenuContext) -> None:
    """Show the menu of indicators with quotas."""
    context.menu(lambda: _options(context), lambda indicator: _indicator(context, indicator))


def _options(context: MenuContext) -> MenuOptions:
    found = context.page(APPRAISAL)["indicators"]
    rows = tuple((indicator["name"], indicator["group_name"], indicator["words"]) for indicator in found)
    return MenuOptions(
        "综合评价",
        rows,
        initials=context.initials,
        header=("指标", "组", "等次（现有/名额）"),
        keys=tuple(indicator["id"] for indicator in found),
    )


def _indicator(context: MenuContext, indicator: str) -> None:
    page = next(row for row in context.page(APPRAISAL)["indicators"] if row["id"] == indicator)
    context.console.heading(f"{page['group_name']}　{page['name']}")
    context.console.pages([*_tiers(page), *_remarks(page), "", *_units(page)])


def _tiers(page: AppraisalIndicator) -> Iterator[str]:
    yield f"{page['clause']}，权重{page['weight']}，{page['evaluator']}"
    yield page["words"]
    for tier in page["tiers"]:
        units = f"：{'、'.join(tier['units'])}" if tier["units"] else ""
        yield f"{tier['name']}（{tier['share']}，{tier['points']}分）现有{tier['count']}个，名额{tier['quota']}个{units}"


def _remarks(page: AppraisalIndicator) -> Iterator[str]:
    """Ties, units without a tier, findings."""
    for tie in page["ties"]:
        yield f"并列：{tie['words']}"
    if page["missing"]:
        yield f"还没有评：{'、'.join(page['missing'])}"
    for finding in page["findings"]:
        yield f"{finding['word']}　{finding['message']}"


def _units(page: AppraisalIndicator) -> list[str]:
    rows = [
        (
            unit["unit"],
            unit["tier"] or "—",
            unit["score"],
            unit["place"],
            unit["mean"],
            "　".join(filter(None, (unit["ballots_words"] or unit["how"], unit["remark"]))),
        )
        for unit in page["units"]
    ]
    return aligned_rows(("单位", "等次", "得分", "位次", "票值平均", "选票"), rows, (2, 3, 4))
