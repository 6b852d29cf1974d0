"""Numbers are read strictly, rounded once and half up, and printed plainly."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction
from math import floor

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kaoping_core.decimals import (
    EXACT_CONTEXT,
    MAX_DIGITS,
    InvalidNumberError,
    format_decimal,
    format_shortened,
    fraction_to_decimal,
    parse_decimal,
    round_published,
)

LAW = settings(max_examples=100, deadline=None)

decimals = st.decimals("-1000000000", "1000000000", allow_nan=False, allow_infinity=False)
ties = st.integers(-(10**6), 10**6).map(lambda count: Decimal(2 * count + 1) / 200)
"""Numbers that end in half a hundredth."""


# -- reading -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "-0",
        "7",
        "-12.50",
        "007",
        "0.000",
        "123456789012345678",
        "-1.23456789012345678",
        "0.12345678901234567",
    ],
)
def test_plain_notation_is_read_exactly(text: str) -> None:
    assert parse_decimal(text) == Decimal(text)
    assert parse_decimal(text, percent=True) == Decimal(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "-",
            ".",
            "+1",
            "--1",
            "1.",
            ".5",
            "1.2.3",
            "1e3",
            "1E3",
            "0x10",
            "NaN",
            "Infinity",
            "-inf",
        ),
        *(
            " 1",
            "1 ",
            "1 0",
            "1\n",
            "1\t",
            "\ufeff1",
            "1,000",
            "1，000",
            "1_000",
            "1.000,5",
            "1/2",
            "½",
            "一",
        ),
        *("１", "1．5", "−1", "－1", "٣", "1٠", "8.3%", "%", "8％", "1万"),
    ],
    ids=ascii,
)
def test_anything_but_plain_notation_is_refused(text: str) -> None:
    with pytest.raises(InvalidNumberError, match=r"普通写法的数，如 12\.5"):
        parse_decimal(text)


@pytest.mark.parametrize("text", ["1" * 19, "0." + "1" * 18, "-" + "0" * 19, "1" * 5000], ids=len)
def test_more_than_18_digits_are_refused(text: str) -> None:
    with pytest.raises(InvalidNumberError, match="最多18位数字"):
        parse_decimal(text)


def test_one_percent_sign_may_end_a_percent() -> None:
    assert parse_decimal("8.3%", percent=True) == Decimal("8.3")
    for text in ("%", "8.3%%", "8.3 %", "%8.3", "8.3％"):
        with pytest.raises(InvalidNumberError, match=r"12\.5 或 8\.3%"):
            parse_decimal(text, percent=True)


@LAW
@given(text=st.text(max_size=6) | st.from_regex(r"[-+]?[0-9.,eE% ]{0,8}", fullmatch=True))
def test_whatever_is_read_is_finite_and_what_is_not_is_refused(text: str) -> None:
    try:
        number = parse_decimal(text, percent=True)
    except InvalidNumberError:
        return
    assert number.is_finite()
    assert number == Decimal(text.removesuffix("%"))
    assert set(text) <= set("-.0123456789%")


@LAW
@given(whole=st.integers(0, 10**9 - 1), places=st.integers(0, 9), sign=st.sampled_from(["", "-"]))
def test_every_number_of_up_to_18_digits_is_read(whole: int, places: int, sign: str) -> None:
    text = f"{sign}{whole}" + (f".{whole:09d}"[: places + 1] if places else "")
    assert sum(map(str.isdigit, text)) <= MAX_DIGITS
    assert parse_decimal(text) == Decimal(text)


# -- rounding ------------------------------------------------------------------------------------


def rounded(exact: Fraction, places: int) -> Fraction:
    """Half up, ties away from zero."""
    size = floor(abs(exact) * 10**places + Fraction(1, 2))
    return Fraction(-size if exact < 0 else size, 10**places)


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        pytest.param("4.985", "4.99", id="tie"),
        pytest.param("-4.985", "-4.99", id="negative tie"),
        pytest.param("0.005", "0.01", id="least tie"),
        pytest.param("-0.005", "-0.01", id="least negative tie"),
        pytest.param("4.98499999999999999999999999999999999999999", "4.98", id="just below a tie"),
        pytest.param("0.004", "0.00", id="too little"),
        pytest.param("-0.004", "0.00", id="too little, negative"),
        pytest.param("-0", "0.00", id="minus 0"),
        pytest.param("5", "5.00", id="whole"),
        pytest.param("2.675", "2.68", id="what binary floats get wrong"),
        pytest.param("99.995", "100.00", id="carried over"),
    ],
)
def test_points_are_rounded_half_up_and_never_to_minus_0(points: str, expected: str) -> None:
    assert str(round_published(Decimal(points))) == expected
    assert str(round_published(Fraction(points))) == expected


@LAW
@given(points=decimals | ties, places=st.integers(0, 9))
@example(points=Decimal("-0.5"), places=0)
def test_a_decimal_is_rounded_as_exact_fractions_are(points: Decimal, places: int) -> None:
    found = round_published(points, places)
    assert Fraction(found) == rounded(Fraction(points), places)
    assert found.as_tuple().exponent == -places
    assert found or not found.is_signed()


@LAW
@given(points=st.fractions() | ties.map(Fraction), places=st.integers(0, 9))
@example(points=Fraction(-1, 2), places=0)
@example(points=Fraction(-1, 201), places=2)
def test_a_fraction_is_rounded_like_the_decimal_that_it_is(points: Fraction, places: int) -> None:
    found = round_published(points, places)
    assert Fraction(found) == rounded(points, places)
    assert found.as_tuple().exponent == -places
    assert found or not found.is_signed()


@LAW
@given(
    weight=st.decimals("0.01", "100", places=2),
    actual=st.integers(0, 10**18 - 1).map(lambda digits: Decimal(digits).scaleb(-6)),
    target=st.integers(1, 10**18 - 1).map(lambda digits: Decimal(digits).scaleb(-6)),
)
def test_a_quotient_cut_after_60_digits_rounds_like_the_exact_one(
    weight: Decimal, actual: Decimal, target: Decimal
) -> None:
    with localcontext(EXACT_CONTEXT):
        cut = weight * actual / target
    assert round_published(cut) == round_published(Fraction(weight) * Fraction(actual) / Fraction(target))


@LAW
@given(count=st.integers(0, 10**6), target=st.integers(1, 10**6))
def test_a_quotient_that_is_a_tie_is_not_cut_below_it(count: int, target: int) -> None:
    """(2n + 1) / 200, worked out as a quotient of larger numbers."""
    with localcontext(EXACT_CONTEXT):
        cut = Decimal((2 * count + 1) * target) / Decimal(200 * target)
    assert round_published(cut) == round_published(Fraction(2 * count + 1, 200))
    assert round_published(-cut) == -round_published(cut)


@LAW
@given(one=decimals, other=decimals)
def test_rounding_keeps_the_order(one: Decimal, other: Decimal) -> None:
    low, high = sorted([one, other])
    assert round_published(low) <= round_published(high)


def test_rounding_does_not_depend_on_the_context_of_the_caller() -> None:
    points = Decimal("12345678901234567890123456789012.345")
    with localcontext(prec=5):
        assert round_published(points) == Decimal("12345678901234567890123456789012.35")
        assert round_published(Fraction(points)) == Decimal("12345678901234567890123456789012.35")


# -- fractions as decimals -----------------------------------------------------------------------


@LAW
@given(value=st.fractions())
def test_a_fraction_is_cut_towards_0_after_60_digits(value: Fraction) -> None:
    cut = Fraction(fraction_to_decimal(value))
    assert abs(cut) <= abs(value)
    assert abs(value - cut) <= abs(value) / 10**59
    assert round_published(fraction_to_decimal(value)) == round_published(value)


# -- printing ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        *(
            ("4.50", "4.5"),
            ("4.00", "4"),
            ("0", "0"),
            ("-0", "0"),
            ("-0.00", "0"),
            ("0.00", "0"),
            ("100", "100"),
        ),
        *(("1E+2", "100"), ("1E-9", "0.000000001"), ("-1.20", "-1.2"), ("-0.5", "-0.5"), ("1010", "1010")),
    ],
)
def test_a_decimal_is_printed_without_exponent_and_without_zeros_that_say_nothing(
    value: str, printed: str
) -> None:
    assert format_decimal(Decimal(value)) == printed


@LAW
@given(value=decimals | st.decimals("-1", "1", places=30))
def test_what_is_printed_reads_back_as_the_same_number(value: Decimal) -> None:
    text = format_decimal(value)
    assert Decimal(text) == value
    assert "E" not in text
    assert not text.startswith("-0") or text.startswith("-0.")
    assert not ("." in text and text.endswith(("0", ".")))


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        pytest.param("4.50", "4.5", id="nothing to cut"),
        pytest.param("0.12345678", "0.12345678", id="8 decimals"),
        pytest.param("0.123456789", "0.12345678…", id="9 decimals"),
        pytest.param("0.999999999", "0.99999999…", id="cut, not rounded"),
        pytest.param("-0.999999999", "-0.99999999…", id="cut towards 0"),
        pytest.param("0.000000001", "0…", id="nothing left"),
        pytest.param("-0.000000001", "0…", id="nothing left of a negative number"),
        pytest.param("123456789012345678", "123456789012345678", id="18 digits"),
    ],
)
def test_a_long_decimal_is_cut_after_8_decimals_and_marked(value: str, printed: str) -> None:
    assert format_shortened(Decimal(value)) == printed


@LAW
@given(value=decimals | st.decimals("-1", "1", places=30))
def test_only_what_is_cut_is_marked(value: Decimal) -> None:
    text = format_shortened(value)
    read = Decimal(text.removesuffix("…"))
    assert text.endswith("…") is (read != value)
    assert abs(read) <= abs(value)
    assert abs(read - value) < Decimal("1e-8")
