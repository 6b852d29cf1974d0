"""Results of an import, with the problems of rejected files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from kaoping_core.files import describe_os_error
from tui.cell_text import sanitise
from tui.dialogs.base import Dialog
from tui.dialogs.files.save_path import ask_file
from tui.session.import_results import FileResult, format_results, parse_results, track_rejected
from tui.session.session import Session
from tui.tasks.messages import TaskRequested, TaskSucceeded
from tui.tasks.protocol import AnnotateRejected, ImportFiles, ImportReport, WrittenFile
from tui.widgets.text_view.text_view import Paragraph, TextDocument, TextView

if TYPE_CHECKING:
    from textual.app import App

    from tui.textual_internals import AnyScreen

MAX_UNCOLLAPSED = 8
ShowMessage = Callable[[str], None]


class ImportResultsView(TextView):
    """List of results; Enter closes the dialog, since there is nothing to open."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.leave", "关闭", show=False)]


class ImportResultsDialog(Dialog[None]):
    """Results of an import. The cursor moves between rejected files."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "return_file", "写退回稿", id="import-results-return"),
        Binding("i", "again", "改好了再收", id="import-results-again"),
        Binding("w", "write", "问题存成文件", id="import-results-write"),
    ]

    DEFAULT_CSS = """
    ImportResultsDialog ImportResultsView { height: auto; }
    ImportResultsDialog .-high ImportResultsView { height: 1fr; }
    ImportResultsDialog .message { width: 1fr; height: auto; display: none; text-style: bold; }
    ImportResultsDialog .message.-shown { display: block; }
    """

    def __init__(self, session: Session, came: Sequence[FileResult]) -> None:
        refused = sum(not result.accepted for result in came)
        counts = [f"收下{len(came) - refused}个"] if refused < len(came) else []
        counts += [f"退回{refused}个"] if refused else []
        super().__init__(
            session, "，".join(counts), wide=True, high=bool(refused) or len(came) > MAX_UNCOLLAPSED
        )
        self._results = tuple(sorted(came, key=lambda result: result.accepted))
        self._at = next((result.path for result in self._results if not result.accepted), "")
        self._lines = ImportResultsView(TextDocument(tuple(self._paragraphs())), marks=session.glyphs)
        self._message = Static(classes="message", markup=False)

    def compose_body(self) -> ComposeResult:
        """Compose the results and the message line."""
        yield self._lines
        yield self._message

    def _paragraphs(self) -> Iterator[Paragraph]:
        for result in self._results:
            yield Paragraph(
                result.summary,
                tone="good" if result.accepted else "bad",
                key="" if result.accepted else result.path,
            )
            for number, problem in enumerate(result.problems, 1):
                yield Paragraph(problem.text(result.file), label=str(number), indent=1)

    @property
    def _selected_rejected(self) -> FileResult | None:
        """The rejected file that the cursor was on last."""
        return next(
            (result for result in self._results if result.path == self._at and not result.accepted), None
        )

    def on_paragraph_highlighted(self, event: TextView.Highlighted) -> None:
        """Select the rejected file under the cursor."""
        event.stop()
        self._at = event.key
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is available."""
        if action == "return_file":
            return self._selected_rejected is not None and self._selected_rejected.can_be_annotated
        if action in {"again", "write"}:
            return self._selected_rejected is not None
        return True

    def action_return_file(self) -> None:
        """Write an annotated copy of the rejected workbook."""
        if self._selected_rejected is not None:
            write_annotated_copy(self, self.session, self._selected_rejected)

    def action_again(self) -> None:
        """Import the corrected file again."""
        if self._selected_rejected is not None:
            self.app.post_message(TaskRequested(ImportFiles([self._selected_rejected.path])))
            self.dismiss(None)

    def action_write(self) -> None:
        """Write all problems to a text file."""
        refused = [result for result in self._results if not result.accepted]
        write_problems(self.app, self.session, refused, self._show_message)

    def on_task_succeeded(self, event: TaskSucceeded) -> None:
        """Show whether the annotated copy was written."""
        event.stop()
        written = event.result_of(AnnotateRejected)
        if written is not None:
            self._show_message(copy_message(written))

    def _show_message(self, words: str) -> None:
        self._message.update(sanitise(words))
        self._message.add_class("-shown")


def show_import_results(app: App[None], session: Session, paths: Sequence[str], report: ImportReport) -> None:
    """Track rejected files and show the results of an import."""
    at = f"{datetime.now().astimezone():%m-%d %H:%M}"
    came = parse_results(paths, report["files"], at)
    track_rejected(session.rejected_files, came)
    for screen in app.screen_stack:
        if show_rejected := getattr(screen, "show_rejected", None):
            show_rejected()
    app.push_screen(ImportResultsDialog(session, came))


def write_annotated_copy(screen: AnyScreen, session: Session, refused: FileResult) -> None:
    """Ask where to write the annotated copy of a rejected workbook, then request it."""
    path = Path(refused.path)

    def write(target: Path) -> None:
        problems = [problem.as_dict() for problem in refused.problems]
        request = AnnotateRejected(refused.path, str(target), problems)
        screen.post_message(TaskRequested(request).set_sender(screen))

    about = f"{refused.file}：原表加上{len(refused.problems)}处批注，退给报送的人改"
    ask_file(screen.app, session, "写退回稿", path.with_name(f"{path.stem}-退回{path.suffix}"), write, about)


def copy_message(report: WrittenFile) -> str:
    """Return the message about a written copy."""
    written = report["written"]
    return (
        f"退回稿写好了：{sanitise(written)}"
        if written
        else "这个文件写不了批注，没有退回稿；可以按 w 把问题存成文件"
    )


def write_problems(app: App[None], session: Session, refused: Sequence[FileResult], say: ShowMessage) -> None:
    """Ask where to write the problems of rejected files, then write them as text."""
    first = Path(refused[0].path)
    name = (
        f"{first.stem}-问题.txt"
        if len(refused) == 1
        else f"退回的文件-问题-{datetime.now().astimezone():%Y%m%d-%H%M}.txt"
    )

    def write(target: Path) -> None:
        text = "\n".join(sanitise(line) for line in format_results(refused).split("\n"))
        try:
            target.write_text(text, encoding="utf-8")
        except OSError as error:
            say(f"没有写成：{describe_os_error(error)}")
        else:
            say(f"写好了：{target}")

    ask_file(app, session, "问题存成文件", first.with_name(name), write)
