"""What stands on the screen, cell by cell."""

from __future__ import annotations

import pytest
from attrs import evolve
from textual.pilot import Pilot

from tests.support.tables import Step, TableApp, big_table, run_table_app, small_table
from tui.cell_text import ASCII_GLYPHS, cell_width, pad, take_cells
from tui.widgets.render.styles import SHADES_DARK, SHADES_LIGHT
from tui.widgets.table.data import TableCell, TableColumn, TableData, TableRow
from tui.widgets.table.sorting import Sorting
from tui.widgets.table.table import Table

pytestmark = pytest.mark.slow


async def nothing(_desk: TableApp, _pilot: Pilot[None]) -> None:
    """Only look."""


def keys(*names: str) -> Step:
    async def press(_desk: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press(*names)

    return press


def looked_at(table: Table, step: Step = nothing, size: tuple[int, int] = (60, 12)) -> list[str]:
    """The screen's lines after a step."""
    lines: list[str] = []

    async def look(app: TableApp, pilot: Pilot[None]) -> None:
        await step(app, pilot)
        await pilot.pause()
        lines.extend(app.screen_lines)

    run_table_app(table, look, size)
    return lines


def test_a_table_with_chinese_names_stands_cell_by_cell() -> None:
    drawn = (
        "                  固定资",
        "             总分 产投资  R&D",
        " 单位       100分    5分 经费",
        ">太平街道 66595.1   0.50    1",
        " 胡家镇       9.8   1.50    1",
        " 高升街道           2.50    1",
        " 得胜街道     100   3.50    1",
        " 沙岭镇      9.80   4.50    1",
        " 坝墙子镇    -3.5   5.50    1",
        " 古城子镇      12   6.50    1",
        " 平均        27.7   4.00    1",
        "还有 ↓ 1行",
    )
    assert looked_at(Table(small_table()), size=(44, 12)) == [pad(line, 44) for line in drawn]


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (61, 10), (20, 5), (9, 3), (7, 2), (3, 1), (1, 1)])
def test_every_line_is_as_wide_as_the_terminal(size: tuple[int, int]) -> None:
    for line in looked_at(Table(big_table(20, 12)), keys("down", "right", "right"), size):
        assert cell_width(line) == size[0]


def test_columns_out_of_sight_are_counted_at_the_edge_where_they_are() -> None:
    lines = looked_at(Table(big_table(20, 40)), keys("right", *["right"] * 20), (80, 12))
    assert lines[-1].startswith("← 还有")
    assert lines[-1].rstrip().endswith("列 →")
    hidden = [int("".join(filter(str.isdigit, part))) for part in (lines[-1][:8], lines[-1][-8:])]
    shown = sum(title.startswith("指") for title in lines[0].split()[0:])
    assert sum(hidden) + shown + 1 == 40


def test_no_column_is_ever_cut() -> None:
    table = Table(big_table(5, 40))
    whole = {cell.text for row in table.data.rows for cell in row.cells}
    for columns in range(20, 90, 7):
        for line in looked_at(table := Table(big_table(5, 40)), size=(columns, 11))[3:-2]:
            words = [word.strip("▁▂▃▄▆█") for word in line.strip(">").split()]
            assert all(word in whole or word.endswith("…") or not word for word in words)


def test_a_number_that_does_not_fit_is_hidden_and_not_cut() -> None:
    data = TableData(
        (TableColumn("a", "单位"), TableColumn("n", "数", number=True)),
        (TableRow("1", (TableCell("甲"), TableCell("66595.125"))),),
    )
    lines = looked_at(Table(data), keys("right"), (8, 4))
    assert lines[1] == ">###### "
    assert "66595.125" in looked_at(Table(data), keys("right"), (20, 4))[1]


def test_the_sorted_column_has_its_mark_and_the_last_line_says_it() -> None:
    lines = looked_at(Table(small_table()), keys("right", "s"))
    assert "100分↑" in lines[2]
    assert "按总分从小到大" in lines[-1]
    assert "100分↓" in looked_at(Table(small_table()), keys("right", "s", "s"))[2]
    assert "分↓" not in "".join(looked_at(Table(small_table()), keys("right", "s", "s", "s")))


def test_a_terminal_with_doubtful_widths_gets_certain_characters_only() -> None:
    lines = looked_at(
        Table(big_table(30, 40), marks=ASCII_GLYPHS), keys("right", "s", *["right"] * 20), (60, 10)
    )
    drawn = "".join(lines)
    assert "<" in drawn
    assert not set(drawn) & set("…←→↑↓▁▂▃▄▆█")


def test_filtered_rows_are_always_counted() -> None:
    for columns, said in ((80, "显示 3 / 8 行（筛选：街道）"), (28, "显示 3 / 8 行"), (9, "3/8行")):
        lines = looked_at(Table(small_table()), keys("slash", "街", "道", "enter", "f"), (columns, 9))
        assert said in lines[-1]


def test_nothing_to_show_is_said() -> None:
    assert " 没有内容" in looked_at(Table())[0]
    empty = evolve(small_table(), rows=(), empty="还没有结果")
    assert any("还没有结果" in line for line in looked_at(Table(empty)))
    lines = looked_at(Table(small_table()), keys("slash", "无", "enter", "f"))
    assert any("没有符合「无」的行" in line for line in lines)
    assert "显示 0 / 8 行" in lines[-1]


def test_text_is_literal_and_obeys_nothing() -> None:
    texts = ("合计[/]", "[@click=app.quit]x", "\x1b[2J清屏", "a\tb\nc", "\u202e反", "[bold]粗[/bold]")
    data = TableData((TableColumn("t", "[red]题[/red]"),), tuple(TableRow(t, (TableCell(t),)) for t in texts))
    screen = "\n".join(looked_at(Table(data)))
    for shown in ("合计[/]", "[@click=app.quit]x", "␛[2J清屏", "a␉b␊c", "[bold]粗[/bold]", "[red]题[/red]"):
        assert shown in screen
    assert "\x1b" not in screen


def test_long_text_ends_in_a_mark_and_marks_of_state_stand_behind() -> None:
    data = TableData(
        (TableColumn("u", "单位", width=9), TableColumn("n", "得分", number=True)),
        (
            TableRow("1", (TableCell("盘山县自然资源局"), TableCell("4.50", mark="均"))),
            TableRow("2", (TableCell("信访局"), TableCell("3.25"))),
        ),
    )
    lines = looked_at(Table(data))
    assert lines[1].startswith(">盘山县自… 4.50均 ")
    assert lines[2].startswith(" 信访局    3.25   ")


def test_shades_have_marks_besides_colours() -> None:
    data = TableData(
        (TableColumn("u", "单位"), TableColumn("n", "得分率", number=True)),
        tuple(TableRow(str(s), (TableCell(f"单位{s}"), TableCell(f"{s}0%", shade=s))) for s in range(6)),
    )
    lines = looked_at(Table(data))
    assert [line.split()[1] for line in lines[2:8]] == ["00%▁", "10%▂", "20%▃", "30%▄", "40%▆", "50%"]


def test_rows_as_a_whole_are_marked_in_their_leading_columns() -> None:
    async def look(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press("down", "right")
        strip = app.table.render_line(4)
        reversed_text = "".join(s.text for s in strip if s.style and s.style.reverse)
        assert reversed_text == "胡家镇  "
        header = app.table.render_line(2)
        assert "".join(s.text for s in header if s.style and s.style.reverse).strip() == "100分"

    run_table_app(Table(small_table(), whole_rows=True), look)


def test_the_cursor_looks_different_where_keys_do_not_come() -> None:
    async def look(app: TableApp, pilot: Pilot[None]) -> None:
        app.screen.set_focus(None)
        await pilot.pause()
        styles = [s.style for s in app.table.render_line(3) if s.style]
        assert not any(style.reverse for style in styles)
        assert any(style.underline for style in styles)

    run_table_app(Table(small_table()), look)


def test_only_the_cells_that_changed_are_drawn_again() -> None:
    async def look(app: TableApp, pilot: Pilot[None]) -> None:
        await pilot.press("right", "right")
        drawn: list[int] = []
        original = app.table.render_line
        app.table.render_line = lambda y: (drawn.append(y), original(y))[1]  # type: ignore[method-assign]
        await pilot.press("down")
        await pilot.pause()
        assert sorted(set(drawn)) == [3, 4]
        assert len(drawn) <= 4

    run_table_app(Table(small_table()), look)


def luminance(colour: str) -> int:
    """Relative luminance of a colour, in ten thousandths of white's; exact enough to compare."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    linear = [((part / 255 + 0.055) / 1.055) ** 2.4 for part in parts]
    return round(10_000 * (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]))


def test_shades_can_be_read_and_are_exact_in_256_colours() -> None:
    for dark in SHADES_DARK:
        assert (luminance("#e0e0e0") + 500) >= 4.5 * (luminance(dark) + 500)
    for light in SHADES_LIGHT:
        assert (luminance(light) + 500) >= 4.5 * (luminance("#1f1f1f") + 500)
    assert all(
        take_cells(part, 2) in {"00", "5f", "87", "af", "d7", "ff"}
        for c in (*SHADES_DARK, *SHADES_LIGHT)
        for part in (c[1:3], c[3:5], c[5:])
    )


def test_sorting_by_a_parent_is_drawn_too() -> None:
    async def sort(app: TableApp, pilot: Pilot[None]) -> None:
        app.table.sort_by(Sorting("total", descending=True))

    assert "66595.1" in looked_at(Table(small_table()), sort)[3]
