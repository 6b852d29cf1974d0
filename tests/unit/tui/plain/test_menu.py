"""Menus understand numbers, names and initials, say what they expect, and can always be left."""

from __future__ import annotations

import pytest

from kaoping_core.errors import UsageError
from tests.support.menu_dialogue import CTRL_C, Dialogue
from tui.plain.console import PAGE, BackError, Console, EndedError
from tui.plain.menu import Menu, MenuOptions, choose_from

TOWNS = MenuOptions(
    "选一个单位",
    (("太平街道", "91.97"), ("胡家镇", "95.38"), ("吴家镇", "92.22")),
    initials={"太平街道": "tpjd", "胡家镇": "hjz", "吴家镇": "wjz"},
)


def many(count: int) -> MenuOptions:
    return MenuOptions.of("选一个", [f"单位{number:03}" for number in range(1, count + 1)])


@pytest.mark.parametrize("typed", ["2", " 2 ", "２", "胡家镇", "胡家", "hjz", "HJ", "ｈｊｚ"])
def test_a_number_a_name_a_part_of_it_and_its_initials_choose_the_same(typed: str) -> None:
    assert choose_from(Dialogue(typed).console, TOWNS) == "胡家镇"


@pytest.mark.parametrize("typed", ["4", "99999999999999", "-1", "1.5", "无此单位", "\x1b[A", "[red]"])
def test_anything_else_is_told_what_is_expected_and_asked_again(typed: str) -> None:
    dialogue = Dialogue(typed, "1")
    assert choose_from(dialogue.console, TOWNS) == "太平街道"
    assert "1到3的编号或名称" in dialogue.output_after(typed)


def test_a_part_of_several_names_is_answered_with_them() -> None:
    dialogue = Dialogue("家", "吴家")
    assert choose_from(dialogue.console, TOWNS) == "吴家镇"
    assert "不止一个：胡家镇、吴家镇" in dialogue.output_after("家")


def test_a_name_that_stands_twice_is_not_guessed() -> None:
    dialogue = Dialogue("督考评价", "2")
    twice = MenuOptions("指标", (("督考评价", "镇街道组"), ("督考评价", "经济园区组")), keys=("a", "b"))
    assert choose_from(dialogue.console, twice) == "b"
    assert "不止一个" in dialogue.output_after("督考评价")


def test_other_names_are_found_by_whoever_knows_them() -> None:
    def find(name: str) -> str:
        if name == "街道办":
            return "太平街道"
        raise UsageError(f"没有叫“{name}”的单位。")

    dialogue = Dialogue("镇政府", "街道办")
    assert choose_from(dialogue.console, MenuOptions("单位", TOWNS.rows, find)) == "太平街道"
    assert "没有叫“镇政府”的单位。请输入1到3" in dialogue.output_after("镇政府")


@pytest.mark.parametrize("typed", ["0", "０", "返回", CTRL_C])
def test_a_choice_can_be_left(typed: str) -> None:
    with pytest.raises(BackError):
        choose_from(Dialogue(typed).console, TOWNS)


def test_the_end_of_what_is_typed_ends_it() -> None:
    with pytest.raises(EndedError):
        choose_from(Dialogue().console, TOWNS)


def test_a_long_list_comes_in_pages_and_can_be_chosen_from_before_its_end() -> None:
    dialogue = Dialogue("", "33")
    assert choose_from(dialogue.console, many(50)) == "单位033"
    first, second = dialogue.text.split("«»\n")
    assert first.count("单位0") == PAGE
    assert "回车看后面30行" in first
    assert second.count("单位0") == PAGE


def test_enter_after_the_last_page_writes_the_list_again_as_it_is_then() -> None:
    made = iter([many(1), many(2)])
    dialogue = Dialogue("", "2")
    assert Menu(dialogue.console, lambda: next(made)).pick() == "单位002"


def test_an_empty_list_can_only_be_left() -> None:
    dialogue = Dialogue("1", "0")
    with pytest.raises(BackError):
        choose_from(dialogue.console, MenuOptions("单位", ()))
    assert "（没有）" in dialogue.text
    assert "清单是空的" in dialogue.output_after("1")


def test_long_texts_come_in_pages_that_enter_turns_and_0_leaves() -> None:
    lines = [f"第{number}行" for number in range(1, 46)]
    dialogue = Dialogue("什么", "", "0")
    with pytest.raises(BackError):
        dialogue.console.pages(lines)
    assert "第40行" in dialogue.text
    assert "第41行" not in dialogue.text
    assert "按回车看后面的" in dialogue.output_after("什么")


def test_who_waits_is_told_at_once_and_then_every_other_second() -> None:
    now = iter(range(100))
    said: list[str] = []
    talk = Console(lambda: "", said.append, clock=lambda: next(now) * 0.25)
    for number in range(20):
        talk.show_progress(f"计分 {number}")
    assert said[0] == "… 计分 0\n"
    assert 2 <= len(said) <= 4
    talk.prompt("？")
    talk.show_progress("下一件事")
    assert said[-1] == "… 下一件事\n"


def test_nothing_but_a_yes_is_a_yes() -> None:
    dialogue = Dialogue("", "ok", "好像是", "否")
    assert not dialogue.console.confirm("覆盖吗")
    assert dialogue.text.count("请输入1（是）或0（否）") == 3
    assert Dialogue("１").console.confirm("覆盖吗")
    assert Dialogue("是").console.confirm("覆盖吗")


def test_escape_sequences_and_line_ends_of_data_are_shown_and_not_obeyed() -> None:
    dialogue = Dialogue("1")
    hostile = MenuOptions(
        "标题\x1b[2J", (("甲\x1b]0;x\x07\n第二行", "\u202e12"), ("乙", "3")), lead=("\r盖住",)
    )
    choose_from(dialogue.console, hostile)
    dialogue.console.pages(["\x1b[31m红\x1b[0m", "\x9b31m"])
    assert not {"\x1b", "\r", "\x07", "\x9b", "\u202e"} & set(dialogue.text)
    assert "␛[31m红␛[0m" in dialogue.text
    assert [line for line in dialogue.lines if line.startswith("1  甲")] == ["1  甲␛]0;x␇␊第二行  �12"]
