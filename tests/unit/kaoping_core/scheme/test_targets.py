"""Targets as the notice prints them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kaoping_core.config_io import InvalidValueError
from kaoping_core.scheme.targets import parse_target


@pytest.mark.parametrize(
    ("text", "measure", "value", "ceiling"),
    [
        ("3.00", "亿元", Decimal("3.00"), False),
        ("8%", "%", Decimal(8), False),
        ("≦3%", "%", Decimal(3), True),
        ("≤3", "件", Decimal(3), True),
        (" － ", "件", None, False),
    ],
)
def test_a_target_is_read_with_its_ceiling(
    text: str, measure: str, value: Decimal | None, ceiling: bool
) -> None:
    target = parse_target(text, measure)
    assert (target.value, target.ceiling) == (value, ceiling)


@pytest.mark.parametrize(("text", "measure"), [("三亿", "亿元"), ("8%", "亿元"), ("≦", "件"), ("", "件")])
def test_anything_else_is_rejected_with_what_was_expected(text: str, measure: str) -> None:
    with pytest.raises(InvalidValueError) as rejected:
        parse_target(text, measure)
    assert "“－”" in rejected.value.expected
