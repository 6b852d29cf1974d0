"""What a field holds, whatever is typed or pasted."""

from __future__ import annotations

import asyncio
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.pilot import Pilot

from tests.support.text_views import WidgetApp, run_widgets
from tui.cell_text import cell_width, sanitise
from tui.widgets.text_field import TextField, sanitise_input


@given(
    st.text(st.characters(exclude_categories=()), max_size=30)
    | st.text("\x1b[]31mP;:\x07\x9b甲a\n", max_size=20)
)
def test_a_cleaned_text_can_be_shown_as_it_is(text: str) -> None:
    clean = sanitise_input(text)
    assert sanitise(clean) == clean == sanitise_input(clean)
    assert not {unicodedata.category(each) for each in clean} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert cell_width(clean) >= 0


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("太平街道", "太平街道"),
        ("合计[/] [@click=app.quit]x", "合计[/] [@click=app.quit]x"),
        ("\x1b[31m红\x1b[0m", "红"),
        ("\x9b31m红", "红"),
        ("\x1b]0;标题\x07甲", "甲"),
        ("\x1b]52;c;AAAA\x1b\\甲", "甲"),
        ("\x1bPq甲\x1b\\乙", "乙"),
        ("\x1b", ""),
        ("a\tb\nc", "a b c"),
        ("县\u200b局\u202e", "县局"),
        ("e\u0301", "é"),
        ("12\u00a0345", "12 345"),
    ],
)
def test_sequences_go_whole_and_text_stays(text: str, clean: str) -> None:
    assert sanitise_input(text) == clean


def pasted(text: str, value: str = "", *keys: str) -> str:
    async def paste(app: WidgetApp, pilot: Pilot[None]) -> None:
        field.focus()
        await pilot.press(*keys)
        app.post_message(events.Paste(text))
        await pilot.pause()

    field = TextField(value)
    run_widgets(field, step=paste)
    return field.value


def test_of_several_lines_the_first_that_holds_something_is_pasted() -> None:
    assert pasted("\r\n\n 太平街道\r\n胡家镇\n") == " 太平街道"
    assert pasted("\n") == ""


def test_pasting_goes_where_the_cursor_is_or_in_place_of_what_is_selected() -> None:
    assert pasted("乙", "甲丙", "left") == "甲乙丙"
    assert pasted("乙", "甲丙", "shift+home") == "乙"
    assert pasted("\x1b[200~乙\x1b[201~", "甲") == "甲乙"


def test_what_is_typed_and_what_a_program_puts_there_is_cleaned_and_told() -> None:
    async def fill(app: WidgetApp, pilot: Pilot[None]) -> None:
        field.focus()
        await pilot.press("a", "中", "[", "left", "left", "b")
        assert (field.value, field.cursor_position) == ("ab中[", 2)
        field.value = "a\x1b[2Jb\n"
        await pilot.pause()
        assert field.value == "ab "
        assert [each.value for each in app.messages_of(TextField.Changed)][-1] == "ab "

    field = TextField()
    run_widgets(field, step=fill)


def test_the_cursor_does_not_blink_and_nothing_is_selected_on_arrival() -> None:
    async def look(_holder: WidgetApp, pilot: Pilot[None]) -> None:
        field.focus()
        await pilot.pause()
        assert field.selection.is_empty
        visible_cursor = field._cursor_visible
        await asyncio.sleep(0.6)
        assert field._cursor_visible is visible_cursor is True
        await pilot.press("x")
        assert field.value == "甲乙x"

    field = TextField("甲乙")
    run_widgets(field, step=look)


@pytest.mark.slow
@pytest.mark.parametrize("size", [(20, 5), (1, 1)])
def test_any_size_is_survived(size: tuple[int, int]) -> None:
    run_widgets(TextField("太平街道" * 20), keys=("tab", "x", "home", "end"), size=size)
