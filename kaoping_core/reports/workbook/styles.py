"""How cells look: few looks, named by what they are for, in colours that stay apart in print and for all eyes."""

from __future__ import annotations

from functools import cache
from typing import Any

from attrs import evolve, frozen

from kaoping_core.xlsx.write.openpyxl_helpers import FONT, HEADING_FONT

GREY, PALE_GREY = "D9D9D9", "F2F2F2"
LOW, MIDDLE, FULL = "F8CBAD", "FFF2CC", "DDEBF7"
"""Score rates below 60 %, below 80 %, and full marks: orange, yellow, blue."""
INK, LINK, SOFT = "000000", "1F3864", "595959"
BAR = "2F5597"
WARNING = "9C2A00"


@frozen(cache_hash=True)
class CellLook:
    """Everything about a cell's appearance; equal looks share one style of the workbook."""

    size: int = 10
    bold: bool = False
    italic: bool = False
    color: str = INK
    name: str = FONT
    background: str = ""
    horizontal: str = "left"
    vertical: str = "center"
    indent: int = 0
    wrap: bool = True
    boxed: bool = True
    format: str = "General"
    """How a number is shown."""
    quoted: bool = False
    """Whether a text that looks like a formula stays a text when it is edited."""

    def replace(self, **changes: Any) -> CellLook:
        """The same look with changes."""
        return _look_variants(self, **changes)


@cache
def _look_variants(look: CellLook, **changes: Any) -> CellLook:
    return evolve(look, **changes)


TITLE = CellLook(size=16, bold=True, name=HEADING_FONT, boxed=False, wrap=False)
SUBTITLE = CellLook(color=SOFT, boxed=False, wrap=False)
MARK = CellLook(bold=True, color=WARNING, boxed=False, wrap=False)
LINKED = CellLook(color=LINK, boxed=False, wrap=False)
HEADER = CellLook(bold=True, name=HEADING_FONT, background=GREY, horizontal="center")
BODY = CellLook()
MIDDLE_OF = BODY.replace(horizontal="center")
LABEL = BODY.replace(color=SOFT, horizontal="center")
NUMBER = BODY.replace(horizontal="right", wrap=False)
TARGET = BODY.replace(size=9, color=SOFT, horizontal="right", wrap=False)
SUM = NUMBER.replace(bold=True, background=PALE_GREY)
SUM_LABEL = MIDDLE_OF.replace(bold=True, background=PALE_GREY)
NO_POINTS = MIDDLE_OF.replace(size=9, bold=True, background=GREY, color=WARNING)
"""Where a score should stand and there is none: in words."""
NOT_CARRIED = MIDDLE_OF.replace(size=9, color=SOFT)
ACCOUNT = CellLook(size=9, vertical="top")
ACCOUNT_HEAD = ACCOUNT.replace(bold=True, background=PALE_GREY)
