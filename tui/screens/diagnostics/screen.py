"""Diagnostics for support (终端自检)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from kaoping_core.errors import StorageError
from kaoping_core.files import write_atomic
from tui.screens.base import KaopingScreen
from tui.screens.diagnostics.content import as_text, diagnostic_paragraphs, sample_paragraphs
from tui.session.location import Location
from tui.session.messages import StatusMessage
from tui.session.session import Session
from tui.tasks.history import TaskRecord
from tui.tasks.messages import TaskSucceeded
from tui.tasks.protocol import ReadSystemInfo, Request
from tui.textual_internals import driver_of
from tui.widgets.text_view.text_view import TextView


class DiagnosticsScreen(KaopingScreen):
    """Versions, paths and terminal; samples that show whether it draws what is sent."""

    NAME = "diagnostics"
    HELP = """
    这一屏给技术支持看：各部分的版本、文件在哪里、终端是什么、它画汉字和线条对不对、这次登录写出了多少字节。
    有毛病时把它拍下来，或按 w 存成文件发过去。r 重新量一遍。Tab 在两块之间走。
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "write", "存成文件", id="diagnostics-write"),
        Binding("r", "refresh", "重新量", id="diagnostics-anew"),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-broad")]  # noqa: RUF012 - as Screen has it
    DEFAULT_CSS = """
    DiagnosticsScreen #panels { layout: vertical; }
    DiagnosticsScreen #panels > TextView { width: 1fr; height: 1fr; }
    DiagnosticsScreen.-broad #panels { layout: horizontal; }
    DiagnosticsScreen.-broad #samples { margin-left: 2; }
    """

    def __init__(self, session: Session, location: Location) -> None:
        super().__init__(session, location)
        self._facts = TextView(id="facts", marks=session.glyphs)
        self._samples = TextView(id="samples", marks=session.glyphs)

    def compose_body(self) -> ComposeResult:
        """Compose the facts and the samples."""
        with Vertical(id="panels"):
            yield self._facts
            yield self._samples

    def on_mount(self) -> None:
        """Request the facts that only the child process knows."""
        self._samples.data = sample_paragraphs(self.session)
        self._facts.focus()
        self.request_task(ReadSystemInfo())

    def on_resize(self) -> None:
        """Update the window's size."""
        self.update_content()

    @property
    def _system_info(self) -> TaskRecord[dict[str, str]] | None:
        return self.session.task_history.last(ReadSystemInfo)

    def update_content(self) -> None:
        """Show the known facts."""
        self.heading = "终端自检"
        driver = driver_of(self.app)
        written = getattr(driver, "bytes_sent", None)
        size = (self.app.size.width, self.app.size.height)
        self._facts.data = diagnostic_paragraphs(
            self.session, self._system_info, size, type(driver).__name__, written
        )

    def on_task_result(self, event: TaskSucceeded) -> None:
        """Show the versions."""
        self.session.task_history.finish(type(event.request), event.result)
        self.update_content()

    def on_task_finished(self, request: Request[object]) -> None:
        """Clear the waiting state after a failure, also of a request made before the screen was left."""
        self.update_content()

    def action_refresh(self) -> None:
        """Query the terminal and the child process again."""
        self.request_task(ReadSystemInfo())

    def action_write(self) -> None:
        """Write the diagnostics to a file."""
        from tui.dialogs.files.save_path import ask_file

        name = f"考评自检-{datetime.now().astimezone():%Y%m%d-%H%M%S}.txt"
        ask_file(self.app, self.session, "存成文件", self.session.uploads / name, self._write)

    def _write(self, target: Path) -> None:
        try:
            write_atomic(target, as_text(self._facts.data, self._samples.data).encode())
        except StorageError as error:
            self.post_message(StatusMessage(error.message))
        else:
            self.post_message(StatusMessage(f"已写到 {target}"))
