"""Cell styles computed once a workbook: openpyxl otherwise compares five style objects at every cell."""

from __future__ import annotations

from copy import copy
from typing import Any

from attrs import field, frozen
from openpyxl.cell.cell import Cell
from openpyxl.styles import Protection

from kaoping_core.xlsx.write.openpyxl_helpers import BOX, FONT, alignment, fill, font


@frozen
class CellStyle:
    """Look and protection of a cell."""

    size: int = 11
    bold: bool = False
    color: str = "000000"
    name: str = FONT
    background: str = ""
    boxed: bool = True
    horizontal: str = "center"
    wrap: bool = True
    number_format: str = "General"
    locked: bool = True


@frozen
class StyleCache:
    """Styles used in one workbook."""

    _known: dict[CellStyle, Any] = field(factory=dict)

    def apply(self, cell: Cell, look: CellStyle) -> Cell:
        """Apply a style to a cell."""
        known = self._known.get(look)
        if known is not None:
            cell._style = copy(known)  # type: ignore[attr-defined]  # the way that openpyxl itself copies one
            return cell
        cell.font = font(look.size, bold=look.bold, color=look.color, name=look.name)
        cell.alignment = alignment(look.horizontal, wrap=look.wrap)
        cell.number_format = look.number_format
        if look.background:
            cell.fill = fill(look.background)
        if look.boxed:
            cell.border = BOX
        if not look.locked:
            cell.protection = Protection(locked=False)
        self._known[look] = copy(cell._style)  # type: ignore[attr-defined]
        return cell
