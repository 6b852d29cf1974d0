"""Work beside the screen: calls to child processes, made in threads that only post messages.

There are two processes: what somebody looks up does not wait behind what somebody else has started. Each ends by itself
when it has nothing to do.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from textual.app import App
from textual.message_pump import MessagePump

from tui.session.error_recovery import told
from tui.session.messages import Answered, Doing, Failed, Wanted
from tui.session.session import Session
from tui.tasks.client import Backend, BackendError

LOOKING = frozenset({"refresh", "history", "submissions", "plugins", "about"})
"""Calls that record nothing and are quick."""


class Work:
    """What is under way; at most one thing that changes anything."""

    under_way = ""
    """The call that is being done, of those that take time."""
    words = ""
    """How far it is."""

    def __init__(self, app: App[None], session: Session) -> None:
        self._app = app
        self._looking, self._doing = (_backend(session) for _ in range(2))
        self._turns = (threading.Lock(), threading.Lock())
        """Who waits for a process, and not yet for its answer, can still be told that all is over."""
        self._stopping = False
        self._closed = False

    def begin(self, wanted: Wanted, origin: MessagePump) -> bool:
        """Have something done and the answer sent to who wanted it; False while something else is being done."""
        if wanted.call not in LOOKING:
            if self.under_way:
                return False
            self.under_way = wanted.call
        work = partial(self._work, wanted, origin)
        self._app.run_worker(work, thread=True, exit_on_error=False, group=wanted.call)
        return True

    def cancel(self) -> bool:
        """End what is being done; nothing half done is recorded. Whether there was anything."""
        if self.under_way:
            self._stopping = True
            self._doing.cancel()
        return bool(self.under_way)

    def close(self) -> None:
        """End everything; the program may not wait for it."""
        self._closed = True
        for backend in (self._looking, self._doing):
            backend.cancel()

    def _work(self, wanted: Wanted, origin: MessagePump) -> None:
        """In a thread of its own."""
        call, arguments = wanted.call, wanted.arguments
        looking = call in LOOKING
        message: Answered | Failed
        try:
            message = Answered(call, arguments, self._answer(wanted, looking=looking))
        except BackendError as error:
            problems = [_line(each.place, each.message, each.expected) for each in error.problems]
            stopped = self._closed or (self._stopping and not looking)
            message = Failed(call, arguments, error.message, problems, error.detail, cancelled=stopped)
        except Exception as error:  # a bug here: told as one, and whoever waits hears of it
            shown = told(error)
            message = Failed(call, arguments, shown.message, shown.problems, shown.detail)
        if not looking:
            self.under_way = self.words = ""
            self._stopping = False
            self._app.post_message(Doing(call, arguments, ""))
        self._deliver(message, origin)

    def _answer(self, wanted: Wanted, *, looking: bool) -> Any:
        def tell(words: str) -> None:
            if not looking:
                self.words = words
                self._app.post_message(Doing(wanted.call, wanted.arguments, words))

        with self._turns[looking]:
            if self._closed or (self._stopping and not looking):
                raise BackendError("")
            backend = self._looking if looking else self._doing
            return backend.call(wanted.call, tell, **wanted.arguments)

    def _deliver(self, message: Answered | Failed, origin: MessagePump) -> None:
        """To who wanted it, or to the application where he has gone meanwhile."""
        post: Callable[[Answered | Failed], bool] = origin.post_message
        if not origin.is_running or not post(message):
            self._app.post_message(message)


def _backend(session: Session) -> Backend:
    return Backend(session.site, session.year, session.database, session.actor, session.pages_folder)


def _line(place: str, message: str, expected: str) -> str:
    told = f"{place}：{message}" if place else message
    return f"{told}（应为：{expected}）" if expected else told
