"""Parses targets as the notice prints them."""

from __future__ import annotations

from kaoping_core.config_io import InvalidValueError
from kaoping_core.decimals import InvalidNumberError, parse_decimal
from kaoping_core.model.indicators import Target

DASHES = frozenset("－-—–")
"""The marks that the annexes print where a unit has no task."""
CEILINGS = ("≦", "≤")


def parse_target(text: str, measure: str) -> Target:
    """Parse a target such as ``3.00``, ``8%``, ``≦3%`` or ``－``.

    Raises:
        InvalidValueError: when it is none of these, or a percent where the measure is another.
    """
    trimmed = text.strip()
    if trimmed in DASHES:
        return Target(text, None)
    ceiling = trimmed.startswith(CEILINGS)
    number = trimmed[1:] if ceiling else trimmed
    try:
        value = parse_decimal(number, percent=measure == "%")
    except InvalidNumberError as error:
        raise InvalidValueError(f"读不懂任务“{text}”", f"{error}、≦后接数，或“－”") from None
    return Target(text, value, ceiling)
