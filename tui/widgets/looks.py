"""How the parts of a table look.

Shades have backgrounds from the palette of 256 colours, so nothing is rounded, and letters in colours where there are
only 16. They get quieter towards 5, which has none: most cells are as they should be, and every colour costs bytes.
Nothing is said by colour alone: shades have marks, the cursor is reversed and has a mark before its row.
"""

from __future__ import annotations

from typing import Final

SHADES_DARK: Final = ("#870000", "#5f0000", "#5f5f00", "#005f5f", "#005f00")
SHADES_LIGHT: Final = ("#ff8787", "#ffaf87", "#ffd787", "#d7ffff", "#d7ffd7")
_SHADES_16 = ("bright_red", "red", "yellow", "cyan", "green")

LOOKS: Final = (
    "header", "header-last", "footer", "status", "quiet", "cursor", "cursor-away",
    "tone-strong", "tone-quiet", "tone-good", "tone-warning", "tone-bad",
    *(f"shade-{shade}" for shade in range(5)),
)  # fmt: skip
"""Names of styles, each ``table--…`` in style sheets."""

TABLE_CSS: Final = "\n".join(
    [
        """
        Table { width: 1fr; height: 1fr; overflow: hidden; }
        Table > .table--header { text-style: bold; }
        Table > .table--header-last { text-style: bold underline; }
        Table > .table--footer { text-style: bold; }
        Table > .table--quiet { text-style: dim; }
        Table > .table--cursor { text-style: reverse; }
        Table > .table--cursor-away { text-style: underline; }
        Table > .table--tone-strong { text-style: bold; }
        Table > .table--tone-quiet { text-style: dim; }
        Table > .table--tone-good { color: $text-success; }
        Table > .table--tone-warning { color: $text-warning; }
        Table > .table--tone-bad { color: $text-error; text-style: bold; }
        Table:ansi > .table--tone-good { color: ansi_green; }
        Table:ansi > .table--tone-warning { color: ansi_yellow; }
        Table:ansi > .table--tone-bad { color: ansi_red; }
        """,
        *(
            f"Table:dark > .table--shade-{shade} {{ background: {dark}; }}\n"
            f"Table:light > .table--shade-{shade} {{ background: {light}; }}\n"
            f"Table:ansi > .table--shade-{shade} {{ background: transparent; color: ansi_{few}; }}"
            for shade, (dark, light, few) in enumerate(
                zip(SHADES_DARK, SHADES_LIGHT, _SHADES_16, strict=True)
            )
        ),
    ]
)
