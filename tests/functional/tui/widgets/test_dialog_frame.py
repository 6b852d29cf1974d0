"""The frame of a dialog, and the meter of quotas that stands in one."""

from __future__ import annotations

import pytest

from tests.support.text_views import run_widgets
from tui.cell_text import ASCII_GLYPHS, UNICODE_GLYPHS, Glyphs
from tui.widgets.dialog_frame import DialogFrame
from tui.widgets.text_field import TextField
from tui.widgets.text_view.layout import layout_document
from tui.widgets.text_view.quota_bar import QuotaTier, quota_blocks, quota_paragraphs, quota_text
from tui.widgets.text_view.text_view import Paragraph, TextDocument, TextView

SHORT = TextDocument((Paragraph("甲"), Paragraph("乙")))
LONG = TextDocument(tuple(Paragraph(f"第{n}行") for n in range(50)))


def box(
    data: TextDocument, size: tuple[int, int], marks: Glyphs = UNICODE_GLYPHS, title: str = "依据"
) -> list[str]:
    return run_widgets(
        DialogFrame(TextView(data, marks=marks), TextField("x"), title=title, marks=marks), size=size
    )


def test_a_box_is_as_high_as_what_is_in_it() -> None:
    assert [line.replace(" ", "") for line in box(SHORT, (20, 8))] == [
        "┌─依据───────────┐", "│甲│", "│乙│", "│x│", "└──────────────────┘", "", "", "",
    ]  # fmt: skip


def test_a_box_that_would_be_too_high_scrolls_with_all_of_its_widgets_in_sight() -> None:
    lines = box(LONG, (20, 8))
    assert lines[0].startswith("┌─ 依据 ─")
    assert lines[-2].startswith("│ x")
    assert "↓还有46行" in lines[-3]
    assert lines[-1].startswith("└")


def test_in_a_terminal_that_draws_lines_wide_the_frame_is_ascii_and_so_is_the_mark() -> None:
    lines = box(LONG, (20, 5), ASCII_GLYPHS, "固定资产投资完成情况")
    assert lines[0] == "+- 固定资产投资.. -+"
    assert all(line.isascii() for line in (lines[-1], lines[-3][:1]))


@pytest.mark.slow
@pytest.mark.parametrize("size", [(20, 5), (3, 3), (1, 1)])
def test_any_size_is_survived(size: tuple[int, int]) -> None:
    box(LONG, size)
    box(SHORT, size, title="")


def test_a_title_is_no_markup() -> None:
    assert "[b]x[/]" in box(SHORT, (30, 8), title="[b]x[/]\x07"[:-1])[0]


TIERS = (QuotaTier("好", "4/4", 4, 4), QuotaTier("较好", "7/6", 7, 6, "超1"), QuotaTier("一般", "1/2", 1, 2))


def test_what_is_too_much_stands_behind_a_mark_and_what_is_free_is_dots() -> None:
    assert quota_text(TIERS, UNICODE_GLYPHS) == "好 4/4 ■■■■  较好 7/6 ■■■■■■!■ 超1  一般 1/2 ■·"
    assert quota_blocks(TIERS[1], ASCII_GLYPHS) == "######!#"
    assert quota_blocks(QuotaTier("好", "99/3", 99, 3), UNICODE_GLYPHS) == ""
    assert quota_blocks(QuotaTier("好", "0/0", 0, 0), UNICODE_GLYPHS) == ""


def test_tiers_stand_below_one_another_and_a_departure_is_a_warning() -> None:
    paragraphs = quota_paragraphs(TIERS, ASCII_GLYPHS)
    lines = layout_document(TextDocument(paragraphs), 40, ASCII_GLYPHS).lines
    assert ["".join(piece.text for piece in line.pieces) for line in lines] == [
        "好   4/4 ####", "较好 7/6 ######!#  超1", "一般 1/2 #.",
    ]  # fmt: skip
    assert [each.tone for each in paragraphs] == ["", "warning", ""]
