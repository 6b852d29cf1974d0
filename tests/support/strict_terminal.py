"""A strict terminal: it knows what the driver may write, and refuses everything else."""

from __future__ import annotations

import re

from textual._cells import cell_len

_TOKEN = re.compile(
    r"\x1b\[(\d*(?:;\d*)*)([A-Za-z])|\x1b\]8;[^\x1b]*\x1b\\|(\r|\n|\x1bM)|([^\x00-\x1f\x7f-\x9f])"
)
_SPOTS = {"4", "5", "7", "9"}
_GROUPS = {"22": {"1", "2"}, "23": {"3"}, "24": {"4"}, "27": {"7"}, "29": {"9"}}
Look = tuple[str, str, frozenset[str]]
"""Foreground, background, attributes."""


class Terminal:
    """Cells of text and look. A wide character that loses a half becomes blank, as terminals do it."""

    def __init__(self, width: int, height: int, *, erases: bool = True) -> None:
        self.width, self.height, self._erases = width, height, erases
        self._rows: list[list[tuple[str, Look]]] = [
            [("#", ("", "", frozenset()))] * width for _ in range(height)
        ]
        self.x, self.y = 0, 0
        self._margins = (0, height)
        self._look: Look = ("31", "41", frozenset({"1"}))

    def feed(self, data: str) -> None:
        """Obey; anything unknown is an error."""
        at = 0
        while at < len(data):
            found = _TOKEN.match(data, at)
            assert found, f"not understood: {data[at : at + 20]!r}"
            at = found.end()
            if found[4]:
                self._print(found[4])
            elif found[3]:
                self._line(found[3])
            elif found[2]:
                self._control(found[2], found[1])

    def _line(self, control: str) -> None:
        """The line end as a terminal line turns it out, and scrolling between margins."""
        top, bottom = self._margins
        if control == "\x1bM":
            if self.y == top:
                self._rows[top:bottom] = [[("#", self._look)] * self.width, *self._rows[top : bottom - 1]]
            else:
                self.y = max(0, self.y - 1)
            return
        self.x = 0
        if control == "\n" and self.y == bottom - 1:
            self._rows[top:bottom] = [*self._rows[top + 1 : bottom], [("#", self._look)] * self.width]
        elif control == "\n":
            self.y = min(self.height - 1, self.y + 1)

    def _control(self, final: str, text: str) -> None:
        numbers = [int(number or 0) for number in text.split(";")]
        if final == "m":
            self._look = _looking(self._look, text)
        elif final == "H":
            row, column = [*numbers, 0][:2]
            assert row <= self.height, f"row {row} of {self.height}"
            assert column <= self.width, f"column {column} of {self.width}"
            self.x, self.y = max(1, column) - 1, max(1, row) - 1
        elif final == "C":
            self.x = min(self.width - 1, self.x + max(1, numbers[0]))
        elif final == "r":
            self._margins = (numbers[0] - 1, numbers[1]) if text else (0, self.height)
            self.x, self.y = 0, 0
        elif final == "K" and text == "":
            self._erase(self.x, self.width)
        elif final == "X":
            self._erase(self.x, min(self.width, self.x + numbers[0]))
        elif final == "J" and text == "2":
            kept = self.y
            for row in range(self.height):
                self.y = row
                self._erase(0, self.width)
            self.y = kept
        else:
            raise AssertionError(f"not understood: {text}{final}")

    def _print(self, character: str) -> None:
        width = cell_len(character)
        if width == 0:
            at = self.x - 1 if self._rows[self.y][self.x - 1][0] else self.x - 2
            text, look = self._rows[self.y][at]
            self._rows[self.y][at] = text + character, look
            return
        assert self.x + width <= self.width, "written over the edge"
        for offset in range(width):
            self._set(self.x + offset, "" if offset else character, self._look, keep=offset == 1)
        self.x = min(self.width - 1, self.x + width) if self.x + width < self.width else self.width - 1

    def _set(self, x: int, text: str, look: Look, keep: bool = False) -> None:
        row = self._rows[self.y]
        if not row[x][0] and not keep:
            row[x - 1] = " ", row[x - 1][1]
        if x + 1 < self.width and not row[x + 1][0]:
            row[x + 1] = " ", row[x + 1][1]
        row[x] = text, look

    def _erase(self, start: int, end: int) -> None:
        assert not self._look[2] & _SPOTS, "terminals differ in what erasing with such a pen gives"
        for x in range(start, end):
            self._set(x, " ", ("", self._look[1] if self._erases else "", frozenset()))

    def cells(self) -> list[list[tuple[str, Look]]]:
        """What can be seen: of a blank one colour, also if it is that of its text, reversed."""
        return [[_seen(text, look) for text, look in row] for row in self._rows]


def _seen(text: str, look: Look) -> tuple[str, Look]:
    foreground, background, attributes = look
    if text == " " and attributes == {"7"} and foreground and background:
        return " ", ("", str(int(foreground[:2]) + 10) + foreground[2:], frozenset())
    return (" ", ("", background, frozenset())) if text == " " and not attributes & _SPOTS else (text, look)


def _looking(look: Look, text: str) -> Look:
    foreground, background, attributes = look
    for code in re.findall(r"[34]8;5;\d+|[34]8;2;\d+;\d+;\d+|\d+", text or "0"):
        if code == "0":
            foreground, background, attributes = "", "", frozenset()
        elif code in _GROUPS:
            attributes -= _GROUPS[code]
        elif code[0] in "39" and len(code) > 1:
            foreground = "" if code == "39" else code
        elif code[0] in "41" and len(code) > 1:
            background = "" if code == "49" else code
        else:
            assert code in set("1234579"), code
            attributes |= {code}
    return foreground, background, attributes
