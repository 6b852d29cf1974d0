"""What is wrong with single rows, in words, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from kaoping_core.api import Problem, SchemeNames, UnknownNameError

from .columns import CHECK_WORDS, HEADERS, LEVEL_WORDS, SOURCE_WORDS, TIME_HINT, FoldedWords, is_time

LISTED = 50
"""Problems told one by one; beyond that only how many."""
Row = Sequence[object]
"""The columns of :data:`HEADERS`, then the row's place in the file from 0, or None."""


@frozen
class RowChecker:
    """Says what is wrong with a row."""

    file: str
    year: int
    names: SchemeNames
    assessed: Mapping[str, str]
    """Units that can have cases, by name, with their indicator."""
    is_years_file: bool
    skipped: Sequence[int] = ()
    """Numbers of rows that could not be read at all, ascending; places do not count them."""

    def place_of(self, row: Row) -> str:
        """Where a row stands: its row as a spreadsheet numbers it, else its case."""
        place = row[len(HEADERS)]
        where = f"第{self._number(place)}行" if isinstance(place, int) else f"案件 {row[0]}"
        return f"{self.file}: {where}"

    def _number(self, place: int) -> int:
        number = place_in_file(place)
        for skipped in self.skipped:
            number += skipped <= number
        return number

    def problems(self, row: Row) -> Iterator[Problem]:
        """Everything wrong with a row."""
        cells = {name: str(value) for name, value in zip(HEADERS, row, strict=False)}
        place = self.place_of(row)
        for name, message, expected in self._wrong(cells):
            yield Problem(f"{place} {HEADERS[name]}", message, expected)

    def _wrong(self, cells: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
        if not cells["number"]:
            yield "number", "没有编号", "平台的案件编号"
        if wrong := self.wrong_unit(cells["unit"]):
            yield "unit", *wrong
        yield from _wrong_word("source", cells, SOURCE_WORDS)
        yield from _wrong_word("level", cells, LEVEL_WORDS)
        for name in ("reported", "deadline", "closed"):
            if not is_time(cells[name]) and (name != "closed" or cells[name]):
                yield name, f"读到“{cells[name]}”" if cells[name] else "没有时间", TIME_HINT
        yield from self._wrong_times(cells)
        yield from _wrong_word("check", cells, CHECK_WORDS)

    def _wrong_times(self, cells: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
        reported, closed = cells["reported"], cells["closed"]
        if not is_time(reported):
            return
        if self.is_years_file and not reported.startswith(str(self.year)):
            yield "reported", f"{reported} 不是{self.year}年的案件", f"{self.year}年上报的案件"
        if is_time(closed) and f"{closed}:59" < reported:
            yield "closed", f"{closed} 早于上报时间 {reported}", "不早于上报时间"

    def wrong_unit(self, written: str) -> tuple[str, str] | None:
        """Why a unit cannot have cases, and what was expected; None when it can."""
        if not written.strip():
            return "没有责任单位", "考评对象的名称"
        try:
            unit = self.names.units.find(written)
        except UnknownNameError as error:
            return error.message, error.expected
        if unit not in self.assessed:
            return f"{unit}不考网格管理运行", "镇街道或部门"
        return None

    def known_unit(self, written: str) -> str | None:
        """The unit that was meant; None when it cannot have cases."""
        return self.names.units.find(written) if self.wrong_unit(written) is None else None


def _wrong_word(name: str, cells: Mapping[str, str], words: FoldedWords) -> Iterator[tuple[str, str, str]]:
    written = cells[name]
    if words.find(written) is None:
        expected = "、".join(word or "空着" for word in words.words.values())
        yield name, f"读到“{written}”" if written.strip() else "是空的", expected


def place_in_file(place: int) -> int:
    """A row's number as a spreadsheet shows it: from 1, the header being the first."""
    return place + 2


def shortened(problems: Sequence[Problem], rows: int, listed: int, file: str) -> list[Problem]:
    """The first problems, and how many rows more have some."""
    if rows <= listed:
        return list(problems)
    return [*problems, Problem(file, f"另有{rows - listed}行有问题，没有一一列出", "改好再导入")]
