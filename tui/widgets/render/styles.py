"""Style rules of widgets that draw themselves: names → bold, underline, colours.

Shades have backgrounds from the palette of 256 colours, so nothing is rounded, and letters in colours where there are
only 16. They get quieter towards 5, which has none: most cells are as they should be, and every colour costs bytes.
Nothing is said by colour alone: shades have marks, the cursor is reversed and has a mark before its row.

They are no component classes of Textual, which works out every one of those anew for every widget that comes, a
quarter of the time that a screen needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from attrs import frozen
from rich.style import Style
from textual.color import Color

if TYPE_CHECKING:
    from tui.textual_internals import AnyApp


SHADES_DARK: Final = ("#870000", "#5f0000", "#5f5f00", "#005f5f", "#005f00")
SHADES_LIGHT: Final = ("#ff8787", "#ffaf87", "#ffd787", "#d7ffff", "#d7ffd7")
_SHADES_16 = ("bright_red", "red", "yellow", "cyan", "green")


@frozen
class StyleRule:
    """What a style name adds to the base style of a widget."""

    bold: bool | None = None
    dim: bool | None = None
    underline: bool | None = None
    reverse: bool | None = None
    letters: str = ""
    """Variable of the theme for the colour of letters …"""
    few: str = ""
    """… or their colour where there are only 16."""
    dark: str = ""
    """Background in a dark theme with many colours …"""
    light: str = ""
    """… and in a light one."""

    def style(self, app: AnyApp) -> Style:
        """Return the rule as a Rich style."""
        ansi = app.native_ansi_color
        letters = f"ansi_{self.few}" if ansi and self.few else app.theme_variables.get(self.letters, "")
        behind = "" if ansi else self.dark if app.current_theme.dark else self.light
        return Style(
            color=Color.parse(letters).rich_color if letters else None,
            bgcolor=Color.parse(behind).rich_color if behind else None,
            bold=self.bold,
            dim=self.dim,
            underline=self.underline,
            reverse=self.reverse,
        )


_TONES: Final[Mapping[str, StyleRule]] = {
    "strong": StyleRule(bold=True),
    "quiet": StyleRule(dim=True),
    "good": StyleRule(letters="text-success", few="green"),
    "warning": StyleRule(letters="text-warning", few="yellow"),
    "bad": StyleRule(letters="text-error", few="red", bold=True),
}
STYLE_RULES: Final[Mapping[str, StyleRule]] = {
    **_TONES,
    **{f"tone-{name}": each for name, each in _TONES.items()},
    **{
        f"shade-{shade}": StyleRule(dark=dark, light=light, few=few)
        for shade, (dark, light, few) in enumerate(zip(SHADES_DARK, SHADES_LIGHT, _SHADES_16, strict=True))
    },
    "header": StyleRule(bold=True),
    "header-last": StyleRule(bold=True, underline=True),
    "footer": StyleRule(bold=True),
    "status": StyleRule(),
    "current": StyleRule(reverse=True),
    "cursor": StyleRule(reverse=True),
    "cursor-away": StyleRule(underline=True),
    "hit": StyleRule(reverse=True),
    "key": StyleRule(bold=True),
}
"""By the names that pieces of text carry."""


def resolve_style(look: tuple[str, ...], base: Style, app: AnyApp) -> Style:
    """Apply style names on top of a widget's base style; later names win."""
    return Style.combine((base, *(STYLE_RULES[name].style(app) for name in look)))
