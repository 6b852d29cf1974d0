"""What became of files that were to be taken in, with everything wrong with those that were refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Static

from tui.cell_text import visible
from tui.dialogs.base import Dialog
from tui.dialogs.files.save_path import ask_file
from tui.session.import_results import Outcome, as_text, outcomes, remember
from tui.session.messages import Answered, Wanted
from tui.session.session import Session
from tui.widgets.text_view.text_view import Lines, LinesData, Paragraph

if TYPE_CHECKING:
    from textual.app import App

_FEW = 8
Say = Callable[[str], None]


class OutcomeLines(Lines):
    """The outcomes; there is nothing to open in them, so Enter closes."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.leave", "关闭", show=False)]


class TakenBox(Dialog[None]):
    """What became of files. The cursor goes from one refused file to the next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "return_file", "写退回稿", id="taken-return"),
        Binding("i", "again", "改好了再收", id="taken-again"),
        Binding("w", "write", "问题存成文件", id="taken-write"),
    ]

    DEFAULT_CSS = """
    TakenBox OutcomeLines { height: auto; }
    TakenBox .-high OutcomeLines { height: 1fr; }
    TakenBox .said { width: 1fr; height: auto; display: none; text-style: bold; }
    TakenBox .said.-told { display: block; }
    """

    def __init__(self, session: Session, came: Sequence[Outcome]) -> None:
        refused = sum(not each.accepted for each in came)
        said = [f"收下{len(came) - refused}个"] if refused < len(came) else []
        said += [f"退回{refused}个"] if refused else []
        super().__init__(session, "，".join(said), wide=True, high=bool(refused) or len(came) > _FEW)
        self._came = tuple(sorted(came, key=lambda each: each.accepted))
        self._at = next((each.path for each in self._came if not each.accepted), "")
        self._lines = OutcomeLines(LinesData(tuple(self._paragraphs())), marks=session.marks)
        self._said = Static(classes="said", markup=False)

    def body(self) -> ComposeResult:
        """The outcomes; what came of what was done with them."""
        yield self._lines
        yield self._said

    def _paragraphs(self) -> Iterator[Paragraph]:
        for each in self._came:
            yield Paragraph(
                each.summary,
                tone="good" if each.accepted else "bad",
                key="" if each.accepted else each.path,
            )
            for number, problem in enumerate(each.problems, 1):
                yield Paragraph(problem.text(each.file), label=str(number), indent=1)

    @property
    def _refused(self) -> Outcome | None:
        """The refused file that the cursor was on last."""
        return next((each for each in self._came if each.path == self._at and not each.accepted), None)

    def on_lines_highlighted(self, event: Lines.Highlighted) -> None:
        """The cursor is on another file."""
        event.stop()
        self._at = event.key
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what works now is offered."""
        if action == "return_file":
            return self._refused is not None and self._refused.can_be_returned
        if action in {"again", "write"}:
            return self._refused is not None
        return True

    def action_return_file(self) -> None:
        """Write a copy of the refused workbook with its problems in it."""
        if self._refused is not None:
            write_returned(self, self.session, self._refused)

    def action_again(self) -> None:
        """Take the refused file in again, mended."""
        if self._refused is not None:
            self.app.post_message(Wanted("take", {"paths": [self._refused.path]}))
            self.dismiss(None)

    def action_write(self) -> None:
        """Write everything that is wrong into a file of text."""
        refused = [each for each in self._came if not each.accepted]
        write_problems(self.app, self.session, refused, self._say)

    def on_answered(self, event: Answered) -> None:
        """The copy is written, or cannot be."""
        event.stop()
        self._say(said_of_copy(event.answer))

    def _say(self, words: str) -> None:
        self._said.update(visible(words))
        self._said.add_class("-told")


def show_taken(
    app: App[None], session: Session, arguments: Mapping[str, Any], answer: Mapping[str, Any]
) -> None:
    """Remember what was refused and show what became of all files."""
    at = f"{datetime.now().astimezone():%m-%d %H:%M}"
    came = outcomes(arguments["paths"], answer["files"], at)
    remember(session.refused, came)
    for screen in app.screen_stack:
        if show_refused := getattr(screen, "show_refused", None):
            show_refused()
    app.push_screen(TakenBox(session, came))


def write_returned(screen: Screen[Any], session: Session, refused: Outcome) -> None:
    """Ask where the copy of a refused workbook shall be, and have it written; the screen or box gets the answer."""
    path = Path(refused.path)

    def write(target: Path) -> None:
        problems = [each.as_dict() for each in refused.problems]
        wanted = {"path": refused.path, "target": str(target), "problems": problems}
        screen.post_message(Wanted("returned", wanted).set_sender(screen))

    about = f"{refused.file}：原表加上{len(refused.problems)}处批注，退给报送的人改"
    ask_file(screen.app, session, "写退回稿", path.with_name(f"{path.stem}-退回{path.suffix}"), write, about)


def said_of_copy(answer: Mapping[str, Any]) -> str:
    """What came of writing a copy."""
    written = answer["written"]
    return (
        f"退回稿写好了：{visible(written)}"
        if written
        else "这个文件写不了批注，没有退回稿；可以按 w 把问题存成文件"
    )


def write_problems(app: App[None], session: Session, refused: Sequence[Outcome], say: Say) -> None:
    """Ask where the problems of refused files shall be, and write them as text."""
    first = Path(refused[0].path)
    name = (
        f"{first.stem}-问题.txt"
        if len(refused) == 1
        else f"退回的文件-问题-{datetime.now().astimezone():%Y%m%d-%H%M}.txt"
    )

    def write(target: Path) -> None:
        text = "\n".join(visible(line) for line in as_text(refused).split("\n"))
        try:
            target.write_text(text, encoding="utf-8")
        except OSError as error:
            say(f"没有写成：{error.strerror}")
        else:
            say(f"写好了：{target}")

    ask_file(app, session, "问题存成文件", first.with_name(name), write)
