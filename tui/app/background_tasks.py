"""Background tasks of the application: start, progress, outcome, failures."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec

from tui.app.navigation import HOME, NavigationMixin
from tui.app.page_watcher import PageWatcher
from tui.session.error_recovery import RepeatedFailureGuard
from tui.session.location import Location
from tui.session.session import Session
from tui.tasks.client import TaskClient
from tui.tasks.failure import failure_from_exception
from tui.tasks.messages import TaskFailed, TaskProgress, TaskRequested, TaskSucceeded
from tui.tasks.protocol import ImportFiles, Refresh
from tui.tasks.runner import TaskRunner
from tui.textual_internals import is_active_pump

BUSY = "正在做别的事，请等它做完（^X 停下）"
STOPPED = "已停下，没有记录任何内容"
STOPPED_IMPORT = "已停下；停下以前读完的文件已经收下，其余的没有收"
HandlerArguments = ParamSpec("HandlerArguments")
# Any: handlers are methods of the mixins' applications, which have no common type but App itself.
Handler = Callable[Concatenate[Any, HandlerArguments], None]


def while_running(handler: Handler[HandlerArguments]) -> Handler[HandlerArguments]:
    """Make a handler ignore messages that arrive while the program ends."""

    @wraps(handler)
    def guarded(self: Any, /, *given: HandlerArguments.args, **named: HandlerArguments.kwargs) -> None:
        if self.is_running:
            handler(self, *given, **named)

    return guarded


def make_client(session: Session) -> TaskClient:
    """Client of a child process that serves the session's site and year."""
    return TaskClient(session.site, session.year, session.database, session.actor, session.pages_folder)


class BackgroundTasksMixin(NavigationMixin):
    """Mixin that runs tasks, shows the newest state and recovers from exceptions."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.tasks = TaskRunner(self, partial(make_client, session))
        self._page_watcher = PageWatcher(session)
        self._failure_guard = RepeatedFailureGuard()

    def open_screen(self, location: Location, *, returning: bool = False) -> None:
        """Open a location and show the progress of a running task on it."""
        super().open_screen(location, returning=returning)
        self.call_after_refresh(self._show_progress)

    @while_running
    def _show_progress(self) -> None:
        self.current_screen.progress_text = self.tasks.progress_text

    @while_running
    def on_task_requested(self, event: TaskRequested) -> None:
        """Start a task, unless one that changes something is running."""
        if not self.tasks.submit(event, event.origin or self):
            self.current_screen.status_message = BUSY

    @while_running
    def on_task_progress(self, event: TaskProgress) -> None:
        """Show progress on the current screen; refresh its pages at the end."""
        self.session.task_history.add_step(type(event.request), event.text)
        before, self.current_screen.progress_text = self.current_screen.progress_text, event.text
        if not event.text:
            self.refresh_pages()
        if not (before and event.text):
            self.refresh_bindings()

    @while_running
    def on_task_succeeded(self, event: TaskSucceeded) -> None:
        """Handle a result whose screen has been closed."""
        self.session.task_history.finish(type(event.request), event.result)
        self.current_screen.on_task_finished(event.request)
        self.refresh_pages()
        report = event.result_of(ImportFiles)
        if isinstance(event.request, ImportFiles) and report is not None:
            from tui.dialogs.import_results import show_import_results

            show_import_results(self, self.session, event.request.paths, report)

    @while_running
    def on_task_failed(self, event: TaskFailed) -> None:
        """Show a failure in a dialog."""
        from tui.dialogs.error import ErrorDialog

        if event.request is not None:
            self.session.task_history.fail(
                type(event.request), event.message, event.problems, cancelled=event.cancelled
            )
            self.current_screen.on_task_finished(event.request)
        if event.cancelled:
            importing = isinstance(event.request, ImportFiles)
            self.current_screen.status_message = STOPPED_IMPORT if importing else STOPPED
        elif not any(isinstance(screen, ErrorDialog) and screen.shows(event) for screen in self.screen_stack):
            self.push_screen(ErrorDialog(self.session, event))

    @while_running
    def check_for_updates(self) -> None:
        """Show what other sessions have recorded."""
        if self.session.pages.refresh():
            self._refresh_screens()
        elif not self.tasks.running_call and self._page_watcher.is_stale():
            self.tasks.submit(TaskRequested(Refresh()), self)

    def refresh_pages(self) -> None:
        """Show the newest state if it has changed."""
        if self.session.pages.refresh():
            self._refresh_screens()

    def _refresh_screens(self) -> None:
        for screen in self.screen_stack:
            if screen.is_mounted and (turn := getattr(screen, "refresh_pages", None)):
                turn()

    def report_exception(self, error: Exception) -> bool:
        """Show an exception and go on; False when the same place fails again and again."""
        if self._failure_guard.is_repeated(error):
            return False
        self.on_task_failed(failure_from_exception(error))
        return True

    def on_unhandled_error(self, error: Exception) -> bool:
        """Rebuild the screen after an exception that cost a widget or kept a screen from mounting."""
        if not self.recovers_from_errors or not self.is_running or self._failure_guard.is_repeated(error):
            return False
        self.call_later(
            self._rebuild_screen,
            failure_from_exception(error),
            is_active_pump(self.screen_stack[0]),
        )
        return True

    @while_running
    def _rebuild_screen(self, failed: TaskFailed, screen_is_lost: bool) -> None:
        """Rebuild the screen; if it cannot be mounted, go back to the one before; then show the failure.

        When not even the first can come up, its pages are to blame: they are made anew.
        """
        if screen_is_lost and self.current_screen.location != HOME:
            self.go_back()
        else:
            if screen_is_lost:
                self.session.pages.discard_current()
            self.open_screen(self.current_screen.location, returning=True)
        self.on_task_failed(failed)
