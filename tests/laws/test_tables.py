"""What holds for any table, any terminal and any keys."""

from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.geometry import Size
from textual.pilot import Pilot

from tests.support.tables import TableApp, run_table_app
from tui.cell_text import ASCII_GLYPHS, UNICODE_GLYPHS, Glyphs, sanitise, take_cells
from tui.widgets.search.matcher import Finder, Hit
from tui.widgets.table.column_layout import measure_columns
from tui.widgets.table.data import TableCell, TableColumn, TableData, TableRow
from tui.widgets.table.render import RowCursor, StyledText, header_height, header_lines, row_line
from tui.widgets.table.sorting import Sorting, sorted_row_indices
from tui.widgets.table.status_line import status_pieces
from tui.widgets.table.table import Table
from tui.widgets.table.view_state import TableViewState
from tui.widgets.table.viewport import TablePosition, TableShape, Viewport, changed_regions, compute_viewport

pytestmark = pytest.mark.slow

odd_text = st.text(
    st.sampled_from("a1 -.太镇（…[]/@\x1b\x07\u200b\u0301\ufe0f\u200d👍🏻葛é―━\u3000"), max_size=12
)
numbers = st.decimals(-(10**6), 10**6, places=2).map(str) | st.sampled_from(["", "缺报", "—"])
cells = st.builds(
    TableCell,
    text=odd_text | numbers,
    sort=st.none() | st.decimals(allow_nan=True) | odd_text,
    shade=st.none() | st.integers(0, 5),
    mark=st.sampled_from(["", "", "均", "*", "\u0301"]),
    tone=st.sampled_from(["", "strong", "bad"]),
)
column_kinds = st.builds(
    TableColumn,
    key=st.just(""),
    title=odd_text,
    note=st.sampled_from(["", "5分"]),
    number=st.booleans(),
    width=st.integers(0, 30),
    align=st.none() | st.sampled_from(["left", "right", "center"]),
    grows=st.booleans(),
)


@st.composite
def tables(draw: st.DrawFn) -> TableData:
    columns = draw(st.lists(column_kinds, max_size=8))
    row = st.lists(cells, min_size=len(columns), max_size=len(columns)).map(tuple)
    rows = draw(st.lists(row, max_size=12))
    footer = draw(st.lists(row, max_size=2))
    return TableData(
        tuple(evolve(column, key=f"c{n}") for n, column in enumerate(columns)),
        tuple(TableRow(f"r{n}", each) for n, each in enumerate(rows)),
        tuple(TableRow("f", each) for each in footer),
        leading=draw(st.integers(0, 3)),
    )


sizes = st.builds(Size, st.integers(1, 130), st.integers(1, 20))
positions = st.builds(TablePosition, *[st.integers(-2, 20)] * 4)
marks = st.sampled_from([UNICODE_GLYPHS, ASCII_GLYPHS])


def seen(
    data: TableData, size: Size, wanted: TablePosition, *, searching: bool = False, whole_rows: bool = False
) -> Viewport:
    measured = measure_columns(data)
    shape = TableShape(measured, data.leading, header_height(measured), len(data.footer), len(data.rows))
    return compute_viewport(
        size, shape, wanted, generation=0, searching=searching, whole_rows=whole_rows, active=True
    )


def wide(pieces: tuple[StyledText, ...]) -> int:
    return sum(cell_len(piece.text) for piece in pieces)


@settings(max_examples=200)
@given(tables(), sizes, positions, marks, st.booleans())
def test_every_line_is_exactly_as_wide_as_the_widget(
    data: TableData, size: Size, wanted: TablePosition, drawn: Glyphs, whole_rows: bool
) -> None:
    view = seen(data, size, wanted, whole_rows=whole_rows)
    measured = measure_columns(data)
    cursor = RowCursor(view.at.column, whole_rows, "cursor")
    lines = [
        *(row_line(row, measured, view.plan, size.width, drawn, cursor) for row in data.rows),
        *(row_line(row, measured, view.plan, size.width, drawn, base=("footer",)) for row in data.footer),
        *header_lines(
            measured, view.plan, view.bands.header, size.width, drawn, Sorting("c1"), view.at.column
        ),
        status_pieces(
            view,
            data,
            TableViewState(filter="太", find="镇", sorting=Sorting("c0")),
            [Hit(0, None)],
            0,
            drawn,
        ),
    ]
    assert {wide(line) for line in lines} == {size.width}
    assert all(piece.text for line in lines for piece in line)


@given(tables(), sizes, positions, marks)
def test_a_number_is_drawn_whole_or_not_at_all(
    data: TableData, size: Size, wanted: TablePosition, drawn: Glyphs
) -> None:
    view = seen(data, size, wanted)
    measured = measure_columns(data)
    for row in data.rows:
        line = "".join(piece.text for piece in row_line(row, measured, view.plan, size.width, drawn))
        for span in view.plan.spans:
            if not data.columns[span.index].number:
                continue
            before = take_cells(line, span.x)
            shown = take_cells(line[len(before) :], span.width)
            text = sanitise(row.cells[span.index].text)
            assert text.strip() in shown or set(shown) == {drawn.hidden_digit}


@given(tables(), sizes, positions, st.booleans())
def test_the_cursor_is_in_sight_and_the_counts_of_what_is_not_are_right(
    data: TableData, size: Size, wanted: TablePosition, searching: bool
) -> None:
    view = seen(data, size, wanted, searching=searching)
    bands = view.bands
    assert bands.header + bands.body + bands.footer + bands.status <= view.height <= size.height
    if data.columns:
        assert view.plan.span_of(view.at.column) is not None
    if data.rows:
        assert bands.body >= 1
        assert view.at.top <= view.at.row < view.at.top + bands.body
        assert view.above + view.below + bands.body == len(data.rows)
    assert seen(data, size, view.at, searching=searching) == view, "asked again, it stands still"


@given(tables(), sizes, positions, positions, st.booleans())
def test_what_is_not_drawn_again_has_not_changed(
    data: TableData, size: Size, before: TablePosition, after: TablePosition, whole_rows: bool
) -> None:
    old, new = (seen(data, size, each, whole_rows=whole_rows) for each in (before, after))
    regions = changed_regions(old, new)
    if regions is None:
        return
    measured = measure_columns(data)

    def cells_of(view: Viewport, y: int) -> list[tuple[str, tuple[str, ...]]]:
        row = view.row_at(y)
        if row is not None:
            cursor = RowCursor(view.at.column, whole_rows, "cursor") if row == view.at.row else None
            pieces = row_line(data.rows[row], measured, view.plan, size.width, UNICODE_GLYPHS, cursor)
        elif y < view.bands.header:
            column = view.at.column if whole_rows else None
            pieces = header_lines(
                measured, view.plan, view.bands.header, size.width, UNICODE_GLYPHS, None, column
            )[y]
        else:
            return []
        return [
            (each, piece.style_names)
            for piece in pieces
            for each in piece.text
            for _ in range(cell_len(each))
        ]

    for y in range(size.height):
        for x, (was, becomes) in enumerate(zip(cells_of(old, y), cells_of(new, y), strict=False)):
            assert was == becomes or any(region.contains(x, y) for region in regions)


@given(tables(), st.sampled_from(["c0", "c1", "gone"]), st.booleans())
def test_sorting_loses_no_row_and_sorts_again_to_the_same(
    data: TableData, column: str, descending: bool
) -> None:
    order = sorted_row_indices(data, Sorting(column, descending), None)
    assert sorted(order) == list(range(len(data.rows)))
    again = evolve(data, rows=tuple(data.rows[index] for index in order))
    assert sorted_row_indices(again, Sorting(column, descending), None) == tuple(range(len(order)))


@given(tables(), odd_text)
def test_whatever_is_looked_for_is_found_only_where_it_is(data: TableData, needle: str) -> None:
    for hit in Finder().hits(needle, data, range(len(data.rows))):
        assert (hit.row is None) <= (hit.column is not None)


moves = ["up", "down", "left", "right", "home", "end", "pageup", "pagedown", "g", "G"]
others = ["enter", "space", "s", "slash", "n", "N", "f", "escape", "太", "1", "backspace", "tab"]
key_names = st.sampled_from([*moves, *others])


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(tables(), st.lists(key_names | sizes, max_size=12), tables(), st.booleans())
def test_no_keys_sizes_or_data_bring_it_down(
    data: TableData, steps: list[str | Size], later: TableData, whole_rows: bool
) -> None:
    async def play(app: TableApp, pilot: Pilot[None]) -> None:
        for count, step in enumerate(steps):
            if isinstance(step, str):
                await pilot.press(step)
            else:
                await pilot.resize_terminal(*step)
            if count == 6:
                app.table.data = later
            await pilot.pause()
            width, height = app.table.size
            assert all(
                app.table.render_line(y).cell_length == cell_len(line) == width
                for y, line in enumerate(app.lines)
            )
            if app.cursor_keys and not app.table.is_searching and height:
                assert sum(line.startswith(">") for line in app.lines) >= (width >= 8)

    run_table_app(Table(data, whole_rows=whole_rows), play, (40, 8))


def test_decimals_of_any_size_can_be_sorted_by() -> None:
    data = TableData(
        (TableColumn("n", "数", number=True),),
        tuple(
            TableRow(text, (TableCell(text, sort=Decimal(text)),))
            for text in ("1E+999999", "-1E+999999", "1E-999999", "NaN")
        ),
    )
    assert sorted_row_indices(data, Sorting("n"), None) == (1, 2, 0, 3)
