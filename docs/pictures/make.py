"""Makes the pictures of the README from the demonstration's site: ``uv run python docs/pictures/make.py``.

Every character stands at its own ``x``, so columns are straight whatever fonts a browser has; Textual's own export lets
the browser set whole lines, in which a Chinese character is rarely as wide as two letters.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.segment import Segment
    from rich.style import Style

SIZE = (120, 40)
CELL_WIDTH, CELL_HEIGHT, FONT_SIZE = 9, 20, 15
"""Pixels. A Chinese character is as wide as the font is high, which leaves it room in two cells."""
MARGIN = 10
FOREGROUND, BACKGROUND = "#e0e0e0", "#121212"
"""Of cells without a colour of their own."""
PICTURES: dict[str, Sequence[str]] = {
    "overview": (),
    "results": ("2", "m", "right", "right", "right", "right", "right"),
    "explanation": ("2", *["right"] * 9, "enter"),
    "unit": ("3", "right", "right", "right", "right", "right", "right"),
    "comparison": ("3", *["right"] * 6, "c", "enter"),
    "indicator": ("4",),
    "palette": ("ctrl+p", "g", "d", "z", "c"),
}
"""Name of a picture → keys that lead there from the first screen."""
HERE = Path(__file__).parent


def svg_of(lines: Iterable[Iterable[Segment]]) -> str:
    """Return the lines of a screen as an SVG picture."""
    width, height = SIZE[0] * CELL_WIDTH + 2 * MARGIN, SIZE[1] * CELL_HEIGHT + 2 * MARGIN
    grounds: list[str] = []
    texts: list[str] = []
    for row, line in enumerate(lines):
        column = 0
        for segment in line:
            if not segment.control:
                ground, text = _drawn_segment(segment, column, row)
                grounds.extend(ground)
                texts.extend(text)
                column += segment.cell_length
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f"<style>text {{ font: {FONT_SIZE}px 'DejaVu Sans Mono', Consolas, Menlo, 'Noto Sans Mono CJK SC', "
        f"'Noto Sans CJK SC', 'Microsoft YaHei', 'PingFang SC', monospace; white-space: pre; }} "
        f".b {{ font-weight: bold; }} .u {{ text-decoration: underline; }}</style>"
        f'<rect width="{width}" height="{height}" rx="6" fill="{BACKGROUND}"/>'
    )
    return "\n".join([head, *grounds, *texts, "</svg>", ""])


def _drawn_segment(segment: Segment, column: int, row: int) -> tuple[Iterator[str], Iterator[str]]:
    """Return the background and the text of one segment, as SVG elements."""
    foreground, background = _colours(segment.style)
    x, y = MARGIN + column * CELL_WIDTH, MARGIN + row * CELL_HEIGHT
    return (
        _background(background, x, y, segment.cell_length),
        _characters(segment, foreground, x, y),
    )


def _background(colour: str, x: int, y: int, cells: int) -> Iterator[str]:
    if colour != BACKGROUND and cells:
        yield f'<rect x="{x}" y="{y}" width="{cells * CELL_WIDTH}" height="{CELL_HEIGHT}" fill="{colour}"/>'


def _characters(segment: Segment, colour: str, x: int, y: int) -> Iterator[str]:
    from rich.cells import cell_len

    places, shown = [], []
    for character in segment.text:
        if character not in {" ", "\u3000"}:
            places.append(str(x))
            shown.append(character)
        x += cell_len(character) * CELL_WIDTH
    if shown:
        style = segment.style
        names = "".join(
            name for name, on in (("b", style and style.bold), ("u", style and style.underline)) if on
        )
        kind = f' class="{" ".join(names)}"' if names else ""
        baseline = y + CELL_HEIGHT - 5
        text = escape("".join(shown))
        yield f'<text x="{" ".join(places)}" y="{baseline}" fill="{colour}"{kind}>{text}</text>'


def _colours(style: Style | None) -> tuple[str, str]:
    """Return the foreground and the background of a style as hexadecimal colours."""
    if style is None:
        return FOREGROUND, BACKGROUND
    foreground = style.color.get_truecolor().hex if style.color and not style.color.is_default else FOREGROUND
    background = (
        style.bgcolor.get_truecolor(foreground=False).hex
        if style.bgcolor and not style.bgcolor.is_default
        else BACKGROUND
    )
    return (background, foreground) if style.reverse else (foreground, background)


def make_site(root: Path) -> None:
    """The demonstration with a recorded result."""
    from kaoping_core.samples.demo import make_demo
    from kaoping_core.service import Service

    site, files = make_demo(root)
    with Service(site, actor="督考办") as service:
        service.import_files(files)
        service.assemble()
        service.publish_pages()


async def take_pictures(root: Path) -> None:
    """One session a picture."""
    from tui.app.application import KaopingApp
    from tui.session.session import Session
    from tui.terminal.capabilities import TerminalCapabilities

    for name, keys in PICTURES.items():
        session = Session(root, "2019", "", "督考办", TerminalCapabilities("utf-8", ambiguous_wide=False))
        app = KaopingApp(session)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause(1)
            for key in keys:
                await pilot.press(key)
                await pilot.pause(0.2)
            await pilot.pause(3)  # what is asked of the process beside the screen has come
            lines = app.screen._compositor.render_strips()
            (HERE / f"{name}.svg").write_text(svg_of(lines), encoding="utf-8")
            app.tasks.close()


def main() -> None:
    """Make all of them."""
    from tui.terminal.environment import prepare_environment

    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = folder
        prepare_environment(os.environ)
        os.environ["TEXTUAL_COLOR_SYSTEM"] = "truecolor"
        make_site(Path(folder) / "site")
        asyncio.run(take_pictures(Path(folder) / "site"))


if __name__ == "__main__":
    main()
