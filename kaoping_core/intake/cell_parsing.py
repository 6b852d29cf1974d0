"""Parses cells as typed by people into values, where there is exactly one reading; else says what to type.

Full-width digits, blanks, thousands separators, a percent sign and the unit of measure are understood.
Nothing is guessed: ``1,23``, ``0,123``, ``12 5``, ``12²``, ``约12`` and a date are not numbers.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from datetime import date, timedelta
from decimal import Context, Decimal, InvalidOperation

from kaoping_core.decimals import MAX_DIGITS, format_decimal
from kaoping_core.xlsx.read.sheets import RawCell

DISPLAY_DIGITS = 15
"""Significant digits that spreadsheets show; what their binary numbers have beyond is noise."""
MAX_PERCENT = Decimal(2)
"""A share from here up, shown as 200 % and more, may as well be points typed into a percent cell."""
PLAUSIBLE_YEARS = 5
"""A share below 1 may be meant as percent when a hundred times it is at most so many times the task."""

_AS_SHOWN = Context(prec=DISPLAY_DIGITS)
_DASHES = frozenset("-－–—―‐‑‒−─ー_﹣")
"""Without 一, which says 1 as well."""
_NOT_CARRIED_WORDS = frozenset(("不承担", "无任务", "不承担此项", "不承担该项", "n/a"))
_GROUPED = re.compile(r"[1-9][0-9]{0,2}([, ])[0-9]{3}(\1[0-9]{3})*(\.[0-9]+)?")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]*)?|\.[0-9]+")
_RAW = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([Ee][+-]?[0-9]+)?")
"""A number as files have it; Decimal itself would also take ``1_000``, ``٣`` and ``NaN``."""
_DATE = re.compile(r"([0-9]{4}) *[-/.年] *([0-9]{1,2}) *[-/.月] *([0-9]{1,2}) *日?")
_MISLEADING = re.compile("[\u00ad\u202b\u202e]")
"""What makes a number look like another: a hyphen that may show, digits shown from right to left."""
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e]")


_WRONG_LEAP_DAY = 60
"""Serial number of 1900-02-29, a day that spreadsheets count and that never was; earlier ones are off by one."""


class UnparsableCellError(ValueError):
    """A cell without exactly one reading; the message says what was expected."""


def strip_invisible(text: str) -> str:
    """Remove what cannot be seen: blanks at both ends and invisible characters; fold full width."""
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).strip()


def is_dash(text: str) -> bool:
    """Whether a text says that a unit does not carry the indicator: a dash of any kind, or in words."""
    bare = "".join(_INVISIBLE.sub("", text).split())
    return (bool(bare) and len(bare) <= 3 and set(bare) <= _DASHES) or bare.casefold() in _NOT_CARRIED_WORDS


def describe_cell(cell: RawCell) -> str:
    """Return a cell as messages repeat it."""
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
        number = to_display_precision(cell.text)
    except UnparsableCellError:
        return cell.text[:40]
    if cell.kind == "percent":
        return f"{format_decimal(number * 100)}%"
    day = serial_to_date(number, since_1904=False) if cell.kind == "date" else None
    return f"日期 {day}" if day else format_decimal(number)


def to_display_precision(digits: str) -> Decimal:
    """Round a stored number (``8.3000000000000004E-2``) to the digits that spreadsheets show (0.083).

    Raises:
        UnparsableCellError: when it is none, or of absurd size.
    """
    if not _RAW.fullmatch(digits):
        raise UnparsableCellError("数")
    try:
        number = Decimal(digits)
    except InvalidOperation:  # an exponent of twenty digits
        raise _too_many_digits_error() from None
    if abs(number.adjusted()) > MAX_DIGITS:
        raise _too_many_digits_error()
    rounded = _AS_SHOWN.plus(number)
    if rounded != number and number.adjusted() >= DISPLAY_DIGITS:
        raise UnparsableCellError(f"最多{DISPLAY_DIGITS}位的数；更长的请把单元格设为文本再写")
    return Decimal(format_decimal(rounded))


def parse_number(cell: RawCell, measure: str, target: Decimal | None) -> Decimal:
    """Parse the number in a cell, in the unit of measure; percent in points.

    Raises:
        UnparsableCellError: when there is no one way to read it.
    """
    if cell.kind == "percent":
        return _limit_digits(_fraction_to_percent(to_display_precision(cell.text), measure))
    if cell.kind == "text":
        number, signed = _parse_typed_number(cell.text, measure)
    elif cell.kind == "number":
        number, signed = _limit_digits(to_display_precision(cell.text)), False
    elif cell.kind == "scaled":
        raise UnparsableCellError(
            f"{_expected_number(measure)}；格子按千或万缩放显示，请把格式改成“常规”再核对数"
        )
    else:
        raise UnparsableCellError(_expected_number(measure))
    if measure == "%" and not signed and _is_ambiguous_fraction(number, target):
        points, share = format_decimal(number), format_decimal(number * 100)
        raise UnparsableCellError(f"分不清是{points}%还是{share}%，请带上百分号写")
    return number


def _limit_digits(number: Decimal) -> Decimal:
    """Return the number if it has no more digits than a reported number may have."""
    if sum(map(str.isdigit, format_decimal(number))) > MAX_DIGITS:
        raise _too_many_digits_error()
    return number


def _too_many_digits_error() -> UnparsableCellError:
    return UnparsableCellError(f"最多{MAX_DIGITS}位数字，请四舍五入以后再填")


def _fraction_to_percent(number: Decimal, measure: str) -> Decimal:
    points = number * 100
    if measure != "%":
        raise UnparsableCellError(f"{_expected_number(measure)}，不带百分号")
    if abs(number) >= MAX_PERCENT:
        raise UnparsableCellError(
            f"把单元格设为文本，写成 {format_decimal(points)}% 或 {format_decimal(number)}%，现在分不清是哪个"
        )
    return Decimal(format_decimal(points))


def _is_ambiguous_fraction(number: Decimal, target: Decimal | None) -> bool:
    """Whether a number without a percent sign may be a fraction: 0.08 with a target of 8 %."""
    if not 0 < abs(number) < 1:
        return False
    return target is None or abs(number) * 100 <= PLAUSIBLE_YEARS * abs(target)


def _parse_typed_number(text: str, measure: str) -> tuple[Decimal, bool]:
    """Parse a typed number; also return whether it has a percent sign."""
    bare = strip_invisible(text)
    percent = bare.endswith("%")
    if percent and measure != "%":
        raise UnparsableCellError(f"{_expected_number(measure)}，不带百分号")
    if percent:
        bare = bare[:-1]
    elif measure and measure != "%":
        bare = bare.removesuffix(strip_invisible(measure))
    bare = bare.strip().replace("−", "-").replace("‐", "-")
    sign = bare[:1] if bare[:1] in {"+", "-"} else ""
    digits = bare.removeprefix(sign).strip()
    if match := _GROUPED.fullmatch(digits):
        digits = digits.replace(match[1], "")
    if not _NUMBER.fullmatch(digits) or _has_lookalike_digits(text):
        raise UnparsableCellError(_expected_number(measure))
    if sum(map(str.isdigit, digits)) > MAX_DIGITS:
        raise _too_many_digits_error()
    number = Decimal(format_decimal(Decimal(digits)))
    return (-number if sign == "-" and number else number), percent


def _has_lookalike_digits(text: str) -> bool:
    """Whether a number is written with look-alike characters: ``12²`` is not 122."""
    folds = ("<wide>", "<small>", "<noBreak>", "<compat> 0020")
    return bool(_MISLEADING.search(text)) or any(
        not unicodedata.decomposition(each).startswith(folds)
        for each in text
        if unicodedata.decomposition(each)
    )


def _expected_number(measure: str) -> str:
    return "百分数，如 8.3%" if measure == "%" else f"以{measure}为单位的数" if measure else "数"


def serial_to_date(serial: Decimal, *, since_1904: bool) -> date | None:
    """Convert a spreadsheet's serial number to a date; None when there is none."""
    days = int(serial)
    first = date(1904, 1, 1) if since_1904 else date(1899, 12, 30)
    earliest = 1 if since_1904 else _WRONG_LEAP_DAY + 1
    return first + timedelta(days) if earliest <= days <= (date.max - first).days else None


def parse_date(cell: RawCell, *, since_1904: bool = False) -> date:
    """Parse the date in a cell: a date value, or a text such as ``2020-01-05`` or ``2020年1月5日``.

    Raises:
        UnparsableCellError: when it is none.
    """
    day = None
    if cell.kind == "text":
        match = _DATE.fullmatch(strip_invisible(cell.text))
        with suppress(ValueError):
            day = date(*(int(part) for part in match.groups())) if match else None
    elif cell.kind == "date" and "-" in cell.text:
        with suppress(ValueError):
            day = date.fromisoformat(cell.text[:10])
    elif cell.kind == "date":
        with suppress(UnparsableCellError):
            day = serial_to_date(to_display_precision(cell.text), since_1904=since_1904)
    if day is None:
        raise UnparsableCellError("日期，如 2020-01-05")
    return day


def cell_text(cell: RawCell, *, since_1904: bool = False) -> str:
    """Return the text of a cell; dates and numbers as displayed.

    Raises:
        UnparsableCellError: for an error value or a formula that was not worked out.
    """
    if (cell.formula and not cell.text) or cell.kind in {"error", "boolean"}:
        raise UnparsableCellError("文字")
    if cell.kind == "text":
        return cell.text.strip()
    if cell.kind == "date":
        return parse_date(cell, since_1904=since_1904).isoformat()
    number = to_display_precision(cell.text)
    return f"{format_decimal(number * 100)}%" if cell.kind == "percent" else format_decimal(number)
