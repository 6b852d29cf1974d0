"""指标: how an indicator's scores spread over the group, and whether it separates units at all."""

from __future__ import annotations

from collections.abc import Iterator

from tui.plain import pickers, results
from tui.plain.context import MenuContext, Page
from tui.plain.labels import score_state_label
from tui.plain.menu import MenuOptions


def indicators_menu(office: MenuContext) -> None:
    """Group → indicator → distribution."""
    pickers.group_menu(office, "指标：选一个组", lambda group: _of_group(office, group))


def _of_group(office: MenuContext, group: str) -> None:
    office.menu(
        lambda: pickers.indicators_of(office, group), lambda indicator: _indicator(office, group, indicator)
    )


def _indicator(office: MenuContext, group: str, indicator: str) -> None:
    page = _page(office, group, indicator)
    office.topics(
        page["name"],
        {
            "分布": lambda: _distribution(office, group, indicator),
            "各单位的得分和依据": lambda: _scores(office, group, indicator),
        },
        *_head(page),
    )


def _page(office: MenuContext, group: str, indicator: str) -> Page:
    found: Page = next(each for each in office.group(group)["indicators"] if each["id"] == indicator)
    return found


def _head(page: Page) -> Iterator[str]:
    measure = f"，{page['measure']}" if page["measure"] else ""
    yield f"{page['section']}　{page['clause']}，权重{page['weight']}{measure}，{page['evaluator']}"
    if page["note"]:
        yield f"说明：{page['note']}"


def _distribution(office: MenuContext, group: str, indicator: str) -> None:
    page = _page(office, group, indicator)
    office.console.heading(f"{page['name']}：分布")
    office.console.pages([*_distribution_lines(page), *_unscored_lines(page)])


def _distribution_lines(page: Page) -> Iterator[str]:
    if not page["bands"]:
        yield "还没有单位得分。"
        return
    yield f"平均{page['mean']}分；{page['separates_words']}"
    for band in page["bands"]:
        rate = f"（{band['rate']}）" if band["rate"] else ""
        yield f"{band['score']}分{rate}，{len(band['units'])}个：{'、'.join(band['units'])}"


def _unscored_lines(page: Page) -> Iterator[str]:
    """Units that were not scored themselves, by what became of their cell."""
    for other in page["others"]:
        if other["units"]:
            units = "、".join(unit["unit"] for unit in other["units"])
            yield f"{other['words']}，{len(other['units'])}个：{units}"


def _scores(office: MenuContext, group: str, indicator: str) -> None:
    def make() -> MenuOptions:
        name = _page(office, group, indicator)["name"]
        units = [office.unit(each["unit"]) for each in office.group(group)["units"]]
        accounts = [(unit["unit"], unit["accounts"][indicator]) for unit in units]
        rows = tuple(
            (unit, each["score"] or "—", each["loss"], score_state_label(each)) for unit, each in accounts
        )
        header = ("单位", "得分", "失分", "说明")
        return MenuOptions(
            f"{name}：各单位", rows, office.service.names.unit, office.initials, header, right=(1, 2)
        )

    office.menu(make, lambda unit: results.show_explanation(office, unit, indicator))
