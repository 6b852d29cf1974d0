"""Choosing a group, a unit, an indicator or an evaluator, from the newest pages."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from kaoping_core.pages.schema import IndicatorData, UnitPage
from tui.plain.context import MenuContext
from tui.plain.labels import rank_label, score_state_label, status_label
from tui.plain.menu import MenuOptions


def group_menu(context: MenuContext, title: str, act: Callable[[str], None]) -> None:
    """A menu of the groups; ``act`` gets a group's id."""
    found = context.overview["groups"]
    names = tuple((group["name"],) for group in found)
    choices = MenuOptions(title, names, initials=context.initials, keys=tuple(group["id"] for group in found))
    context.menu(lambda: choices, act)


def units_of_group(context: MenuContext, group: str) -> MenuOptions:
    """A group's units in order of rank."""
    page = context.group(group)
    rows = tuple((unit["unit"], rank_label(unit), unit["total"]) for unit in page["units"])
    return MenuOptions(
        f"{page['name']}的名次",
        rows,
        context.service.names.unit,
        context.initials,
        ("单位", "名次", "总分"),
        right=(1, 2),
    )


def all_units(context: MenuContext, title: str) -> MenuOptions:
    """All units, by group and rank."""
    rows = tuple(
        (unit["unit"], group["name"], rank_label(unit), unit["total"])
        for group in context.overview["groups"]
        for unit in group["units"]
    )
    return MenuOptions(
        title,
        rows,
        context.service.names.unit,
        context.initials,
        ("单位", "组", "名次", "总分"),
        right=(2, 3),
    )


def scores_of(context: MenuContext, unit: UnitPage) -> MenuOptions:
    """A unit's scores in the annex's order."""
    rows = tuple(
        (
            explanation["name"],
            explanation["weight"],
            explanation["score"] or "—",
            explanation["loss"],
            score_state_label(explanation),
        )
        for explanation in unit["accounts"].values()
    )
    return MenuOptions(
        f"{unit['unit']}的各项得分",
        rows,
        lambda name: context.service.names.indicator(name, unit["unit"]),
        context.initials,
        ("指标", "权重", "得分", "失分", "说明"),
        right=(1, 2, 3),
        keys=tuple(unit["accounts"]),
        lead=(f"总分{unit['total']}，{rank_label(unit)}",),
    )


def indicators_of(context: MenuContext, group: str) -> MenuOptions:
    """A group's indicators with how their scores spread."""
    page = context.group(group)
    rows = tuple(
        (
            indicator["name"],
            indicator["weight"],
            indicator["mean"],
            indicator["best"],
            indicator["worst"],
            _differentiates(indicator),
        )
        for indicator in page["indicators"]
    )
    any_unit = page["units"][0]["unit"]
    return MenuOptions(
        f"{page['name']}的指标",
        rows,
        lambda name: context.service.names.indicator(name, any_unit),
        context.initials,
        ("指标", "权重", "平均", "最高", "最低", ""),
        right=(1, 2, 3, 4),
        keys=tuple(indicator["id"] for indicator in page["indicators"]),
    )


def _differentiates(indicator: IndicatorData) -> str:
    return "没有拉开档次" if indicator["separates"] is False else ""


def evaluator_options(context: MenuContext, title: str) -> MenuOptions:
    """The evaluators with how they stand."""
    rows = tuple((evaluator["name"], status_label(evaluator)) for evaluator in context.overview["evaluators"])
    return MenuOptions(title, rows, context.service.names.evaluator, context.initials, ("考核主体", "情况"))


def with_first_option(choices: MenuOptions, name: str) -> MenuOptions:
    """The choices with another one before them."""
    blank = ("",) * (len(choices.header or choices.rows[0]) - 1)
    return evolve(choices, rows=((name, *blank), *choices.rows))
