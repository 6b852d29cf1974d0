"""Who is assessed, among whom it is ranked, and who reports on it."""

from __future__ import annotations

from attrs import frozen


@frozen
class Group:
    """Units that are ranked among themselves."""

    id: str
    name: str
    """As in the notice, such as ``镇街道组``."""


@frozen
class Unit:
    """An assessed unit (单位)."""

    name: str
    """Official name; identifies the unit."""
    group: str
    """Id of its group."""
    order: int
    """Place in the notice's list, from 1."""
    aliases: tuple[str, ...] = ()
    tags: frozenset[str] = frozenset()
    """Properties that rules ask for, such as ``enforcement`` (decision K5)."""


@frozen
class Evaluator:
    """A department that reports on indicators (考官部门)."""

    name: str
    plugin: str
    """Name of the plugin that it owns."""
    aliases: tuple[str, ...] = ()
