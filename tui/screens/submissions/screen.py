"""报送: who has reported what; files taken in, refused files sent back, blank workbooks out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer

from tui.cell_text import visible
from tui.screens.base import KaopingScreen
from tui.screens.submissions.content import evaluator_page, evaluators_table
from tui.screens.table_state import begin_at
from tui.session.import_results import Outcome
from tui.widgets.table.data import Cell, Column, Row, TableData
from tui.widgets.table.table import Table
from tui.widgets.text_view.text_view import Lines

EVALUATORS, REFUSED, PAGE = "evaluators", "refused", "page"
TEMPLATES = "templates"
"""Under what name the last folder for blank workbooks is kept."""
_SETTLED_SECONDS = 0.15
"""After the cursor has come to rest for so long the page beside it follows: a thin line does not carry each one."""
_REFUSED_LINES = 8


class Reporting(KaopingScreen):
    """18 evaluators on the left, the page of the one under the cursor on the right."""

    NAME = "reporting"
    HELP = """
    这一屏管报送：左边是18个考核主体报了没有、缺多少、什么时候收到、有没有签字盖章，右边是光标所在的那个的详细情况。
    按 i 收文件：报送表（.xlsx）、.json、网格案件表（.csv）都可以，空格标记几个一起收。每个文件要么全收，要么一条不收。
    退回的文件列在左下角，改好重收以前一直在。在上面按回车看哪个格子有什么问题；按 r 写退回稿，就是原表加上批注，发回去改。
    按 t 给光标所在的考核主体出空白报送表，按 T 给全部考核主体出。
    Tab 在各块之间走，/ 查找（可以打拼音首字母），s 排序。
    """
    AUTO_FOCUS = f"#{EVALUATORS}"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i", "take", "收文件", id="reporting-take"),
        Binding("r", "return_file", "写退回稿", id="reporting-return"),
        Binding("w", "write_problems", "问题存成文件", id="reporting-write"),
        Binding("t", "template", "出空白表", id="reporting-template"),
        Binding("T", "all_templates", "全部空白表", id="reporting-templates"),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (64, "-usual"), (110, "-broad")]  # noqa: RUF012 - typed so in Textual
    DEFAULT_CSS = """
    Reporting #left { width: 41; }
    Reporting #page { width: 1fr; margin-left: 1; }
    Reporting #refused { height: 4; max-height: 40%; display: none; }
    Reporting.-broad #left { width: 46%; max-width: 64; }
    Reporting.-narrow #left { width: 1fr; }
    Reporting.-narrow #page { display: none; }
    """

    _shown = ""
    """The evaluator whose page is shown."""
    _coming: Timer | None = None

    def body(self) -> ComposeResult:
        """Evaluators, refused files below them, the page beside."""
        marks, initials = self.session.marks, self.session.initials
        evaluators = Table(id=EVALUATORS, whole_rows=True, marks=marks, initials=initials)
        begin_at(
            evaluators, self.session.memory, f"{self.NAME}.{EVALUATORS}", self.place.about.get("evaluator")
        )
        with Horizontal():
            with Vertical(id="left"):
                yield evaluators
                yield Table(id=REFUSED, whole_rows=True, marks=marks)
            yield Lines(id=PAGE, marks=marks)

    def show(self) -> None:
        """The evaluators, what was refused, the page of the one under the cursor."""
        desk = self.session.desk
        if not desk:
            self.heading = "正在读取数据…"
            return
        self.heading = f"报送　{desk['reported']}"
        self._evaluators.data = evaluators_table(desk)
        self.show_refused()
        self._show_page()

    def show_refused(self) -> None:
        """The files that were refused and not mended since; nothing when there are none."""
        refused = list(self.session.refused.values())[::-1]
        table = self._refused
        if not refused and not table.display:
            return
        table.data = _refused_table(refused)
        table.styles.height = min(len(refused) + 2, _REFUSED_LINES)
        table.display = bool(refused)
        self.refresh_bindings()

    def _show_page(self) -> None:
        """The page of the evaluator under the cursor."""
        self._coming = None
        name = self._evaluator
        page = self.session.page(self.session.desk.get("evaluator_pages", {}).get(name, ""))
        lines = self.query_one(f"#{PAGE}", Lines)
        if name != self._shown:
            self._shown = name
            lines.restore({})
        lines.data = evaluator_page(page)

    @property
    def _evaluators(self) -> Table:
        return self.query_one(f"#{EVALUATORS}", Table)

    @property
    def _refused(self) -> Table:
        return self.query_one(f"#{REFUSED}", Table)

    @property
    def _evaluator(self) -> str:
        """The evaluator under the cursor; empty while there is none."""
        cursor = self._evaluators.cursor
        return cursor[0].key if cursor else ""

    @property
    def _chosen(self) -> Outcome | None:
        """The refused file under the cursor."""
        cursor = self._refused.cursor
        return self.session.refused.get(cursor[0].key) if cursor else None

    # -- events ----------------------------------------------------------------------------------------

    def on_table_cell_highlighted(self, event: Table.CellHighlighted) -> None:
        """The page follows once the cursor rests."""
        if event.control.id == EVALUATORS and event.row != self._shown:
            if self._coming is not None:
                self._coming.stop()
            self._coming = self.set_timer(_SETTLED_SECONDS, self._show_page)
        self.refresh_bindings()

    def on_table_cell_selected(self, event: Table.CellSelected) -> None:
        """Read the evaluator's page; see what is wrong with a refused file."""
        page = self.query_one(f"#{PAGE}", Lines)
        if event.control.id == REFUSED:
            self._show_problems()
        elif page.display:
            self._show_page()
            page.focus()
        else:
            from tui.dialogs.text_viewer import Reading

            self._show_page()
            self.app.push_screen(Reading(self.session, event.row, page.data))

    def on_lines_selected(self, event: Lines.Selected) -> None:
        """To the indicator that lacks something."""
        self.go("indicator", indicator=event.key)

    def _show_problems(self) -> None:
        from tui.dialogs.import_results import TakenBox

        if self._chosen is not None:
            self.app.push_screen(TakenBox(self.session, [self._chosen]))

    # -- keys ------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what works now is offered."""
        if action in {"return_file", "write_problems"}:
            chosen = self._chosen if self.is_mounted else None
            return chosen is not None and (action == "write_problems" or chosen.can_be_returned)
        if action in {"template", "all_templates"}:
            return bool(self.session.desk)
        return True

    def action_back(self) -> None:
        """From the page to the list; from there to where the user came from."""
        if self.query_one(f"#{PAGE}", Lines).has_focus:
            self._evaluators.focus()
        else:
            super().action_back()

    def action_take(self) -> None:
        """Choose files and take them in."""
        from tui.dialogs.files.chooser import Files

        def chosen(paths: list[str] | None) -> None:
            if paths:
                self.want("take", paths=paths)

        self.app.push_screen(Files(self.session), chosen)

    def action_return_file(self) -> None:
        """Write a copy of the refused workbook under the cursor with its problems in it."""
        from tui.dialogs.import_results import write_returned

        if self._chosen is not None:
            write_returned(self, self.session, self._chosen)

    def action_write_problems(self) -> None:
        """Write what is wrong with the refused file under the cursor into a file of text."""
        from tui.dialogs.import_results import write_problems

        if self._chosen is not None:
            write_problems(self.app, self.session, [self._chosen], self._say)

    def action_template(self) -> None:
        """Write the blank workbook of the evaluator under the cursor."""
        self._ask_for_templates([self._evaluator], f"{self._evaluator}的空白报送表")

    def action_all_templates(self) -> None:
        """Write the blank workbooks of all."""
        everybody = [each["name"] for each in self.session.desk["evaluators"]]
        self._ask_for_templates(everybody, f"全部{len(everybody)}个考核主体的空白报送表")

    def _ask_for_templates(self, evaluators: Sequence[str], about: str) -> None:
        from tui.dialogs.files.save_path import ask_folder

        memory = self.session.memory
        kept = memory.choices(TEMPLATES).get("folder")
        proposed = Path(kept) if isinstance(kept, str) else self.session.uploads

        def chosen(folder: Path) -> None:
            memory.choose(TEMPLATES, {"folder": str(folder)})
            self.want("templates", folder=str(folder), evaluators=evaluators)

        ask_folder(self.app, self.session, "出空白报送表", proposed, chosen, about)

    # -- answers ---------------------------------------------------------------------------------------

    def answered(self, call: str, arguments: Mapping[str, Any], answer: Any) -> None:
        """Show what became of files; ask before anything is overwritten; say what was written."""
        if call == "take":
            from tui.dialogs.import_results import show_taken

            show_taken(self.app, self.session, arguments, answer)
        elif call == "returned":
            from tui.dialogs.import_results import said_of_copy

            self._say(said_of_copy(answer))
        elif call == "templates" and answer["there"]:
            self._ask_to_overwrite(arguments, answer["there"])
        elif call == "templates":
            self._say(f"写好了{len(answer['written'])}个空白报送表：{arguments['folder']}")

    def _ask_to_overwrite(self, arguments: Mapping[str, Any], there: Sequence[str]) -> None:
        from tui.dialogs.confirm import Confirm

        def answered(yes: bool | None) -> None:
            if yes:
                self.want("templates", **{**arguments, "overwrite": True})

        question = (
            f"{arguments['folder']} 里已经有{len(there)}个同名文件，可能已经填过：\n"
            + "、".join(there)
            + "\n覆盖吗？"
        )
        self.app.push_screen(Confirm(self.session, "已有这些文件", question), answered)

    def _say(self, words: str) -> None:
        self.said = visible(words)


def _refused_table(refused: Sequence[Outcome]) -> TableData:
    columns = (
        Column("file", "退回的文件", grows=True),
        Column("problems", "问题", number=True),
        Column("at", "退回时间", width=11),
    )
    rows = [
        Row(each.path, (Cell(each.file, tone="bad"), Cell(str(len(each.problems))), Cell(each.at)))
        for each in refused
    ]
    return TableData(columns, tuple(rows))
