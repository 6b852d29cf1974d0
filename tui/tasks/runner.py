"""Work beside the screen: calls to child processes, made in threads that only post messages.

There are two processes, so that a lookup does not wait behind an assembly. Each ends by itself
when it has nothing to do.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from textual.app import App
from textual.message_pump import MessagePump

from tui.session.error_recovery import failure_from_exception
from tui.session.messages import TaskFailed, TaskProgress, TaskRequested, TaskSucceeded
from tui.session.session import Session
from tui.tasks.client import TaskClient, TaskError

READ_ONLY_CALLS = frozenset({"refresh", "history", "submissions", "plugins", "system_info"})
"""Calls that record nothing and are quick."""


class TaskRunner:
    """What is under way; at most one thing that changes anything."""

    running_call = ""
    """The call that is being done, of those that take time."""
    progress_text = ""
    """How far it is."""

    def __init__(self, app: App[None], session: Session) -> None:
        self._app = app
        self._reading_client, self._writing_client = (_make_client(session) for _ in range(2))
        self._locks = (threading.Lock(), threading.Lock())
        """Who waits for a process, and not yet for its answer, can still be told that all is over."""
        self._stopping = False
        self._closed = False

    def submit(self, wanted: TaskRequested, origin: MessagePump) -> bool:
        """Have something done and the answer sent to who wanted it; False while something else is being done."""
        if wanted.call not in READ_ONLY_CALLS:
            if self.running_call:
                return False
            self.running_call = wanted.call
        work = partial(self._run_in_thread, wanted, origin)
        self._app.run_worker(work, thread=True, exit_on_error=False, group=wanted.call)
        return True

    def cancel(self) -> bool:
        """End what is being done; nothing half done is recorded. Whether there was anything."""
        if self.running_call:
            self._stopping = True
            self._writing_client.cancel()
        return bool(self.running_call)

    def close(self) -> None:
        """End everything; the program may not wait for it."""
        self._closed = True
        for backend in (self._reading_client, self._writing_client):
            backend.cancel()

    def _run_in_thread(self, wanted: TaskRequested, origin: MessagePump) -> None:
        """In a thread of its own."""
        call, arguments = wanted.call, wanted.arguments
        looking = call in READ_ONLY_CALLS
        message: TaskSucceeded | TaskFailed
        try:
            message = TaskSucceeded(call, arguments, self._call(wanted, looking=looking))
        except TaskError as error:
            problems = [problem.text() for problem in error.problems]
            stopped = self._closed or (self._stopping and not looking)
            message = TaskFailed(call, arguments, error.message, problems, error.detail, cancelled=stopped)
        except (
            Exception
        ) as error:  # a defect here is reported as a failure, so that the requester gets an answer
            shown = failure_from_exception(error)
            message = TaskFailed(call, arguments, shown.message, shown.problems, shown.detail)
        if not looking:
            self.running_call = self.progress_text = ""
            self._stopping = False
            self._app.post_message(TaskProgress(call, arguments, ""))
        self._deliver(message, origin)

    def _call(self, wanted: TaskRequested, *, looking: bool) -> Any:
        def tell(words: str) -> None:
            if not looking:
                self.progress_text = words
                self._app.post_message(TaskProgress(wanted.call, wanted.arguments, words))

        with self._locks[looking]:
            if self._closed or (self._stopping and not looking):
                raise TaskError("")
            backend = self._reading_client if looking else self._writing_client
            return backend.call(wanted.call, tell, **wanted.arguments)

    def _deliver(self, message: TaskSucceeded | TaskFailed, origin: MessagePump) -> None:
        """Post the result to the widget that requested the task; if it has been unmounted, post it to the application."""
        post: Callable[[TaskSucceeded | TaskFailed], bool] = origin.post_message
        if not origin.is_running or not post(message):
            self._app.post_message(message)


def _make_client(session: Session) -> TaskClient:
    return TaskClient(session.site, session.year, session.database, session.actor, session.pages_folder)
