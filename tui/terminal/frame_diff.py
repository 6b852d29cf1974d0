"""Frame diff: escape sequences that turn the shown screen into the wanted one.

Hyperlinks (OSC 8) are dropped. After a character whose width terminals dispute the position is given anew.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from typing import Final

from tui.terminal.screen_buffer import (
    PLAIN,
    ScreenBuffer,
    SgrStyle,
    apply_sgr,
    has_uncertain_width,
    pen_for_blank,
    sgr_transition,
)

_TOKEN: Final = re.compile(
    r"\x1b\[([0-9;]*)m|\x1b\[(\d{1,4});(\d{1,4})H|\x1b\]8;[^\x1b\x07]*(?:\x1b\\|\x07)|(\n)|([^\x1b\n]+)|\x1b"
)
_SURE: Final = re.compile("[ -~\u2500-\u259f\u3000-\u3029\u4e00-\u9fff\uff01-\uff5e]+")
"""Text whose width is the same on every terminal: ASCII, Chinese, lines and blocks (unless they are wide)."""
_SCROLLED: Final = 5
"""Changed lines from which on it is worth to look whether they were scrolled."""


class FrameDiff:
    """Keeps the wanted and the shown screen, and renders the difference."""

    def __init__(
        self,
        width: int,
        height: int,
        *,
        erases: bool = True,
        ambiguous_wide: bool = False,
        newline: str = "\r\n",
    ) -> None:
        self._newline = newline
        """What puts the cursor at the beginning of the next row."""
        self.wanted = ScreenBuffer(width, height)
        self._shown: ScreenBuffer | None = None
        self._erases = erases
        self._ambiguous_wide = ambiguous_wide
        self._terminal = (width, height)
        self._pen: SgrStyle | None = None
        self._cursor: tuple[int, int] | None = None
        self._target = (0, 0)
        self._out: list[str] = []

    def invalidate(self) -> None:
        """Forget what the terminal shows: the next rendering is a full repaint."""
        self._shown = None

    def resize(self, width: int, height: int) -> None:
        """Resize the wanted screen; cells keep their contents until a frame changes them."""
        if (width, height) != (self.wanted.width, self.wanted.height):
            self.wanted = self.wanted.resized(width, height)
            self.invalidate()

    def apply_frame(self, frame: str) -> None:
        """Apply a frame as Textual writes it. Sequences that Textual does not write are data: they lose their ESC."""
        x, y = 0, 0
        style = PLAIN
        for token in _TOKEN.finditer(frame):
            kind = token.lastindex
            if kind == 5:
                x = self.wanted.put(x, y, token[5], style, self._ambiguous_wide)
            elif kind == 1:
                style = apply_sgr(PLAIN if token[1] in ("", "0") else style, token[1])
            elif kind == 3:
                x, y = max(0, int(token[3]) - 1), max(0, int(token[2]) - 1)
            elif kind == 4:
                x, y = 0, y + 1
        self._target = x, y

    def render(self, width: int, height: int) -> str:
        """Return the output that brings a terminal of this size to the wanted screen; empty if nothing changed."""
        # Terminals reflow or clip lines differently when their size changes, so nothing is known of them.
        if self._terminal != (width, height):
            self._terminal = width, height
            self.invalidate()
        self._out = []
        if self._shown is None:
            self._clear_screen()
        else:
            self._scroll(self._shown, min(height, self.wanted.height))
        for y in range(min(height, self.wanted.height)):
            self._render_row(y, min(width, self.wanted.width))
        target = min(self._target[0], width - 1), min(self._target[1], height - 1)
        if self._cursor != target:
            self._out.append(f"\x1b[{target[1] + 1};{target[0] + 1}H")
            self._cursor = target
        return "".join(self._out)

    def _clear_screen(self) -> None:
        """Clear the terminal, with the commonest background if it can erase with it, so that few cells are left to write."""
        blanks: Counter[SgrStyle] = Counter()
        for texts, styles in zip(self.wanted.texts, self.wanted.styles, strict=True):
            blanks.update(
                style
                for text, style in zip(texts, styles, strict=True)
                if text == " " and self._erasable(style)
            )
        background = blanks.most_common(1)[0][0] if blanks else PLAIN
        # ED 2 fills with the current background on terminals that erase with it (xterm "bce"); `_erasable` knows which.
        self._out.append(sgr_transition(None, background) + "\x1b[2J")
        self._shown = ScreenBuffer(self.wanted.width, self.wanted.height, background)
        self._pen, self._cursor = background, None

    def _scroll(self, shown: ScreenBuffer, height: int) -> None:
        """Scroll lines that only moved up or down: eighteen bytes instead of thousands."""
        wanted, old = self.wanted.texts, shown.texts
        changed = [y for y in range(height) if wanted[y] != old[y]]
        if len(changed) < _SCROLLED:
            return
        top, bottom, middle = changed[0], changed[-1] + 1, changed[len(changed) // 2]
        # The middle changed line votes for a distance: a page that scrolled has it elsewhere, unchanged.
        for down in (y - middle for y in range(top, bottom) if wanted[middle] == old[y] and y != middle):
            same = [y for y in changed if top <= y + down < bottom and wanted[y] == old[y + down]]
            # Fewer than half of the lines: moving them would write more than it saves.
            if 2 * len(same) > len(changed):
                break
        else:
            return
        # Within the scroll region (DECSTBM) a line feed on its last row moves the region up, RI on its first row down.
        step = f"\x1b[{bottom}H" + "\n" * down if down > 0 else f"\x1b[{top + 1}H" + "\x1bM" * -down
        # Setting the region homes the cursor on some terminals and not on others, so its place is unknown afterwards.
        self._out.append(f"\x1b[{top + 1};{bottom}r{step}\x1b[r")
        self._cursor = None
        shown.shift(top, bottom, down)

    def _erasable(self, style: SgrStyle) -> bool:
        """Whether erasing leaves a blank of this style."""
        return not style.attributes and (self._erases or not style.background)

    def _render_row(self, y: int, width: int) -> None:
        assert self._shown is not None
        texts, styles = self.wanted.texts[y], self.wanted.styles[y]
        old_texts, old_styles = self._shown.texts[y], self._shown.styles[y]
        if texts == old_texts and styles == old_styles:
            return
        changed = [x for x in range(width) if texts[x] != old_texts[x] or styles[x] != old_styles[x]]
        # Others may draw a disputed character wider: what follows is written again.
        late = [x for x in changed if has_uncertain_width(texts[x])]
        if late:
            changed = sorted({*changed, *(after for x in late for after in range(x + 1, min(x + 5, width)))})
        marked = set(changed)
        done = 0
        for index, x in enumerate(changed):
            # An empty text is the second cell of a wide character, which was written with the first.
            if x < done or not texts[x]:
                continue
            done = self._erase(y, x, width, changed, index) or self._write(y, x, width, marked)
        old_texts[:], old_styles[:] = texts, styles

    def _erase(self, y: int, x: int, width: int, changed: list[int], index: int) -> int:
        """Erase blanks from ``x`` on if that is shorter than writing them; return where they end, else 0."""
        texts, styles = self.wanted.texts[y], self.wanted.styles[y]
        style = styles[x]
        if texts[x] != " " or not self._erasable(style):
            return 0
        end = x + 1
        while end < width and texts[end] == " " and styles[end] == style:
            end += 1
        # EL erases to the terminal's own edge; on a terminal wider than the frame that would be too far.
        to_edge = end == width and width == self.wanted.width
        # An erasing sequence costs 3 bytes (EL) or about 5 and a pen (ECH); below these numbers blanks are shorter.
        if bisect_left(changed, end) - index <= (4 if to_edge else 14):
            return 0
        self._move(y, x)
        self._set_pen(" ", style)
        self._out.append("\x1b[K" if to_edge else f"\x1b[{end - x}X")
        return end

    def _write(self, y: int, x: int, width: int, marked: set[int]) -> int:
        """Write the changed cells of one style from ``x`` on, up to the next blank; return where they end."""
        texts, styles = self.wanted.texts[y], self.wanted.styles[y]
        style, end = styles[x], x + 1
        if texts[x] != " ":
            while (
                end < width
                and texts[end] != " "
                and styles[end] == style
                and (end in marked or not texts[end])
            ):
                end += 1
        text = "".join(texts[x:end])
        if _SURE.fullmatch(text) is None:
            return self._write_uncertain(y, x, width)
        # A wide character cut in half by the edge of a smaller terminal is replaced by a blank.
        if end == width < self.wanted.width and not texts[end]:
            text = text[:-1] + " "
        self._move(y, x)
        self._set_pen(text, style)
        self._out.append(text)
        # At the edge terminals differ in where the cursor stands.
        self._cursor = None if end >= self._terminal[0] else (end, y)
        return end

    def _write_uncertain(self, y: int, x: int, width: int) -> int:
        """Write one cell that terminals may draw narrower: clear it first and position the cursor anew afterwards."""
        text, style = self.wanted.texts[y][x], self.wanted.styles[y][x]
        end = x + 1 + (x + 1 < self.wanted.width and not self.wanted.texts[y][x + 1])
        if end > width:
            text, end = " ", width
        self._move(y, x)
        self._set_pen(text, style)
        # Drawn narrower than expected, it would leave the old contents of its second cell.
        if has_uncertain_width(text):
            self._out.append(f"\x1b[{end - x}X")
        self._out.append(text)
        self._cursor = None if end >= self._terminal[0] or has_uncertain_width(text) else (end, y)
        return end

    def _move(self, y: int, x: int) -> None:
        """Move the cursor to a cell, by rewriting cells of the same pen where that is shorter."""
        if self._cursor == (x, y):
            return
        # CUP leaves out what is 1: the row alone, or nothing.
        move = f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H" if y else "\x1b[H"
        if self._cursor is not None:
            old_x, old_y = self._cursor
            if old_y == y and old_x < x:
                move = self._move_right(y, old_x, x)
            # One line feed is a byte, CUP four and more; it only pays where little is left to move right.
            elif y == old_y + 1:
                move = min(self._newline + self._move_right(y, 0, x), move, key=len)
        self._out.append(move)
        self._cursor = x, y

    def _move_right(self, y: int, old_x: int, x: int) -> str:
        """Return the output that moves the cursor right within a row."""
        between = range(old_x, x)
        texts, styles = self.wanted.texts[y], self.wanted.styles[y]
        # CUF takes at least 3 bytes; up to four ASCII cells of the same pen are as short written again, and safe to repeat.
        if len(between) <= 4 and all(
            texts[at].isascii() and self._pen_matches(texts[at], styles[at]) for at in between
        ):
            return "".join(texts[at] for at in between)
        return f"\x1b[{len(between)}C" if len(between) > 1 else "\x1b[C"

    def _pen_matches(self, text: str, style: SgrStyle) -> bool:
        """Whether the current pen draws this cell."""
        return text != "" and self._pen == (pen_for_blank(self._pen, style) if text == " " else style)

    def _set_pen(self, text: str, style: SgrStyle) -> None:
        """Switch the pen to the style of this cell."""
        pen = pen_for_blank(self._pen, style) if text == " " else style
        self._out.append(sgr_transition(self._pen, pen))
        self._pen = pen
