"""The bulletin as printed: LibreOffice lays it out, poppler says where everything stands.

Fonts differ from an office's own, so only what the page's grid fixes is measured: lines, characters, margins, pages.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import attrs
import pytest

from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Result
from kaoping_core.reports.bulletin import blocks
from kaoping_core.reports.bulletin.bulletin import result_bulletin
from kaoping_core.reports.bulletin.docx_writer import write_docx
from tests.support.bulletins import NUMBER, whole_county

PROGRAMS = ("soffice", "pdftotext")
MISSING = [name for name in PROGRAMS if not shutil.which(name)]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]

MILLIMETRE = Decimal(72) / Decimal("25.4")
TOP, FOOT, INSIDE, OUTSIDE = (each * MILLIMETRE for each in (37, 37 + 225, 28, 26))
"""The type area in points: upper and lower edge from the top of the page, margins at the back and at the cut."""
PAGE_WIDTH = 210 * MILLIMETRE
CHARACTER = Decimal(17)
"""What a mark of punctuation may stand out: LibreOffice lets it hang even where the document says not to."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@attrs.frozen
class Word:
    """A word on a page, with its box in points from the page's upper left corner."""

    left: Decimal
    top: Decimal
    right: Decimal
    bottom: Decimal
    text: str


Pages = list[list[Word]]


@pytest.fixture(scope="module")
def pages_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], Pages]:
    """Lays a Word file out; gives the words of each page."""
    profile = tmp_path_factory.mktemp("profile")

    def lay_out(data: bytes) -> Pages:
        folder = tmp_path_factory.mktemp("laid_out")
        (folder / "bulletin.docx").write_bytes(data)
        convert = ["soffice", "--headless", f"-env:UserInstallation={profile.as_uri()}"]
        convert += ["--convert-to", "pdf", "--outdir", str(folder), str(folder / "bulletin.docx")]
        subprocess.run(convert, check=True, capture_output=True, timeout=180)
        boxes = folder / "boxes.html"
        subprocess.run(["pdftotext", "-bbox", str(folder / "bulletin.pdf"), str(boxes)], check=True)
        return read_boxes(boxes)

    return lay_out


def read_boxes(path: Path) -> Pages:
    box = re.compile(
        r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>', re.S
    )
    return [
        [
            Word(Decimal(left), Decimal(top), Decimal(right), Decimal(bottom), text)
            for left, top, right, bottom, text in box.findall(page)
        ]
        for page in path.read_text(encoding="utf-8").split("<page ")[1:]
    ]


def lines_of(words: list[Word]) -> list[str]:
    """Lines of the type area, top to bottom."""
    lines: dict[int, list[Word]] = {}
    for word in words:
        if TOP <= (word.top + word.bottom) / 2 <= FOOT:
            lines.setdefault(round((word.top + word.bottom) / 2 / 6), []).append(word)
    return [
        "".join(word.text for word in sorted(lines[key], key=lambda each: each.left)) for key in sorted(lines)
    ]


def text_of(words: list[Word]) -> str:
    return "".join(word.text for word in words)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    return whole_county(tmp_path_factory)


@pytest.fixture(scope="module")
def final(pages_of: Callable[[bytes], Pages], result: Result, scheme: Scheme) -> Pages:
    """A final bulletin with a page for every unit."""
    everyone = [unit.name for unit in scheme.units]
    return pages_of(
        result_bulletin(result, scheme, number=NUMBER, on=date(2020, 1, 15), units_annexed=everyone)
    )


@pytest.fixture(scope="module")
def draft(pages_of: Callable[[bytes], Pages], result: Result, scheme: Scheme) -> Pages:
    return pages_of(result_bulletin(attrs.evolve(result, provisional=True, banner="示例数据"), scheme))


def test_a_full_page_has_22_lines_of_28_characters(pages_of: Callable[[bytes], Pages]) -> None:
    text = "考评结果通报版心文字" * 200
    first, second, *_ = pages_of(write_docx(blocks.Document("版心", "", (), (blocks.TextBlock(text),))))
    for page in (first, second):
        assert len(lines_of(page)) == 22
    assert [len(line) for line in lines_of(first)] == [26] + [28] * 21, "the first line is indented by two"
    assert [len(line) for line in lines_of(second)] == [28] * 22


def test_no_page_of_text_has_more_lines_or_characters_than_the_standard(final: Pages) -> None:
    body = final[: next(number for number, page in enumerate(final) if text_of(page).startswith("附件1"))]
    assert len(body) >= 4
    for page in body[2:]:  # the first begins with the letterhead, the second has a table
        lines = lines_of(page)
        assert len(lines) <= 22
        assert max(len(CHINESE.findall(line)) for line in lines) <= 28


def test_everything_stands_in_the_type_area_on_front_and_back(final: Pages) -> None:
    slack = MILLIMETRE
    for number, page in enumerate(final, 1):
        left = INSIDE if number % 2 else OUTSIDE
        right = PAGE_WIDTH - (OUTSIDE if number % 2 else INSIDE)
        for word in page:
            assert left - slack <= word.left, (number, word)
            hanging = word.text[-1] in "，。、；：）"
            assert word.right <= right + slack + (CHARACTER if hanging else 0), (number, word)


def test_page_numbers_are_outside_below_the_type_area(final: Pages) -> None:
    for number, page in enumerate(final, 1):
        dashes = [word for word in page if (word.top + word.bottom) / 2 > FOOT]
        assert re.sub(r"\s", "", text_of(dashes)) == f"—{number}—", number
        middle = (min(word.left for word in dashes) + max(word.right for word in dashes)) / 2
        assert (middle > PAGE_WIDTH / 2) == bool(number % 2), number
        middles = [(word.top + word.bottom) / 2 for word in dashes]
        below = sum(middles, Decimal(0)) / len(middles) - FOOT
        assert abs(below - 7 * MILLIMETRE) < 2 * MILLIMETRE, "the dashes are 7 mm below the type area"


def test_a_draft_says_so_on_every_page_and_has_no_number(draft: Pages) -> None:
    assert len(draft) > 5
    for page in draft:
        head = text_of([word for word in page if word.bottom < TOP])
        assert "征求意见稿" in head
        assert "示例数据" in head
    assert "盘县政办发〔2020〕" not in "".join(map(text_of, draft))


def test_a_final_bulletin_has_nothing_above_the_type_area(final: Pages) -> None:
    assert not [word for page in final for word in page if word.bottom < TOP - MILLIMETRE]


def test_every_annex_and_every_unit_starts_a_page_and_a_unit_fits_on_one(
    final: Pages, scheme: Scheme
) -> None:
    marks = [
        (number, found[0])
        for number, page in enumerate(final)
        if (found := re.match(r"附件[1-4](-\d+)?", text_of(page)))
    ]
    assert [mark for _, mark in marks][:3] == ["附件1", "附件2", "附件3"]
    units = [(number, mark) for number, mark in marks if "-" in mark]
    assert [mark for _, mark in units] == [f"附件4-{place}" for place in range(1, len(scheme.units) + 1)]
    first = units[0][0]
    assert [number for number, _ in units] == list(range(first, first + len(scheme.units)))
    assert first + len(scheme.units) == len(final), "the colophon stands on the last unit's page"
    for (number, _), unit in zip(units, scheme.units, strict=True):
        assert f"{unit.name}2019年度考评得失分情况" in text_of(final[number])


def test_a_table_that_goes_on_repeats_its_heading(final: Pages) -> None:
    annex = next(number for number, page in enumerate(final) if text_of(page).startswith("附件3"))
    assert text_of(final[annex + 1]).startswith("名次单位个性指标专项工作")


def test_the_colophon_closes_the_type_area_of_the_last_page(final: Pages) -> None:
    (printed,) = [word for word in final[-1] if word.text.startswith("盘山县人民政府办公室")]
    assert printed.top > FOOT - 12 * MILLIMETRE
    assert printed.bottom < FOOT + MILLIMETRE
