"""The columns of the platform's export, and what may stand in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from kaoping_core.api import Problem, normalise_name

HEADERS = {
    "number": "案件编号",
    "unit": "责任单位",
    "source": "来源",
    "level": "流转级别",
    "reported": "上报时间",
    "deadline": "办理时限",
    "closed": "办结时间",
    "check": "一次核查",
}
"""Name of a column in the query → its heading in the export."""
SOURCES = ("网格员上报", "公众上报", "市下派")
LEVELS = ("一级", "二级", "三级")
CHECKED_LEVEL = "三级"
CHECKS = ("通过", "未通过", "")

_DAY = (
    "[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    "|02-(0[1-9]|1[0-9]|2[0-8]))"
)
_LEAP_DAY = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29"
TIME = f"^({_DAY}|{_LEAP_DAY}) ([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"
"""A time that exists, as every backend's regular expressions understand it."""
TIME_HINT = "如 2019-03-01 08:15"
_TIME = re.compile(TIME)
RECOGNISED = 3
"""A file with so many of the headings is a case file, though perhaps one with something wrong."""


@frozen
class FoldedWords:
    """A word as it was meant: width, case and blanks are not told apart."""

    words: Mapping[str, str]

    @classmethod
    def of(cls, words: Sequence[str]) -> FoldedWords:
        """Fold these words."""
        return cls({normalise_name(word): word for word in words})

    def find(self, written: str) -> str | None:
        """The word that was meant; None when it is none of them."""
        return self.words.get(normalise_name(written))


SOURCE_WORDS, LEVEL_WORDS, CHECK_WORDS = map(FoldedWords.of, (SOURCES, LEVELS, CHECKS))
_HEADINGS = FoldedWords.of(tuple(HEADERS.values()))


def is_time(text: str) -> bool:
    """Whether a text is a time that exists."""
    return _TIME.fullmatch(text) is not None


def recognised(header: Sequence[str]) -> bool:
    """Whether a first row looks like a case file's."""
    return len({_heading(each) for each in header} - {None}) >= RECOGNISED


def positions(header: Sequence[str], file: str) -> tuple[Mapping[str, int], list[Problem]]:
    """Where the columns stand, from 0, and what is wrong with the header."""
    found: dict[str, list[int]] = {}
    for place, written in enumerate(header):
        heading = _heading(written)
        if heading is not None:
            found.setdefault(heading, []).append(place)
    problems = list(_header_problems(found, file))
    return {name: found[heading][0] for name, heading in HEADERS.items() if heading in found}, problems


def _heading(written: str) -> str | None:
    return _HEADINGS.find(written.replace("\ufeff", ""))


def _header_problems(found: Mapping[str, Sequence[int]], file: str) -> Iterator[Problem]:
    for heading in HEADERS.values():
        places = found.get(heading, ())
        if not places:
            yield Problem(f"{file}: 第1行", f"表头里没有“{heading}”这一列", "、".join(HEADERS.values()))
        elif len(places) > 1:
            columns = "、".join(f"第{place + 1}列" for place in places)
            yield Problem(f"{file}: 第1行", f"表头里“{heading}”出现{len(places)}次（{columns}）", "只有一列")
