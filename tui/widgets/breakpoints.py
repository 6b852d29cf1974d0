"""Breakpoint classes of a screen, set before its first render."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.textual_internals import AnyScreen


def apply_breakpoint_classes(screen: AnyScreen) -> None:
    """Set the breakpoint classes of a screen for its size, before Textual does.

    Textual gives them once it has been drawn without them, so that everything would go over the line twice.
    """
    cells, lines = screen.app.size
    for points, size in ((screen.HORIZONTAL_BREAKPOINTS, cells), (screen.VERTICAL_BREAKPOINTS, lines)):
        fitting = [name for least, name in sorted(points or ()) if least <= size]
        screen.set_class(True, *fitting[-1:])
