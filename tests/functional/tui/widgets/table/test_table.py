"""What keys do to a table, what it says to its parents, and what it keeps."""

from __future__ import annotations

import json

import pytest
from attrs import evolve
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import Button

from tests.support.tables import TableApp, big_table, initials, run_table_app, small_table
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

    async def press(_desk: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press(*names)

    return run_table_app(Table(data or small_table(), initials=initials), press, size).cursor_keys


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
    async def press(app: TableApp, pilot: Pilot[None]) -> None:
        app.messages.clear()
        await pilot.press("down", "right", "right", "enter", "space")

    app = run_table_app(table(), press)
    moved = [(each.row, each.column) for each in app.messages_of(Table.CellHighlighted)]
    assert moved == [("u1", "unit"), ("u1", "total"), ("u1", "invest")]
    assert [(each.row, each.column) for each in app.messages_of(Table.CellSelected)] == [("u1", "invest")]
    [wanted] = app.messages_of(Table.CellTextWanted)
    assert (wanted.titles, wanted.text) == (("胡家镇", "固定资产投资"), "1.50")
    assert wanted.control is app.table


def test_the_whole_text_is_told_if_it_is_more_than_what_is_shown() -> None:
    data = TableData(
        (TableColumn("a", "说明"),), (TableRow("1", (TableCell("迟报…", whole="迟报三天\n已催"),)),)
    )

    async def press(_desk: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press("space")

    [wanted] = run_table_app(Table(data), press).messages_of(Table.CellTextWanted)
    assert wanted.text == "迟报三天\n已催"


def test_s_sorts_upwards_downwards_and_not_with_the_cursor_on_its_row() -> None:
    seen: list[tuple[str, ...]] = []

    async def press(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press("down", "right")
        for _ in range(3):
            await pilot.press("s")
            seen.append(app.table.shown)
            assert app.cursor_keys == ("u1", "total")

    app = run_table_app(table(), press)
    assert [keys[0] for keys in seen] == ["u5", "u0", "u0"]
    assert [keys[-1] for keys in seen] == ["u7", "u7", "u7"]
    assert [each.sorting for each in app.messages_of(Table.SortChanged)] == [
        Sorting("total"),
        Sorting("total", descending=True),
        None,
    ]


def test_slash_goes_to_what_is_typed_while_it_is_typed() -> None:
    async def press(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press("right", "slash", "h", "j")
        await pilot.pause()
        assert app.cursor_keys == ("u1", "total")
        assert app.table.is_searching
        await pilot.press("backspace", "backspace")
        await pilot.pause()
        assert app.cursor_keys == ("u0", "total")
        await pilot.press("沙", "enter")
        await pilot.pause()
        assert app.cursor_keys == ("u4", "total")
        assert not app.table.is_searching
        assert app.table.has_focus

    run_table_app(table(), press)


def test_n_goes_on_and_comes_round() -> None:
    async def press(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press("slash", "街", "enter")
        places = []
        for key in ("n", "n", "n", "N", "N"):
            await pilot.press(key)
            places.append(app.cursor_keys[0] if app.cursor_keys else "")
        assert places == ["u2", "u3", "u0", "u3", "u2"]
        await pilot.press("g", "down", "n")
        assert app.cursor_keys == ("u2", "unit"), "the next one from where the cursor went"

    run_table_app(table(), press)


def test_columns_are_found_by_their_titles() -> None:
    assert place_after("slash", "g", "d", "z", "enter") == ("u0", "invest")
    assert place_after("down", "slash", "经", "费", "enter") == ("u1", "gdp")


def test_escape_undoes_a_search_and_f_shows_only_what_was_found() -> None:
    async def press(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press("down", "slash", "街", "escape")
        await pilot.pause()
        assert app.cursor_keys == ("u1", "unit")
        await pilot.press("slash", "街", "enter", "f")
        await pilot.pause()
        assert app.table.shown == STREETS
        await pilot.press("escape")
        assert len(app.table.shown) == 8
        assert app.escape_count == 0
        await pilot.press("escape", "escape")
        await pilot.pause()

    app = run_table_app(table(), press)
    assert app.escape_count == 1, "the first takes the search off, the second is the screen's"
    assert [(each.text, each.shown, each.total) for each in app.messages_of(Table.FilterChanged)] == [
        ("街", 3, 8),
        ("", 8, 8),
    ]


def test_f_without_a_search_filters_while_it_is_typed() -> None:
    async def press(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press("f", "街")
        await pilot.pause()
        assert app.table.shown == STREETS
        await pilot.press("道", "enter")
        await pilot.pause()
        assert app.table.shown == STREETS
        await pilot.press("f", "backspace", "backspace", "镇")
        await pilot.pause()
        assert len(app.table.shown) == 5
        await pilot.press("escape")
        await pilot.pause()
        assert app.table.shown == STREETS, "leaving the line undoes what was typed in it"

    run_table_app(table(), press)


def test_the_cursor_comes_back_to_its_row_when_a_filter_is_taken_off() -> None:
    assert place_after("down", "f", "街", "enter", "escape") == ("u1", "unit")
    assert place_after("down", "f", "街", "enter", "down", "escape") == ("u3", "unit")


def test_a_filter_that_nothing_passes_can_be_taken_off_again() -> None:
    async def press(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press("f", "无", "enter")
        await pilot.pause()
        assert app.cursor_keys is None
        await pilot.press("down", "right", "s", "space", "pagedown", "G", "escape")
        await pilot.pause()
        assert len(app.table.shown) == 8

    app = run_table_app(table(), press)
    assert not app.messages_of(Table.CellSelected)
    assert not app.messages_of(Table.CellTextWanted)


def test_keys_that_come_together_with_the_slash_are_searched_for() -> None:
    """A slow line brings several keys at once; none may sort or jump instead."""

    async def press(app: TableApp, pilot: Pilot[None]) -> None:
        for character in "/gdz":
            app.post_message(events.Key(_character_to_key(character), character))
        await pilot.pause()
        await pilot.pause()
        assert app.table.is_searching
        assert app.cursor_keys == ("u0", "invest")

    assert not run_table_app(table(), press).messages_of(Table.SortChanged)


def test_tab_leaves_the_table_and_its_search_line() -> None:
    async def press(app: TableApp, pilot: Pilot[None]) -> None:
        app.query_one(Button).display = True
        await pilot.pause()
        await pilot.press("slash", "街", "tab")
        await pilot.pause()
        assert isinstance(app.focused, Button)
        assert not app.table.is_searching
        await pilot.press("shift+tab")
        assert app.focused is app.table

    run_table_app(table(), press)


def test_only_what_works_now_is_offered() -> None:
    def offered(app: TableApp) -> set[str]:
        return {
            active.binding.description
            for active in app.screen.active_bindings.values()
            if active.node is app.table and active.binding.show and active.enabled
        }

    async def press(app: TableApp, pilot: Pilot[None]) -> None:
        assert offered(app) == {"打开", "看全文", "排序", "查找", "筛选"}
        await pilot.press("slash", "街")
        await pilot.pause()
        assert offered(app) == {"取消"}
        await pilot.press("enter")
        await pilot.pause()
        assert offered(app) == {"打开", "看全文", "排序", "查找", "筛选", "下一处", "上一处", "取消"}
        app.table.data = TableData()
        await pilot.pause()
        assert offered(app) == {"取消"}

    run_table_app(table(), press)


def test_the_mouse_moves_and_selects() -> None:
    async def click(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.click(Table, offset=(14, 5))
        assert app.cursor_keys == ("u2", "total")
        assert not app.messages_of(Table.CellSelected)
        await pilot.click(Table, offset=(14, 5))
        await pilot.click(Table, offset=(2, 11))
        await pilot.click(Table, offset=(58, 4))

    app = run_table_app(table(), click)
    assert [(each.row, each.column) for each in app.messages_of(Table.CellSelected)] == [("u2", "total")]


def test_the_wheel_moves_the_cursor() -> None:
    async def scroll(app: TableApp, pilot: Pilot[None]) -> None:
        app.table.post_message(events.MouseScrollDown(app.table, 1, 1, 0, 0, 0, False, False, False))
        await pilot.pause()
        assert app.cursor_keys == ("u3", "unit")
        app.table.post_message(events.MouseScrollUp(app.table, 1, 1, 0, 0, 0, False, False, False))
        await pilot.pause()
        assert app.cursor_keys == ("u0", "unit")

    run_table_app(table(), scroll)


def test_new_data_leave_the_cursor_on_its_row_and_column() -> None:
    async def replace(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press("down", "down", "right", "right")
        old = app.table.data
        app.table.data = evolve(
            old,
            columns=(old.columns[0], *old.columns[:0:-1]),
            rows=tuple(TableRow(row.key, (row.cells[0], *row.cells[:0:-1])) for row in old.rows[::-1]),
            footer=(),
        )
        await pilot.pause()
        assert app.cursor_keys == ("u2", "invest")
        app.table.data = evolve(old, rows=tuple(row for row in old.rows if row.key != "u2"))
        await pilot.pause()
        assert app.cursor_keys is not None
        assert app.cursor_keys[1] == "invest"

    run_table_app(table(), replace)


def test_position_sorting_and_filter_come_back_before_or_after_the_data() -> None:
    async def leave(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press(*["right"] * 15, "s", "f", "街", "enter", *["down"] * 15)
        await pilot.pause()
        lines.extend(app.lines)

    lines: list[str] = []
    left = run_table_app(Table(big_table(100, 40)), leave, (60, 12))
    state = json.loads(json.dumps(left.table.view_state()))

    async def restore_first(app: TableApp, pilot: Pilot[None]) -> None:
        app.table.restore(state)
        await pilot.pause()
        app.table.data = big_table(100, 40)
        await pilot.pause()
        assert app.lines == lines

    async def restore_last(app: TableApp, pilot: Pilot[None]) -> None:
        app.table.data = big_table(100, 40)
        app.table.restore(state)
        await pilot.pause()
        assert app.lines == lines

    for step in (restore_first, restore_last):
        again = run_table_app(Table(), step, (60, 12))
        assert again.table.view_state() == state
        assert again.cursor_keys == left.cursor_keys


def test_a_state_of_another_table_does_no_harm() -> None:
    async def restore(app: TableApp, pilot: Pilot[None]) -> None:
        app.table.restore(
            {"row": "gone", "column": "gone", "first": "gone", "top": 10**9, "sort": ["gone", "asc"]}
        )
        await pilot.press("down")

    assert run_table_app(table(), restore).cursor_keys == ("u1", "unit")


@pytest.mark.parametrize("sizes", [[(20, 5), (60, 12)], [(3, 1), (200, 50)], [(1, 1)], [(60, 3), (20, 40)]])
def test_the_cursor_stays_in_sight_when_the_terminal_changes(sizes: list[tuple[int, int]]) -> None:
    async def resize(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press("G", "end")
        for size in sizes:
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert app.cursor_keys == ("r99", "c38")
            cursor = [
                y
                for y in range(app.table.size.height)
                if any(s.style and s.style.reverse for s in app.table.render_line(y))
            ]
            assert len(cursor) == 1

    run_table_app(Table(big_table(100, 40)), resize)


def test_a_parent_can_move_sort_find_and_filter() -> None:
    async def tell(app: TableApp, pilot: Pilot[None]) -> None:
        app.table.move_to("u3", "gdp")
        assert app.cursor_keys == ("u3", "gdp")
        app.table.move_to(column="total")
        app.table.move_to(row="gone", column="gone")
        assert app.cursor_keys == ("u3", "total")
        app.table.sort_by(Sorting("invest", descending=True))
        assert app.table.shown[0] == "u7"
        app.table.filter("街道")
        app.table.find("太平")
        assert app.cursor_keys == ("u0", "total")

    run_table_app(table(), tell)
