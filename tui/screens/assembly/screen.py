"""Assembly (汇总): trial, recording, comparison and export."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.timer import Timer

from kaoping_core.pages.schema import OverviewPage, RunRow
from tui.screens.assembly.content import (
    blocking_lines,
    changes_table,
    comparison_summary,
    progress_lines,
    runs_table,
    scores_of,
)
from tui.screens.base import LOADING, KaopingScreen
from tui.session.location import Location
from tui.session.messages import StatusMessage
from tui.session.session import Session
from tui.tasks.history import TaskRecord
from tui.tasks.messages import TaskSucceeded
from tui.tasks.protocol import (
    Assemble,
    CompareRuns,
    Export,
    Request,
    RunComparison,
    TrialAssembly,
    TrialReport,
)
from tui.widgets.bars.choice_bar import Choice, ChoiceBar, ChoiceSet
from tui.widgets.table.data import TableData
from tui.widgets.table.table import Table
from tui.widgets.text_view.text_view import Paragraph, TextDocument, TextView

BLOCKING, CHANGES, LOG = "blocking", "changes", "log"
PARTS: Mapping[str, str] = {BLOCKING: "卡住的问题", CHANGES: "变化", LOG: "过程"}
TIMER_SECONDS = 1
"""Interval of progress updates, so that they do not fill a slow connection."""
MAX_TICKS = 10
"""Ticks within which the first progress of a started assembly arrives."""
NOT_YET = "还没有比过：按 c 试算，看现在汇总会改变什么；在左边的一次汇总上按回车，看它和前一次比改变了什么"
NO_CHANGES = "没有不同"
STARTING = TextDocument((Paragraph("正在开始…", tone="strong"),))


class AssemblyScreen(KaopingScreen):
    """Recorded assemblies, with one of three panels: blocking findings, changes, log."""

    NAME = "assembly"
    HELP = """
    这一屏把大家报来的数汇总成结果。左边（窄的窗口在上面）是记录过的每一次汇总；旁边换着看三样：卡住正式结果的问题、变化、过程。按 v 换。
    c 试算：只比较，不记录。列出总分、名次会变的单位和原因；在单位上按回车，看它哪几项得分变了、为什么。
    a 汇总：先试算给您看，再选“暂定”或“正式”，确认以后才记录。还有问题卡住时只能出暂定的（征求意见稿）。
    汇总进行中可以去别的屏看，做完了回来看“过程”；按 ^X 停下，什么也不会记录。
    在记录过的一次汇总上按回车，看它和前一次比改变了什么；x 把它导出成工作簿、通报或 JSON，文件名先替您起好，已有同名文件会先问。
    在卡住的问题上按回车，去报送屏看那个考核主体。
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "compare", "试算", id="assembly-compare"),
        Binding("a", "assemble", "汇总", id="assembly-assemble"),
        Binding("x", "export", "导出", id="assembly-export"),
        Binding("v", "part(1)", "换看", id="assembly-part"),
        Binding("V", "part(-1)", "换回", show=False, id="assembly-part-back"),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-broad")]  # noqa: RUF012 - as Screen has it
    VERTICAL_BREAKPOINTS = [(0, "-low"), (14, "-high")]  # noqa: RUF012 - as Screen has it
    DEFAULT_CSS = """
    AssemblyScreen #panels { layout: vertical; }
    AssemblyScreen .runs { height: 1fr; max-height: 8; }
    AssemblyScreen #part { height: 2fr; }
    AssemblyScreen.-low .runs { height: 1fr; }
    AssemblyScreen.-low #part { height: 1fr; }
    AssemblyScreen.-broad #panels { layout: horizontal; }
    AssemblyScreen.-broad .runs { width: 46; height: 1fr; max-height: 100%; margin-right: 1; }
    AssemblyScreen.-broad #part { width: 1fr; height: 1fr; }
    AssemblyScreen #part > Table, AssemblyScreen #part > TextView { display: none; }
    AssemblyScreen #part > .-shown { display: block; }
    """

    def __init__(self, session: Session, location: Location) -> None:
        super().__init__(session, location)
        glyphs = session.glyphs
        chosen = session.user_state.view_state(self.NAME)
        self._part = str(chosen.get("part") or BLOCKING)
        if self._part not in PARTS or session.task_history.running(Assemble):
            self._part = LOG if session.task_history.running(Assemble) else BLOCKING
        self._line = ChoiceBar(marks=glyphs)
        self._runs = Table(whole_rows=True, marks=glyphs, classes="runs")
        self._blocking = TextView(id=BLOCKING, marks=glyphs)
        self._changes = Table(id=CHANGES, whole_rows=True, marks=glyphs, initials=session.initials)
        self._log = TextView(id=LOG, marks=glyphs)
        self._overview = cast("OverviewPage", {})
        self._compared: type[Request[TrialReport | RunComparison]] = TrialAssembly
        """Request whose result the table of changes shows."""
        self._then_assemble = False
        self._shown_progress = 0
        """Steps of the assembly that the log shows."""
        self._starting = False
        """Whether an assembly was requested and has no progress yet."""
        self._waited_ticks = 0
        """Ticks since then."""
        self._timer: Timer | None = None

    def compose_body(self) -> ComposeResult:
        """Compose the runs and the three panels."""
        with Vertical(id="panels"):
            yield self._runs
            with Vertical(id="part"):
                yield self._line
                yield self._blocking
                yield self._changes
                yield self._log

    def on_mount(self) -> None:
        """Show the progress of a running assembly."""
        self._choose(self._part)
        if self.session.task_history.running(Assemble):
            self._start_timer()

    def update_content(self) -> None:
        """Show runs and blocking findings."""
        overview = self._overview = self.session.overview
        if not overview:
            self.heading = LOADING
            return
        self._runs.data = runs_table(overview["runs"])
        self._blocking.data = blocking_lines(overview)
        self._show_changes()
        self._show_log()
        self._update_heading()

    def _update_heading(self) -> None:
        overview = self._overview
        if not overview:
            return
        compared = comparison_summary(self._comparison, overview["run"]) if self._part == CHANGES else ""
        self.heading = compared or str(overview["state"])

    # -- one of three ----------------------------------------------------------------------------------

    def _choose(self, part: str) -> None:
        focused = self.focused
        self._part = part
        for widget in (self._blocking, self._changes, self._log):
            widget.set_class(widget.id == part, "-shown")
        choices = tuple(Choice(key, title) for key, title in PARTS.items())
        self._line.sets = (ChoiceSet("part", "v 看", choices, part),)
        if focused is None:
            (self._runs if part == LOG else self._panel).focus()
        elif focused is not self._runs:
            self._panel.focus()
        self._update_heading()
        self.refresh_bindings()

    @property
    def _panel(self) -> Table | TextView:
        panels: Mapping[str, Table | TextView] = {
            BLOCKING: self._blocking,
            CHANGES: self._changes,
            LOG: self._log,
        }
        return panels[self._part]

    def action_part(self, way: int) -> None:
        """Switch to the next or previous panel."""
        self._choose(self._line.sets[0].next(way))

    def on_choice_bar_choice_chosen(self, event: ChoiceBar.ChoiceChosen) -> None:
        """Switch to the clicked panel."""
        event.stop()
        self._choose(event.key)

    def save_view_state(self) -> None:
        """Save the shown panel."""
        super().save_view_state()
        self.session.user_state.save_view_state(self.NAME, {"part": self._part})

    # -- what would change -----------------------------------------------------------------------------

    @property
    def _comparison(self) -> TaskRecord[TrialReport | RunComparison] | None:
        return self.session.task_history.last(self._compared)

    def _show_changes(self) -> None:
        task = self._comparison
        if task is None or task.result is None:
            self._changes.data = TableData(empty=NOT_YET)
        else:
            self._changes.data = changes_table(task.result, empty=NO_CHANGES)

    def action_compare(self) -> None:
        """Compute what an assembly would change; nothing is recorded."""
        self._then_assemble = False
        self.request_task(TrialAssembly())

    def action_assemble(self) -> None:
        """Compute a trial first, then ask for the edition."""
        self._then_assemble = True
        self.request_task(TrialAssembly())

    def on_task_result(self, event: TaskSucceeded) -> None:
        """Handle the result of a task that this screen requested."""
        self.session.task_history.finish(type(event.request), event.result)
        self.on_task_finished(event.request)
        if (exported := event.result_of(Export)) is not None:
            self.post_message(StatusMessage(f"已写到 {exported['written']}"))
        elif self._then_assemble and (trial := event.result_of(TrialAssembly)) is not None:
            self._then_assemble = False
            self._choose_edition(trial)

    def on_task_finished(self, request: Request[object]) -> None:
        """Handle the end of a task, requested here or before the user left the screen."""
        if isinstance(request, TrialAssembly | CompareRuns):
            task = self.session.task_history.last(type(request))
            if task is not None and task.result is not None:
                self._compared = type(request)
                self._show_changes()
                self._choose(CHANGES)
        elif isinstance(request, Assemble):
            self._starting = False
            self._stop_timer()
            self._show_log()
            self._choose(LOG)
            assembly = self.session.task_history.last(Assemble)
            if assembly is not None and assembly.result is not None:
                self._runs.move_to(str(assembly.result["number"]))
        self._update_heading()

    # -- recording -------------------------------------------------------------------------------------

    def _choose_edition(self, trial: TrialReport) -> None:
        from tui.dialogs.assembly_edition import EditionDialog

        self.app.push_screen(EditionDialog(self.session, trial), self._confirm)

    def _confirm(self, edition: str | None) -> None:
        from tui.dialogs.assembly_edition import EDITION_TEXTS, FINAL
        from tui.dialogs.confirm import ConfirmDialog

        if not edition:
            return
        asked_on = self._overview["run"]

        def answered(yes: bool | None) -> None:
            if yes and self._overview["run"] != asked_on:
                self.post_message(StatusMessage("刚刚又有人报了数，请看过再定"))
                self.action_assemble()
            elif yes:
                self.request_task(Assemble(provisional=edition != FINAL))
                self._starting = True
                self._show_log()
                self._choose(LOG)
                self._start_timer()

        question = f"把现在的结果记录为{EDITION_TEXTS[edition]}结果，确定吗？"
        self.app.push_screen(ConfirmDialog(self.session, "记录汇总", question), answered)

    def watch_progress_text(self, progress_text: str) -> None:
        """Show progress in the log if that is visible, else in the status bar."""
        stands_in_log = self._part == LOG and self.session.task_history.running(Assemble) is not None
        super().watch_progress_text("" if stands_in_log else progress_text)
        self.refresh_bindings()

    def _start_timer(self) -> None:
        if self._timer is None:
            self._shown_progress = self._waited_ticks = 0
            self._timer = self.set_interval(TIMER_SECONDS, self._tick)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _tick(self) -> None:
        """Show one more step, so that many steps do not fill a slow connection."""
        task = self.session.task_history.running(Assemble)
        if task is None:
            self._waited_ticks += 1
            if self._waited_ticks > MAX_TICKS:  # it was not started: another task is running
                self._starting = False
                self._stop_timer()
                self._show_log()
            return
        self._starting = False
        self._shown_progress = min(self._shown_progress + 1, len(task.steps))
        self._show_log()

    def _show_log(self) -> None:
        task = self.session.task_history.last(Assemble)
        seconds = int(time.monotonic() - task.started_at) if task is not None else 0
        evaluators = self._overview.get("evaluators", ())
        self._log.data = (
            STARTING if self._starting else progress_lines(task, self._shown_progress, seconds, evaluators)
        )

    # -- writing files, going on -----------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is available."""
        if action in {"compare", "assemble"}:
            return bool(self._overview) and not self._is_busy
        if action == "export":
            return self._runs.cursor is not None and not self._is_busy
        return super().check_action(action, parameters)

    @property
    def _is_busy(self) -> bool:
        """Whether the child process is busy, also with a task requested before this screen was left."""
        log = self.session.task_history
        return bool(self.progress_text) or any(
            log.running(kind) for kind in (TrialAssembly, CompareRuns, Assemble, Export)
        )

    def action_export(self) -> None:
        """Export the run under the cursor."""
        from tui.dialogs.export import export_run

        cursor = self._runs.cursor
        if cursor is not None:
            export_run(
                self.app,
                self.session,
                self._run(cursor[0].key),
                self.request_task,
            )

    def _run(self, number: str) -> RunRow:
        return next(run for run in self._overview["runs"] if str(run["number"]) == number)

    def on_table_cell_selected(self, event: Table.CellSelected) -> None:
        """Show what a run changed, or a unit's changed scores."""
        event.stop()
        if event.control is self._runs:
            self._compare_with_previous(event.row)
        elif self._comparison is not None and self._comparison.result is not None:
            from tui.dialogs.text_viewer import TextDialog

            lines = scores_of(event.row, self._comparison.result)
            self.app.push_screen(TextDialog(self.session, event.row, lines))

    def _compare_with_previous(self, number: str) -> None:
        numbers = [str(run["number"]) for run in self._overview["runs"]]
        place = numbers.index(number)
        if place:
            self.request_task(CompareRuns(numbers[place - 1], number))
        else:
            self.post_message(StatusMessage("这是第一次汇总，前面没有可比的"))

    def on_paragraph_selected(self, event: TextView.Selected) -> None:
        """Open the evaluator that can clear the finding."""
        event.stop()
        evaluator = self._overview["blocking"][int(event.key)]["evaluator"]
        self.open_screen("submissions", **({"evaluator": evaluator} if evaluator else {}))
