"""Submissions (报送): status of evaluators, import of files, annotated copies, blank workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, cast

from attrs import evolve
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer

from kaoping_core.pages.schema import EvaluatorPage
from tui.cell_text import sanitise
from tui.screens.base import FOLLOW_SECONDS, LOADING, KaopingScreen, restore_table
from tui.screens.submissions.content import evaluator_paragraphs, evaluators_table
from tui.session.import_results import FileResult
from tui.tasks.messages import TaskSucceeded
from tui.tasks.protocol import AnnotateRejected, ImportFiles, MakeTemplates
from tui.widgets.table.data import TableCell, TableColumn, TableData, TableRow
from tui.widgets.table.table import Table
from tui.widgets.text_view.text_view import TextView

EVALUATORS, REJECTED, PAGE = "evaluators", "refused", "page"
TEMPLATES = "templates"
"""Under what name the last folder for blank workbooks is kept."""
_REFUSED_LINES = 8


class SubmissionsScreen(KaopingScreen):
    """Evaluators on the left, the page of the selected one on the right."""

    NAME = "submissions"
    HELP = """
    这一屏管报送：左边是18个考核主体报了没有、缺多少、什么时候收到、有没有签字盖章，右边是光标所在的那个的详细情况。
    按 i 收文件：报送表（.xlsx）、.json、网格案件表（.csv）都可以，空格标记几个一起收。每个文件要么全收，要么一条不收。
    退回的文件列在左下角，改好重收以前一直在。在上面按回车看哪个格子有什么问题；按 r 写退回稿，就是原表加上批注，发回去改。
    按 t 给光标所在的考核主体出空白报送表，按 T 给全部考核主体出。
    Tab 在各块之间走，/ 查找（可以打拼音首字母），s 排序。
    """
    AUTO_FOCUS = f"#{EVALUATORS}"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "import", "收文件", id="submissions-import"),
        Binding("r", "return_file", "写退回稿", id="submissions-return"),
        Binding("w", "write_problems", "问题存成文件", id="submissions-write"),
        Binding("t", "template", "出空白表", id="submissions-template"),
        Binding("T", "all_templates", "全部空白表", id="submissions-templates"),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (64, "-usual"), (110, "-broad")]  # noqa: RUF012 - typed so in Textual
    DEFAULT_CSS = """
    SubmissionsScreen #left { width: 41; }
    SubmissionsScreen #page { width: 1fr; margin-left: 1; }
    SubmissionsScreen #refused { height: 4; max-height: 40%; display: none; }
    SubmissionsScreen.-broad #left { width: 46%; max-width: 64; }
    SubmissionsScreen.-narrow #left { width: 1fr; }
    SubmissionsScreen.-narrow #page { display: none; }
    """

    _shown_evaluator = ""
    """The evaluator whose page is shown."""
    _selection_timer: Timer | None = None

    def compose_body(self) -> ComposeResult:
        """Compose evaluators, rejected files below them, and the page at their right."""
        glyphs, initials = self.session.glyphs, self.session.initials
        evaluators = Table(id=EVALUATORS, whole_rows=True, marks=glyphs, initials=initials)
        restore_table(
            evaluators,
            self.session.user_state,
            f"{self.NAME}.{EVALUATORS}",
            self.location.arguments.get("evaluator"),
        )
        with Horizontal():
            with Vertical(id="left"):
                yield evaluators
                yield Table(id=REJECTED, whole_rows=True, marks=glyphs)
            yield TextView(id=PAGE, marks=glyphs)

    def update_content(self) -> None:
        """Show evaluators, rejected files and the selected evaluator's page."""
        overview = self.session.overview
        if not overview:
            self.heading = LOADING
            return
        self.heading = f"报送　{overview['reported']}"
        self._evaluators.data = evaluators_table(overview)
        self.show_rejected()
        self._show_page()

    def show_rejected(self) -> None:
        """Show the rejected files that were not imported since; hide the table without any."""
        refused = list(self.session.rejected_files.values())[::-1]
        table = self._rejected_file
        if not refused and not table.display:
            return
        table.data = _rejected_table(refused)
        table.styles.height = min(len(refused) + 2, _REFUSED_LINES)
        table.display = bool(refused)
        self.refresh_bindings()

    def _show_page(self) -> None:
        """Show the page of the selected evaluator."""
        self._selection_timer = None
        name = self._evaluator
        page_name = self.session.overview.get("evaluator_pages", {}).get(name, "")
        page = cast("EvaluatorPage", self.session.page(page_name))
        lines = self.query_one(f"#{PAGE}", TextView)
        if name != self._shown_evaluator:
            self._shown_evaluator = name
            lines.restore({})
        lines.data = evaluator_paragraphs(page)

    @property
    def _evaluators(self) -> Table:
        return self.query_one(f"#{EVALUATORS}", Table)

    @property
    def _rejected_file(self) -> Table:
        return self.query_one(f"#{REJECTED}", Table)

    @property
    def _evaluator(self) -> str:
        """Evaluator under the cursor; empty while there is none."""
        cursor = self._evaluators.cursor
        return cursor[0].key if cursor else ""

    @property
    def _selected_evaluator(self) -> FileResult | None:
        """Rejected file under the cursor."""
        cursor = self._rejected_file.cursor
        return self.session.rejected_files.get(cursor[0].key) if cursor else None

    # -- events ----------------------------------------------------------------------------------------

    def on_table_cell_highlighted(self, event: Table.CellHighlighted) -> None:
        """Show the evaluator's page once the cursor rests."""
        if event.control.id == EVALUATORS and event.row != self._shown_evaluator:
            if self._selection_timer is not None:
                self._selection_timer.stop()
            self._selection_timer = self.set_timer(FOLLOW_SECONDS, self._show_page)
        self.refresh_bindings()

    def on_table_cell_selected(self, event: Table.CellSelected) -> None:
        """Focus the evaluator's page; show the problems of a rejected file."""
        page = self.query_one(f"#{PAGE}", TextView)
        if event.control.id == REJECTED:
            self._show_problems()
        elif page.display:
            self._show_page()
            page.focus()
        else:
            from tui.dialogs.text_viewer import TextDialog

            self._show_page()
            self.app.push_screen(TextDialog(self.session, event.row, page.data))

    def on_paragraph_selected(self, event: TextView.Selected) -> None:
        """Open the indicator that lacks something."""
        self.open_screen("indicator", indicator=event.key)

    def _show_problems(self) -> None:
        from tui.dialogs.import_results import ImportResultsDialog

        if self._selected_evaluator is not None:
            self.app.push_screen(ImportResultsDialog(self.session, [self._selected_evaluator]))

    # -- keys ------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is available."""
        if action in {"return_file", "write_problems"}:
            chosen = self._selected_evaluator if self.is_mounted else None
            return chosen is not None and (action == "write_problems" or chosen.can_be_annotated)
        if action in {"template", "all_templates"}:
            return bool(self.session.overview)
        return True

    def action_back(self) -> None:
        """Return from the page to the list, from there to the previous screen."""
        if self.query_one(f"#{PAGE}", TextView).has_focus:
            self._evaluators.focus()
        else:
            super().action_back()

    def action_import(self) -> None:
        """Choose files and import them."""
        from tui.dialogs.files.chooser import FileChooser

        def chosen(paths: list[str] | None) -> None:
            if paths:
                self.request_task(ImportFiles(paths))

        self.app.push_screen(FileChooser(self.session), chosen)

    def action_return_file(self) -> None:
        """Write an annotated copy of the rejected workbook under the cursor."""
        from tui.dialogs.import_results import write_annotated_copy

        if self._selected_evaluator is not None:
            write_annotated_copy(self, self.session, self._selected_evaluator)

    def action_write_problems(self) -> None:
        """Write the problems of the rejected file under the cursor to a text file."""
        from tui.dialogs.import_results import write_problems

        if self._selected_evaluator is not None:
            write_problems(self.app, self.session, [self._selected_evaluator], self._show_message)

    def action_template(self) -> None:
        """Write the blank workbook of the evaluator under the cursor."""
        self._ask_for_templates([self._evaluator], f"{self._evaluator}的空白报送表")

    def action_all_templates(self) -> None:
        """Write the blank workbooks of all evaluators."""
        everybody = [evaluator["name"] for evaluator in self.session.overview["evaluators"]]
        self._ask_for_templates(everybody, f"全部{len(everybody)}个考核主体的空白报送表")

    def _ask_for_templates(self, evaluators: Sequence[str], about: str) -> None:
        from tui.dialogs.files.save_path import ask_folder

        memory = self.session.user_state
        kept = memory.view_state(TEMPLATES).get("folder")
        proposed = Path(kept) if isinstance(kept, str) else self.session.uploads

        def chosen(folder: Path) -> None:
            memory.save_view_state(TEMPLATES, {"folder": str(folder)})
            self.request_task(MakeTemplates(str(folder), evaluators))

        ask_folder(self.app, self.session, "出空白报送表", proposed, chosen, about)

    # -- answers ---------------------------------------------------------------------------------------

    def on_task_result(self, event: TaskSucceeded) -> None:
        """Show import results, ask before overwriting, or say what was written."""
        request = event.request
        if isinstance(request, ImportFiles) and (imported := event.result_of(ImportFiles)) is not None:
            from tui.dialogs.import_results import show_import_results

            show_import_results(self.app, self.session, request.paths, imported)
        elif (copy := event.result_of(AnnotateRejected)) is not None:
            from tui.dialogs.import_results import copy_message

            self._show_message(copy_message(copy))
        elif isinstance(request, MakeTemplates) and (made := event.result_of(MakeTemplates)) is not None:
            if made["there"]:
                self._ask_to_overwrite(request, made["there"])
            else:
                self._show_message(f"写好了{len(made['written'])}个空白报送表：{request.folder}")

    def _ask_to_overwrite(self, request: MakeTemplates, there: Sequence[str]) -> None:
        from tui.dialogs.confirm import ConfirmDialog

        def answered(yes: bool | None) -> None:
            if yes:
                self.request_task(evolve(request, overwrite=True))

        question = (
            f"{request.folder} 里已经有{len(there)}个同名文件，可能已经填过：\n"
            + "、".join(there)
            + "\n覆盖吗？"
        )
        self.app.push_screen(ConfirmDialog(self.session, "已有这些文件", question), answered)

    def _show_message(self, words: str) -> None:
        self.status_message = sanitise(words)


def _rejected_table(refused: Sequence[FileResult]) -> TableData:
    columns = (
        TableColumn("file", "退回的文件", grows=True),
        TableColumn("problems", "问题", number=True),
        TableColumn("at", "退回时间", width=11),
    )
    rows = [
        TableRow(
            result.path,
            (TableCell(result.file, tone="bad"), TableCell(str(len(result.problems))), TableCell(result.at)),
        )
        for result in refused
    ]
    return TableData(columns, tuple(rows))
