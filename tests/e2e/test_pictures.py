"""The README's pictures as a browser draws them: columns are straight, whatever its fonts."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support.browser import Pixels, needs_chromium, render
from tests.support.county_cases import ROOT

PICTURES = sorted((ROOT / "docs" / "pictures").glob("*.svg"))
CELL_WIDTH, CELL_HEIGHT, MARGIN = 9, 20, 10
SVG = "{http://www.w3.org/2000/svg}"

pytestmark = [pytest.mark.slow, needs_chromium]


def occupied_cells(picture: ElementTree.Element) -> set[tuple[int, int]]:
    """Column and row of every cell on which a character is drawn."""
    cells = set()
    for text in picture.iter(f"{SVG}text"):
        row = (int(text.attrib["y"]) - MARGIN) // CELL_HEIGHT
        for x, character in zip(text.attrib["x"].split(), text.text or "", strict=True):
            offset = int(x) - MARGIN
            assert offset % CELL_WIDTH == 0, "a character beside the grid"
            wide = not re.match(r"[\x00-\u2e7f]", character)
            cells |= {(offset // CELL_WIDTH + extra, row) for extra in range(1 + wide)}
    return cells


def ink(pixels: Pixels, column: int, row: int) -> bool:
    """Whether anything but one colour stands in a cell; its outermost pixels are left to smoothing."""
    left, top = MARGIN + column * CELL_WIDTH, MARGIN + row * CELL_HEIGHT
    colours = {
        pixels.at(x, y)
        for x in range(left + 2, left + CELL_WIDTH - 1)
        for y in range(top + 1, top + CELL_HEIGHT - 1)
    }
    return len(colours) > 1


@pytest.mark.parametrize("file", PICTURES, ids=[path.stem for path in PICTURES])
def test_every_character_stays_within_its_own_cells(file: Path, tmp_path: Path) -> None:
    picture = ElementTree.fromstring(file.read_text(encoding="utf-8"))
    width, height = int(picture.attrib["width"]), int(picture.attrib["height"])
    pixels = render(file, width, height, tmp_path)
    occupied = occupied_cells(picture)
    columns, rows = (width - 2 * MARGIN) // CELL_WIDTH, (height - 2 * MARGIN) // CELL_HEIGHT
    blank = {(column, row) for column in range(columns) for row in range(rows)} - occupied
    assert not {cell for cell in blank if ink(pixels, *cell)}
    drawn = sum(ink(pixels, *cell) for cell in occupied)
    assert drawn > len(occupied) * 0.85, "most characters are drawn where they should be"


def test_the_readme_shows_every_picture_that_is_there() -> None:
    shown = set(re.findall(r"docs/pictures/(\w+\.svg)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert shown <= {path.name for path in PICTURES}
    assert shown
