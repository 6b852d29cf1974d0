"""The box to choose one of a list, by going there or by typing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from textual.pilot import Pilot

from tests.support.app_harness import TestApp, run_at
from tui.dialogs.picker import PickerDialog
from tui.screens.unit_picker import first_unit, neighbour_unit, ranked_units, unit_rows
from tui.session.session import Session
from tui.widgets.table.data import TableCell, TableColumn, TableData, TableRow

pytestmark = pytest.mark.slow

NAMES = ("沙岭镇", "[b]胡家镇[/b]", "太平街道", "高升街道")


def names(of: Sequence[str] = NAMES) -> TableData:
    return TableData((TableColumn("name", "单位"),), tuple(TableRow(each, (TableCell(each),)) for each in of))


def chosen_after(
    session: Session, *keys: str, data: TableData | None = None, proposed: str = ""
) -> tuple[list[str | None], str]:
    """What came out of the box after keys, and what stood on the screen just before the last one."""
    outcomes: list[str | None] = []
    texts: list[str] = []

    async def choose(app: TestApp, pilot: Pilot[None]) -> None:
        app.push_screen(PickerDialog(session, "选一个", data or names(), proposed=proposed), outcomes.append)
        await pilot.pause()
        for key in keys[:-1]:
            await pilot.press(key)
        await pilot.pause()
        texts.append(app.text)
        await pilot.press(keys[-1])
        await pilot.pause()

    run_at(session, None, choose)
    return outcomes, texts[0]


@pytest.mark.parametrize(
    ("keys", "outcome"),
    [
        (("enter",), "沙岭镇"),
        (("down", "down", "enter"), "太平街道"),
        (("pagedown", "enter"), "高升街道"),
        ((*"tpjd", "enter"), "太平街道"),
        ((*"街道", "down", "enter"), "高升街道"),
        ((*"[b]", "enter"), "[b]胡家镇[/b]"),
        (("escape",), None),
    ],
)
def test_a_row_is_chosen_by_going_there_or_by_a_piece_of_its_name(
    session: Session, keys: tuple[str, ...], outcome: str | None
) -> None:
    outcomes, _ = chosen_after(session, *keys)
    assert outcomes == [outcome]


def test_what_is_proposed_is_under_the_cursor(session: Session) -> None:
    outcomes, _ = chosen_after(session, "enter", proposed="太平街道")
    assert outcomes == ["太平街道"]


def test_where_nothing_fits_enter_chooses_nothing_and_it_is_said(session: Session) -> None:
    outcomes, text = chosen_after(session, *"zzz", "enter")
    assert outcomes == []
    assert "没有符合「zzz」" in text


def test_letters_are_typed_also_those_that_close_other_boxes(session: Session) -> None:
    outcomes, text = chosen_after(session, "q", "n", "enter")
    assert outcomes == []
    assert "qn" in text


def test_names_are_never_markup(session: Session) -> None:
    _, text = chosen_after(session, "escape")
    assert "[b]胡家镇[/b]" in text


def test_units_stand_in_order_of_rank_with_those_beside_them(session: Session) -> None:
    desk = session.overview
    assert first_unit(desk) == "胡家镇"
    assert list(ranked_units(desk, "高升街道"))[:3] == ["胡家镇", "高升街道", "甜水镇"]
    assert neighbour_unit(desk, "高升街道", -1) == "胡家镇"
    assert neighbour_unit(desk, "胡家镇", -1) == neighbour_unit(desk, "无此镇", 1) == ""


def test_a_list_to_compare_with_holds_the_rest_of_the_group(session: Session) -> None:
    every = unit_rows(session.overview)
    group = unit_rows(session.overview, group_of="沙岭镇", without="沙岭镇")
    assert len(every.rows) == 51
    assert len(group.rows) == 12
    assert "沙岭镇" not in {row.key for row in group.rows}
    assert [column.title for column in every.columns] == ["单位", "组", "名次", "总分", "说明"]
    assert "组" not in {column.title for column in group.columns}
