"""History of the tasks of one login: it outlives the screen that requested a task."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Generic, cast

from attrs import define, field

from tui.tasks.protocol import Request, ResultT


@define
class TaskRecord(Generic[ResultT]):
    """Progress and outcome of one task."""

    started_at: float
    """Monotonic time in seconds."""
    steps: list[str] = field(factory=list)
    """Progress texts, in order."""
    result: ResultT | None = None
    failure: str = ""
    """Why it failed."""
    problems: tuple[str, ...] = ()
    cancelled: bool = False
    ended_at: float | None = None

    @property
    def is_running(self) -> bool:
        """Whether it has neither succeeded nor failed."""
        return self.ended_at is None


@define
class TaskHistory:
    """Last task of each kind of request."""

    clock: Callable[[], float] = time.monotonic
    _records: dict[type[Request[object]], TaskRecord[object]] = field(factory=dict)

    def last(self, kind: type[Request[ResultT]]) -> TaskRecord[ResultT] | None:
        """Last task of a kind, running or ended."""
        # `finish` puts only results of its kind into a record
        return cast("TaskRecord[ResultT] | None", self._records.get(kind))

    def running(self, kind: type[Request[ResultT]]) -> TaskRecord[ResultT] | None:
        """Running task of a kind."""
        record = self.last(kind)
        return record if record is not None and record.is_running else None

    def add_step(self, kind: type[Request[object]], text: str) -> None:
        """Record a progress text; an empty one records nothing."""
        if text:
            record = self._running_or_new(kind)
            if text not in record.steps[-1:]:
                record.steps.append(text)

    def finish(self, kind: type[Request[ResultT]], result: ResultT) -> None:
        """Record the result of a task."""
        record = self._running_or_new(kind)
        record.result, record.ended_at = result, self.clock()

    def fail(
        self,
        kind: type[Request[object]],
        message: str,
        problems: tuple[str, ...] = (),
        *,
        cancelled: bool = False,
    ) -> None:
        """Record that a task failed or was cancelled."""
        record = self._running_or_new(kind)
        record.failure, record.problems, record.cancelled = message, problems, cancelled
        record.ended_at = self.clock()

    def _running_or_new(self, kind: type[Request[object]]) -> TaskRecord[object]:
        record = self.running(kind)
        if record is None:
            record = self._records[kind] = TaskRecord(self.clock())
        return record
