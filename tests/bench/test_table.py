"""How long the table takes from a key to the lines that the terminal gets; measured, never asserted.

Run with ``pytest -n 0 tests/bench/test_table.py -m benchmark --benchmark-enable``. Bars: 20 ms an arrow, 30 ms a page, with the
driver and the terminal's line on top of what is measured here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot

from tests.support.tables import TableApp, big_table, run_table_app
from tui.widgets.table.sorting import Sorting
from tui.widgets.table.table import Table

Benchmark = Callable[..., Any]


def measured(benchmark: Benchmark, act: Callable[[Table, int], None]) -> None:
    """Do something with a table of 500 rows and 60 columns in a terminal of 120 x 40, and draw what has changed.

    ``act`` is told how many times it was called before.
    """

    async def session(app: TableApp, pilot: Pilot[None]) -> None:
        table = app.table
        table.action_move(0, 30)
        await pilot.pause()
        calls = iter(range(10**9))

        def once() -> None:
            act(table, next(calls))
            for region in table._exchange_repaint_regions():
                table.render_lines(region)

        benchmark(once)

    run_table_app(Table(big_table()), session, (120, 40))


def test_an_arrow_key(benchmark: Benchmark) -> None:
    measured(benchmark, lambda table, count: table.action_move(-1 if count % 2 else 1, 0))


def test_a_column_that_scrolls_in(benchmark: Benchmark) -> None:
    columns = ["c45", "c10"]
    measured(benchmark, lambda table, count: table.move_to(column=columns[count % 2]))


def test_a_page_down(benchmark: Benchmark) -> None:
    measured(benchmark, lambda table, count: table.action_page(1 if count // 10 % 2 == 0 else -1))


def test_sorting_five_hundred_rows(benchmark: Benchmark) -> None:
    measured(benchmark, lambda table, count: table.sort_by(Sorting("c3", descending=count % 2 == 0)))


def test_a_letter_of_a_filter(benchmark: Benchmark) -> None:
    measured(benchmark, lambda table, count: table.filter("街道" if count % 2 else "镇"))


def test_new_data(benchmark: Benchmark) -> None:
    tables = [big_table(), big_table()]

    def replace(table: Table, count: int) -> None:
        table.data = tables[count % 2]

    measured(benchmark, replace)
