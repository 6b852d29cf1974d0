"""What keys do to a table, what it says to its parents, and what it keeps."""

from __future__ import annotations

import json

import pytest
from attrs import evolve
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import Button

from tests.support.tables import Desk, at_desk, big_table, initials, small_table
from tui.widgets.table.data import TableCell, TableColumn, TableData, TableRow
from tui.widgets.table.sorting import Sorting
from tui.widgets.table.table import Table

STREETS = ("u0", "u2", "u3")

pytestmark = pytest.mark.slow


def table() -> Table:
    return Table(small_table(), initials=initials)


def place_after(
    *names: str, data: TableData | None = None, size: tuple[int, int] = (60, 12)
) -> tuple[str, str] | None:
    """Where the cursor is after keys."""

    async def press(_desk: Desk, pilot: Pilot[None]) -> None:
        await pilot.press(*names)

    return at_desk(Table(data or small_table(), initials=initials), press, size).location


@pytest.mark.parametrize(
    ("names", "place"),
    [
        ([], ("u0", "unit")),
        (["down", "right"], ("u1", "total")),
        (["up", "left"], ("u0", "unit")),
        (["end"], ("u0", "gdp")),
        (["end", "home"], ("u0", "unit")),
        (["G"], ("u7", "unit")),
        (["G", "down", "up", "g"], ("u0", "unit")),
        (["pagedown"], ("u7", "unit")),
        (["pagedown", "pagedown", "pageup"], ("u0", "unit")),
        (["right"] * 9, ("u0", "gdp")),
        (["down"] * 9, ("u7", "unit")),
    ],
)
def test_the_cursor_moves_and_stops_at_the_edges(names: list[str], place: tuple[str, str]) -> None:
    assert place_after(*names) == place


def test_a_page_is_what_is_in_sight() -> None:
    assert place_after("pagedown", data=big_table(100, 5), size=(60, 23)) == ("r19", "unit")


def test_moving_selecting_and_asking_for_the_whole_text_are_said_with_keys() -> None:
    async def press(desk: Desk, pilot: Pilot[None]) -> None:
        desk.said.clear()
        await pilot.press("down", "right", "right", "enter", "space")

    desk = at_desk(table(), press)
    moved = [(each.row, each.column) for each in desk.heard(Table.CellHighlighted)]
    assert moved == [("u1", "unit"), ("u1", "total"), ("u1", "invest")]
    assert [(each.row, each.column) for each in desk.heard(Table.CellSelected)] == [("u1", "invest")]
    [wanted] = desk.heard(Table.CellTextWanted)
    assert (wanted.titles, wanted.text) == (("胡家镇", "固定资产投资"), "1.50")
    assert wanted.control is desk.table


def test_the_whole_text_is_told_if_it_is_more_than_what_is_shown() -> None:
    data = TableData(
        (TableColumn("a", "说明"),), (TableRow("1", (TableCell("迟报…", whole="迟报三天\n已催"),)),)
    )

    async def press(_desk: Desk, pilot: Pilot[None]) -> None:
        await pilot.press("space")

    [wanted] = at_desk(Table(data), press).heard(Table.CellTextWanted)
    assert wanted.text == "迟报三天\n已催"


def test_s_sorts_upwards_downwards_and_not_with_the_cursor_on_its_row() -> None:
    seen: list[tuple[str, ...]] = []

    async def press(desk: Desk, pilot: Pilot[None]) -> None:
        await pilot.press("down", "right")
        for _ in range(3):
            await pilot.press("s")
            seen.append(desk.table.shown)
            assert desk.location == ("u1", "total")

    desk = at_desk(table(), press)
    assert [keys[0] for keys in seen] == ["u5", "u0", "u0"]
    assert [keys[-1] for keys in seen] == ["u7", "u7", "u7"]
    assert [each.sorting for each in desk.heard(Table.SortChanged)] == [
        Sorting("total"),
        Sorting("total", descending=True),
        None,
    ]


def test_slash_goes_to_what_is_typed_while_it_is_typed() -> None:
    async def press(desk: Desk, pilot: Pilot[None]) -> None:
        await pilot.press("right", "slash", "h", "j")
        await pilot.pause()
        assert desk.location == ("u1", "total")
        assert desk.table.is_searching
        await pilot.press("backspace", "backspace")
        await pilot.pause()
        assert desk.location == ("u0", "total")
        await pilot.press("沙", "enter")
        await pilot.pause()
        assert desk.location == ("u4", "total")
        assert not desk.table.is_searching
        assert desk.table.has_focus

    at_desk(table(), press)


def test_n_goes_on_and_comes_round() -> None:
    async def press(desk: Desk, pilot: Pilot[None]) -> None:
        await pilot.press("slash", "街", "enter")
        places = []
        for key in ("n", "n", "n", "N", "N"):
            await pilot.press(key)
            places.append(desk.location[0] if desk.location else "")
        assert places == ["u2", "u3", "u0", "u3", "u2"]
        await pilot.press("g", "down", "n")
        assert desk.location == ("u2", "unit"), "the next one from where the cursor went"

    at_desk(table(), press)


def test_columns_are_found_by_their_titles() -> None:
    assert place_after("slash", "g", "d", "z", "enter") == ("u0", "invest")
    assert place_after("down", "slash", "经", "费", "enter") == ("u1", "gdp")


def test_escape_undoes_a_search_and_f_shows_only_what_was_found() -> None:
    async def press(desk: Desk, pilot: Pilot[None]) -> None:
        await pilot.press("down", "slash", "街", "escape")
        await pilot.pause()
        assert desk.location == ("u1", "unit")
        await pilot.press("slash", "街", "enter", "f")
        await pilot.pause()
        assert desk.table.shown == STREETS
        await pilot.press("escape")
        assert len(desk.table.shown) == 8
        assert desk.escaped == 0
        await pilot.press("escape", "escape")
        await pilot.pause()

    desk = at_desk(table(), press)
    assert desk.escaped == 1, "the first takes the search off, the second is the screen's"
    assert [(each.text, each.shown, each.total) for each in desk.heard(Table.FilterChanged)] == [
        ("街", 3, 8),
        ("", 8, 8),
    ]


def test_f_without_a_search_filters_while_it_is_typed() -> None:
    async def press(desk: Desk, pilot: Pilot[None]) -> None:
        await pilot.press("f", "街")
        await pilot.pause()
        assert desk.table.shown == STREETS
        await pilot.press("道", "enter")
        await pilot.pause()
        assert desk.table.shown == STREETS
        await pilot.press("f", "backspace", "backspace", "镇")
        await pilot.pause()
        assert len(desk.table.shown) == 5
        await pilot.press("escape")
        await pilot.pause()
        assert desk.table.shown == STREETS, "leaving the line undoes what was typed in it"

    at_desk(table(), press)


def test_the_cursor_comes_back_to_its_row_when_a_filter_is_taken_off() -> None:
    assert place_after("down", "f", "街", "enter", "escape") == ("u1", "unit")
    assert place_after("down", "f", "街", "enter", "down", "escape") == ("u3", "unit")


def test_a_filter_that_nothing_passes_can_be_taken_off_again() -> None:
    async def press(desk: Desk, pilot: Pilot[None]) -> None:
        await pilot.press("f", "无", "enter")
        await pilot.pause()
        assert desk.location is None
        await pilot.press("down", "right", "s", "space", "pagedown", "G", "escape")
        await pilot.pause()
        assert len(desk.table.shown) == 8

    desk = at_desk(table(), press)
    assert not desk.heard(Table.CellSelected)
    assert not desk.heard(Table.CellTextWanted)


def test_keys_that_come_together_with_the_slash_are_searched_for() -> None:
    """A slow line brings several keys at once; none may sort or jump instead."""

    async def press(desk: Desk, pilot: Pilot[None]) -> None:
        for character in "/gdz":
            desk.post_message(events.Key(_character_to_key(character), character))
        await pilot.pause()
        await pilot.pause()
        assert desk.table.is_searching
        assert desk.location == ("u0", "invest")

    assert not at_desk(table(), press).heard(Table.SortChanged)


def test_tab_leaves_the_table_and_its_search_line() -> None:
    async def press(desk: Desk, pilot: Pilot[None]) -> None:
        desk.query_one(Button).display = True
        await pilot.pause()
        await pilot.press("slash", "街", "tab")
        await pilot.pause()
        assert isinstance(desk.focused, Button)
        assert not desk.table.is_searching
        await pilot.press("shift+tab")
        assert desk.focused is desk.table

    at_desk(table(), press)


def test_only_what_works_now_is_offered() -> None:
    def offered(desk: Desk) -> set[str]:
        return {
            active.binding.description
            for active in desk.screen.active_bindings.values()
            if active.node is desk.table and active.binding.show and active.enabled
        }

    async def press(desk: Desk, pilot: Pilot[None]) -> None:
        assert offered(desk) == {"打开", "看全文", "排序", "查找", "筛选"}
        await pilot.press("slash", "街")
        await pilot.pause()
        assert offered(desk) == {"取消"}
        await pilot.press("enter")
        await pilot.pause()
        assert offered(desk) == {"打开", "看全文", "排序", "查找", "筛选", "下一处", "上一处", "取消"}
        desk.table.data = TableData()
        await pilot.pause()
        assert offered(desk) == {"取消"}

    at_desk(table(), press)


def test_the_mouse_moves_and_selects() -> None:
    async def click(desk: Desk, pilot: Pilot[None]) -> None:
        await pilot.click(Table, offset=(14, 5))
        assert desk.location == ("u2", "total")
        assert not desk.heard(Table.CellSelected)
        await pilot.click(Table, offset=(14, 5))
        await pilot.click(Table, offset=(2, 11))
        await pilot.click(Table, offset=(58, 4))

    desk = at_desk(table(), click)
    assert [(each.row, each.column) for each in desk.heard(Table.CellSelected)] == [("u2", "total")]


def test_the_wheel_moves_the_cursor() -> None:
    async def scroll(desk: Desk, pilot: Pilot[None]) -> None:
        desk.table.post_message(events.MouseScrollDown(desk.table, 1, 1, 0, 0, 0, False, False, False))
        await pilot.pause()
        assert desk.location == ("u3", "unit")
        desk.table.post_message(events.MouseScrollUp(desk.table, 1, 1, 0, 0, 0, False, False, False))
        await pilot.pause()
        assert desk.location == ("u0", "unit")

    at_desk(table(), scroll)


def test_new_data_leave_the_cursor_on_its_row_and_column() -> None:
    async def replace(desk: Desk, pilot: Pilot[None]) -> None:
        await pilot.press("down", "down", "right", "right")
        old = desk.table.data
        desk.table.data = evolve(
            old,
            columns=(old.columns[0], *old.columns[:0:-1]),
            rows=tuple(TableRow(row.key, (row.cells[0], *row.cells[:0:-1])) for row in old.rows[::-1]),
            footer=(),
        )
        await pilot.pause()
        assert desk.location == ("u2", "invest")
        desk.table.data = evolve(old, rows=tuple(row for row in old.rows if row.key != "u2"))
        await pilot.pause()
        assert desk.location is not None
        assert desk.location[1] == "invest"

    at_desk(table(), replace)


def test_position_sorting_and_filter_come_back_before_or_after_the_data() -> None:
    async def leave(desk: Desk, pilot: Pilot[None]) -> None:
        await pilot.press(*["right"] * 15, "s", "f", "街", "enter", *["down"] * 15)
        await pilot.pause()
        lines.extend(desk.lines)

    lines: list[str] = []
    left = at_desk(Table(big_table(100, 40)), leave, (60, 12))
    state = json.loads(json.dumps(left.table.view_state()))

    async def restore_first(desk: Desk, pilot: Pilot[None]) -> None:
        desk.table.restore(state)
        await pilot.pause()
        desk.table.data = big_table(100, 40)
        await pilot.pause()
        assert desk.lines == lines

    async def restore_last(desk: Desk, pilot: Pilot[None]) -> None:
        desk.table.data = big_table(100, 40)
        desk.table.restore(state)
        await pilot.pause()
        assert desk.lines == lines

    for step in (restore_first, restore_last):
        again = at_desk(Table(), step, (60, 12))
        assert again.table.view_state() == state
        assert again.location == left.location


def test_a_state_of_another_table_does_no_harm() -> None:
    async def restore(desk: Desk, pilot: Pilot[None]) -> None:
        desk.table.restore(
            {"row": "gone", "column": "gone", "first": "gone", "top": 10**9, "sort": ["gone", "asc"]}
        )
        await pilot.press("down")

    assert at_desk(table(), restore).location == ("u1", "unit")


@pytest.mark.parametrize("sizes", [[(20, 5), (60, 12)], [(3, 1), (200, 50)], [(1, 1)], [(60, 3), (20, 40)]])
def test_the_cursor_stays_in_sight_when_the_terminal_changes(sizes: list[tuple[int, int]]) -> None:
    async def resize(desk: Desk, pilot: Pilot[None]) -> None:
        await pilot.press("G", "end")
        for size in sizes:
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert desk.location == ("r99", "c38")
            cursor = [
                y
                for y in range(desk.table.size.height)
                if any(s.style and s.style.reverse for s in desk.table.render_line(y))
            ]
            assert len(cursor) == 1

    at_desk(Table(big_table(100, 40)), resize)


def test_a_parent_can_move_sort_find_and_filter() -> None:
    async def tell(desk: Desk, pilot: Pilot[None]) -> None:
        desk.table.move_to("u3", "gdp")
        assert desk.location == ("u3", "gdp")
        desk.table.move_to(column="total")
        desk.table.move_to(row="gone", column="gone")
        assert desk.location == ("u3", "total")
        desk.table.sort_by(Sorting("invest", descending=True))
        assert desk.table.shown[0] == "u7"
        desk.table.filter("街道")
        desk.table.find("太平")
        assert desk.location == ("u0", "total")

    at_desk(table(), tell)
