"""Screen buffer: text, width and SGR style of every cell.

Control and formatting characters inside data never reach the terminal; they are as wide here as Textual takes them to be, so
nothing shifts. Where ambiguous characters are wide they are replaced: lines by ``- | +``, punctuation by its ASCII look,
others by ``?``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple
from unicodedata import category, east_asian_width

from tui.textual_internals import cell_len

_VISIBLE_ON_BLANK: Final = frozenset({"4", "5", "6", "7", "9", "21", "51", "52", "53"})
"""Attributes that are seen on a blank."""
_OFF: Final = {"1": "22", "2": "22", "3": "23", "4": "24", "7": "27", "9": "29"}
"""What turns an attribute off, where terminals agree on it."""


class SgrStyle(NamedTuple):
    """Style of a cell as SGR codes."""

    foreground: str = ""
    background: str = ""
    attributes: tuple[str, ...] = ()
    """Sorted."""


PLAIN: Final = SgrStyle()


@lru_cache(8192)
def apply_sgr(style: SgrStyle, codes: str) -> SgrStyle:
    """Apply the parameters of an SGR sequence to a style; invalid parameters are ignored."""
    foreground, background, attributes = style.foreground, style.background, set(style.attributes)
    rest = iter(codes.split(";"))
    for code in rest:
        number = int(code or 0)
        if number in (38, 48):
            kind = next(rest, "")
            colour = ";".join([code, kind, *(next(rest, "") or "0" for _ in range(3 if kind == "2" else 1))])
            foreground, background = (colour, background) if number == 38 else (foreground, colour)
        elif number == 0:
            foreground, background, attributes = "", "", set()
        elif 30 <= number <= 39 or 90 <= number <= 97:
            foreground = "" if number == 39 else code
        elif 40 <= number <= 49 or 100 <= number <= 107:
            background = "" if number == 49 else code
        elif code in _OFF.values():
            attributes = {attribute for attribute in attributes if _OFF.get(attribute) != code}
        elif number < 10 or code in _VISIBLE_ON_BLANK:
            attributes.add(code)
    return SgrStyle(foreground, background, tuple(sorted(attributes)))


@lru_cache(8192)
def blank_style(style: SgrStyle) -> SgrStyle:
    """Return the part of a style that shows on a blank: blanks that look alike have equal styles."""
    if style.attributes == ("7",) and style.foreground and style.background:
        return SgrStyle("", _as_background(style.foreground))
    return style if _VISIBLE_ON_BLANK.intersection(style.attributes) else SgrStyle("", style.background)


def _as_background(colour: str) -> str:
    code, _, rest = colour.partition(";")
    return f"{int(code) + 10};{rest}" if rest else str(int(code) + 10)


@lru_cache(16384)
def pen_for_blank(pen: SgrStyle | None, blank: SgrStyle) -> SgrStyle:
    """Return the pen nearest to the current one that draws such a blank; its text colour stays for the next text."""
    if pen is None or blank.attributes:
        return blank
    kept = tuple(attribute for attribute in pen.attributes if attribute not in _VISIBLE_ON_BLANK)
    return SgrStyle(pen.foreground, blank.background, kept)


@lru_cache(16384)
def sgr_transition(old: SgrStyle | None, new: SgrStyle) -> str:
    """Return the shortest SGR sequence from one style to another; from any style if ``old`` is None."""
    if old == new:
        return ""
    whole = ";".join(code for code in ("0", *new.attributes, new.foreground, new.background) if code)
    if old is None or new == PLAIN:
        return "\x1b[m" if new == PLAIN else f"\x1b[{whole}m"
    lost = [attribute for attribute in old.attributes if attribute not in new.attributes]
    off = {_OFF.get(attribute, "0") for attribute in lost}
    if "0" in off:
        return f"\x1b[{whole}m"
    codes = sorted(off)
    codes += [code for code in new.attributes if code not in old.attributes or _OFF.get(code) in off]
    codes += [new.foreground or "39"] * (old.foreground != new.foreground)
    codes += [new.background or "49"] * (old.background != new.background)
    return f"\x1b[{min(';'.join(codes), whole, key=len)}m"


def _look_alikes() -> dict[str, str]:
    """Return ASCII look-alikes of characters that some terminals draw wide; corners and joints become ``+``."""
    pairs = zip(
        "…·•°×÷±→←↑↓≤≥≠√★☆●○■□◆◇▲△▼▽▶▷◀◁“”‘’—–―", "...ox/+><^v<>!v**oo##**^^vv>><<\"\"''---", strict=True
    )
    alike = {chr(code): "+" for code in range(0x2500, 0x2580)}
    alike |= (
        {chr(code): "#" for code in range(0x2580, 0x25A0)}
        | dict.fromkeys("▁▂▔", "_")
        | dict.fromkeys("▏▎▍▌▐▕", "|")
    )
    alike |= dict.fromkeys("─━┄┅┈┉╌╍═╴╶╸╺╼╾", "-") | dict.fromkeys("│┃┆┇┊┋╎╏║╵╷╹╻╽╿", "|")
    return alike | dict(pairs)


UNKNOWN: Final = "\x00"
"""In a cell of which it is open what the terminal shows there; no wanted cell is like it."""
LOOK_ALIKES: Final = _look_alikes()


@lru_cache(8192)
def printable(character: str, ambiguous_wide: bool) -> str:
    """Return what is sent for a character, as wide as Textual takes it; control and formatting characters are not sent."""
    kind = category(character)
    if kind in ("Cc", "Cs") or (kind == "Cf" and character != "\u200d"):
        return " " * cell_len(character)
    if ambiguous_wide and east_asian_width(character) == "A" and cell_len(character) == 1:
        return LOOK_ALIKES.get(character, "?")
    return "" if cell_len(character) == 0 and kind[0] not in "MC" else character


@lru_cache(8192)
def has_uncertain_width(cluster: str) -> bool:
    """Whether terminals may disagree on the width: combined characters, emoji, unassigned characters."""
    return (
        len(cluster) > 1
        or 0x1F000 <= ord(cluster or " ") < 0x20000
        or category(cluster or " ") in ("Cn", "Co", "Mc")
    )


@lru_cache(4096)
def clusters(text: str, ambiguous_wide: bool) -> list[tuple[str, int]]:
    """Yield grapheme clusters with their width (0, 1 or 2)."""
    found: list[tuple[str, int]] = []
    joining = False
    for character in text:
        shown = printable(character, ambiguous_wide)
        if not shown:
            continue
        width = cell_len(shown)
        if found and (joining or width == 0):
            cluster = found[-1][0]
            cluster += shown if len(cluster) < 16 else ""
            found[-1] = cluster, min(2, max(found[-1][1], cell_len(cluster)))
        else:
            found.append((shown, width))
        joining = character == "\u200d"
    return found


class ScreenBuffer:
    """Cells of a screen; the right half of a wide character is an empty string."""

    def __init__(self, width: int, height: int, background: SgrStyle = PLAIN) -> None:
        self.width, self.height = width, height
        self.texts = [[" "] * width for _ in range(height)]
        self.styles = [[background] * width for _ in range(height)]

    def put(self, x: int, y: int, text: str, style: SgrStyle, ambiguous_wide: bool) -> int:
        """Write text of one style at a position; return where it ends. Text beyond the edge is dropped."""
        if not 0 <= y < self.height or x >= self.width:
            return x
        blank = blank_style(style)
        if text.isascii() and text.isprintable():
            shown = list(text[: self.width - x])
        else:
            shown = []
            for cluster, width in clusters(text, ambiguous_wide):
                if x + len(shown) + width > self.width:
                    shown += " " * (self.width - x - len(shown))
                    break
                shown += [cluster, ""][:width]
        after = x + len(shown)
        self._part(x, y)
        self._part(after, y)
        self.texts[y][x:after] = shown
        self.styles[y][x:after] = [blank if cell == " " else style for cell in shown]
        return after

    def _part(self, x: int, y: int) -> None:
        """Blank a wide character whose halves lie left and right of a position."""
        texts, styles = self.texts[y], self.styles[y]
        if 0 < x < self.width and not texts[x]:
            for half in (x - 1, x):
                texts[half], styles[half] = " ", blank_style(styles[half])

    def resized(self, width: int, height: int) -> ScreenBuffer:
        """Return the contents at another size."""
        grid = ScreenBuffer(width, height)
        for y in range(min(height, self.height)):
            kept = min(width, self.width)
            grid.texts[y][:kept], grid.styles[y][:kept] = self.texts[y][:kept], self.styles[y][:kept]
            if kept < self.width and not self.texts[y][kept]:
                grid.texts[y][kept - 1] = " "
        return grid

    def shift(self, top: int, bottom: int, up: int) -> None:
        """Shift the lines between top and bottom; freed lines are unknown."""
        turn = top + up if up > 0 else bottom + up
        self.texts[top:bottom] = self.texts[turn:bottom] + self.texts[top:turn]
        self.styles[top:bottom] = self.styles[turn:bottom] + self.styles[top:turn]
        for y in range(bottom - up, bottom) if up > 0 else range(top, top - up):
            self.texts[y] = [UNKNOWN] * self.width
