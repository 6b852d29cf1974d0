"""Which columns stand where."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.support.tables import small_table
from tui.cell_text import cell_width
from tui.widgets.table.column_layout import ColumnLayout, MeasuredColumn, layout_columns, measure_columns
from tui.widgets.table.data import TableCell, TableColumn, TableData, TableRow

measured_columns = st.lists(
    st.builds(
        lambda number, wanted, grows: MeasuredColumn(
            TableColumn(f"k{wanted}", "", number=number, grows=grows),
            wanted,
            wanted if number else min(wanted, 12),
            0,
            False,
        ),
        st.booleans(),
        st.integers(1, 60),
        st.booleans(),
    ),
    max_size=12,
)


def indices(plan: ColumnLayout) -> list[int]:
    return [span.index for span in plan.spans]


@given(measured_columns, st.integers(0, 4), st.integers(-3, 15), st.data(), st.integers(1, 200))
def test_columns_are_whole_in_order_and_the_cursor_is_among_them(
    columns: list[MeasuredColumn], leading: int, first: int, data: st.DataObject, cells: int
) -> None:
    cursor = data.draw(st.integers(0, max(0, len(columns) - 1)))
    plan = layout_columns(columns, leading, first, cursor, cells)
    assert plan.leading + plan.left + plan.right + (len(plan.spans) - plan.leading) == len(columns)
    assert indices(plan) == sorted(set(indices(plan)))
    if columns:
        assert plan.span_of(cursor) is not None
    x = plan.gutter
    for span in plan.spans:
        assert span.x == x
        assert span.width >= 1
        x += span.width + plan.gap
    assert x <= max(cells, plan.gutter + plan.gap + 1)


@given(measured_columns, st.integers(0, 4), st.integers(0, 15), st.integers(1, 200))
def test_scrolling_stands_still_when_asked_again(
    columns: list[MeasuredColumn], leading: int, cursor: int, cells: int
) -> None:
    cursor = min(cursor, max(0, len(columns) - 1))
    plan = layout_columns(columns, leading, 0, cursor, cells)
    assert layout_columns(columns, leading, plan.first, cursor, cells) == plan


def test_a_number_gets_what_it_needs_whatever_width_is_given() -> None:
    data = TableData(
        (TableColumn("n", "数", number=True, width=3),), (TableRow("1", (TableCell("66595.1"),)),)
    )
    assert measure_columns(data)[0].wanted == 7


def test_a_title_widens_a_column_of_short_numbers_until_it_is_whole() -> None:
    titles = ("总分", "固定资产投资", "规模以上工业增加值增速")
    data = TableData(
        tuple(TableColumn(t, t, "1分", number=True) for t in titles), (TableRow("1", (TableCell("1"),) * 3),)
    )
    assert [each.wanted for each in measure_columns(data)] == [4, 6, 12]


def test_a_long_name_makes_room_for_numbers_only_where_it_must() -> None:
    name = "盘山县自然资源和规划局（林业和湿地保护管理局）"
    data = TableData(
        (TableColumn("u", "单位"), *(TableColumn(str(n), "", number=True) for n in range(8))),
        (TableRow("1", (TableCell(name), *[TableCell("12.50")] * 8)),),
    )
    wide, narrow, tiny = (layout_columns(measure_columns(data), 1, 0, 0, cells) for cells in (120, 60, 14))
    assert wide.spans[0].width == 40
    assert not wide.right
    assert narrow.spans[0].width + 1 == (60 - 1) * 2 // 5
    assert (tiny.leading, indices(tiny)) == (1, [0, 1])


def test_where_a_name_leaves_no_room_the_cursor_decides_what_is_seen() -> None:
    plan = layout_columns(measure_columns(small_table()), 1, 0, 1, 9)
    assert (plan.leading, indices(plan), plan.left, plan.right) == (0, [1], 1, 2)


def test_a_growing_column_takes_what_is_left_over() -> None:
    data = TableData(
        (TableColumn("a", "单位"), TableColumn("b", "说明", grows=True), TableColumn("n", "数", number=True)),
        (TableRow("1", (TableCell("太平街道"), TableCell("迟报"), TableCell("5"))),),
    )
    plan = layout_columns(measure_columns(data), 1, 0, 0, 50)
    assert plan.spans[-1].x + plan.spans[-1].width + plan.gap == 50
    assert plan.spans[1].width > cell_width("迟报")
