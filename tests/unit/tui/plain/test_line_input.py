"""Whatever bytes a terminal sends become lines of text, and never an error."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.plain.line_input import MAX_LINE, normalise_answer, read_lines


def test_lines_are_read_as_utf8_else_as_gb18030() -> None:
    read = read_lines(io.BytesIO("太平街道\r\n".encode() + "胡家镇\n县发改局".encode("gb18030")))
    assert [read(), read(), read(), read()] == ["太平街道", "胡家镇", "县发改局", None]


@given(st.binary())
def test_no_bytes_are_an_error(data: bytes) -> None:
    read = read_lines(io.BytesIO(data))
    while read() is not None:
        pass


def test_an_endless_line_is_taken_in_pieces() -> None:
    read = read_lines(io.BytesIO(b"1" * (MAX_LINE + 5) + b"\n"))
    assert [len(read() or ""), len(read() or "")] == [MAX_LINE, 5]


def test_a_terminal_that_has_gone_is_the_end() -> None:
    class Gone(io.BytesIO):
        def readline(self, _: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    assert read_lines(Gone())() is None


@pytest.mark.parametrize(("typed", "meant"), [("１２", "12"), (" Ａ b ", "ab"), ("太平 街道", "太平街道")])
def test_width_case_and_blanks_do_not_count(typed: str, meant: str) -> None:
    assert normalise_answer(typed) == meant
