"""What a terminal answers says what it is; one that answers nothing is not known, and nobody waits long for it."""

from __future__ import annotations

import os
import pty
import termios
import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.terminal.capabilities import TerminalCapabilities, parse_answer, query_terminal
from tui.terminal.encoding_advice import ASCII, encoding_advice
from tui.terminal.environment import SETTINGS, fix_putty_term, prepare_environment


def answer(text: int, line: int, name: str = "41;390;0") -> bytes:
    """Columns that the cursor stood in after the text and after the line, from 1; and the terminal's name."""
    return f"\x1b[>{name}c\x1b[1;{text}R\x1b[1;{line}R".encode()


@pytest.mark.parametrize(
    ("given_answer", "expected"),
    [
        (answer(5, 2), TerminalCapabilities("utf-8", ambiguous_wide=False)),
        (answer(5, 3), TerminalCapabilities("utf-8", ambiguous_wide=True)),
        (answer(5, 2, "0;136;0"), TerminalCapabilities("utf-8", ambiguous_wide=False, putty=True)),
        (answer(7, 3), TerminalCapabilities("gbk")),
        (answer(3, 2), TerminalCapabilities("other")),
        (b"", TerminalCapabilities()),
        (b"\x1b[1;5R", TerminalCapabilities()),
        (answer(1, 1), TerminalCapabilities()),
        (answer(5, 5), TerminalCapabilities()),
        (b"typed" + answer(5, 2) + b"ahead", TerminalCapabilities("utf-8", ambiguous_wide=False)),
    ],
    ids=[
        "plain",
        "wide lines",
        "PuTTY",
        "GBK",
        "something else",
        "silence",
        "half an answer",
        "always the corner",
        "always the same",
        "keys meanwhile",
    ],
)
def test_an_answer_says_what_the_terminal_is(given_answer: bytes, expected: TerminalCapabilities) -> None:
    assert parse_answer(given_answer) == expected


@given(st.binary(max_size=80))
def test_whatever_comes_back_is_understood_or_not_known(given_answer: bytes) -> None:
    assert parse_answer(given_answer).encoding in {"utf-8", "gbk", "other", "unknown"}


def test_lines_are_drawn_only_where_their_width_is_certain() -> None:
    assert parse_answer(answer(5, 2)).supports_box_drawing
    assert not any(parse_answer(each).supports_box_drawing for each in (answer(5, 3), answer(7, 2), b""))


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """Both ends of a terminal: ours and the program's."""
    ours, theirs = pty.openpty()
    yield ours, theirs
    os.close(ours)
    os.close(theirs)


def test_a_real_terminal_is_asked_and_left_as_it_was(terminal: tuple[int, int]) -> None:
    ours, theirs = terminal
    before = termios.tcgetattr(theirs)

    def reply() -> None:
        question = b""
        while question.count(b"\x1b[6n") < 2:
            question += os.read(ours, 1024)
        os.write(ours, answer(5, 2))

    replying = threading.Thread(target=reply)
    replying.start()
    with query_terminal(theirs, 5) as answered:
        found = answered()
    replying.join(5)
    assert found == TerminalCapabilities("utf-8", ambiguous_wide=False)
    assert termios.tcgetattr(theirs) == before


def test_a_silent_terminal_is_waited_for_no_longer_than_said(terminal: tuple[int, int]) -> None:
    began = time.monotonic()
    with query_terminal(terminal[1], 0.1) as answered:
        assert answered() == TerminalCapabilities()
    assert time.monotonic() - began < 2


def test_the_advice_can_be_read_in_gbk_in_utf8_and_in_ascii() -> None:
    said = encoding_advice()
    assert "改成 UTF-8".encode("gb18030") in said
    assert "改成 UTF-8".encode() in said
    assert ASCII.strip().encode() in said


def test_what_somebody_has_set_is_not_overridden() -> None:
    environment = {"TEXTUAL_ANIMATIONS": "full"}
    prepare_environment(environment)
    assert environment == {**SETTINGS, "TEXTUAL_ANIMATIONS": "full"}


def test_what_is_done_meanwhile_is_taken_off_the_waiting(terminal: tuple[int, int]) -> None:
    with query_terminal(terminal[1], 0.3) as answered:
        time.sleep(0.3)
        began = time.monotonic()
        answered()
    assert time.monotonic() - began < 0.2


@pytest.mark.parametrize(
    ("term", "colorterm", "putty", "colours"),
    [
        ("xterm-256color", "", False, "256"),
        ("screen-256color", "", False, "256"),
        ("xterm-256color", "truecolor", False, "256"),
        ("xterm", "", False, ""),
    ],
)
def test_colours_are_those_of_the_palette_of_256_where_there_are_so_many(
    term: str, colorterm: str, putty: bool, colours: str
) -> None:
    environment = {"TERM": term, "COLORTERM": colorterm}
    prepare_environment(environment)
    assert environment.get("TEXTUAL_COLOR_SYSTEM", "") == colours


def test_putty_has_more_colours_than_its_name_says() -> None:
    environment = {"TERM": "xterm"}
    fix_putty_term(environment, TerminalCapabilities("utf-8", False, putty=True))
    assert environment["TERM"] == "xterm-256color"
    environment = {"TERM": "xterm"}
    fix_putty_term(environment, TerminalCapabilities("utf-8", False))
    assert environment["TERM"] == "xterm"


def test_a_size_that_somebody_has_exported_is_not_believed() -> None:
    environment = {"COLUMNS": "80", "LINES": "24"}
    prepare_environment(environment)
    assert not {"COLUMNS", "LINES"} & set(environment)
