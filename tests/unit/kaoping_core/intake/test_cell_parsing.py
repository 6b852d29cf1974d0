"""What people type into cells: read exactly where there is one way to read it, refused where there is none."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal
from struct import pack, unpack

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kaoping_core.decimals import MAX_DIGITS, format_decimal
from kaoping_core.intake.cell_parsing import (
    UnparsableCellError,
    cell_text,
    describe_cell,
    is_dash,
    parse_date,
    parse_number,
    serial_to_date,
    strip_invisible,
    to_display_precision,
)
from kaoping_core.xlsx.read.sheets import Kind, RawCell

LAW = settings(max_examples=300, deadline=None)
FULL_WIDTH = str.maketrans("0123456789.,+-%", "０１２３４５６７８９．，＋－％")
MINUS = "-－−‐‑﹣"


def typed(text: str, measure: str = "万元", target: Decimal | None = None) -> Decimal:
    return parse_number(RawCell("text", text), measure, target)


def stored(digits: str, measure: str = "万元", kind: Kind = "number", target: str | None = None) -> Decimal:
    return parse_number(RawCell(kind, digits), measure, Decimal(target) if target else None)


def refusal(cell: RawCell, measure: str = "万元", target: str | None = None) -> str:
    with pytest.raises(UnparsableCellError) as refused:
        parse_number(cell, measure, Decimal(target) if target else None)
    return str(refused.value)


# -- numbers as text -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12.5", "12.5"),
        ("１２．５", "12.5"),
        ("  12.5　", "12.5"),
        ("\u200b12.5\ufeff", "12.5"),
        ("\u202a12.5\u202c", "12.5"),
        ("1,234", "1234"),
        ("１，２３４．５", "1234.5"),
        ("12,345,678.90", "12345678.9"),
        ("12 345", "12345"),
        ("12\u00a0345\u00a0678", "12345678"),
        ("12\u2009345", "12345"),
        ("12.5万元", "12.5"),
        ("12.5 万元", "12.5"),
        ("１２．５　万元", "12.5"),
        ("+12", "12"),
        ("＋１２", "12"),
        ("-12", "-12"),
        ("－１２", "-12"),
        ("−12", "-12"),
        ("- 12", "-12"),
        (".5", "0.5"),
        ("12.", "12"),
        ("007", "7"),
        ("0", "0"),
        ("-0", "0"),
        ("-0.00", "0"),
        ("123456789012345678", "123456789012345678"),
        ("-0.12345678901234567", "-0.12345678901234567"),
        ("12.5\n", "12.5"),
    ],
)
def test_what_can_be_read_in_one_way_is_understood(text: str, number: str) -> None:
    assert str(typed(text)) == number


@pytest.mark.parametrize(
    "text",
    [
        *("1,23", "1.234,5", "1,2345", "12,34,567", "1,234,", ",123", "1.2.3", "1,234 567", "1234,567"),
        *("0,123", "00,123", "000,000", "12 5", "1 2", "12\n345", "12\t345", "12 3456", "8 .3", "8. 3"),
        *("--5", "+-5", "5-", "(12)", "（12）", "±5", "−−5", "1e5", "1E+400", "0x10", "1_000", "NaN", "INF"),
        *("Infinity", "٣", "१२", "²", "5²", "½", "5½", "①", "⒈5", "Ⅻ", "十二", "一", "〇", "O", "l2"),
        *("约12", "12左右", "12万", "12元", "12.5亿元", "万元", "12万元万元", "8%", "8‰", "12；13", "12/5"),
        *("=12", "=1+1", "12。5", "12、5", "1…", "12:30", "2020-01-05", "$12", "￥12", "a", "真"),
        *("\u00ad5", "1\u00ad2", "\u202e21", "12\u202e43\u202c", "\u206712\u2069", "1\u20622", "1\u0301"),
        *("1" * 19, "0." + "1" * 18, "1" * 5000, "", " ", "-", ".", "+", ",", "％", "'12"),
    ],
)
def test_what_could_be_read_in_two_ways_is_not_a_number(text: str) -> None:
    assert refusal(RawCell("text", text))


def test_a_refusal_says_what_was_expected() -> None:
    assert refusal(RawCell("text", "约12")) == "以万元为单位的数"
    assert refusal(RawCell("text", "约12"), "") == "数"
    assert refusal(RawCell("text", "约8"), "%") == "百分数，如 8.3%"
    assert refusal(RawCell("text", "8%")) == "以万元为单位的数，不带百分号"
    assert refusal(RawCell("text", "1" * 19)) == "最多18位数字，请四舍五入以后再填"


def test_another_unit_of_measure_is_not_taken_for_the_expected_one() -> None:
    for text, measure in (("12.5万元", "元"), ("12.5元", "万元"), ("3百个", "个"), ("3件", "个")):
        assert refusal(RawCell("text", text), measure)
    assert typed("3个", "个") == 3


# -- numbers as numbers --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("digits", "number"),
    [
        ("8.3000000000000004E-2", "0.083"),
        ("0.30000000000000004", "0.3"),
        ("0.99999999999999989", "1"),
        ("4480.5", "4480.5"),
        ("4480.5000000000009", "4480.5"),
        ("1E3", "1000"),
        ("1.5e+2", "150"),
        ("-1E-2", "-0.01"),
        ("0", "0"),
        ("-0", "0"),
        ("0E0", "0"),
        ("0.0", "0"),
        ("123456789012345", "123456789012345"),
        ("12345678901234.5", "12345678901234.5"),
        ("1E+17", "100000000000000000"),
        ("12.", "12"),
        ("0.333333333333333315", "0.333333333333333"),
    ],
)
def test_a_stored_number_is_what_spreadsheets_show(digits: str, number: str) -> None:
    assert str(stored(digits)) == number


@pytest.mark.parametrize(
    "digits",
    [
        *(
            "1E+400",
            "1E-400",
            "0E+400",
            "1E+99999999999999999999",
            "1E18" + "0" * 30,
            "5.5511151231257827E-17",
        ),
        *(
            "NaN",
            "INF",
            "-INF",
            "Infinity",
            "sNaN",
            "1_000",
            "٣",
            "１２",
            "",
            "abc",
            "1 2",
            "0x1",
            "1E",
            "--1",
        ),
        *("123456789012345678", "1234567890123456.7", "3.3333333333333335E-5"),
    ],
)
def test_a_stored_number_without_sense_or_bounds_is_refused(digits: str) -> None:
    assert refusal(RawCell("number", digits))


@pytest.mark.parametrize(
    ("kind", "text"),
    [("date", "43835"), ("date", "2020-01-05"), ("boolean", "1"), ("error", "#N/A"), ("scaled", "12345")],
)
def test_what_is_shown_as_something_else_is_not_a_number(kind: Kind, text: str) -> None:
    assert refusal(RawCell(kind, text)).startswith("以万元为单位的数")


def test_a_formula_without_a_value_is_not_a_number() -> None:
    cell = RawCell("text", "", formula=True)
    assert refusal(cell)
    assert describe_cell(cell) == "没有算出结果的公式"


# -- percent -------------------------------------------------------------------------------------


def test_percent_is_read_in_points_however_it_is_written() -> None:
    for text in ("8%", "8", "８％", "8 %", "8.0%", "+8%"):
        assert typed(text, "%", Decimal(8)) == 8, text
    assert stored("8", "%", target="8") == 8
    assert stored("0.08", "%", "percent", target="8") == 8
    assert stored("8.3000000000000004E-2", "%", "percent") == Decimal("8.3")
    assert stored("-0.05", "%", "percent") == -5
    assert stored("1.5", "%", "percent") == 150
    assert typed("0.08%", "%", Decimal(8)) == Decimal("0.08")


def both_named(said: str, *readings: str) -> bool:
    """Whether a refusal names each way in which a number can be read."""
    return set(re.findall(r"[0-9.]+%", said)) == set(readings)


def test_a_share_that_may_be_points_is_asked_about() -> None:
    for cell in (RawCell("number", "0.08"), RawCell("text", "０．０８")):
        assert both_named(refusal(cell, "%", "8"), "0.08%", "8%")
        assert both_named(refusal(cell, "%"), "0.08%", "8%")
    assert refusal(RawCell("number", "-0.08"), "%", "8")
    assert stored("0.5", "%", target="0.5") == Decimal("0.5"), "fifty percent is absurd beside such a task"
    assert stored("0", "%", target="8") == 0


def test_points_in_a_percent_cell_are_asked_about() -> None:
    assert both_named(refusal(RawCell("percent", "8.3"), "%"), "830%", "8.3%")
    assert refusal(RawCell("percent", "2"), "%")


@pytest.mark.parametrize("text", ["8%%", "%8", "8‰", "百分之8", "8.3%左右", "%", "8%%%"])
def test_a_percent_sign_in_the_wrong_place_is_not_read(text: str) -> None:
    assert refusal(RawCell("text", text), "%")


def test_a_percent_where_another_measure_is_wanted_is_refused() -> None:
    assert "不带百分号" in refusal(RawCell("percent", "0.08"))
    assert "不带百分号" in refusal(RawCell("text", "8%"))


# -- dashes --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *("-", "－", "–", "—", "——", "―", "‐", "‑", "‒", "−", "─", "﹣", " － ", "\u200b－", "---"),
        *("不承担", " 不承担 ", "无任务", "N/A", "n/a", "－ －"),
    ],
)
def test_every_dash_says_not_carried(text: str) -> None:
    assert is_dash(text)


@pytest.mark.parametrize(
    "text", ["", " ", "0", "一", "-5", "----", "/", "无", "－1", "\u00ad", "承担", "*", "—0"]
)
def test_nothing_else_says_not_carried(text: str) -> None:
    assert not is_dash(text)


# -- dates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2020-01-05",
            "2020-1-5",
            "2020/1/5",
            "2020.1.5",
            "2020.01.05",
            "2020年1月5日",
            "２０２０年１月５日",
        ),
        *("2020 年 1 月 5 日", " 2020-01-05 ", "2020年01月05"),
    ],
)
def test_a_date_is_read_in_every_usual_writing(text: str) -> None:
    assert parse_date(RawCell("text", text)) == date(2020, 1, 5)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2020-02-30",
            "2020-13-01",
            "2020-0-5",
            "0000-01-01",
            "1月5日",
            "20-1-5",
            "5/1/2020",
            "2020-1",
            "明天",
        ),
        *(
            "2020-1-1 5",
            "2020-1-5 10:00",
            "20200105",
            "２０２０年",
            "",
            "2020年十月5日",
            "٢٠٢٠-01-05",
            "2020--1-5",
        ),
    ],
)
def test_a_text_that_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(UnparsableCellError, match="日期，如 2020-01-05"):
        parse_date(RawCell("text", text))


def test_a_date_cell_counts_days_from_the_workbooks_first() -> None:
    assert parse_date(RawCell("date", "43835")) == date(2020, 1, 5)
    assert parse_date(RawCell("date", "43835.75")) == date(2020, 1, 5)
    assert parse_date(RawCell("date", "42373"), since_1904=True) == date(2020, 1, 5)
    assert parse_date(RawCell("date", "2020-01-05T08:00:00Z")) == date(2020, 1, 5)


@pytest.mark.parametrize(
    "text",
    [
        *("0", "-5", "60", "1", "2958466", "1E17", "1E400", "abc", "2020-13-01", "2020-1-5", "NaN", "1E-3"),
        "20200105",
    ],
)
@pytest.mark.parametrize("kind", ["date", "number", "percent", "boolean", "error"])
def test_a_serial_number_that_is_no_day_is_refused(kind: Kind, text: str) -> None:
    with pytest.raises(UnparsableCellError):
        parse_date(RawCell(kind, text))


@LAW
@given(serial=st.decimals(-(10**7), 10**7, places=2), since_1904=st.booleans())
@example(serial=Decimal(2_958_465), since_1904=True)
@example(serial=Decimal(2_957_003), since_1904=True)
@example(serial=Decimal(2_958_465), since_1904=False)
@example(serial=Decimal(60), since_1904=False)
def test_every_serial_number_is_a_day_or_none(serial: Decimal, since_1904: bool) -> None:
    day = serial_to_date(serial, since_1904=since_1904)
    if day is not None:
        assert timedelta(int(serial)) == day - (date(1904, 1, 1) if since_1904 else date(1899, 12, 30))


# -- words ---------------------------------------------------------------------------------------


def test_words_are_kept_and_numbers_and_dates_become_words() -> None:
    assert cell_text(RawCell("text", " 某项目 ")) == "某项目"
    assert cell_text(RawCell("number", "8.3000000000000004E-2")) == "0.083"
    assert cell_text(RawCell("percent", "8.3000000000000004E-2")) == "8.3%"
    assert cell_text(RawCell("date", "43835")) == "2020-01-05"
    for cell in (RawCell("error", "#N/A"), RawCell("boolean", "1"), RawCell("text", "", formula=True)):
        with pytest.raises(UnparsableCellError):
            cell_text(cell)


def test_a_message_repeats_a_cell_as_people_see_it() -> None:
    assert describe_cell(RawCell("text", " 约12 ")) == "“约12”"
    assert describe_cell(RawCell("text", "长" * 50)) == f"“{'长' * 40}…”"
    assert describe_cell(RawCell("number", "8.3000000000000004E-2")) == "0.083"
    assert describe_cell(RawCell("percent", "0.08")) == "8%"
    assert describe_cell(RawCell("date", "43835")) == "日期 2020-01-05"
    assert describe_cell(RawCell("boolean", "0")) == "FALSE"
    assert describe_cell(RawCell("error", "#DIV/0!")) == "错误值 #DIV/0!"
    assert len(describe_cell(RawCell("number", "9" * 10**6))) <= 40


def test_width_and_what_nobody_sees_make_no_difference() -> None:
    assert strip_invisible("\ufeff　太平\u200b街道 ") == "太平街道"
    assert strip_invisible("ＡＢＣ（甲）") == "ABC(甲)"


# -- laws ----------------------------------------------------------------------------------------


@st.composite
def decimals(draw: st.DrawFn, digits: int = MAX_DIGITS) -> Decimal:
    """A decimal as reported: at most so many digits, no exponent."""
    whole = draw(st.integers(0, 10**digits - 1))
    places = draw(st.integers(0, digits - 1))
    number = Decimal(whole).scaleb(-places)
    if sum(map(str.isdigit, format_decimal(number))) > digits:
        number = Decimal(whole)
    return -number if number and draw(st.booleans()) else Decimal(format_decimal(number))


@st.composite
def written(draw: st.DrawFn, number: Decimal, measure: str = "") -> str:
    """A number in any of the ways that are understood."""
    whole, point, fraction = format_decimal(abs(number)).partition(".")
    if draw(st.booleans()):
        whole = f"{int(whole):,}".replace(",", draw(st.sampled_from([",", "，", " ", "\u00a0", "\u3000"])))
    sign = draw(st.sampled_from(MINUS)) if number < 0 else draw(st.sampled_from(["", "", "+", "＋"]))
    text = sign + whole + point + fraction + draw(st.sampled_from(["", f" {measure}", measure]))
    if draw(st.booleans()):
        text = text.translate(FULL_WIDTH)
    around = st.sampled_from(["", " ", "\u3000", "\n", "\u200b", "\ufeff", "\u200e"])
    return draw(around) + text + draw(around)


@LAW
@given(data=st.data(), number=decimals())
def test_a_number_written_in_any_admitted_way_is_read_exactly(data: st.DataObject, number: Decimal) -> None:
    read = typed(data.draw(written(number, "万元")))
    assert read == number
    assert format_decimal(read) == format_decimal(number)


@LAW
@given(data=st.data(), number=decimals())
def test_a_percentage_written_in_any_admitted_way_is_read_exactly(
    data: st.DataObject, number: Decimal
) -> None:
    text = data.draw(written(number)).strip() + data.draw(st.sampled_from(["%", "％", " %"]))
    assert typed(text, "%", Decimal(8)) == number


@LAW
@given(number=decimals(15))
def test_a_number_cell_of_up_to_fifteen_digits_is_read_exactly(number: Decimal) -> None:
    for digits in (format_decimal(number), format(number, "E"), format(number, "e")):
        assert stored(digits) == number


@LAW
@given(number=decimals(15), step=st.sampled_from([-1, 0, 1]))
@example(number=Decimal("0.083"), step=0)
def test_the_noise_of_binary_numbers_is_not_read(number: Decimal, step: int) -> None:
    """Spreadsheets keep a binary number and write 17 digits of it; so does its neighbour, after a sum."""
    bits: int = unpack("<q", pack("<d", float(number)))[0]
    noisy: float = unpack("<d", pack("<q", bits + step if number else bits))[0]
    written = f"{noisy:.17G}"
    try:
        assert stored(written) == to_display_precision(f"{noisy:.15G}")
    except UnparsableCellError:
        assert abs(number) >= 10**14 or 0 < abs(number) < Decimal("0.001")
    else:
        assert step or stored(written) == number


@LAW
@given(share=decimals(15))
def test_a_percent_cell_is_a_hundred_times_its_share(share: Decimal) -> None:
    with contextlib.suppress(UnparsableCellError):
        assert stored(format_decimal(share), "%", "percent") == share * 100
    if Decimal("0.001") < abs(share) < 2:
        assert stored(format_decimal(share), "%", "percent") == share * 100


@settings(LAW, max_examples=1000)
@given(text=st.text(st.sampled_from("0123456789.,+-−－％% 　万元eE²½٣()（）\n\u00ad\u200b一"), max_size=10))
def test_whatever_is_read_is_what_a_person_sees(text: str) -> None:
    """The digits of the number are those of the text, in their order; nothing else may have been there."""
    try:
        number = typed(text)
    except UnparsableCellError:
        return
    kept = [each for each in unicodedata.normalize("NFKC", text) if each.isascii() and each.isdigit()]
    assert format_decimal(abs(number)).replace(".", "").strip("0") == "".join(kept).strip("0")
    assert (number < 0) == (number != 0 and any(each in MINUS for each in text))
    assert sum(map(str.isdigit, format_decimal(number))) <= MAX_DIGITS


@LAW
@given(
    kind=st.sampled_from(["number", "date", "percent", "scaled", "text", "boolean", "error"]),
    text=st.text(max_size=12)
    | st.from_regex(r"[+-]?[0-9]{0,20}\.?[0-9]{0,20}(E[+-]?[0-9]{1,4})?", fullmatch=True),
    formula=st.booleans(),
    measure=st.sampled_from(["", "%", "万元", "个"]),
)
def test_any_cell_is_read_or_refused(kind: Kind, text: str, formula: bool, measure: str) -> None:
    cell = RawCell(kind, text, formula)
    assert describe_cell(cell) or not text
    for read in (parse_number, lambda cell, *_: parse_date(cell), lambda cell, *_: cell_text(cell)):
        with contextlib.suppress(UnparsableCellError):
            value = read(cell, measure, Decimal(8))
            assert not isinstance(value, Decimal) or value.is_finite()
