"""Writing workbooks: text stays text, numbers keep their digits, the same contents give the same file."""

from __future__ import annotations

import io
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from kaoping_core.xlsx.read.sheets import RawCell, read_sheets
from kaoping_core.xlsx.write.openpyxl_helpers import (
    MAX_TEXT,
    cell_at,
    count_lines,
    sanitise_text,
    to_bytes,
    write_number,
    write_value,
)
from kaoping_core.xlsx.write.sheet_names import MAX_TITLE, make_sheet_name, quote_sheet_name
from tests.support.xlsx_packages import unpacked

LAW = settings(max_examples=60, deadline=None)


def book_with(value: Decimal | int | str | None, decimals: int | None = None) -> bytes:
    book = Workbook()
    write_value(cell_at(book.worksheets[0], 1, 1), value, decimals)
    return to_bytes(book)


def read_back(value: Decimal | int | str | None, decimals: int | None = None) -> RawCell | None:
    (sheet,) = read_sheets(book_with(value, decimals))
    return sheet.cells.get((1, 1))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "=cmd|'/c calc'!A0",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "1",
        "TRUE",
        "#N/A",
        "2020-01-05",
        " 甲 ",
        "甲\n乙",
    ],
)
def test_a_text_stays_a_text_whatever_it_begins_with(text: str) -> None:
    assert read_back(text) == RawCell("text", text)
    cell = load_workbook(io.BytesIO(book_with(text))).worksheets[0]["A1"]
    assert (cell.data_type, cell.value) == ("s", text)
    assert bool(cell.quotePrefix) == text.startswith(("=", "+", "-", "@", "\t"))


def test_what_no_cell_can_hold_is_marked_and_not_dropped() -> None:
    assert sanitise_text("甲\x00\x1b[31m\ufffe乙") == "甲\ufffd\ufffd[31m\ufffd乙"
    assert sanitise_text("a\nb\tc") == "a\nb\tc"
    assert sanitise_text("长" * MAX_TEXT) == "长" * MAX_TEXT
    assert sanitise_text("长" * (MAX_TEXT + 1)) == "长" * (MAX_TEXT - 1) + "…"
    assert read_back("甲\x00") == RawCell("text", "甲\ufffd")


@LAW
@given(
    number=st.decimals(allow_nan=False, allow_infinity=False, places=8, min_value=-(10**9), max_value=10**9)
)
@example(number=Decimal("123456789012345678"))
@example(number=Decimal("0.12345678901234567"))
@example(number=Decimal("-0.00"))
def test_a_number_keeps_exactly_its_digits(number: Decimal) -> None:
    found = read_back(number)
    assert found is not None
    assert found.kind == "number"
    assert Decimal(found.text) == number
    assert "E" not in found.text


def test_a_number_is_shown_with_the_decimals_that_are_wanted() -> None:
    sheet = Workbook().worksheets[0]
    formats = [
        write_number(cell_at(sheet, 1, 1), Decimal("4.5"), decimals).number_format
        for decimals in (None, 0, 2)
    ]
    assert formats == ["General", "0", "0.00"]
    assert read_back(Decimal("4.5"), 2) == RawCell("number", "4.5")


def test_nothing_is_written_for_nothing() -> None:
    assert read_back(None) is None
    assert read_back(0) == RawCell("number", "0")
    assert read_back("") is None


@LAW
@given(
    text=st.text(
        st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff_"), max_size=20
    )
)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    found = read_back(text)
    assert (found.text if found else "") == text


def test_the_same_contents_give_the_same_file_whenever_they_are_written() -> None:
    one, other = Workbook(), Workbook()
    other.properties.created = other.properties.modified = datetime(2031, 5, 6)  # noqa: DTZ001 - as openpyxl has it
    for book in (one, other):
        write_value(cell_at(book.worksheets[0], 1, 1), "甲")
    assert to_bytes(one) == to_bytes(other)
    core = unpacked(to_bytes(one))["docProps/core.xml"].decode()
    assert "kaoping" in core
    assert "openpyxl" not in core


# -- names of sheets -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "title"),
    [
        ("镇街", "镇街"),
        ("甲/乙[1]:*?\\", "甲乙1"),
        ("'甲'", "甲"),
        ("", "表"),
        ("///", "表"),
        ("长" * 40, "长" * 31),
    ],
)
def test_a_sheet_gets_a_name_that_it_can_have(wanted: str, title: str) -> None:
    assert make_sheet_name(wanted) == title


@LAW
@given(names=st.lists(st.sampled_from(["甲", "ABC", "abc", "甲(2)", "长" * 31, "长" * 40, "/"]), max_size=12))
def test_no_two_sheets_have_the_same_name(names: list[str]) -> None:
    titles: list[str] = []
    for name in names:
        titles.append(make_sheet_name(name, titles))
    assert len({each.casefold() for each in titles}) == len(names)
    assert all(0 < len(each) <= MAX_TITLE for each in titles)


def test_a_name_in_a_formula_is_quoted() -> None:
    assert quote_sheet_name("镇街") == "'镇街'"
    assert quote_sheet_name("O'Neill") == "'O''Neill'"


def test_a_row_is_as_high_as_its_lines() -> None:
    assert count_lines("", 10) == 1
    assert count_lines("太平街道", 8) == 1
    assert count_lines("太平街道办", 8) == 2
    assert count_lines("甲\n乙\n", 8) == 3
