"""Folding of typed text, and the nearest known name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping_core.scheme.names import normalise_name
from kaoping_core.text_matching import fold_text, suggest_name
from tui.plain.line_input import normalise_answer
from tui.widgets.search import matcher


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("１２", "12"), (" 太平　街道\n", "太平街道"), ("ＡＢｃ", "abc"), ("", ""), ("\u00a0 \t", "")],
)
def test_width_case_and_blanks_are_not_distinguished(typed: str, folded: str) -> None:
    assert fold_text(typed) == folded


@given(st.text(max_size=20))
def test_names_search_and_answers_fold_alike(text: str) -> None:
    assert normalise_name(text) == matcher.fold_text(text) == normalise_answer(text) == fold_text(text)


def test_the_nearest_name_is_suggested_and_none_that_is_far() -> None:
    assert suggest_name("太平接道", ["胡家镇", "太平街道"]) == "是不是“太平街道”？"
    assert suggest_name("weight", ["单位"]) == suggest_name("x", []) == ""
