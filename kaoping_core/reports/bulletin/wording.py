"""Wording that several parts of a bulletin share: dates, numerals, points, standings."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, localcontext

from attrs import frozen

from kaoping_core.decimals import EXACT_CONTEXT, ZERO, round_published
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import CellState, Result, Score, UnitResult, UnitStatus
from kaoping_core.reports.ranking_text import ranked_order

DRAFT = "征求意见稿"
OPEN_DATE = "　　　　年　　月　　日"
"""A date that is still to be filled in."""
NUMERALS = "一二三四五六七八九十"

_BLANK = re.compile(r"(?<=[\u4e00-\u9fff，。；：（]) (?=[0-9-])|(?<=[0-9%]) (?=[\u4e00-\u9fff，。；：）])")


def issuer(scheme: Scheme) -> str:
    """Return the issuer (发文机关), as the notice names itself."""
    return f"{scheme.county}人民政府办公室"


def format_date(on: date | None) -> str:
    """Format a date without leading zeros, with blanks where it is open (7.3.5.4)."""
    return OPEN_DATE if on is None else f"{on.year}年{on.month}月{on.day}日"


def chinese_numeral(place: int) -> str:
    """Return a Chinese numeral for headings, from 1; Arabic beyond ten."""
    return NUMERALS[place - 1] if place <= len(NUMERALS) else str(place)


def remove_cjk_spacing(text: str) -> str:
    """Remove blanks between Chinese characters and digits, which screens show and documents do not."""
    return _BLANK.sub("", text)


def quote_name(name: str) -> str:
    """Quote a name; quotation marks inside it become single ones."""
    return f"“{name.replace('“', '‘').replace('”', '’')}”"


def format_points(points: Decimal) -> str:
    """Format points with all published decimals."""
    return format(points, "f")


@frozen
class GroupStanding:
    """Units of a group: ranked, incomplete, vetoed."""

    name: str
    short_name: str
    """Without 组, as annexes' titles say it."""
    units: tuple[UnitResult, ...]
    decimals: int

    @property
    def ranked(self) -> tuple[UnitResult, ...]:
        """Ranked units, first to last."""
        return tuple(unit for unit in self.units if unit.rank is not None)

    @property
    def failed(self) -> tuple[UnitResult, ...]:
        """Units that failed the veto."""
        return tuple(unit for unit in self.units if unit.status is UnitStatus.FAILED)

    @property
    def mean(self) -> Decimal | None:
        """Mean total of the ranked units, rounded like a score; None without any."""
        if not self.ranked:
            return None
        with localcontext(EXACT_CONTEXT):
            total = sum((unit.total for unit in self.ranked), ZERO)
            return round_published(total / len(self.ranked), self.decimals)


def group_standings(result: Result, scheme: Scheme) -> tuple[GroupStanding, ...]:
    """Return every group's units in order, groups as in the notice."""
    return tuple(
        GroupStanding(
            group.name,
            group.name.removesuffix("组"),
            tuple(
                sorted(
                    ranked_order([unit for unit in result.units if unit.group == group.id]),
                    key=lambda unit: unit.status is UnitStatus.FAILED,
                )
            ),
            scheme.rounding.decimals,
        )
        for group in scheme.groups
    )


def is_open(score: Score) -> bool:
    """Whether the points of a score are still to come."""
    return score.state in {CellState.MISSING, CellState.UNSCORED}


def why_failed(unit: UnitResult, scheme: Scheme) -> str:
    """Return what the veto rests on, with its clause in the notice."""
    return "；".join(
        f"{remove_cjk_spacing('；'.join(step.text for step in score.steps))}（通知{scheme.indicator_by_id[indicator].clause}）"
        for indicator, score in unit.scores.items()
        if score.fails_year
    )
