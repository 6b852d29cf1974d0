"""Options of an export, as they are typed: bulletin number, date of issue, annexed units.

The command line, the export dialog and the export menu all parse them here, so that they accept the same.
Imports nothing heavy, for the dialog.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from kaoping_core.errors import UsageError
from kaoping_core.text_matching import fold_text, suggest_name

ALL_UNITS = "全部"
"""Typed instead of names, means every unit."""
NUMBER_PATTERN = re.compile(r"(?P<prefix>[^〔〕0-9]+)〔(?P<year>\d{4})〕(?P<number>[1-9]\d*)号")
"""A document's number (发文字号), in six-cornered brackets."""
_BRACKETS = str.maketrans("[]［］【】﹝﹞", "〔〕〔〕〔〕〔〕")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SEPARATORS = re.compile(r"[、，,;；\s]+")


def parse_bulletin_number(text: str) -> str:
    """Return a bulletin's number in six-cornered brackets; empty for an empty text.

    Raises:
        UsageError: when it is not such a number.
    """
    number = text.strip().translate(_BRACKETS)
    if number and not NUMBER_PATTERN.fullmatch(number):
        raise UsageError(f"发文字号“{text}”写得不对，应像：盘县政办发〔2020〕1号")
    return number


def parse_issue_date(text: str) -> date | None:
    """Return a date of issue; None for an empty text.

    Raises:
        UsageError: when it is not a day of the calendar, or is written in another way.
    """
    written = text.strip()
    if not written:
        return None
    # fromisoformat also accepts 20200115 and 2020-W03-3
    if _DATE.fullmatch(written):
        try:
            return date.fromisoformat(written)
        except ValueError:
            pass
    raise UsageError("日期要写成 2020-01-15 这样")


def parse_unit_list(text: str, units: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the units that a text names; see :func:`find_units`.

    Raises:
        UsageError: for a name that is unknown or fits several units.
    """
    return find_units([name for name in _SEPARATORS.split(text) if name], units)


def find_units(names: Iterable[str], units: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the official names of units, each once, in the order in which they are named.

    A name is official, an alias, or a piece of one that no other unit has.

    Args:
        names: as typed; ``全部`` stands for every unit.
        units: aliases by official name.

    Raises:
        UsageError: for a name that is unknown or fits several units.
    """
    found: dict[str, None] = {}
    every = False
    for name in names:
        if name.strip() == ALL_UNITS:
            every = True
        else:
            found[_find_unit(name, units)] = None
    return list(units) if every else list(found)


def _find_unit(name: str, units: Mapping[str, Iterable[str]]) -> str:
    folded = fold_text(name)
    by_name = {fold_text(known): unit for unit, aliases in units.items() for known in (unit, *aliases)}
    if folded in by_name:
        return by_name[folded]
    fitting = list(dict.fromkeys(unit for known, unit in by_name.items() if folded and folded in known))
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise UsageError(f"“{name}”对应几个单位：{'、'.join(fitting)}")
    raise UsageError(f"没有叫“{name}”的单位。{suggest_name(name, by_name)}")
