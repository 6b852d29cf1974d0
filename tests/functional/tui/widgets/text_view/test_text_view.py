"""Reading, going about and searching in lines, and what they say to their parents."""

from __future__ import annotations

import json

import pytest
from textual.pilot import Pilot
from textual.widgets import Button

from tests.support.tables import initials
from tests.support.text_views import WidgetApp, drawn_regions, run_widgets
from tui.cell_text import ASCII_GLYPHS
from tui.widgets.text_view.scroll import ScrollPosition, TextViewport, scroll_by, step
from tui.widgets.text_view.text_view import Paragraph, TextDocument, TextView

pytestmark = pytest.mark.slow

TWENTY = TextDocument(tuple(Paragraph(f"第{n}行") for n in range(20)))
LINKS = TextDocument(tuple(Paragraph(f"第{n}行", key=f"k{n}" if n in {2, 3, 15} else "") for n in range(20)))


def screen(data: TextDocument, *keys: str, size: tuple[int, int] = (30, 6)) -> list[str]:
    return run_widgets(TextView(data, initials=initials), size=size, keys=("tab", *keys))


def selected(lines: TextView, *keys: str, size: tuple[int, int] = (30, 6)) -> list[str]:
    said: list[str] = []

    async def look(app: WidgetApp, pilot: Pilot[None]) -> None:
        await pilot.pause()
        said.extend(each.key for each in app.messages_of(TextView.Selected))

    run_widgets(lines, keys=("tab", *keys), step=look, size=size)
    return said


@pytest.mark.parametrize(
    ("keys", "first", "status"),
    [
        ([], "第0行", "↓还有15行"),
        (["down"], "第1行", "↑还有1行 ↓还有14行"),
        (["down", "up", "up"], "第0行", "↓还有15行"),
        (["pagedown"], "第4行", "↑还有4行 ↓还有11行"),
        (["pagedown", "pageup"], "第0行", "↓还有15行"),
        (["end"], "第15行", "↑还有15行"),
        (["G", "down"], "第15行", "↑还有15行"),
        (["G", "g"], "第0行", "↓还有15行"),
        (["end", "home"], "第0行", "↓还有15行"),
    ],
)
def test_text_is_scrolled_and_it_is_said_how_much_is_out_of_sight(
    keys: list[str], first: str, status: str
) -> None:
    seen = screen(TWENTY, *keys)
    assert (seen[0], seen[-1]) == (first, status)


def test_a_text_that_fits_has_no_last_line() -> None:
    assert screen(TextDocument((Paragraph("甲"), Paragraph("乙"))), "down", size=(10, 2)) == ["甲", "乙"]


def test_marks_are_those_of_the_terminal() -> None:
    assert run_widgets(TextView(TWENTY, marks=ASCII_GLYPHS), size=(30, 3))[-1] == "v还有18行"


@pytest.mark.parametrize(
    ("keys", "opened"),
    [
        (["enter"], ["k2"]),
        (["down", "enter"], ["k3"]),
        (["down", "down", "enter"], ["k3"]),
        (["down", "up", "enter"], ["k2"]),
        (["end", "enter"], ["k15"]),
        (["end", "home", "enter"], ["k2"]),
        (["pagedown", "pagedown", "pagedown", "enter"], ["k15"]),
        (["pagedown", "pagedown", "enter"], []),
        (["down"] * 12 + ["enter"], ["k15"]),
    ],
)
def test_the_cursor_goes_from_one_that_can_be_opened_to_the_next(keys: list[str], opened: list[str]) -> None:
    assert selected(TextView(LINKS), *keys) == opened


def test_every_line_is_seen_on_the_way_down_and_up() -> None:
    layout_of = TextView(LINKS)
    for way, begin in ((1, ScrollPosition()), (-1, ScrollPosition(top=19, key="k15"))):
        seen = set()
        place = begin
        for _step in range(40):
            reading = _reading(layout_of, 4)
            top = reading.first_line(place)
            seen |= set(range(top, top + reading.compose_body))
            place = step(reading, place, way)
        assert seen == set(range(20))


def _reading(lines: TextView, height: int) -> TextViewport:
    from tui.cell_text import UNICODE_GLYPHS
    from tui.widgets.text_view.layout import layout_document

    return TextViewport.of(layout_document(lines.data, 30, UNICODE_GLYPHS), lines.data, height, finding=False)


def test_a_cursor_out_of_sight_rests_on_what_is_in_sight() -> None:
    reading = _reading(TextView(LINKS), 6)
    assert scroll_by(reading, ScrollPosition(key="k2"), 12).key == "k15"
    assert scroll_by(reading, ScrollPosition(top=15, key="k15"), -13).key == "k3"


def test_the_cursor_is_marked_without_colours() -> None:
    seen = screen(LINKS, "down")
    assert [line[:1] for line in seen[:5]] == [" ", " ", " ", ">", " "]


def test_moving_is_told_by_keys_once_each() -> None:
    said: list[str] = []

    async def look(app: WidgetApp, pilot: Pilot[None]) -> None:
        await pilot.press("down", "up")
        await pilot.pause()
        said.extend(each.key for each in app.messages_of(TextView.Highlighted))

    lines = TextView(LINKS)
    run_widgets(lines, step=look, keys=("tab",), size=(30, 6))
    assert said == ["k2", "k3", "k2"]


def test_searching_goes_there_while_one_types_and_on_from_there() -> None:
    assert screen(TWENTY, "slash", "1", "2")[0] == "第9行"
    seen = screen(TWENTY, "slash", "1", "enter", "n", "n")
    assert "第11行" in seen
    assert seen[-1] == "↑还有7行 ↓还有8行 3/11处"
    wide = screen(TWENTY, "slash", "1", "enter", "N", size=(60, 6))
    assert wide[-1] == "↑还有15行 查找：1（第11处，共11处）"


def test_what_is_not_there_is_said() -> None:
    assert screen(TWENTY, "slash", "x", "enter", size=(60, 6))[-1] == "↓还有15行 没有找到：x"


def test_searching_finds_initials_and_opens_what_it_finds() -> None:
    data = TextDocument((Paragraph("一", key="1"), Paragraph("5.00", label="固定资产投资", key="2")))
    assert selected(TextView(data, initials=initials), "slash", *"gdzctz", "enter", "enter") == ["2"]


def test_escape_while_typing_brings_back_what_was_then_forgets_then_goes_on() -> None:
    assert screen(TWENTY, "down", "slash", "1", "5", "escape")[0] == "第1行"
    assert screen(TWENTY, "slash", "1", "5", "enter", "escape")[-1] == "↑还有12行 ↓还有3行"


def test_a_letter_typed_right_behind_the_slash_is_meant_for_the_search() -> None:
    assert screen(TWENTY, "slash", "n")[-1] == "n"


def test_position_and_cursor_come_back_from_a_json_file() -> None:
    lines = TextView(LINKS)
    run_widgets(lines, keys=("tab", "end"), size=(30, 6))
    state = json.loads(json.dumps(lines.view_state()))
    again = TextView(LINKS)
    again.restore(state)
    assert run_widgets(again, size=(30, 6))[-1] == "↑还有15行"
    assert again.view_state() == state
    for nonsense in ({"top": "x", "key": 3}, {"top": -5}, {"top": 10**9, "key": "gone"}, {}):
        wrong = TextView(LINKS)
        wrong.restore(nonsense)
        run_widgets(wrong, size=(30, 6))


def test_other_data_leave_reader_and_cursor_where_they_are() -> None:
    async def change(_holder: WidgetApp, pilot: Pilot[None]) -> None:
        lines.data = TextDocument((*LINKS.paragraphs[:10], Paragraph("新"), *LINKS.paragraphs[11:]))
        await pilot.pause()

    lines = TextView(LINKS)
    seen = run_widgets(lines, keys=("tab", "down", "down", "down", "down", "down"), step=change, size=(30, 6))
    assert seen[0] == " 第4行"
    assert lines.view_state()["key"] == "k3"


def test_fewer_data_are_survived() -> None:
    async def change(_holder: WidgetApp, pilot: Pilot[None]) -> None:
        lines.data = TextDocument()
        await pilot.pause()
        await pilot.press("down", "end", "enter", "slash", "n")

    lines = TextView(TWENTY)
    assert run_widgets(lines, keys=("tab", "end"), step=change, size=(30, 6))[0] == "没有内容"


def test_only_lines_that_changed_are_drawn_again() -> None:
    drawn: list[int] = []

    async def move(_holder: WidgetApp, pilot: Pilot[None]) -> None:
        regions = drawn_regions(lines)
        await pilot.press("down")
        drawn.extend(each.y for each in regions)
        regions.clear()
        lines.data = TextDocument((*LINKS.paragraphs[:4], Paragraph("新"), *LINKS.paragraphs[5:]))
        await pilot.pause()
        drawn.extend(each.y for each in regions)

    lines = TextView(LINKS)
    run_widgets(lines, keys=("tab",), step=move, size=(30, 6))
    assert drawn == [2, 3, 4]


def test_a_click_moves_the_cursor_and_one_on_the_cursor_opens() -> None:
    said: list[str] = []

    async def click(app: WidgetApp, pilot: Pilot[None]) -> None:
        for _each in range(2):
            await pilot.click(lines, offset=(3, 3))
            await pilot.pause()
        said.extend(each.key for each in app.messages_of(TextView.Selected))

    lines = TextView(LINKS)
    run_widgets(lines, step=click, size=(30, 6))
    assert said == ["k3"]


def test_leaving_the_line_for_searching_closes_it() -> None:
    async def leave(_holder: WidgetApp, pilot: Pilot[None]) -> None:
        await pilot.press("slash", "1", "tab")
        await pilot.pause()
        assert not lines.is_searching

    lines = TextView(TWENTY)
    run_widgets(lines, Button("下"), keys=("tab",), step=leave, size=(30, 10))


@pytest.mark.parametrize("size", [(20, 5), (2, 2), (1, 1), (5, 1)])
def test_any_size_is_survived_whatever_the_keys(size: tuple[int, int]) -> None:
    keys = ("down", "pagedown", "end", "slash", "1", "enter", "n", "escape", "enter", "home")
    screen(LINKS, *keys, size=size)


def test_a_smaller_terminal_and_back_leaves_the_reader_where_he_was() -> None:
    async def resize(_holder: WidgetApp, pilot: Pilot[None]) -> None:
        await pilot.resize_terminal(20, 5)
        await pilot.resize_terminal(60, 30)
        await pilot.resize_terminal(30, 6)

    text = TextDocument(tuple(Paragraph(f"第{n}条 " + "内容" * 20) for n in range(20)))
    once = run_widgets(TextView(text), keys=("tab", "pagedown", "pagedown"), size=(30, 6))
    assert (
        run_widgets(TextView(text), keys=("tab", "pagedown", "pagedown"), step=resize, size=(30, 6)) == once
    )
