"""Text in cells: harmless, measured, cut with a mark, filled, wrapped."""

from __future__ import annotations

import unicodedata

import pytest
from attrs import astuple
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.cell_text import (
    ASCII_GLYPHS,
    REPLACEMENT,
    UNICODE_GLYPHS,
    cell_width,
    pad,
    pad_or_truncate,
    sanitise,
    take_cells,
    truncate,
    wrap,
)

anything = st.text(st.characters(exclude_categories=()), max_size=30)
"""Any characters, lone surrogates too."""


@given(anything)
def test_what_is_visible_obeys_nothing_and_is_as_wide_as_its_characters(text: str) -> None:
    shown = sanitise(text)
    assert not {unicodedata.category(each) for each in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert cell_width(shown) == cell_len(shown) == sum(cell_len(each) for each in shown)
    assert sanitise(shown) == shown
    shown.encode()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("合计[/]", "合计[/]"),
        ("[@click=app.quit]x", "[@click=app.quit]x"),
        ("\x1b[31m红", "␛[31m红"),
        ("上\n下\t\x7f\x00", "上␊下␉␡␀"),
        ("a\u202eb", f"a{REPLACEMENT}b"),
        ("县\u200b局\ufeff", f"县{REPLACEMENT}局{REPLACEMENT}"),
        ("\x9b31m", f"{REPLACEMENT}31m"),
        ("\ud800", REPLACEMENT),
        ("e\u0301", "é"),
        ("x\u0301", "x\u0301"),
        ("\u0301x", f"{REPLACEMENT}x"),
        ("x\u0301\u0302\u0303", f"x\u0301\u0302{REPLACEMENT}"),
        ("葛\U000e0100城", "葛城"),
        ("甲\u3000乙\u00a0丙", "甲\u3000乙 丙"),
    ],
)
def test_characters_that_do_something_are_shown_instead(text: str, shown: str) -> None:
    assert sanitise(text) == shown


@given(
    anything,
    st.integers(0, 40),
    st.sampled_from(["left", "right", "center"]),
    st.sampled_from([UNICODE_GLYPHS, ASCII_GLYPHS]),
)
def test_a_fitted_text_takes_its_cells_exactly(text: str, cells: int, align: str, marks: object) -> None:
    assert cell_width(pad_or_truncate(sanitise(text), cells, align, marks.cut)) == cells  # type: ignore[arg-type, attr-defined]


@given(anything, st.integers(0, 40))
def test_a_cut_text_says_so_and_keeps_as_much_as_fits(text: str, cells: int) -> None:
    text = sanitise(text)
    short = truncate(text, cells)
    if cell_width(text) <= cells:
        assert short == text
    elif cells:
        assert short.endswith("…")
        assert text.startswith(short[:-1])
        assert cell_width(short) in {cells - 1, cells}


def test_a_wide_character_is_never_cut_in_halves() -> None:
    assert take_cells("考核", 3) == "考"
    assert truncate("考核方案", 4) == "考…"
    assert pad(truncate("考核方案", 4), 4) == "考… "


@given(anything, st.integers(1, 20), st.integers(1, 4))
def test_wrapped_lines_fit_and_lose_nothing_without_a_mark(text: str, cells: int, lines: int) -> None:
    text = sanitise(text)
    wrapped = wrap(text, cells, lines)
    assert len(wrapped) <= lines
    assert all(cell_width(line) <= cells for line in wrapped)
    if not (wrapped and wrapped[-1].endswith("…")):
        assert "".join("".join(wrapped).split()) == "".join(text.split())


def test_figures_and_words_stay_whole_where_they_fit() -> None:
    assert wrap("市政府报告70项", 11, 2) == ("市政府报告", "70项")
    assert wrap("GDP2019增速", 4, 4) == ("GDP2", "019", "增速")
    assert wrap("固定资产投资", 7, 2) == ("固定资", "产投资")
    assert wrap("固定资产投资", 4, 2) == ("固定", "资…")


def test_marks_take_one_cell_and_the_certain_ones_are_ascii() -> None:
    for marks in (UNICODE_GLYPHS, ASCII_GLYPHS):
        single = (
            marks.left,
            marks.right,
            marks.up,
            marks.down,
            marks.cursor,
            marks.hidden_digit,
            *marks.shades,
            marks.bar,
            marks.bar_rest,
            marks.bar_mark,
            marks.block,
            marks.excess,
            marks.rule,
        )
        assert {cell_width(mark) for mark in single} == {1}
        assert len(set(marks.shades)) == 6
    texts = (text for value in astuple(ASCII_GLYPHS) for text in value)
    assert all(text.isascii() for text in texts)
    assert (UNICODE_GLYPHS.ascii, ASCII_GLYPHS.ascii) == (False, True)
