"""Console: line output, questions, paging."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from math import inf

from kaoping_core import text_table
from tui.cell_text import sanitise
from tui.plain.line_input import normalise_answer

PAGE = 20
"""Lines before a person is asked whether to go on."""
PATIENCE_SECONDS = 2
"""Between two lines that say what is being done."""
YES, NO = frozenset(("1", "是", "y", "yes")), frozenset(("0", "2", "否", "不", "n", "no"))

ReadLine = Callable[[], str | None]
"""Returns the next typed line; None at the end of input."""
WriteText = Callable[[str], None]


class EndedError(Exception):
    """End of input."""


class BackError(Exception):
    """The person wants to go back one level (Ctrl+C or 0 at a question)."""


class Console:
    """Lines out, answers in. Whatever comes from data is shown harmless."""

    def __init__(self, read: ReadLine, write: WriteText, clock: Callable[[], float] = time.monotonic) -> None:
        self._read = read
        self._write = write
        self._clock = clock
        self._waited_since = -inf
        """Time of the last progress line."""

    def print_lines(self, *lines: str) -> None:
        """Write lines."""
        for line in lines:
            self._write(f"{sanitise(line)}\n")

    def heading(self, text: str) -> None:
        """Write a line that others belong to."""
        self.print_lines("", f"【{text}】")

    def prompt(self, question: str) -> str:
        """The answer to a question, without blanks around it.

        Raises:
            BackError: for Ctrl+C.
            EndedError: at the end of input.
        """
        self._write(sanitise(question))
        self._waited_since = -inf
        try:
            answer = self._read()
        except KeyboardInterrupt:
            self._write("\n")
            raise BackError from None
        if answer is None:
            self._write("\n")
            raise EndedError
        return answer.strip()

    def prompt_text(self, question: str, proposed: str = "") -> str:
        """A text; Enter alone takes what is proposed.

        Raises:
            BackError: for 0.
        """
        by_enter = f"，回车就用 {proposed}" if proposed else ""
        while not (answer := self.prompt(f"{question}（0返回{by_enter}）：") or proposed):
            self.print_lines("请输入内容，0返回。")
        if normalise_answer(answer) == "0":
            raise BackError
        return answer

    def confirm(self, question: str) -> bool:
        """Ask a yes-or-no question until the answer is one of both."""
        while True:
            answer = normalise_answer(self.prompt(f"{question}（1是，0否）："))
            if answer in YES:
                return True
            if answer in NO:
                return False
            self.print_lines("请输入1（是）或0（否）。")

    def pages(self, lines: Iterable[str]) -> None:
        """Write lines, so many at a time that they can be read.

        Raises:
            BackError: for 0 before the end.
        """
        left = list(lines)
        while left:
            page, left = left[:PAGE], left[PAGE:]
            self.print_lines(*page)
            if left:
                self._continue_paging(len(left))

    def _continue_paging(self, left: int) -> None:
        while answer := normalise_answer(self.prompt(f"还有{left}行，回车继续，0返回：")):
            if answer == "0":
                raise BackError
            self.print_lines("按回车看后面的，输入0返回。")

    def table(
        self, header: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[int] = ()
    ) -> None:
        """Write a table with aligned columns, in pages."""
        self.pages(aligned_rows(header, rows, right))

    def show_progress(self, progress_text: str) -> None:
        """Write a progress line: at once, then no oftener than a screen reader can read it."""
        if self._clock() - self._waited_since >= PATIENCE_SECONDS:
            self._waited_since = self._clock()
            self.print_lines(f"… {progress_text}")


def aligned_rows(
    header: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()
) -> list[str]:
    """A table as lines; no text of a cell breaks a line."""
    shown = [[sanitise(text) for text in row] for row in rows]
    return text_table.format_table(header, shown, right=right).split("\n")
