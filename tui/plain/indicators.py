"""Menu of indicators (指标): how an indicator's scores spread over the group, and whether it separates units at all."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping_core.pages.schema import IndicatorData
from tui.plain import pickers, results
from tui.plain.context import MenuContext
from tui.plain.labels import score_state_label
from tui.plain.menu import MenuOptions


def indicators_menu(context: MenuContext) -> None:
    """Group → indicator → distribution."""
    pickers.group_menu(context, "指标：选一个组", lambda group: _of_group(context, group))


def _of_group(context: MenuContext, group: str) -> None:
    context.menu(
        lambda: pickers.indicators_of(context, group), lambda indicator: _indicator(context, group, indicator)
    )


def _indicator(context: MenuContext, group: str, indicator: str) -> None:
    page = _page(context, group, indicator)
    context.topics(
        page["name"],
        {
            "分布": lambda: _distribution(context, group, indicator),
            "各单位的得分和依据": lambda: _scores(context, group, indicator),
        },
        *_head(page),
    )


def _page(context: MenuContext, group: str, indicator: str) -> IndicatorData:
    return next(row for row in context.group(group)["indicators"] if row["id"] == indicator)


def _head(page: IndicatorData) -> Iterator[str]:
    measure = f"，{page['measure']}" if page["measure"] else ""
    yield f"{page['section']}　{page['clause']}，权重{page['weight']}{measure}，{page['evaluator']}"
    if page["note"]:
        yield f"说明：{page['note']}"


def _distribution(context: MenuContext, group: str, indicator: str) -> None:
    page = _page(context, group, indicator)
    context.console.heading(f"{page['name']}：分布")
    context.console.pages([*_distribution_lines(page), *_unscored_lines(page)])


def _distribution_lines(page: IndicatorData) -> Iterator[str]:
    if not page["bands"]:
        yield "还没有单位得分。"
        return
    yield f"平均{page['mean']}分；{page['separates_words']}"
    for band in page["bands"]:
        rate = f"（{band['rate']}）" if band["rate"] else ""
        yield f"{band['score']}分{rate}，{len(band['units'])}个：{'、'.join(band['units'])}"


def _unscored_lines(page: IndicatorData) -> Iterator[str]:
    """Units that were not scored themselves, by what became of their cell."""
    for other in page["others"]:
        if other["units"]:
            units = "、".join(unit["unit"] for unit in other["units"])
            yield f"{other['words']}，{len(other['units'])}个：{units}"


def _scores(context: MenuContext, group: str, indicator: str) -> None:
    def make() -> MenuOptions:
        name = _page(context, group, indicator)["name"]
        units = [context.unit(row["unit"]) for row in context.group(group)["units"]]
        explanations = [(unit["unit"], unit["accounts"][indicator]) for unit in units]
        rows = tuple(
            (unit, explanation["score"] or "—", explanation["loss"], score_state_label(explanation))
            for unit, explanation in explanations
        )
        header = ("单位", "得分", "失分", "说明")
        return MenuOptions(
            f"{name}：各单位", rows, context.service.names.unit, context.initials, header, right=(1, 2)
        )

    context.menu(make, lambda unit: results.show_explanation(context, unit, indicator))
