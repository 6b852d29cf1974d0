"""Base of all dialogs: frame, title, closing, key bar."""

from __future__ import annotations

from typing import ClassVar, Generic, Self, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.strip import Strip

from tui.session.error_recovery import ErrorBoundary
from tui.session.messages import ShowText
from tui.session.session import Session
from tui.tasks.messages import TaskRequested
from tui.textual_internals import strips_behind
from tui.widgets.bars.key_bar import KeyBar
from tui.widgets.breakpoints import apply_breakpoint_classes
from tui.widgets.dialog_frame import DialogFrame
from tui.widgets.table.table import Table

ResultT = TypeVar("ResultT")


class Dialog(ErrorBoundary, ModalScreen[ResultT | None], Generic[ResultT]):
    """Dialog with a frame; subclasses give ``compose_body``. The result is None when it is cancelled.

    Tasks are requested with ``TaskRequested``; the results are posted to the dialog itself.
    """

    AUTO_FOCUS = "*"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "leave", "关闭", id="leave")]
    DEFAULT_CSS = """
    Dialog { align: center middle; background: transparent; }
    Dialog > .box {
        width: auto; max-width: 100%; height: auto; max-height: 100%; min-width: 40;
    }
    Dialog > .box.-wide { width: 96%; }
    Dialog > .box.-high { height: 94%; }
    Dialog > .box > KeyBar { dock: bottom; width: auto; }
    """

    def __init__(self, session: Session, title: str, *, wide: bool = False, high: bool = False) -> None:
        super().__init__()
        self._background: list[Strip] = []
        self.session = session
        classes = f"box{' -wide' if wide else ''}{' -high' if high else ''}"
        self._box = DialogFrame(title=title, marks=session.glyphs, classes=classes)

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Discard the cached background and refresh."""
        self._background = []
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Render the screen behind from its finished strips.

        Textual would split and join their segments again, which takes longer than the rest of the frame.
        """
        if len(self._background) != self.size.height:
            stack = self.app.screen_stack
            strips = strips_behind(stack[stack.index(self) - 1], self.size)
            if strips is None:
                return super().render_lines(crop)  # it has not been laid out yet
            self._background = [strip.adjust_cell_length(self.size.width) for strip in strips]
        return [strip.crop(crop.x, crop.right) for strip in self._background[crop.y : crop.bottom]]

    def compose_body(self) -> ComposeResult:
        """Compose the content of the dialog."""
        yield from ()

    def compose(self) -> ComposeResult:
        """Compose the frame around the content, with the key bar."""
        apply_breakpoint_classes(self)
        with self._box:
            yield from self.compose_body()
            yield KeyBar()

    def on_task_requested(self, event: TaskRequested) -> None:
        """Make this dialog the receiver of the result."""
        event.origin = event.origin or self

    def refresh_pages(self) -> None:
        """Show newer pages; most dialogs stay as they are."""

    def action_leave(self) -> None:
        """Close the dialog without a result."""
        self.dismiss(None)

    def on_table_cell_text_wanted(self, event: Table.CellTextWanted) -> None:
        """Show the whole text of a cell."""
        event.stop()
        self.app.post_message(ShowText("　".join(title for title in event.titles if title), event.text))
