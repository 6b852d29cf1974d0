"""Plugins (插件): maintainer, status, time and worked examples."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from kaoping_core.pages.schema import PluginStatusData
from tui.screens.base import KaopingScreen
from tui.screens.plugins.content import examples_paragraphs, plugin_paragraphs, plugins_table
from tui.session.location import Location
from tui.session.session import Session
from tui.tasks.messages import TaskSucceeded
from tui.tasks.protocol import ListPlugins, Request, RunExamples
from tui.widgets.table.table import Table


class PluginsScreen(KaopingScreen):
    """The departments' plugins and their health."""

    NAME = "plugins"
    HELP = """
    这一屏是各部门的插件：谁维护、哪一版、是只有数据还是带 Python、绑定规则和计分用了多少秒、有没有毛病。
    每次进来都重新检查：先按报来的数计一遍分，出错的会写明是哪个文件第几行。插件出错只影响它自己的指标，改好以前不能出正式结果。
    回车看一个插件的全部：毛病全文、计分的指标、文件。按列排序（s）可以找出最慢的。
    k 用这个插件自带的样例（cases/*.toml）核对它的计分，K 核对全部插件；r 重新检查。
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("k", "run_examples(False)", "核对样例", id="plugins-cases"),
        Binding("K", "run_examples(True)", "核对全部", id="plugins-all-cases"),
        Binding("r", "refresh", "重新检查", id="plugins-anew"),
    ]

    def __init__(self, session: Session, location: Location) -> None:
        super().__init__(session, location)
        self._table = Table(id="plugins", whole_rows=True, marks=session.glyphs, initials=session.initials)
        self._state = ""
        """The state of the data when the plugins were looked at."""

    def compose_body(self) -> ComposeResult:
        """Compose the table."""
        yield self._table

    def on_mount(self) -> None:
        """Focus the table."""
        self._table.focus()

    def update_content(self) -> None:
        """Show the last known state and request a new one after changes."""
        self.heading = "插件"
        self._show_plugins()
        if self._state != self.session.pages.state or not self._state:
            self._state = self.session.pages.state
            self.request_task(ListPlugins())

    @property
    def _plugins(self) -> list[PluginStatusData] | None:
        task = self.session.task_history.last(ListPlugins)
        return task.result if task is not None else None

    def _show_plugins(self) -> None:
        task = self.session.task_history.last(ListPlugins)
        self._table.data = plugins_table(self._plugins, task.failure if task is not None else "")
        self.refresh_bindings()

    def on_task_result(self, event: TaskSucceeded) -> None:
        """Show the plugins, or the outcome of their examples."""
        request = event.request
        if (plugins := event.result_of(ListPlugins)) is not None:
            self.session.task_history.finish(ListPlugins, plugins)
            self._show_plugins()
        elif isinstance(request, RunExamples) and (report := event.result_of(RunExamples)) is not None:
            from tui.dialogs.text_viewer import TextDialog

            lines = examples_paragraphs(request.names, report)
            self.app.push_screen(TextDialog(self.session, "核对样例", lines))

    def on_task_finished(self, request: Request[object]) -> None:
        """Clear the waiting state after a failure, also of a request made before the screen was left."""
        if isinstance(request, ListPlugins):
            self._show_plugins()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is available."""
        if action == "run_examples":
            return self._table.cursor is not None and not self.progress_text
        return super().check_action(action, parameters)

    def watch_progress_text(self, progress_text: str) -> None:
        """Show which plugin's examples are running."""
        super().watch_progress_text(progress_text)
        self.refresh_bindings()

    def action_refresh(self) -> None:
        """Check all plugins again."""
        self.request_task(ListPlugins())

    def action_run_examples(self, everybody: bool) -> None:
        """Run the examples of the plugin under the cursor, or of all."""
        cursor = self._table.cursor
        if cursor is not None:
            self.request_task(RunExamples([] if everybody else [cursor[0].key]))

    def on_table_cell_selected(self, event: Table.CellSelected) -> None:
        """Show all about a plugin."""
        from tui.dialogs.text_viewer import TextDialog

        event.stop()
        found = next((plugin for plugin in self._plugins or () if plugin["name"] == event.row), None)
        if found is not None:
            self.app.push_screen(TextDialog(self.session, event.row, plugin_paragraphs(found)))
