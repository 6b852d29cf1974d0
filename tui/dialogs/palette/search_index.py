"""Search index of the palette: names and pinyin initials, best match first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, cast

from attrs import frozen
from textual.app import App
from textual.binding import ActiveBinding
from textual.dom import DOMNode

from kaoping_core.pages.schema import NamesPage, OverviewPage
from tui.session.location import Location
from tui.session.screen_registry import NUMBERED
from tui.session.session import Session
from tui.widgets.bars.key_bar import key_name
from tui.widgets.search.matcher import fold_text

if TYPE_CHECKING:
    from tui.textual_internals import AnyScreen


_BETWEEN_INITIALS: Final = ","
_LEFT_OUT: Final = ("app.palette", "palette", "visit(", "help_quit", "app.focus_", "screen.copy_text")
"""Beginnings of actions that are no news here: finding itself, what is found as a screen, Textual's own."""
_NAME_BEGINS, _INITIALS_BEGIN, _IN_NAME, _IN_INITIALS, _IN_DETAIL, _NOWHERE = range(6)
"""How well a word fits, best first."""


@frozen
class SearchItem:
    """An item to open or an action to run."""

    kind: str
    name: str
    detail: str = ""
    """What tells it from others of the same name."""
    key: str = ""
    """Which does the same."""
    initials: str = ""
    """Of the name and its other forms; several with commas between."""
    aliases: tuple[str, ...] = ()
    """Other forms of the name."""
    location: Location | None = None
    """Where it is; None for something to do, …"""
    action: str = ""
    """… which is this action …"""
    node: DOMNode | None = None
    """… of this."""


def build_index(session: Session, screen: AnyScreen) -> tuple[SearchItem, ...]:
    """Return what can be found now: actions of the screen first, then locations."""
    names = cast("NamesPage", session.page("names"))
    return (*_actions(screen.active_bindings), *_screens(), *_named(names), *_runs(session.overview))


def _actions(bindings: Mapping[str, ActiveBinding]) -> Iterator[SearchItem]:
    seen: set[tuple[int, str]] = set()
    for active in bindings.values():
        binding = active.binding
        this = (id(active.node), binding.action)
        wanted = binding.description and (binding.show or isinstance(active.node, App))
        if not wanted or not active.enabled or this in seen or binding.action.startswith(_LEFT_OUT):
            continue
        seen.add(this)
        key = binding.key_display or key_name(binding.key)
        yield SearchItem("操作", binding.description, key=key, action=binding.action, node=active.node)


def _screens() -> Iterator[SearchItem]:
    for number, screen in enumerate(NUMBERED, 1):
        yield SearchItem("屏", screen.title, key=str(number), location=Location(screen.name))


def _named(names: NamesPage) -> Iterator[SearchItem]:
    for group in names.get("groups", ()):
        location = Location("results", {"group": group["id"]})
        yield SearchItem("组", group["name"], "结果", initials=group["initials"], location=location)
    for unit in names.get("units", ()):
        location = Location("unit", {"unit": unit["name"]})
        others = tuple(unit["aliases"])
        yield SearchItem("单位", unit["name"], unit["group_name"], "", unit["initials"], others, location)
    for evaluator in names.get("evaluators", ()):
        location = Location("submissions", {"evaluator": evaluator["name"]})
        others = tuple(evaluator["aliases"])
        yield SearchItem("考核主体", evaluator["name"], "报送", "", evaluator["initials"], others, location)
    for indicator in names.get("indicators", ()):
        location = Location("indicator", {"group": indicator["group"], "indicator": indicator["id"]})
        detail = f"{indicator['group_name']}　{indicator['evaluator']}"
        yield SearchItem(
            "指标", indicator["name"], detail, "", indicator["initials"], (indicator["id"],), location
        )


def _runs(overview: OverviewPage) -> Iterator[SearchItem]:
    for run in reversed(overview.get("runs", ())):
        location = Location("assembly", {"run": str(run["number"])})
        yield SearchItem(
            "汇总", f"第{run['number']}次汇总", f"{run['edition']}　{run['at']}", location=location
        )


def rank_matches(items: Sequence[SearchItem], typed: str) -> tuple[SearchItem, ...]:
    """Return items that match every typed word, best first; all items when nothing is typed."""
    words = [fold_text(word) for word in typed.split()]
    if not words:
        return tuple(items)
    ranked = sorted(
        (max(ranks), sum(ranks), position)
        for position, item in enumerate(items)
        if max(ranks := [_rank(item, word) for word in words]) < _NOWHERE
    )
    return tuple(items[position] for _, _, position in ranked)


def _rank(item: SearchItem, word: str) -> int:
    """Return the rank of a match; lower is better."""
    names = [fold_text(name) for name in (item.name, *item.aliases)]
    initials = item.initials.split(_BETWEEN_INITIALS) if word.isascii() else []
    if any(name.startswith(word) for name in names):
        return _NAME_BEGINS
    if any(letter.startswith(word) for letter in initials):
        return _INITIALS_BEGIN
    if any(word in name for name in names):
        return _IN_NAME
    if any(word in letter for letter in initials):
        return _IN_INITIALS
    return _IN_DETAIL if word in fold_text(f"{item.kind}{item.detail}{item.key}") else _NOWHERE
