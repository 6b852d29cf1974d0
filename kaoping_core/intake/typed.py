"""What people type into cells → values, when there is one way to read it; else what they should type.

Full-width digits, blanks, thousands separators, a percent sign and the unit of measure are understood.
Nothing is guessed: ``1,23``, ``约12`` and a date are not numbers.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from datetime import date, timedelta
from decimal import Context, Decimal, InvalidOperation

from kaoping_core.numbers import MAX_DIGITS, plain
from kaoping_core.xlsx.sheets import RawCell

SHOWN_DIGITS = 15
"""Significant digits that spreadsheets show; what their binary numbers have beyond is noise."""
MOST_PERCENT = Decimal(2)
"""A share from here up, shown as 200 % and more, may as well be points typed into a percent cell."""
PLAUSIBLE = 5
"""A share below 1 may be meant as percent when a hundred times it is at most so many times the task."""

_AS_SHOWN = Context(prec=SHOWN_DIGITS)
_DASHES = frozenset("-－–—―‐‑‒−─ー一_﹣")
_NOT_CARRIED_WORDS = frozenset(("不承担", "无任务", "不承担此项", "不承担该项", "n/a"))
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e]")


class NotUnderstoodError(ValueError):
    """There is no one way to read it; the message says what was expected."""


def tidy(text: str) -> str:
    """A text without what nobody sees: blanks around it, invisible characters; full width folded."""
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).strip()


def is_dash(text: str) -> bool:
    """Whether it says that a unit does not carry the indicator: a dash, however it is typed, or in words."""
    bare = "".join(_INVISIBLE.sub("", text).split())
    return (bool(bare) and len(bare) <= 3 and set(bare) <= _DASHES) or bare.casefold() in _NOT_CARRIED_WORDS


def shown(cell: RawCell) -> str:
    """A cell as a message repeats it."""
    if cell.formula and not cell.text:
        return "没有算出结果的公式"
    if cell.kind == "boolean":
        return "TRUE" if cell.text == "1" else "FALSE"
    if cell.kind == "error":
        return f"错误值 {cell.text}"
    if cell.kind == "text":
        text = cell.text.strip()
        return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"
    try:
        number = as_shown(cell.text)
    except NotUnderstoodError:
        return cell.text[:40]
    if cell.kind == "percent":
        return f"{plain(number * 100)}%"
    day = day_of(number, since_1904=False) if cell.kind == "date" else None
    return f"日期 {day}" if day else plain(number)


def as_shown(digits: str) -> Decimal:
    """A number as the file has it (``8.3000000000000004E-2``), as spreadsheets show it (0.083).

    Raises:
        NotUnderstoodError: when it is none, or of absurd size.
    """
    try:
        number = Decimal(digits)
    except InvalidOperation:
        raise NotUnderstoodError("数") from None
    if not number.is_finite() or abs(number.adjusted()) > MAX_DIGITS:
        raise NotUnderstoodError(f"最多{MAX_DIGITS}位数字")
    rounded = _AS_SHOWN.plus(number)
    return Decimal(plain(rounded))


def number_of(cell: RawCell, measure: str, target: Decimal | None) -> Decimal:
    """The number in a cell, in the unit of measure; percent in points.

    Raises:
        NotUnderstoodError: when there is no one way to read it.
    """
    if cell.kind == "percent":
        return _from_share(as_shown(cell.text), measure)
    if cell.kind == "text":
        number, signed = _typed(tidy(cell.text), measure)
    elif cell.kind == "number":
        number, signed = as_shown(cell.text), False
    elif cell.kind == "scaled":
        raise NotUnderstoodError(f"{_expected(measure)}；格子按千或万缩放显示，请把格式改成“常规”再核对数")
    else:
        raise NotUnderstoodError(_expected(measure))
    if measure == "%" and not signed and _may_be_share(number, target):
        points, share = plain(number), plain(number * 100)
        raise NotUnderstoodError(f"分不清是{points}%还是{share}%，请带上百分号写")
    return number


def _from_share(number: Decimal, measure: str) -> Decimal:
    points = number * 100
    if measure != "%":
        raise NotUnderstoodError(f"{_expected(measure)}，不带百分号")
    if abs(number) >= MOST_PERCENT:
        raise NotUnderstoodError(
            f"分不清是{plain(points)}%还是{plain(number)}%，请把单元格设为文本，带上百分号写"
        )
    return Decimal(plain(points))


def _may_be_share(number: Decimal, target: Decimal | None) -> bool:
    """Whether a number without a percent sign may be a share: 0.08 beside a task of 8 %."""
    if not 0 < abs(number) < 1:
        return False
    return target is None or abs(number) * 100 <= PLAUSIBLE * abs(target)


def _typed(text: str, measure: str) -> tuple[Decimal, bool]:
    """A typed number, and whether it has a percent sign."""
    bare = "".join(text.split())
    percent = bare.endswith("%")
    if percent and measure != "%":
        raise NotUnderstoodError(f"{_expected(measure)}，不带百分号")
    if percent:
        bare = bare[:-1]
    elif measure and measure != "%" and bare.endswith(tidy(measure)):
        bare = bare.removesuffix(tidy(measure))
    bare = bare.replace("−", "-").replace("‐", "-")
    sign = bare[:1] if bare[:1] in {"+", "-"} else ""
    digits = bare.removeprefix(sign)
    if _GROUPED.fullmatch(digits):
        digits = digits.replace(",", "")
    if not _NUMBER.fullmatch(digits) or digits[:1] in {"+", "-"} or not digits.isascii():
        raise NotUnderstoodError(_expected(measure))
    if sum(map(str.isdigit, digits)) > MAX_DIGITS:
        raise NotUnderstoodError(f"最多{MAX_DIGITS}位数字")
    number = Decimal(plain(Decimal(digits)))
    return (-number if sign == "-" and number else number), percent


def _expected(measure: str) -> str:
    return "百分数，如 8.3%" if measure == "%" else f"以{measure}为单位的数" if measure else "数"


def day_of(serial: Decimal, *, since_1904: bool) -> date | None:
    """The day of a spreadsheet's serial number; None when there is none."""
    days = int(serial)
    if not 0 < days < 2_958_466:
        return None
    if since_1904:
        return date(1904, 1, 1) + timedelta(days)
    return date(1899, 12, 30) + timedelta(days) if days > 60 else None


def date_of(cell: RawCell, *, since_1904: bool = False) -> date:
    """The day in a cell: a date, or a text such as ``2020-01-05`` or ``2020年1月5日``.

    Raises:
        NotUnderstoodError: when it is none.
    """
    day = None
    if cell.kind == "text":
        match = _DATE.fullmatch("".join(tidy(cell.text).split()))
        with suppress(ValueError):
            day = date(*(int(part) for part in match.groups())) if match else None
    elif cell.kind == "date" and "-" in cell.text:
        with suppress(ValueError):
            day = date.fromisoformat(cell.text[:10])
    elif cell.kind == "date":
        day = day_of(as_shown(cell.text), since_1904=since_1904)
    if day is None:
        raise NotUnderstoodError("日期，如 2020-01-05")
    return day


def text_of(cell: RawCell, *, since_1904: bool = False) -> str:
    """What a cell says in words; dates and numbers as they are shown.

    Raises:
        NotUnderstoodError: for an error value or a formula that was not worked out.
    """
    if (cell.formula and not cell.text) or cell.kind in {"error", "boolean"}:
        raise NotUnderstoodError("文字")
    if cell.kind == "text":
        return cell.text.strip()
    if cell.kind == "date":
        return date_of(cell, since_1904=since_1904).isoformat()
    number = as_shown(cell.text)
    return f"{plain(number * 100)}%" if cell.kind == "percent" else plain(number)
