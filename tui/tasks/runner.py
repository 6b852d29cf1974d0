"""Runner of tasks: sends requests to child processes from threads, which only post messages.

There are two processes, so that a read-only request does not wait for one that changes something. Each ends by itself
when it is idle.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from textual.app import App
from textual.message_pump import MessagePump

from tui.tasks.client import TaskClient, TaskError
from tui.tasks.failure import failure_from_exception
from tui.tasks.messages import TaskFailed, TaskProgress, TaskRequested, TaskSucceeded
from tui.tasks.protocol import Request


class TaskRunner:
    """Runs any number of read-only tasks and at most one that changes something."""

    running_call = ""
    """Name of the running request that changes something; empty without one."""
    progress_text = ""
    """Its last progress text."""

    def __init__(self, app: App[None], make_client: Callable[[], TaskClient]) -> None:
        self._app = app
        self._reading_client, self._writing_client = (make_client() for _ in range(2))
        self._locks = (threading.Lock(), threading.Lock())
        """One per process: a thread that waits for its turn sees a cancellation before it sends anything."""
        self._stopping = False
        self._closed = False

    def submit(self, wanted: TaskRequested, origin: MessagePump) -> bool:
        """Start a task whose outcome is posted to ``origin``; False while another one that changes something runs."""
        request = wanted.request
        if not request.READ_ONLY:
            if self.running_call:
                return False
            self.running_call = request.NAME
        work = partial(self._run_in_thread, request, origin)
        self._app.run_worker(work, thread=True, exit_on_error=False, group=request.NAME)
        return True

    def cancel(self) -> bool:
        """Cancel the running task, which then records nothing; False when there is none."""
        if self.running_call:
            self._stopping = True
            self._writing_client.cancel()
        return bool(self.running_call)

    def close(self) -> None:
        """Cancel everything at the end of the program."""
        self._closed = True
        for client in (self._reading_client, self._writing_client):
            client.cancel()

    def _run_in_thread(self, request: Request[object], origin: MessagePump) -> None:
        message: TaskSucceeded | TaskFailed
        try:
            message = TaskSucceeded(request, self._call(request))
        except TaskError as error:
            problems = [
                _format_problem(problem.place, problem.message, problem.expected)
                for problem in error.problems
            ]
            stopped = self._closed or (self._stopping and not request.READ_ONLY)
            message = TaskFailed(request, error.message, problems, error.detail, cancelled=stopped)
        except Exception as error:  # a bug here: the origin still gets an outcome
            failure = failure_from_exception(error)
            message = TaskFailed(request, failure.message, failure.problems, failure.detail)
        if not request.READ_ONLY:
            self.running_call = self.progress_text = ""
            self._stopping = False
            self._app.post_message(TaskProgress(request, ""))
        self._deliver(message, origin)

    def _call(self, request: Request[object]) -> object:
        def report(text: str) -> None:
            if not request.READ_ONLY:
                self.progress_text = text
                self._app.post_message(TaskProgress(request, text))

        with self._locks[request.READ_ONLY]:
            if self._closed or (self._stopping and not request.READ_ONLY):
                raise TaskError("")
            client = self._reading_client if request.READ_ONLY else self._writing_client
            return client.call(request, report)

    def _deliver(self, message: TaskSucceeded | TaskFailed, origin: MessagePump) -> None:
        """Post an outcome to its origin, or to the application when the origin has been closed."""
        post: Callable[[TaskSucceeded | TaskFailed], bool] = origin.post_message
        if not origin.is_running or not post(message):
            self._app.post_message(message)


def _format_problem(place: str, message: str, expected: str) -> str:
    told = f"{place}：{message}" if place else message
    return f"{told}（应为：{expected}）" if expected else told
