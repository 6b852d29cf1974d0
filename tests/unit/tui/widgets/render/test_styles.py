"""How parts look: in the theme's colours, in 16, in none; each name that is drawn is known."""

from __future__ import annotations

import asyncio

from rich.style import Style
from textual.app import App

from tests.support.idle_pilot import run_app
from tui.app.theme import THEME, build_theme
from tui.widgets.render.styles import SHADES_DARK, STYLE_RULES, resolve_style
from tui.widgets.table.data import SHADES


def styles(look: tuple[str, ...], *, few: bool = False) -> Style:
    """A look on top of nothing."""
    found: list[Style] = []

    async def session() -> None:
        app: App[None] = App(ansi_color=few)
        async with run_app(app) as pilot:
            if not few:
                app.register_theme(build_theme())
                app.theme = THEME
                await pilot.pause()
            found.append(resolve_style(look, Style(), app))

    asyncio.run(session())
    return found[0]


def test_tones_have_the_themes_colours_and_one_of_sixteen_where_there_are_no_more() -> None:
    many, sixteen = styles(("bad",)), styles(("tone-bad",), few=True)
    assert many.bold
    assert many.color is not None
    assert many.color.get_truecolor().hex == "#ff5f5f"
    assert sixteen.color is not None
    assert sixteen.color.number == 1


def test_shades_are_backgrounds_or_with_few_colours_letters() -> None:
    many, sixteen = styles(("shade-0",)), styles(("shade-0",), few=True)
    assert many.bgcolor is not None
    assert many.bgcolor.get_truecolor().hex == SHADES_DARK[0]
    assert sixteen.bgcolor is None
    assert sixteen.color is not None


def test_later_names_are_on_top() -> None:
    style = styles(("strong", "cursor"))
    assert style.bold
    assert style.reverse


def test_every_shade_but_the_quietest_and_every_tone_has_a_look() -> None:
    assert all(f"shade-{shade}" in STYLE_RULES for shade in range(SHADES - 1))
    for tone in ("strong", "quiet", "good", "warning", "bad"):
        assert STYLE_RULES[tone] == STYLE_RULES[f"tone-{tone}"]
