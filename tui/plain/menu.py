"""Choosing from a numbered list, by number or by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from attrs import field, frozen

from kaoping_core.errors import UsageError
from tui.plain.console import PAGE, BackError, Console, aligned_rows
from tui.plain.line_input import normalise_answer

MAX_SUGGESTIONS = 5
"""Names that an answer which fits several is answered with."""

LEAVE_WORDS = frozenset(("0", "q", "返回", "退出"))
"""Answers that leave a menu."""

Find = Callable[[str], str]
"""Returns the key of a name or alias.

Raises:
    UsageError: with the nearest name.
"""


@frozen
class MenuOptions:
    """What can be chosen: a row each, the name in its first column."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    find: Find | None = None
    """Knows other names than those in the rows."""
    initials: Mapping[str, str] = field(factory=dict)
    """Initials of names' pinyin, several with commas between them: ``gdzctz``."""
    header: tuple[str, ...] = ()
    """What stands over the columns; empty: nothing."""
    right: tuple[int, ...] = ()
    """Columns that hold numbers."""
    keys: tuple[str, ...] = ()
    """What identifies each row; empty: its name does."""
    leave: str = "返回"
    """What 0 does."""
    lead: tuple[str, ...] = ()
    """Lines between the title and the rows."""

    @classmethod
    def of(cls, title: str, names: Sequence[str], *, lead: Sequence[str] = ()) -> MenuOptions:
        """Choices that are nothing but names."""
        return cls(title, tuple((name,) for name in names), lead=tuple(lead))

    def lines(self) -> list[str]:
        """The rows with their numbers."""
        if not self.rows:
            return ["（没有）"]
        header = ("", *self.header) if self.header else ("",) * (1 + len(self.rows[0]))
        rows = [(str(number), *row) for number, row in enumerate(self.rows, 1)]
        lines = aligned_rows(header, rows, (0, *(column + 1 for column in self.right)))
        return lines if self.header else lines[1:]

    def key_of(self, answer: str) -> str:
        """What an answer names.

        Raises:
            UsageError: saying what was expected.
        """
        position = self._position_of(answer)
        return self.keys[position] if self.keys else self.rows[position][0]

    def _position_of(self, answer: str) -> int:
        """Position of what an answer names.

        Raises:
            UsageError: saying what was expected.
        """
        typed = normalise_answer(answer)
        if typed.isdecimal() and len(typed) < 9:
            if 1 <= int(typed) <= len(self.rows):
                return int(typed) - 1
            raise UsageError(f"没有编号{typed}：{self.expected}")
        names = [normalise_answer(row[0]) for row in self.rows]
        like = (
            [position for position, name in enumerate(names) if typed == name]
            or [position for position, name in enumerate(names) if typed in name]
            or self._match_initials(typed)
        )
        if len(like) == 1:
            return like[0]
        if len(like) > 1:
            suggestions = "、".join(self.rows[position][0] for position in like[:MAX_SUGGESTIONS])
            raise UsageError(
                f"“{answer}”不止一个：{suggestions}{'等' if len(like) > MAX_SUGGESTIONS else ''}。请写全或输入编号"
            )
        if self.find is None:
            raise UsageError(f"没有听懂：{self.expected}")
        try:
            official = self.find(answer)
        except UsageError as error:
            raise UsageError(f"{error.message}{self.expected}") from None
        known = self.keys or tuple(row[0] for row in self.rows)
        if official not in known:
            raise UsageError(f"“{answer}”不在这个清单里：{self.expected}")
        return known.index(official)

    def _match_initials(self, typed: str) -> list[int]:
        """Positions of names whose initials begin so; of those that are whole, if there are any."""
        readings = [self.initials.get(row[0], "").split(",") for row in self.rows]
        whole = [position for position, found in enumerate(readings) if typed in found]
        begun = [
            position
            for position, found in enumerate(readings)
            if any(reading.startswith(typed) for reading in found)
        ]
        return whole or begun

    @property
    def expected(self) -> str:
        """What may be typed."""
        if not self.rows:
            return f"清单是空的，请输入0{self.leave}"
        return f"请输入1到{len(self.rows)}的编号或名称，0{self.leave}，回车看清单"


class Menu:
    """Choices that are asked for again and again; the list is written once, and again for Enter."""

    def __init__(self, talk: Console, make: Callable[[], MenuOptions]) -> None:
        self._talk = talk
        self._make = make
        self._choices: MenuOptions | None = None
        """As last written, so that a number means its row."""
        self._left: list[str] = []
        """Lines of the list still to come."""

    def pick(self) -> str | None:
        """Key of what is chosen; None for 0.

        Raises:
            BackError: for Ctrl+C.
            EndedError: at the end of input.
        """
        choices = self._choices or self._list()
        while True:
            more = f"回车看后面{len(self._left)}行" if self._left else "回车看清单"
            answer = self._talk.prompt(f"{choices.title}，请选择（编号或名称，{more}，0{choices.leave}）：")
            if not answer:
                choices = self._list()
            elif normalise_answer(answer) in LEAVE_WORDS:
                return None
            else:
                try:
                    return choices.key_of(answer)
                except UsageError as error:
                    self._talk.print_lines(error.message)

    def _list(self) -> MenuOptions:
        """Write the list's next lines, from the beginning when all were written."""
        if self._choices is None or not self._left:
            self._choices = self._make()
            self._talk.heading(self._choices.title)
            self._talk.print_lines(*self._choices.lead)
            self._left = self._choices.lines()
        page, self._left = self._left[:PAGE], self._left[PAGE:]
        self._talk.print_lines(*page)
        return self._choices


def choose_from(talk: Console, choices: MenuOptions) -> str:
    """Key of what is chosen once.

    Raises:
        BackError: for 0 or Ctrl+C.
    """
    key = Menu(talk, lambda: choices).pick()
    if key is None:
        raise BackError
    return key
