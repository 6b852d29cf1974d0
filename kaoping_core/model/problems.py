"""Something wrong with what was handed in or configured, and its texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from kaoping_core.pages.schema import ProblemRow


@frozen(order=True)
class Problem:
    """Something wrong in a file: where, what, and what was expected (问题)."""

    place: str
    """``file: key path`` or ``file!sheet!cell``; empty where there is none."""
    message: str
    expected: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {with_expected(self.message, self.expected)}"

    def text(self, file: str = "") -> str:
        """Return the problem as one line for staff; below the name of ``file``, the place is without it."""
        place = "" if self.place == file else self.place.removeprefix(f"{file}!")
        message = with_expected(self.message, self.expected)
        return f"{place}：{message}" if place else message

    def as_dict(self) -> ProblemRow:
        """Return the fields as JSON data."""
        return {"place": self.place, "message": self.message, "expected": self.expected}


def with_expected(message: str, expected: str) -> str:
    """Append what was expected, where that is known: ``不是数（应为：数）``."""
    return f"{message}（应为：{expected}）" if expected else message
