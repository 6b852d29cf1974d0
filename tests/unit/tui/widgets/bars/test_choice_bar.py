"""The line that says what is chosen out of a few."""

from __future__ import annotations

from tests.support.text_views import run_widgets
from tui.cell_text import cell_width
from tui.widgets.bars.choice_bar import Choice, ChoiceBar, ChoiceSet, choice_spans

GROUPS = ChoiceSet("group", "组", (Choice("towns", "镇街道组"), Choice("parks", "经济园区组")), "parks")
MODES = ChoiceSet("mode", "看", (Choice("score", "得分"), Choice("loss", "失分")), "score")


def line(cells: int) -> str:
    [shown] = run_widgets(ChoiceBar((GROUPS, MODES)), size=(cells, 1))
    return shown


def test_brackets_say_what_is_chosen() -> None:
    assert line(60) == "组  镇街道组 [经济园区组]   看 [得分] 失分"


def test_where_there_is_little_room_only_what_is_chosen_is_told_with_its_place() -> None:
    assert line(40) == "组  镇街道组 [经济园区组]   看 [得分]1/2"
    assert line(34) == "组 [经济园区组]2/2   看 [得分]1/2"


def test_nothing_stands_beyond_the_end() -> None:
    for cells in range(1, 60):
        [pieces] = ChoiceBar((GROUPS, MODES)).build_lines(cells, 1)
        assert sum(cell_width(piece.text) for piece in pieces) <= cells


def test_the_next_one_comes_in_a_circle() -> None:
    assert (GROUPS.next(), GROUPS.next(-1), MODES.next()) == ("towns", "towns", "loss")
    assert ChoiceSet("none", "无", (), "x").next() == "x"


def test_every_choice_can_be_clicked() -> None:
    assert {span.key for span in choice_spans((GROUPS, MODES), 80)} == {"", "towns", "parks", "score", "loss"}
    assert {span.key for span in choice_spans((GROUPS, MODES), 34)} == {"", "towns", "loss"}


def test_titles_are_data_and_never_markup() -> None:
    one = ChoiceSet("x", "看", (Choice("a", "[b]粗[/b]\x1b[31m"),), "a")
    [shown] = run_widgets(ChoiceBar((one,)), size=(60, 1))
    assert shown == "看 [[b]粗[/b]␛[31m]"
