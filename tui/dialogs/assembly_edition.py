"""Choice of the edition in which an assembly is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from tui.cell_text import sanitise
from tui.dialogs.base import Dialog
from tui.session.session import Session
from tui.tasks.protocol import TrialReport
from tui.widgets.table.data import TableCell, TableColumn, TableData, TableRow
from tui.widgets.table.table import Table
from tui.widgets.text_view.text_view import Paragraph, TextDocument, TextView

PROVISIONAL, FINAL = "provisional", "final"
EDITION_TEXTS: Mapping[str, str] = {PROVISIONAL: "暂定", FINAL: "正式"}
_SHOWN = 6
"""Lines for what is in the way of a final result; all of it can be scrolled to."""


class _EditionTable(Table):
    """Table of two or fewer rows, without sorting and search."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "select", "选定")]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable only moving and choosing."""
        return action in {"move", "select"}


class EditionDialog(Dialog[str]):
    """Asks for the edition; the result is ``provisional`` or ``final``, the latter only where nothing blocks it."""

    DEFAULT_CSS = """
    EditionDialog > .box { width: 70; }
    EditionDialog Static { width: 1fr; height: auto; margin: 0 0 1 0; }
    EditionDialog Table { height: 4; }
    EditionDialog TextView { height: auto; }
    """

    def __init__(self, session: Session, trial: TrialReport) -> None:
        super().__init__(session, "记录汇总")
        self._blocking = trial["blocking"]
        self._about = (
            f"后面的表是和第{trial['last']}次汇总比的变化。" if trial["last"] else "这是第一次汇总。"
        )

    def compose_body(self) -> ComposeResult:
        """Compose the editions, and the findings that block a final one."""
        yield Static(sanitise(f"{self._about}记录以后不能删除，还可以再汇总。"), markup=False)
        yield _EditionTable(
            _edition_rows(final=not self._blocking), whole_rows=True, marks=self.session.glyphs
        )
        if self._blocking:
            problems = tuple(
                Paragraph(finding["message"], label=str(number), tone="bad")
                for number, finding in enumerate(self._blocking, 1)
            )
            lines = TextView(
                TextDocument((Paragraph("现在还不能出正式结果：", tone="strong"), *problems)),
                marks=self.session.glyphs,
            )
            lines.styles.max_height = _SHOWN
            yield lines

    def on_table_cell_selected(self, event: Table.CellSelected) -> None:
        """Return the chosen edition."""
        event.stop()
        self.dismiss(event.row)


def _edition_rows(*, final: bool) -> TableData:
    rows = [TableRow(PROVISIONAL, (TableCell("暂定"), TableCell("征求意见稿，缺数据也可以")))]
    if final:
        rows.append(TableRow(FINAL, (TableCell("正式", tone="good"), TableCell("年度结果，可以通报"))))
    return TableData(
        (TableColumn("edition", "记录为", width=6), TableColumn("words", "", grows=True)), tuple(rows)
    )
