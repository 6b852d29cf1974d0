"""Sorting, finding and what is kept, without a screen."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tests.support.tables import UNITS, initials, small_table
from tui.widgets.search.matcher import Finder, Hit
from tui.widgets.table.data import TableCell, TableColumn, TableData, TableRow
from tui.widgets.table.sorting import Sorting, sort_key, sorted_row_indices
from tui.widgets.table.view_state import TableViewState


def total_column(sorting: Sorting) -> list[str]:
    data = small_table()
    return [data.rows[index].cells[1].text for index in sorted_row_indices(data, sorting, None)]


def test_numbers_sort_as_numbers_and_equal_ones_stay_as_they_come() -> None:
    assert total_column(Sorting("total")) == ["-3.5", "9.8", "9.80", "12", "100", "66595.1", "", "缺报"]


def test_what_is_no_number_is_last_both_ways() -> None:
    upside_down = total_column(Sorting("total", descending=True))
    assert upside_down == ["66595.1", "100", "12", "9.8", "9.80", "-3.5", "", "缺报"]


def test_missing_is_not_zero() -> None:
    assert sort_key(TableCell(""), number=True) is None
    assert sort_key(TableCell("缺报"), number=True) is None
    assert sort_key(TableCell("0"), number=True) is not None


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (TableCell("66,595.1"), "66595.1"),
        (TableCell("98.5%"), "98.5"),
        (TableCell("第三", sort=Decimal(3)), "3"),
        (TableCell("未报", sort="7"), "7"),
        (TableCell("0.1000000000000000055511151231257827"), "0.1000000000000000055511151231257827"),
    ],
)
def test_a_number_is_what_the_text_says_or_what_is_given_for_sorting(cell: TableCell, value: str) -> None:
    key = sort_key(cell, number=True)
    assert key is not None
    assert key[1] == Decimal(value)


def test_infinite_things_are_empty() -> None:
    for text in ("NaN", "Infinity", "sNaN"):
        assert sort_key(TableCell(text), number=True) is None
        assert sort_key(TableCell("1", sort=Decimal(text)), number=True) is None


def test_texts_sort_by_what_is_given_for_it() -> None:
    data = TableData(
        (TableColumn("name", "名称"),),
        tuple(
            TableRow(text, (TableCell(text, sort=key),))
            for text, key in [("丙", "bing"), ("甲", "jia"), ("乙", "yi"), (" ", None)]
        ),
    )
    assert sorted_row_indices(data, Sorting("name"), None) == (0, 1, 2, 3)
    assert sorted_row_indices(data, Sorting("name", descending=True), None) == (2, 1, 0, 3)


def test_an_unknown_column_sorts_nothing() -> None:
    assert sorted_row_indices(small_table(), Sorting("gone"), None) == tuple(range(8))


def test_rows_and_columns_are_found_by_pieces_of_names_and_by_initials() -> None:
    data, finder = small_table(), Finder(initials)
    order = range(8)
    assert finder.hits("街道", data, order) == (Hit(0, None), Hit(2, None), Hit(3, None))
    assert finder.hits("HJ", data, order) == (Hit(1, None),)
    assert finder.hits("gdzctz", data, order) == (Hit(None, 2),)
    assert finder.hits("r&d", data, order) == (Hit(None, 3),)
    assert finder.hits("Ｒ＆Ｄ 经", data, order) == (Hit(None, 3),)
    assert finder.hits("  ", data, order) == ()
    assert finder.hits("66595", data, order) == (), "numbers are not names"


def test_rows_are_found_as_they_stand() -> None:
    assert Finder().hits("镇", small_table(), (7, 1)) == (Hit(0, None), Hit(1, None))


def test_a_text_beyond_the_leading_columns_is_found_where_it_is() -> None:
    data = TableData(
        (TableColumn("a", "单位"), TableColumn("b", "说明")),
        (TableRow("1", (TableCell("x"), TableCell("迟报…", whole="迟报三天"))),),
    )
    assert Finder().hits("三天", data, (0,)) == (Hit(0, 1),)


@given(
    st.builds(
        TableViewState,
        row=st.none() | st.text(),
        column=st.none() | st.text(),
        top=st.integers(0, 10**6),
        first=st.none() | st.text(),
        sorting=st.none() | st.builds(Sorting, st.text(), st.booleans()),
        find=st.text(),
        filter=st.text(),
    )
)
def test_what_was_chosen_survives_a_json_file(choices: TableViewState) -> None:
    assert TableViewState.of(json.loads(json.dumps(choices.as_dict()))) == choices


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(
    st.dictionaries(st.sampled_from(["row", "column", "top", "first", "sort", "find", "filter"]), json_values)
)
def test_a_file_that_says_nonsense_is_read_as_far_as_it_makes_sense(state: dict[str, object]) -> None:
    assert isinstance(TableViewState.of(state), TableViewState)


def test_a_table_with_a_key_twice_or_a_short_row_is_a_bug() -> None:
    data = small_table()
    with pytest.raises(ValueError, match="twice"):
        evolve(data, rows=(data.rows[0], data.rows[0]))
    with pytest.raises(ValueError, match="twice"):
        evolve(data, columns=(*data.columns[:3], data.columns[0]))
    with pytest.raises(ValueError, match="cells"):
        evolve(data, rows=(TableRow("x", (TableCell(UNITS[0]),)),))
    with pytest.raises(ValueError, match="shade"):
        TableCell(shade=6)
