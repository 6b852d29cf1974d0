"""A plausible export of the grid platform: invented cases, the same every time; whole-number randomness."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from attrs import frozen

from kaoping_core.model.indicators import Cell
from kaoping_core.model.scheme import Scheme

HEADER = ("案件编号", "责任单位", "来源", "流转级别", "上报时间", "办理时限", "办结时间", "一次核查")
SOURCES = (("网格员上报", 68), ("公众上报", 22), ("市下派", 10))
"""Where cases come from, with their percent."""
LEVELS = (("一级", 60), ("二级", 25), ("三级", 15))
DAYS_ALLOWED = {"一级": 2, "二级": 5, "三级": 10}
DAY = 24 * 60
"""Minutes."""
CLOCK = tuple(f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(DAY))
LEAST_IN_TIME, MOST_IN_TIME = 80, 99
"""Percent of a unit's cases that are closed by the deadline: of the weakest and of the strongest unit."""
PIECE = 20_000
"""Rows written at a time."""


@frozen
class _YearMinutes:
    """A year's days as text; some more, for deadlines."""

    days: tuple[str, ...]
    minutes: int

    @classmethod
    def of(cls, year: int) -> _YearMinutes:
        first = date(year, 1, 1)
        count = (date(year + 1, 1, 1) - first).days
        return cls(tuple((first + timedelta(day)).isoformat() for day in range(count + 60)), count * DAY)

    def text(self, minute: int) -> str:
        day, rest = divmod(minute, DAY)
        return f"{self.days[day]} {CLOCK[rest]}"


def cells_with_cases(scheme: Scheme) -> list[Cell]:
    """Return cells of the units that carry all indicators scored from cases."""
    return [
        cell
        for indicator in scheme.indicators
        if indicator.rule == "grid" and indicator.not_carried is None
        for cell in scheme.cells_of[indicator.id]
    ]


def write_case_file(
    path: Path, scheme: Scheme, banner: str, seed: int, rows: int, encoding: str = "utf-8-sig"
) -> None:
    """Write invented cases of the units that carry all indicators scored from cases.

    Every case's number begins with ``banner``, so that it shows wherever a case is named.
    """
    units = [cell.unit.name for cell in cells_with_cases(scheme)]
    with path.open("w", encoding=encoding, newline="") as file:
        file.write(",".join(HEADER) + "\r\n")
        lines: list[str] = []
        for line in _lines(units, _YearMinutes.of(scheme.year), banner, Random(seed), rows):
            lines.append(line)
            if len(lines) == PIECE:
                file.write("".join(lines))
                lines.clear()
        file.write("".join(lines))


def _lines(units: Sequence[str], year: _YearMinutes, banner: str, random: Random, rows: int) -> Iterator[str]:
    """Yield the cases in the order of their reporting."""
    spread = MOST_IN_TIME - LEAST_IN_TIME
    in_time = {unit: LEAST_IN_TIME + random.randint(0, spread) for unit in units}
    busy = _table([(unit, random.randint(4, 12)) for unit in units])
    sources, levels = _table(SOURCES), _table(LEVELS)
    bits = random.getrandbits
    for number in range(rows):
        chance = bits(60)
        chance, reported = divmod(chance, max(1, year.minutes // max(1, rows)) + 60)
        reported = min(year.minutes - 1, number * year.minutes // rows + reported)
        unit = busy[chance % len(busy)]
        chance >>= 7
        source = sources[chance % 100]
        level = levels[chance // 100 % 100]
        luck = chance // 10_000
        allowed = DAYS_ALLOWED[level] * DAY
        taken = _taken(luck, allowed, in_time[unit])
        closed = reported + taken
        check = ""
        if level == "三级" and closed < year.minutes:
            check = "通过" if luck // 7 % 100 < in_time[unit] - 3 else "未通过"
        closed_text = year.text(closed) if closed < year.minutes else ""
        yield (
            f"{banner}{number + 1:07d},{unit},{source},{level},{year.text(reported)},"
            f"{year.text(reported + allowed)},{closed_text},{check}\r\n"
        )


def _taken(luck: int, allowed: int, in_time: int) -> int:
    """Return minutes until a case is closed: within the allowed time in the given percent of cases."""
    if luck % 100 < in_time:
        return 30 + luck // 100 % (allowed - 30)
    return allowed + 1 + luck // 100 % (5 * DAY)


def _table(shares: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """Return each word as often as its share."""
    return tuple(word for word, share in shares for _ in range(share))
