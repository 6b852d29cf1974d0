"""An application that uses what Textual can do, for the tests of its driver. Run as a program.

A moment after every key, paste and resize it sets the terminal's title to a count.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.reactive import reactive
from textual.screen import ModalScreen
from textual.widgets import (
    DataTable,
    Footer,
    Input,
    OptionList,
    RichLog,
    Static,
    TabbedContent,
    TabPane,
    TextArea,
)

from tui.terminal.driver import DiffDriver, driver_class

TOWNS = [
    "得胜街道",
    "高升街道",
    "太平街道",
    "沙岭镇",
    "胡家镇",
    "甜水镇",
    "古城子镇",
    "坝墙子镇",
    "吴家镇",
    "陈家镇",
    "羊圈子镇",
]
FLOOD = 60
COLUMNS = [
    "单位",
    "固定资产投资",
    "规上工业增加值",
    "一般公共预算收入",
    "实际利用外资",
    "出口额",
    "信访",
    "安全生产",
    "合计",
    "名次",
]


class SteadyInput(Input):
    """A field whose cursor does not blink."""

    cursor_blink = reactive(False, init=False)


class SteadyTextArea(TextArea):
    """Several lines whose cursor does not blink."""

    cursor_blink = reactive(False, init=False)


class Dialog(ModalScreen[None]):
    """A box over the screen, which stays as it is."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape,q,enter", "dismiss", "关闭")]
    CSS = """
    Dialog { align: center middle; background: transparent; }
    Dialog > Vertical { width: 60; height: 16; border: round $primary; background: $surface; padding: 0 1; }
    """

    def compose(self) -> ComposeResult:
        """Lines with everything that text may hold."""
        with Vertical():
            yield Static(Text("依据：附件1 第21行，固定资产投资完成情况"))
            yield Static(Text("得分 = 完成值 ÷ 目标值 × 权重，最高不超过权重的 120%", style="bold"))
            yield Static(
                Text("完成值 66,595.1 万元；目标值 70,000 万元 [合计[/] [@click=app.quit]不是标记[/]")
            )
            yield Static(Text("emoji 👍 组合 e\u0301 全角　空格 ｱ 한국어", style="italic underline"))
            yield SteadyInput(placeholder="说明", id="reason")


class Tinted(Dialog):
    """A box that dims everything behind it, so that every cell changes."""

    CSS = """
    Tinted { align: center middle; background: $background 60%; }
    Tinted > Vertical { width: 40; height: 10; border: heavy $error; background: $surface; }
    """


class Sample(App[None]):
    """A table, fields, a log, a list, dialogs and tabs."""

    ENABLE_COMMAND_PALETTE = False
    ANIMATION_LEVEL = "none"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("f2", "dialog", "依据"),
        ("f3", "tinted", "确认"),
        ("f5", "tab('table')", "结果"),
        ("f6", "tab('fields')", "填报"),
        ("f7", "tab('log')", "日志"),
        ("f8", "tab('list')", "单位"),
        ("f9", "flood", "刷屏"),
        ("f10", "outside", "外部"),
        ("ctrl+l", "repaint", "重画"),
        ("ctrl+z", "suspend_process", "挂起"),
        ("ctrl+b", "bell", "响铃"),
        ("ctrl+q", "quit", "退出"),
    ]
    CSS = """
    TextArea { height: 8; } RichLog { height: 1fr; } OptionList { height: 1fr; } DataTable { height: 1fr; }
    """
    _count = 0
    _last: events.Event | None = None

    def compose(self) -> ComposeResult:
        """All tabs at once."""
        yield Static(Text("盘山县 2019 年度绩效考评 — 样例"), id="title")
        with TabbedContent(id="tabs"):
            with TabPane("结果", id="table"):
                yield DataTable(cursor_type="cell", zebra_stripes=True, id="result", fixed_columns=1)
            with TabPane("填报", id="fields"):
                yield SteadyInput(placeholder="单位名称", id="name")
                yield SteadyInput(value="66,595.1", id="value")
                yield SteadyTextArea("第一行\n第二行 with latin\n", id="notes")
            with TabPane("日志", id="log"):
                yield RichLog(id="lines", auto_scroll=True)
            with TabPane("单位", id="list"):
                yield OptionList(
                    *[Text(f"{number + 1:>3} {TOWNS[number % len(TOWNS)]}") for number in range(60)],
                    id="units",
                )
        yield Footer()

    def on_mount(self) -> None:
        """Fill the table and the log."""
        table: DataTable[Text] = self.query_one("#result", DataTable)
        table.add_columns(*[Text(column) for column in COLUMNS])
        for row in range(100):
            cells = [
                f"{(row * 7919 + column * 104729) % 99999 / 10:,.1f}" for column in range(1, len(COLUMNS))
            ]
            name = f"{TOWNS[row % len(TOWNS)]}{row}"
            table.add_row(Text(name), *[Text(cell, justify="right") for cell in cells])
        log = self.query_one("#lines", RichLog)
        for row in range(80):
            log.write(
                Text(
                    f"09:{row % 60:02} 发改局 第{row}行已收到 {'重复 ' * (row % 7)}",
                    style="bold red" if row % 9 == 0 else "",
                )
            )
        table.focus()

    def action_dialog(self) -> None:
        """Open the box."""
        self.push_screen(Dialog())

    def action_tinted(self) -> None:
        """Open the box that dims."""
        self.push_screen(Tinted())

    def action_tab(self, tab: str) -> None:
        """Show a tab and go to its first widget."""
        self.query_one("#tabs", TabbedContent).active = tab
        self._focus_first()

    @on(TabbedContent.TabActivated)
    def _focus_first(self) -> None:
        first = {"table": "#result", "fields": "#name", "log": "#lines", "list": "#units"}
        self.query_one(first[self.query_one("#tabs", TabbedContent).active]).focus()
        self.call_after_refresh(self._lead_cursor)

    def _lead_cursor(self) -> None:
        """The focus may have come before the field had its place on the screen, or after: here it has."""
        if isinstance(self.focused, Input):
            self.cursor_position = self.focused.cursor_screen_offset
            self.focused.refresh()

    def action_repaint(self) -> None:
        """What the application binds to Ctrl+L."""
        if isinstance(self._driver, DiffDriver):
            self._driver.repaint()
        else:
            self.refresh(layout=True)

    def action_flood(self) -> None:
        """Change much of the screen, very often."""
        self.query_one("#tabs", TabbedContent).active = "table"
        self._flood(0)

    def _flood(self, turn: int) -> None:
        self.query_one("#title", Static).update(Text(f"第 {turn} 次 " + "变" * (turn % 40)))
        self.query_one("#result", DataTable).move_cursor(row=turn * 13 % 100, column=turn % 10)
        if turn < FLOOD:
            self.set_timer(0.005, lambda: self._flood(turn + 1))

    def action_outside(self) -> None:
        """Lend the terminal to another program."""
        with self.suspend():
            subprocess.run(["echo", "OUTSIDE"], check=True)

    async def on_event(self, event: events.Event) -> None:
        """Count what was dealt with."""
        await super().on_event(event)
        if (
            isinstance(event, events.Key | events.Paste | events.Resize) and event is not self._last
        ):  # keys bubble back up
            self._last = event
            self._count += 1
            self.set_timer(
                0.03, partial(self._tell, self._count)
            )  # what waits for a refresh is lost with a closed screen

    def _tell(self, count: int) -> None:
        if self._driver is not None:
            self._driver.write(f"\x1b]2;{count}\x07")

    @on(Input.Submitted)
    def _note(self, event: Input.Submitted) -> None:
        self.query_one("#title", Static).update(Text(f"已填：{event.value}"))


if __name__ == "__main__":
    if "nohup" in sys.argv:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    sample = Sample(driver_class=driver_class(), ansi_color="ansi" in sys.argv)
    sample.run(mouse="mouse" in sys.argv)
    sys.exit(sample.return_code)
