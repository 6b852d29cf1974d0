"""Page geometry of GB/T 9704-2012 (党政机关公文格式) in twips, twentieths of a point.

Source: GB/T 9704-2012, 5.1 (A4), 5.2.1 (天头 37 mm, 订口 28 mm, 版心 156 mm × 225 mm), 5.2.3 (22 行 × 28 字),
7.2.4 (发文机关标志), 7.5 (页码).
"""

from __future__ import annotations

LINES_PER_PAGE = 22
"""Lines on a page (每面排22行)."""
CHARACTERS_PER_LINE = 28
"""Characters on a line (每行排28个字)."""
SIZE = 32
"""Half points of the body: 3号 is 16 points."""


def twips(tenths_of_millimetre: int) -> int:
    """Convert tenths of a millimetre to twips; 25.4 mm are 1440, halves are rounded up."""
    return (tenths_of_millimetre * 1440 * 2 + 254) // (254 * 2)


WIDTH, HEIGHT = twips(2100), twips(2970)
TOP, INSIDE = twips(370), twips(280)
TYPE_WIDTH, TYPE_HEIGHT = twips(1560), twips(2250)
"""The type area (版心)."""
OUTSIDE, BOTTOM = WIDTH - INSIDE - TYPE_WIDTH, HEIGHT - TOP - TYPE_HEIGHT

LINE = TYPE_HEIGHT // LINES_PER_PAGE
"""Height of a line: the most with which all lines fit into the type area."""
EM = TYPE_WIDTH // CHARACTERS_PER_LINE
"""Width of a character of the body."""
CHARACTER_SPACE = (TYPE_WIDTH * 4096) // (CHARACTERS_PER_LINE * 20) - SIZE // 2 * 4096
"""What a character's pitch differs from its size, in 4096ths of a point, as ``w:charSpace`` wants it; rounded down."""
SQUEEZE = EM - SIZE * 10 - 1
"""What the body's own styles add to each character, for programs that do not squeeze a character into a narrower cell
of the grid but give it two: with it 28 fit and 29 do not, with the grid or without."""

FOOTER = BOTTOM - twips(95)
"""Foot of the page to the page number's lower edge: the dashes beside it lie 7 mm below the type area."""
HEADER = twips(200)
LETTERHEAD_SPACE = twips(350)
"""Upper edge of the type area to that of the letterhead."""
RULE_SPACE = 11
"""Points between the document's number and the red line below it: 4 mm."""


def letterhead_scale(text: str, size: int) -> int:
    """Return the percent of its width at which a letterhead character fits the type area with a margin.

    Args:
        text: the letterhead.
        size: half points of its characters.
    """
    return min(100, (TYPE_WIDTH - EM) * 100 // (len(text) * size * 10))
