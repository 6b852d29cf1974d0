"""Comparison of two units from their pages: why one is ahead of the other (为什么第4不是第3).

Runs where pages are shown, so it imports nothing heavy. Differences are exact, of published points.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

from kaoping_core.pages.schema import (
    ComparedIndicator,
    ComparedPoints,
    ComparedSection,
    ComparisonPage,
    UnitPage,
)

MOST_AHEAD = 3
"""Indicators that the sentence names for who is ahead."""
MOST_BEHIND = 2
"""Indicators that it names for who is behind."""
_NOTHING = Decimal(0)
_Row = TypeVar("_Row", bound=ComparedPoints)


def comparison(one: UnitPage, other: UnitPage) -> ComparisonPage:
    """Compare two units' pages; the rows that explain most of the difference come first.

    Differences are the first unit's points less the second's. Points that are not there count for nothing,
    as they do in a total; their text stays empty. Units of two groups have only totals in common.
    """
    comparable = one["group"] == other["group"]
    sections = _sections(one, other) if comparable else []
    indicators = _indicators(one, other) if comparable else []
    return {
        "one": one["unit"],
        "other": other["unit"],
        "group": one["group"] if comparable else "",
        "comparable": comparable,
        "words": _summary_text(one, other, indicators) if comparable else _not_comparable(one, other),
        "totals": {**_row(one["total"], other["total"]), "one_rank": _rank(one), "other_rank": _rank(other)},
        "sections": _largest_first(sections),
        "indicators": _largest_first(indicators),
    }


def _sections(one: UnitPage, other: UnitPage) -> list[ComparedSection]:
    theirs = {section["section"]: section["points"] for section in other["sections"]}
    return [
        {
            "section": section["section"],
            "full": section["full"],
            **_row(section["points"], theirs[section["section"]]),
        }
        for section in one["sections"]
    ]


def _indicators(one: UnitPage, other: UnitPage) -> list[ComparedIndicator]:
    rows: list[ComparedIndicator] = []
    for indicator, account in one["accounts"].items():
        theirs = other["accounts"][indicator]
        rows.append(
            {
                "id": indicator,
                "name": account["name"],
                "section": account["section"],
                "weight": account["weight"],
                **_row(account["score"], theirs["score"]),
                "one_mark": account.get("mark", ""),
                "other_mark": theirs.get("mark", ""),
            }
        )
    return rows


def _row(one: str, other: str) -> ComparedPoints:
    difference = _points(one) - _points(other)
    return {
        "one": one,
        "other": other,
        "difference": f"{difference:+f}" if difference else f"{difference:f}",
        "ahead": "one" if difference > 0 else "other" if difference < 0 else "",
    }


def _points(text: str) -> Decimal:
    return Decimal(text) if text else _NOTHING


def _largest_first(rows: Sequence[_Row]) -> list[_Row]:
    return sorted(rows, key=lambda row: -abs(Decimal(row["difference"])))


def _rank(page: UnitPage) -> str:
    return f"第{page['rank']}名" if page["rank"] else page["remark"] or "没有名次"


def _summary_text(one: UnitPage, other: UnitPage, rows: Sequence[ComparedIndicator]) -> str:
    """Return the summary sentence: who is ahead by how much, what causes it, what goes the other way."""
    lead, least = (one, other) if _points(one["total"]) >= _points(other["total"]) else (other, one)
    ahead = "one" if lead is one else "other"
    gap = _points(lead["total"]) - _points(least["total"])
    gains = [row for row in _largest_first(rows) if row["ahead"] == ahead]
    losses = [row for row in _largest_first(rows) if row["ahead"] not in {ahead, ""}]
    begin = f"{_standing(lead)}，{_standing(least)}，"
    if not gains and not losses:
        return f"{begin}每项得分都相同"
    against = f"{least['unit']}在{_count_more(losses, MOST_BEHIND)}" if losses else ""
    if not gap:
        return f"{begin}总分相同：{lead['unit']}在{_count_more(gains, MOST_BEHIND)}；{against}"
    made = "、".join(f"{row['name']}（差{_size(row)}分）" for row in gains[:MOST_AHEAD])
    rest = f"等{len(gains)}项" if len(gains) > MOST_AHEAD else ""
    return f"{begin}差{gap:f}分：主要差在{made}{rest}" + (f"；{against}" if against else "")


def _standing(page: UnitPage) -> str:
    rank = f"第{page['rank']}名 " if page["rank"] else f"（{_rank(page)}）"
    return f"{page['unit']}{rank}{page['total']}分"


def _count_more(rows: Sequence[ComparedIndicator], most: int) -> str:
    named = "、".join(f"{row['name']}上多{_size(row)}分" for row in rows[:most])
    return named + (f"，还有{len(rows) - most}项也多" if len(rows) > most else "")


def _size(row: ComparedIndicator) -> str:
    return f"{abs(Decimal(row['difference'])):f}"


def _not_comparable(one: UnitPage, other: UnitPage) -> str:
    return f"{_standing(one)}（{one['group_name']}），{_standing(other)}（{other['group_name']}）：不在同一组，指标不同，不能逐项比"
