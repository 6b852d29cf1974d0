"""Theme: exact entries of the 256-colour palette, few of them, since each change of colour costs bytes."""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

THEME: Final = "kaoping"
CSS: Final = """
Screen { background: $background; color: $foreground; }
Screen:ansi { background: ansi_default; color: ansi_default; }
ModalScreen, ModalScreen:ansi { background: transparent; }
DialogFrame:ansi { background: ansi_default; color: ansi_default; border: solid ansi_default; }
DialogFrame:ansi.-ascii { border: ascii ansi_default; }
"""


def build_theme() -> Theme:
    """Return the theme: grey on near-black, colours only where they carry meaning, and never alone."""
    return Theme(
        name=THEME,
        primary="#5fafff",
        secondary="#87afd7",
        warning="#ffaf00",
        error="#ff5f5f",
        success="#5faf5f",
        accent="#ffd75f",
        foreground="#dadada",
        background="#121212",
        surface="#121212",
        panel="#1c1c1c",
        dark=True,
        variables={"text-warning": "#ffaf00", "text-error": "#ff5f5f", "text-success": "#5faf5f"},
    )
