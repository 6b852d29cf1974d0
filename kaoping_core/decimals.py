"""Decimals: reading what programs write, exact arithmetic, rounding once, printing.

A score is worked out as one exact expression and rounded once. Products are exact within the
context's 60 digits (reported values have at most 18). A quotient that does not end is cut, never
rounded: the cut value lies on the same side of every 2-decimal tie as the true one, so rounding it
half up gives what exact fractions would give.
"""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from fractions import Fraction

# ROUND_DOWN and 60 digits: a quotient that is cut stays on the same side of every tie x.xx5 as the true one, because
# one that lies on a tie ends within 60 digits and is exact. Rounding half up while dividing could lift 0.0049…9 to a tie.
EXACT_CONTEXT = Context(prec=60, rounding=ROUND_DOWN, traps=[InvalidOperation, DivisionByZero, Overflow])
"""The context of every calculation. Enter it with ``decimal.localcontext(EXACT_CONTEXT)``."""

MAX_DIGITS = 18
"""Digits that a reported number may have, before and after the point together."""

ZERO = Decimal(0)

_PLAIN_NOTATION = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_SHOWN_DIGITS = 8


class InvalidNumberError(ValueError):
    """A text that is not a number as the interchange format writes it; the message says what was expected."""


def parse_decimal(text: str, *, percent: bool = False) -> Decimal:
    """Read a number in plain decimal notation, such as ``-12.50``.

    With ``percent`` the text may end in ``%``; the number is in points, so ``"8.3%"`` is 8.3.

    Raises:
        InvalidNumberError: for an exponent, blanks, separators, full-width digits, more than 18 digits.
    """
    digits = text[:-1] if percent and text.endswith("%") else text
    if not _PLAIN_NOTATION.fullmatch(digits):
        hint = "普通写法的数，如 12.5 或 8.3%" if percent else "普通写法的数，如 12.5"
        raise InvalidNumberError(hint)
    if sum(map(str.isdigit, digits)) > MAX_DIGITS:
        raise InvalidNumberError(f"最多{MAX_DIGITS}位数字")
    return Decimal(digits)


def round_published(points: Decimal | Fraction, decimals: int = 2) -> Decimal:
    """Round points half up to ``decimals`` places, ties away from zero; never ``-0.00``."""
    if isinstance(points, Fraction):
        # in integers: floor(x + 1/2) = (2n + d) // 2d; a division first would have to be cut
        scale = 10**decimals
        magnitude = abs(points) * scale
        # floor(x + 1/2) in whole numbers: half up without a binary float and without a cut quotient.
        whole = (2 * magnitude.numerator + magnitude.denominator) // (2 * magnitude.denominator)
        return Decimal(-whole if points < 0 else whole).scaleb(-decimals, EXACT_CONTEXT)
    rounded = points.quantize(_quantum(decimals), ROUND_HALF_UP, EXACT_CONTEXT)
    return rounded if rounded else abs(rounded)  # -0.00 would be printed with its sign


def fraction_to_decimal(value: Fraction) -> Decimal:
    """A fraction as a decimal, cut after 60 digits."""
    return EXACT_CONTEXT.divide(Decimal(value.numerator), Decimal(value.denominator))


def format_decimal(value: Decimal) -> str:
    """Print a decimal without exponent and without zeros that say nothing: ``4.50`` is ``4.5``."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def format_shortened(value: Decimal) -> str:
    """Print a decimal for reading: at most 8 decimals, cut ones marked by ``…``."""
    cut = value.quantize(_quantum(_SHOWN_DIGITS), ROUND_DOWN, EXACT_CONTEXT)
    return format_decimal(cut) if cut == value else f"{format_decimal(cut)}…"


_QUANTUM_BY_DECIMALS = {decimals: Decimal(1).scaleb(-decimals) for decimals in range(10)}


def _quantum(decimals: int) -> Decimal:
    return _QUANTUM_BY_DECIMALS[decimals]
