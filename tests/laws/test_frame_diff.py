"""Whatever frames come, the terminal ends up showing the last one."""

from __future__ import annotations

from unicodedata import east_asian_width

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import set_cell_size
from textual._cells import cell_len

from tests.support.strict_terminal import Terminal
from tui.terminal.frame_diff import FrameDiff
from tui.terminal.screen_buffer import PLAIN, SgrStyle, apply_sgr, blank_style, clusters, sgr_transition

pytestmark = pytest.mark.slow

WIDTH, HEIGHT = 14, 4
ATTRIBUTES = ("1", "2", "3", "4", "7", "9")
COLOURS = ("", "31", "38;5;120", "38;2;1;2;3")
CODES = st.builds(
    lambda attributes, front, back: ";".join(
        [*sorted(attributes), *filter(None, [front, back.replace("3", "4", 1)])]
    ),
    st.sets(st.sampled_from(ATTRIBUTES), max_size=2),
    st.sampled_from(COLOURS),
    st.sampled_from(COLOURS),
)
TEXT = st.text(st.sampled_from("ab .0,  中镇太文，─│×é　ｱ"), min_size=1, max_size=WIDTH)
LAW = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def frames(draw: st.DrawFn, width: int = WIDTH, height: int = HEIGHT) -> str:
    """A frame as Textual writes one: pieces of text at places, the last move being the cursor's."""
    out = []
    for _ in range(draw(st.integers(1, 5))):
        x = draw(st.one_of(st.just(0), st.just(0), st.integers(0, width - 1)))
        y = draw(st.one_of(st.just(0), st.integers(0, height - 1)))
        out.append(f"\x1b[{y + 1};{x + 1}H")
        for drawn in draw(st.lists(TEXT, min_size=1, max_size=3)):
            text = set_cell_size(drawn, min(cell_len(drawn), width - x))
            x += cell_len(text)
            codes = draw(st.one_of(st.sampled_from(["", "31"]), CODES))
            out.append(f"\x1b[{codes}m{text}\x1b[0m" if codes and text else text)
        out.append(draw(st.sampled_from(["", "\n"])) if y + 1 < height else "")
    return "".join(out) + f"\x1b[{draw(st.integers(1, height))};{draw(st.integers(1, width))}H"


def first(width: int = WIDTH, height: int = HEIGHT) -> str:
    """A frame that covers everything, as Textual's first one does."""
    return "\n".join(f"\x1b[{y + 1};1H" + " " * width for y in range(height)) + "\x1b[1;1H"


@LAW
@given(st.lists(st.tuples(frames(), st.booleans(), st.booleans()), max_size=8), st.booleans())
def test_a_terminal_shows_exactly_the_last_frame(steps: list[tuple[str, bool, bool]], erases: bool) -> None:
    painter = FrameDiff(WIDTH, HEIGHT, erases=erases)
    direct, ours = Terminal(WIDTH, HEIGHT), Terminal(WIDTH, HEIGHT, erases=erases)
    for frame, painted, forgotten in [(first(), False, False), *steps]:
        direct.feed("\x1b[0m" + frame)
        painter.apply_frame(frame)
        if forgotten:
            painter.invalidate()
        if painted:
            ours.feed(painter.render(WIDTH, HEIGHT))
            assert ours.cells() == direct.cells()
    ours.feed(painter.render(WIDTH, HEIGHT))
    assert ours.cells() == direct.cells()
    assert (ours.x, ours.y) == (direct.x, direct.y)
    assert painter.render(WIDTH, HEIGHT) == "", "nothing has changed"


@LAW
@given(st.lists(st.tuples(frames(), st.integers(1, 20), st.integers(1, 6)), min_size=1, max_size=5))
def test_a_terminal_of_another_size_shows_what_fits(steps: list[tuple[str, int, int]]) -> None:
    painter = FrameDiff(WIDTH, HEIGHT)
    direct = Terminal(WIDTH, HEIGHT)
    for frame, width, height in [(first(), WIDTH, HEIGHT), *steps]:
        painter.apply_frame(frame)
        direct.feed("\x1b[0m" + frame)
        ours = Terminal(width, height)
        painter.invalidate()
        ours.feed(painter.render(width, height))
        for row, expected in zip(ours.cells(), direct.cells(), strict=False):
            kept = min(width, WIDTH) - 1
            assert row[:kept] == expected[:kept]


@LAW
@given(frames(), frames(20, 6))
def test_an_application_that_grew_is_painted_whole(small: str, large: str) -> None:
    painter, ours, direct = FrameDiff(WIDTH, HEIGHT), Terminal(20, 6), Terminal(20, 6)
    painter.apply_frame(first() + small)
    painter.render(WIDTH, HEIGHT)
    painter.resize(20, 6)
    for frame in (first(20, 6), large):
        painter.apply_frame(frame)
        direct.feed("\x1b[0m" + frame)
    ours.feed(painter.render(20, 6))
    assert ours.cells() == direct.cells()


@LAW
@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 11), st.booleans(), frames(WIDTH, 12)),
        min_size=2,
        max_size=6,
    )
)
def test_a_list_that_scrolls_is_shown_line_by_line(steps: list[tuple[int, int, bool, str]]) -> None:
    """A window over a long list, with a highlighted line, a head and a foot that stay, and now and then anything else."""
    painter, direct, ours = FrameDiff(WIDTH, 12), Terminal(WIDTH, 12), Terminal(WIDTH, 12)
    for at, highlighted, disturbed, other in [(0, 0, False, ""), *steps]:
        lines = [
            "中 head",
            *(f"{line * 7919 % 1000} {'行' * (line % 3)}" for line in range(at, at + 10)),
            "foot",
        ]
        frame = "\n".join(
            f"\x1b[{y + 1};1H\x1b[{'7' if y == highlighted else '44'}m{set_cell_size(line, WIDTH - 1)}\x1b[0m{'#|'[y == at // 3]}"
            for y, line in enumerate(lines)
        )
        for part in (frame + "\x1b[1;1H", other) if disturbed else (frame + "\x1b[1;1H",):
            painter.apply_frame(part)
            direct.feed("\x1b[0m" + part)
        ours.feed(painter.render(WIDTH, 12))
        assert ours.cells() == direct.cells()


def test_a_line_that_scrolls_in_costs_little_more_than_itself() -> None:
    painter = FrameDiff(100, 30)
    for at in (0, 1, 0):
        lines = ["head", *(f"{line * 7919 % 1000:<99}|" for line in range(at, at + 28)), "foot"]
        painter.apply_frame(
            "\n".join(f"\x1b[{y + 1};1H{line:<100}" for y, line in enumerate(lines)) + "\x1b[1;1H"
        )
        out = painter.render(100, 30)
    assert len(out) < 60


@LAW
@given(CODES, CODES)
def test_a_transition_leads_from_any_look_to_any_other(old: str, new: str) -> None:
    before, after = apply_sgr(PLAIN, old), apply_sgr(PLAIN, new)
    assert apply_sgr(before, sgr_transition(before, after)[2:-1]) == after if before != after else True
    ours, direct = Terminal(3, 1), Terminal(3, 1)
    ours.feed(sgr_transition(None, before) + sgr_transition(before, after) + "abc")
    direct.feed("\x1b[0m" + (f"\x1b[{new}m" if new else "") + "abc")
    assert ours.cells() == direct.cells()


@LAW
@given(
    st.text(max_size=20),
    st.text(st.sampled_from("0123456789;[mHKJ?\x1b\x9b\x07\n\r\t中a\u202e\u200b"), max_size=30),
)
def test_no_data_reach_the_terminal_as_commands(anything: str, nasty: str) -> None:
    painter, terminal = FrameDiff(WIDTH, HEIGHT), Terminal(WIDTH, HEIGHT)
    painter.apply_frame(f"\x1b[1;1H{anything}{nasty}\x1b[2;1H")
    out = painter.render(WIDTH, HEIGHT)
    terminal.feed("".join(character for character in out if cell_len(character) or character < " "))
    assert not {"\x07", "\x9b", "\t", "\u202e", "\u200b"} & set(out)


@LAW
@given(st.text(max_size=12))
def test_text_is_as_wide_as_textual_takes_it_to_be(text: str) -> None:
    for ambiguous_wide in (False, True):
        kept = "".join(character for character in text if character not in "\u200d\ufe0f")
        assert sum(width for _, width in clusters(kept, ambiguous_wide)) == cell_len(kept)


def test_ambiguous_characters_are_replaced_where_they_are_wide() -> None:
    painter = FrameDiff(40, 1, ambiguous_wide=True)
    painter.apply_frame("\x1b[1;1H╭─┬━╮│█ 66,595.1×2 ★“甲”…α①\x1b[1;1H")
    out = painter.render(40, 1)
    assert '+-+-+|# 66,595.1x2 *"甲".??' in out
    assert not [character for character in out if east_asian_width(character) == "A"]


@pytest.mark.parametrize("cluster", ["👍", "e\u0301", "👨\u200d👩\u200d👧", "❤\ufe0f"])
def test_the_place_is_given_anew_after_a_character_whose_width_is_disputed(cluster: str) -> None:
    painter = FrameDiff(20, 1)
    painter.apply_frame(f"\x1b[1;1H{cluster}66,595.1\x1b[1;1H")
    out = painter.render(20, 1)
    assert f"{cluster}\x1b[1;{1 + cell_len(cluster)}H66,595.1" in out


def test_a_wide_character_is_never_cut_at_the_edge() -> None:
    painter, terminal = FrameDiff(4, 1), Terminal(4, 1)
    painter.apply_frame("\x1b[1;1Habc中\x1b[1;1H")
    terminal.feed(painter.render(4, 1))
    assert [text for text, _ in terminal.cells()[0]] == ["a", "b", "c", " "]


def test_a_wide_character_replaced_by_another_takes_its_two_cells() -> None:
    painter, terminal = FrameDiff(12, 1), Terminal(12, 1)
    for text in ("中abcdefgh", "镇xbcdefgy", "太xbcdefgz"):
        painter.apply_frame(f"\x1b[1;1H{text}\x1b[1;1H")
        terminal.feed(painter.render(12, 1))
        assert "".join(cell for cell, _ in terminal.cells()[0]).rstrip() == text


def test_hyperlinks_are_dropped_and_their_text_is_kept() -> None:
    painter = FrameDiff(6, 1)
    painter.apply_frame(
        "\x1b[1;1H\x1b]8;id=1;https://example.org\x1b\\\x1b[4mlink\x1b[0m\x1b]8;;\x1b\\\x1b[1;1H"
    )
    out = painter.render(6, 1)
    assert "link" in out
    assert "]8" not in out


@pytest.mark.parametrize("codes", ["38", "38;5", "38;2;1", "999", "4;;4", ";", "58;5;1"])
def test_colours_that_make_no_sense_are_passed_over(codes: str) -> None:
    assert isinstance(apply_sgr(PLAIN, codes), SgrStyle)
    assert isinstance(blank_style(apply_sgr(PLAIN, codes)), SgrStyle)


def test_a_long_blank_costs_a_few_bytes() -> None:
    painter = FrameDiff(120, 2)
    painter.apply_frame("\x1b[1;1H" + "x" * 120 + "\x1b[2;1H" + "y" * 120 + "\x1b[1;1H")
    painter.render(120, 2)
    painter.apply_frame("\x1b[1;11H" + " " * 110 + "\x1b[2;11H" + " " * 50 + "\x1b[1;1H")
    assert painter.render(120, 2) == "\x1b[10C\x1b[K\r\n\x1b[10C\x1b[50X\x1b[1;1H"
