"""Types of the names and initials by which everything is found."""

from __future__ import annotations

from typing import TypedDict


class UnitName(TypedDict):
    """A unit that can be jumped to."""

    name: str
    aliases: list[str]
    group: str
    group_name: str
    page: str
    initials: str


class IndicatorName(TypedDict):
    """An indicator that can be jumped to."""

    id: str
    name: str
    group: str
    group_name: str
    page: str
    evaluator: str
    clause: str
    initials: str


class EvaluatorName(TypedDict):
    """An evaluator that can be jumped to."""

    name: str
    aliases: list[str]
    plugin: str
    page: str
    initials: str


class GroupName(TypedDict):
    """A group that can be jumped to."""

    id: str
    name: str
    page: str
    initials: str


class NamesPage(TypedDict):
    """Everything that can be jumped to, with pinyin initials."""

    spelling: str
    """How the initials were made."""
    units: list[UnitName]
    indicators: list[IndicatorName]
    evaluators: list[EvaluatorName]
    groups: list[GroupName]


InitialsPage = dict[str, str]
"""Pinyin initials, by text."""
