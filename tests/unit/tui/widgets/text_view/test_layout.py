"""How paragraphs become lines."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.cell_text import ASCII_GLYPHS, REPLACEMENT, UNICODE_GLYPHS, Glyphs, cell_width, sanitise
from tui.widgets.render.line_widget import pad_line
from tui.widgets.text_view.data import Paragraph, ShareBar, TextDocument
from tui.widgets.text_view.layout import TextLayout, bar_text, layout_document, natural_width

odd_text = st.text(
    st.sampled_from("a1 -.太镇（…[]/@\x1b\x07\u200b\u0301\ufe0f\u200d👍🏻葛é―━\u3000\n"), max_size=20
)
bars = st.builds(ShareBar, st.integers(-3, 50), st.integers(-1, 40), st.none() | st.integers(-3, 50))
paragraphs = st.builds(
    Paragraph,
    text=odd_text,
    tone=st.sampled_from(["", "strong", "bad"]),
    label=st.just("") | odd_text,
    indent=st.integers(0, 4),
    bar=st.none() | bars,
    cells=st.lists(st.sampled_from(["4.50", "-3.5", "66595.1", "缺"]), max_size=3).map(tuple),
    rule=st.booleans(),
)
documents = st.lists(paragraphs, max_size=8).map(lambda each: TextDocument(tuple(each)))
marks = st.sampled_from([UNICODE_GLYPHS, ASCII_GLYPHS])


def texts(layout: TextLayout) -> list[str]:
    return ["".join(piece.text for piece in line.pieces).rstrip() for line in layout.lines]


def laid(*given: Paragraph, cells: int = 40, drawn: Glyphs = UNICODE_GLYPHS) -> list[str]:
    return texts(layout_document(TextDocument(given), cells, drawn))


def squeezed(text: str) -> str:
    return "".join(sanitise(text.replace("\n", " ").replace("\r", " ")).split())


@settings(max_examples=100)
@given(documents, st.integers(20, 130), marks)
def test_lines_fit_and_nothing_is_lost(data: TextDocument, cells: int, drawn: Glyphs) -> None:
    layout = layout_document(data, cells, drawn)
    for line in texts(layout):
        assert cell_len(line) <= cells
    for index, paragraph in enumerate(data.paragraphs):
        lines = [piece.text for line in layout.lines if line.paragraph == index for piece in line.pieces]
        said = squeezed("".join(lines))
        for part in paragraph.text.split("\n"):
            assert set(squeezed(part)) - {REPLACEMENT, "\u0301"} <= set(said), "every character is there"
        assert layout.height_of(index) >= 1
    assert len(layout.starts) == max(1, len(data.paragraphs))


@given(documents, st.integers(0, 19), marks)
def test_any_width_is_survived(data: TextDocument, cells: int, drawn: Glyphs) -> None:
    layout = layout_document(data, cells, drawn)
    for line in layout.lines:
        pieces = pad_line(line.pieces, cells)
        assert sum(cell_width(piece.text) for piece in pieces) == cells


@given(documents)
def test_in_the_natural_width_no_text_is_wrapped_that_has_a_short_label(data: TextDocument) -> None:
    plain = TextDocument(tuple(Paragraph(each.text) for each in data.paragraphs))
    lines = layout_document(plain, max(12, natural_width(plain)), UNICODE_GLYPHS)
    assert len(lines.lines) == max(1, sum(each.text.count("\n") + 1 for each in data.paragraphs))


def test_labels_stand_in_a_column_and_texts_hang_beside_it() -> None:
    assert laid(
        Paragraph("固定资产投资", tone="strong"),
        Paragraph("完成值66,595.1万元，目标值70,000万元", label="算式"),
        Paragraph("附件1 第21行", label="依据条款"),
        cells=30,
    ) == [
        "固定资产投资",
        "算式     完成值66,595.1万元，",
        "         目标值70,000万元",
        "依据条款 附件1 第21行",
    ]


def test_a_long_label_is_wrapped_and_not_cut() -> None:
    assert laid(Paragraph("5.00", label="规上工业增加值增速及其总量"), cells=40) == [
        "规上工业增加值增 5.00",
        "速及其总量",
    ]


def test_where_there_is_room_a_label_stands_whole() -> None:
    assert laid(Paragraph("5.00", label="规上工业增加值增速及其总量"), cells=120) == [
        "规上工业增加值增速及其总量 5.00"
    ]


def test_without_room_beside_it_a_label_stands_above() -> None:
    assert laid(Paragraph("附件1 第21行", label="依据条款"), cells=13) == ["依据条款", " 附件1 第21行"]


def test_numbers_stand_on_the_right_of_their_columns_and_bars_below_one_another() -> None:
    assert laid(
        Paragraph("失0.50", label="投资", bar=ShareBar(9, 10, 5), cells=("4.50", "5")),
        Paragraph("", label="信访", bar=ShareBar(10, 10), cells=("15.00", "15")),
        cells=40,
    ) == ["投资  4.50  5 █████│███· 失0.50", "信访 15.00 15 ██████████"]


def test_where_numbers_have_no_column_they_are_in_the_text_whole() -> None:
    assert laid(Paragraph("分", cells=("66595.1", "100")), cells=15) == ["66595.1 100 分"]


def test_a_bar_shows_something_of_a_little_and_is_full_only_if_all_is_there() -> None:
    assert bar_text(ShareBar(1, 1000), 8, ASCII_GLYPHS) == "#......."
    assert bar_text(ShareBar(999, 1000), 8, ASCII_GLYPHS) == "#######."
    assert bar_text(ShareBar(1000, 1000), 8, ASCII_GLYPHS) == "########"
    assert bar_text(ShareBar(0, 40, 40), 8, ASCII_GLYPHS) == ".......|"
    assert bar_text(ShareBar(0, 0), 3, ASCII_GLYPHS) == "   "


def test_bars_are_left_out_where_there_is_no_room() -> None:
    assert laid(Paragraph("4.50 / 5", label="投资", bar=ShareBar(9, 40)), cells=20) == ["投资 4.50 / 5"]


def test_blank_lines_line_breaks_and_indents_of_a_text_hold() -> None:
    assert laid(Paragraph("甲\n  乙\r\n\n丙"), Paragraph(), Paragraph("丁", indent=2)) == [
        "甲", "  乙", "", "丙", "", "    丁",
    ]  # fmt: skip


def test_a_rule_goes_to_the_end() -> None:
    assert laid(Paragraph("合计", rule=True), Paragraph(rule=True), cells=10) == ["合计 ─────", "──────────"]
    assert laid(Paragraph(rule=True), cells=3, drawn=ASCII_GLYPHS) == ["---"]


def test_data_are_shown_and_not_obeyed() -> None:
    assert laid(Paragraph("合计[/]\x1b[31m", label="[b]")) == ["[b] 合计[/]␛[31m"]


def test_without_paragraphs_it_is_said_that_there_are_none() -> None:
    assert texts(layout_document(TextDocument(empty="还没有汇总"), 40, UNICODE_GLYPHS)) == ["还没有汇总"]
