"""Error dialog: a failure with its problems, to be saved as a file or shown as plain text."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType

from kaoping_core.files import describe_os_error
from tui.cell_text import sanitise
from tui.dialogs.base import Dialog
from tui.session.messages import StatusMessage
from tui.session.session import Session
from tui.tasks.messages import TaskFailed
from tui.tasks.protocol import Refresh
from tui.widgets.text_view.text_view import Paragraph, TextDocument, TextView

STALE_TITLE, TITLE = "没有读到最新的数据，看到的还是以前的", "没有做成"


class ErrorDialog(Dialog[None]):
    """Failure with its problems, one a line, and details for support."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "leave", "关闭", show=False),
        Binding("p", "plain", "纯文本（可选中复制）"),
        Binding("w", "write", "存成文件"),
    ]

    DEFAULT_CSS = "ErrorDialog TextView { height: auto; max-height: 100%; }"

    def __init__(self, session: Session, failed: TaskFailed) -> None:
        title = STALE_TITLE if isinstance(failed.request, Refresh) else TITLE
        super().__init__(session, title, wide=True)
        self._failure = failed

    def shows(self, failed: TaskFailed) -> bool:
        """Whether this dialog already shows an equal failure."""
        return (self._failure.message, self._failure.problems) == (failed.message, failed.problems)

    def compose_body(self) -> ComposeResult:
        """Compose the failure."""
        yield TextView(TextDocument(tuple(self._paragraphs())), marks=self.session.glyphs)

    def _paragraphs(self) -> Iterator[Paragraph]:
        failed = self._failure
        yield Paragraph(failed.message, tone="bad")
        for number, problem in enumerate(failed.problems, 1):
            yield Paragraph(problem, label=str(number))
        if failed.detail:
            yield Paragraph("给技术支持看的：", tone="strong")
            for line in failed.detail.splitlines():
                yield Paragraph(line, tone="quiet")

    def _text(self) -> str:
        failed = self._failure
        lines = [failed.message, *failed.problems, *failed.detail.splitlines()]
        return "\n".join(sanitise(line) for line in lines) + "\n"

    def action_plain(self) -> None:
        """Suspend the UI and print plain text, which every terminal can select and copy."""
        try:
            with self.app.suspend():
                print("\n" + self._text())
                print("（按回车回到考评）", flush=True)
                sys.stdin.readline()
        except SuspendNotSupported:
            self.app.post_message(StatusMessage("这个终端不能离开屏幕；按 w 存成文件"))

    def action_write(self) -> None:
        """Write the failure to a file."""
        target = Path.home() / f"考评问题-{datetime.now().astimezone():%Y%m%d-%H%M%S}.txt"
        try:
            target.write_text(self._text(), encoding="utf-8")
        except OSError as error:
            message = f"没有存成：{describe_os_error(error)}"
        else:
            message = f"已存到 {target}"
        self._box.title = message
