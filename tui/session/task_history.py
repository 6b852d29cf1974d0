"""What was done beside the screen and how it ended: kept while the user goes about, since it goes on without him."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from attrs import define, field


@define
class Task:
    """A call of the process beside the screen, as it was told of."""

    call: str
    began: float
    """On a clock that only goes on, in seconds."""
    steps: list[str] = field(factory=list)
    """What was being done, one after the other."""
    answer: Any = None
    failure: str = ""
    """Why it could not be done."""
    problems: tuple[str, ...] = ()
    cancelled: bool = False
    ended: float | None = None

    @property
    def is_running(self) -> bool:
        """Whether it has neither been done nor failed."""
        return self.ended is None


@define
class WorkLog:
    """The last task of each call."""

    clock: Callable[[], float] = time.monotonic
    tasks: dict[str, Task] = field(factory=dict)

    def running(self, call: str) -> Task | None:
        """The task that is under way, if there is one."""
        task = self.tasks.get(call)
        return task if task is not None and task.is_running else None

    def tell(self, call: str, words: str) -> None:
        """Something is being done; without words, nothing more."""
        if words:
            task = self._task(call)
            if words not in task.steps[-1:]:
                task.steps.append(words)

    def answered(self, call: str, answer: Any) -> None:
        """It is done."""
        task = self._task(call)
        task.answer, task.ended = answer, self.clock()

    def failed(
        self, call: str, message: str, problems: tuple[str, ...] = (), *, cancelled: bool = False
    ) -> None:
        """It could not be done, or was broken off."""
        task = self._task(call)
        task.failure, task.problems, task.cancelled = message, problems, cancelled
        task.ended = self.clock()

    def _task(self, call: str) -> Task:
        """The one under way, else a new one."""
        task = self.running(call)
        if task is None:
            task = self.tasks[call] = Task(call, self.clock())
        return task
