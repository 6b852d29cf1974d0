"""As what an assembly is recorded: asked after what it changes has been shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from tui.cell_text import visible
from tui.dialogs.base import Dialog
from tui.session.session import Session
from tui.widgets.table.data import Cell, Column, Row, TableData
from tui.widgets.table.table import Table
from tui.widgets.text_view.text_view import Lines, LinesData, Paragraph

PROVISIONAL, FINAL = "provisional", "final"
WORDS: Mapping[str, str] = {PROVISIONAL: "暂定", FINAL: "正式"}
_SHOWN = 6
"""Lines for what is in the way of a final result; all of it can be scrolled to."""


class _Choices(Table):
    """Few rows: nothing to be sorted or searched."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "选定")]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only to move and to choose."""
        return action in {"move", "select"}


class Edition(Dialog[str]):
    """Its outcome is ``provisional`` or ``final``; a final one is offered only where nothing stands in its way."""

    DEFAULT_CSS = """
    Edition > .box { width: 70; }
    Edition Static { width: 1fr; height: auto; margin: 0 0 1 0; }
    Edition Table { height: 4; }
    Edition Lines { height: auto; }
    """

    def __init__(self, session: Session, tried: Mapping[str, Any]) -> None:
        """``tried`` is the answer to ``compare``."""
        super().__init__(session, "记录汇总")
        self._blocking = tried["blocking"]
        self._about = (
            f"后面的表是和第{tried['last']}次汇总比的变化。" if tried["last"] else "这是第一次汇总。"
        )

    def body(self) -> ComposeResult:
        """What can be chosen, and why not the rest."""
        yield Static(visible(f"{self._about}记录以后不能删除，还可以再汇总。"), markup=False)
        yield _Choices(_choices(final=not self._blocking), whole_rows=True, marks=self.session.marks)
        if self._blocking:
            problems = tuple(
                Paragraph(each["message"], label=str(number), tone="bad")
                for number, each in enumerate(self._blocking, 1)
            )
            lines = Lines(
                LinesData((Paragraph("现在还不能出正式结果：", tone="strong"), *problems)),
                marks=self.session.marks,
            )
            lines.styles.max_height = _SHOWN
            yield lines

    def on_table_cell_selected(self, event: Table.CellSelected) -> None:
        """Chosen."""
        event.stop()
        self.dismiss(event.row)


def _choices(*, final: bool) -> TableData:
    rows = [Row(PROVISIONAL, (Cell("暂定"), Cell("征求意见稿，缺数据也可以")))]
    if final:
        rows.append(Row(FINAL, (Cell("正式", tone="good"), Cell("年度结果，可以通报"))))
    return TableData((Column("edition", "记录为", width=6), Column("words", "", grows=True)), tuple(rows))
