"""Validates a department's deduction list."""

from __future__ import annotations

from collections.abc import Iterator

from kaoping_core.model.checklists import Checklist, ChecklistItem, ChecklistPart
from kaoping_core.model.problems import Problem
from kaoping_core.rules.base import validate_title
from kaoping_core.rules.deductions import FULL_TERM, value_name
from kaoping_core.text_matching import suggest_name


def validate_checklist(checklist: Checklist, shown: str) -> list[Problem]:
    """Yield everything wrong with a list; ``shown`` is its file in the problems."""
    problems = list(_check_names(checklist, shown))
    if not any(part.applies_to == "all" for part in checklist.parts):
        problems.append(
            Problem(f"{shown}: parts", "没有对所有单位都适用的部分", "至少一个部分不写 applies_to")
        )
    for index, part in enumerate(checklist.parts):
        problems.extend(_check_part(part, f"{shown}: parts[{index}]"))
    return problems


def _check_names(checklist: Checklist, shown: str) -> Iterator[Problem]:
    parts = [part.id for part in checklist.parts]
    for name in _repeated_ids(parts):
        yield Problem(f"{shown}: parts[{_last_position(parts, name)}].id", f"部分“{name}”出现两次")
    load = checklist.caseload
    values = [value_name(part, item) for part in checklist.parts for item in part.items]
    values += [load.value] if load else []
    for name in _repeated_ids(values):
        same_part = any(
            [item.id for item in part.items].count(name.removeprefix(f"{part.id}.")) > 1
            for part in checklist.parts
        )
        if not same_part and len(set(parts)) == len(parts):
            yield Problem(f"{shown}: parts", f"两项都报作“{name}”", "每个值的名称只用一次")
    if load and load.part_lost_if_single_case and load.part_lost_if_single_case not in parts:
        expected = suggest_name(load.part_lost_if_single_case, parts) or "、".join(parts)
        yield Problem(
            f"{shown}: caseload.part_lost_if_single_case",
            f"没有部分“{load.part_lost_if_single_case}”",
            expected,
        )
    if load and (wrong := validate_title(load.title)):
        yield Problem(f"{shown}: caseload.title", wrong)


def _check_part(part: ChecklistPart, place: str) -> Iterator[Problem]:
    if part.full_points <= 0:
        yield Problem(f"{place}.full_points", "满分应大于0")
    ids, titles = [item.id for item in part.items], [item.title for item in part.items]
    for number, item in enumerate(part.items):
        if ids.index(item.id) != number:
            yield Problem(f"{place}.items[{number}].id", f"扣分项“{item.id}”出现两次")
        elif titles.index(item.title) != number:
            yield Problem(
                f"{place}.items[{number}].title", f"扣分项“{item.title}”出现两次", "说得出区别的名称"
            )
        yield from _check_item(item, part, f"{place}.items[{number}]")
    most = part.max_deduction
    if not part.may_exhaust and (most is None or most > part.full_points):
        taken = "没有上限" if most is None else f"最多{most}分"
        expected = f"不超过{part.full_points}分；确实扣完为止的，写 may_exhaust = true"
        yield Problem(f"{place}.items", f"各项合计可扣{taken}，超过该部分满分{part.full_points}", expected)


def _check_item(item: ChecklistItem, part: ChecklistPart, place: str) -> Iterator[Problem]:
    if wrong := validate_title(item.title, taken=(FULL_TERM,)):
        yield Problem(f"{place}.title", wrong)
    if item.points < 0 or (item.max_count is not None and item.max_count < 1):
        yield Problem(place, "分值和次数应大于0")
    if item.effect == "deduct" and item.points > part.full_points:
        yield Problem(
            f"{place}.points",
            f"一次扣{item.points}分，超过该部分满分{part.full_points}",
            f"不超过{part.full_points}",
        )


def _repeated_ids(names: list[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if names.count(name) > 1]


def _last_position(names: list[str], name: str) -> int:
    return len(names) - 1 - names[::-1].index(name)
