"""Whatever a keyboard sends becomes text, and no escape sequence is harmed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.terminal.input_decoder import KeyboardDecoder

LAW = settings(deadline=None, max_examples=150)
HANZI = st.text(
    st.characters(codec="gb2312", min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=20
)
CUTS = st.lists(st.integers(0, 60), max_size=6)


def decoded(data: bytes, cuts: list[int], decoder: KeyboardDecoder | None = None) -> str:
    """The text of data that arrive in pieces."""
    decoder = decoder or KeyboardDecoder()
    places = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    text = "".join(decoder.decode(data[start:end]) for start, end in pairwise(places))
    return text + decoder.decode(b"", final=True)


@LAW
@given(st.text(max_size=30), CUTS)
def test_utf8_is_read_wherever_the_reads_end(text: str, cuts: list[int]) -> None:
    assert decoded(text.encode("utf-8"), cuts) == text


@LAW
@given(HANZI, CUTS)
def test_a_terminal_known_to_send_gbk_is_read_wherever_the_reads_end(text: str, cuts: list[int]) -> None:
    decoder = KeyboardDecoder()
    assert decoder.decode("中文".encode("gbk")) == "中文"
    if max(text.encode("gbk")) < 0xE0:  # rarer characters may look like Chinese in UTF-8
        assert decoded(text.encode("gbk"), cuts, decoder) == text


@LAW
@given(st.binary(max_size=80), CUTS)
def test_nothing_raises_and_controls_come_through_in_order(data: bytes, cuts: list[int]) -> None:
    text = decoded(data, cuts)
    assert [ord(character) for character in text if character < "0"] == [byte for byte in data if byte < 0x30]


@LAW
@given(
    st.binary(max_size=8),
    st.sampled_from(["\x1b[A", "\x1b[200~", "\x1b[201~", "\x1bOP", "\x1b[<0;10;5M", "\x1b"]),
    CUTS,
)
def test_an_escape_sequence_after_any_bytes_is_unharmed(data: bytes, sequence: str, cuts: list[int]) -> None:
    assert decoded(data + sequence.encode(), cuts).endswith(sequence)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\xd6\xd0\xce\xc4", "中文"),
        (b"a\xba\xcf\xbc\xc6z", "a合计z"),
        ("盘山县".encode("gb18030"), "盘山县"),
        (b"\x81\x5b\x1b[A", "乕\x1b[A"),
        ("😀".encode(), "😀"),
        ("😀".encode("gb18030"), "😀"),
        ("中".encode() + b"\xff" + "文".encode(), "中\ufffd文"),
        (b"\xff", "\ufffd"),
        (b"\x80abc", "\ufffdabc"),
        (b"\xed\xa0\x80", "\ufffd"),
    ],
)
def test_bytes_are_read_as_what_they_most_likely_are(data: bytes, text: str) -> None:
    assert decoded(data, [])[: len(text)] == text


def test_half_a_character_waits_for_the_rest() -> None:
    decoder = KeyboardDecoder()
    assert decoder.decode("a中".encode()[:3]) == "a"
    assert decoder.pending
    assert decoder.decode("中".encode()[2:]) == "中"
    assert not decoder.pending


def test_half_a_character_that_stays_alone_becomes_a_mark() -> None:
    decoder = KeyboardDecoder()
    assert decoder.decode(b"\xe4\xb8") == ""
    assert decoder.decode(b"", final=True) != ""
    assert not decoder.pending


def test_a_character_that_is_both_is_read_as_what_the_terminal_sent_before() -> None:
    decoder = KeyboardDecoder()
    assert decoder.decode("一".encode("gbk")) == "\u04bb"
    decoder.decode("中".encode("gbk"))
    assert decoder.decode("一".encode("gbk")) == "一"
    decoder.decode("中".encode())
    assert decoder.decode("·".encode()) == "·"


def test_a_long_paste_in_utf8_costs_time_in_proportion() -> None:
    decoder, data = KeyboardDecoder(), ("盘山县考评办" * 40000).encode()
    text = "".join(decoder.decode(data[at : at + 4096]) for at in range(0, len(data), 4096))
    assert text == "盘山县考评办" * 40000
