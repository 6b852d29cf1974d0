"""终端自检: a page to photograph for support."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from kaoping_core.errors import StorageError
from kaoping_core.files import write_atomic
from tui.screens.base import KaopingScreen
from tui.screens.diagnostics.content import as_text, facts, samples
from tui.session.location import Place
from tui.session.messages import Said
from tui.session.session import Session
from tui.session.task_history import Task
from tui.widgets.text_view.text_view import Lines

ABOUT = "about"


class TerminalScreen(KaopingScreen):
    """Versions, places and the terminal; samples that show whether it draws what is sent."""

    NAME = "terminal"
    HELP = """
    这一屏给技术支持看：各部分的版本、文件在哪里、终端是什么、它画汉字和线条对不对、这次登录写出了多少字节。
    有毛病时把它拍下来，或按 w 存成文件发过去。r 重新量一遍。Tab 在两块之间走。
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "write", "存成文件", id="terminal-write"),
        Binding("r", "look_anew", "重新量", id="terminal-anew"),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-broad")]  # noqa: RUF012 - as Screen has it
    DEFAULT_CSS = """
    TerminalScreen #panels { layout: vertical; }
    TerminalScreen #panels > Lines { width: 1fr; height: 1fr; }
    TerminalScreen.-broad #panels { layout: horizontal; }
    TerminalScreen.-broad #samples { margin-left: 2; }
    """

    def __init__(self, session: Session, place: Place) -> None:
        super().__init__(session, place)
        self._facts = Lines(id="facts", marks=session.marks)
        self._samples = Lines(id="samples", marks=session.marks)

    def body(self) -> ComposeResult:
        """What is told, and what is to be looked at."""
        with Vertical(id="panels"):
            yield self._facts
            yield self._samples

    def on_mount(self) -> None:
        """Ask for what only the process beside the screen knows."""
        self._samples.data = samples(self.session)
        self._facts.focus()
        self.want(ABOUT)

    def on_resize(self) -> None:
        """The window's size is told too."""
        self.show()

    @property
    def _about(self) -> Task | None:
        return self.session.log.tasks.get(ABOUT)

    def show(self) -> None:
        """What is known now."""
        self.heading = "终端自检"
        driver = self.app._driver
        written = getattr(driver, "written", None)
        size = (self.app.size.width, self.app.size.height)
        self._facts.data = facts(self.session, self._about, size, type(driver).__name__, written)

    def answered(self, call: str, arguments: Mapping[str, Any], answer: Any) -> None:
        """Versions have come."""
        self.session.log.answered(call, answer)
        self.show()

    def ended(self, call: str) -> None:
        """They could not be read, or were wanted before somebody left and came back."""
        self.show()

    def action_look_anew(self) -> None:
        """Ask and measure again."""
        self.want(ABOUT)

    def action_write(self) -> None:
        """Write all of it to a file."""
        from tui.dialogs.files.save_path import ask_file

        name = f"考评自检-{datetime.now().astimezone():%Y%m%d-%H%M%S}.txt"
        ask_file(self.app, self.session, "存成文件", self.session.uploads / name, self._write)

    def _write(self, target: Path) -> None:
        try:
            write_atomic(target, as_text(self._facts.data, self._samples.data).encode())
        except StorageError as error:
            self.post_message(Said(error.message))
        else:
            self.post_message(Said(f"已写到 {target}"))
