"""Tables of plain text, with Chinese characters in two cells."""

from __future__ import annotations

import unicodedata

import pytest
from rich.cells import cell_len

from kaoping_core.text_table import display_width, format_table, pad_cell

RANGES = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x2010, 0x2027), (0x2190, 0x21FF), (0x2500, 0x25FF),
    (0x3000, 0x3029), (0x4E00, 0x9FFF), (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6),
)  # fmt: skip
USED = [
    chr(code)
    for first, last in RANGES
    for code in range(first, last + 1)
    if unicodedata.category(chr(code)) not in {"Cn", "Cf"}
]
"""Characters of names, notes and tables: Latin, punctuation, arrows, boxes, Chinese, full width."""


def test_each_character_takes_the_cells_that_unicode_and_the_terminal_ui_give_it() -> None:
    wrong = [
        character
        for character in USED
        if not display_width(character)
        == (2 if unicodedata.east_asian_width(character) in "WF" else 1)
        == cell_len(character)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "cells"), [("太平", 4), ("a太", 3), ("e\u0301", 1), ("—…“", 3), ("\t", 1), ("", 0)]
)
def test_widths_of_texts(text: str, cells: int) -> None:
    assert display_width(text) == cells


def test_columns_are_aligned_by_cells_and_numbers_to_the_right() -> None:
    assert format_table(("单位", "分"), [("太平街道", "9.5"), ("a", "10.25")], right=(1,)).split("\n") == [
        "单位         分",
        "太平街道    9.5",
        "a         10.25",
    ]
    assert pad_cell("太", 3) == "太 "
    assert pad_cell("太", 1) == "太"
