"""The last task of each call and how it ended; kept while the user moves between screens."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from attrs import define, field


@define
class TaskRecord:
    """A call of the process beside the screen, as it was told of."""

    call: str
    started_at: float
    """On a clock that only goes on, in seconds."""
    steps: list[str] = field(factory=list)
    """What was being done, one after the other."""
    answer: Any = None
    failure: str = ""
    """Why it could not be done."""
    problems: tuple[str, ...] = ()
    cancelled: bool = False
    ended_at: float | None = None

    @property
    def is_running(self) -> bool:
        """Whether it has neither been done nor failed."""
        return self.ended_at is None


@define
class TaskHistory:
    """The last task of each call."""

    clock: Callable[[], float] = time.monotonic
    tasks: dict[str, TaskRecord] = field(factory=dict)

    def running(self, call: str) -> TaskRecord | None:
        """The task that is under way, if there is one."""
        task = self.tasks.get(call)
        return task if task is not None and task.is_running else None

    def add_step(self, call: str, words: str) -> None:
        """Something is being done; without words, nothing more."""
        if words:
            task = self._running_or_new(call)
            if words not in task.steps[-1:]:
                task.steps.append(words)

    def finish(self, call: str, answer: Any) -> None:
        """It is done."""
        task = self._running_or_new(call)
        task.answer, task.ended_at = answer, self.clock()

    def fail(
        self, call: str, message: str, problems: tuple[str, ...] = (), *, cancelled: bool = False
    ) -> None:
        """It could not be done, or was broken off."""
        task = self._running_or_new(call)
        task.failure, task.problems, task.cancelled = message, problems, cancelled
        task.ended_at = self.clock()

    def _running_or_new(self, call: str) -> TaskRecord:
        """The one under way, else a new one."""
        task = self.running(call)
        if task is None:
            task = self.tasks[call] = TaskRecord(call, self.clock())
        return task
