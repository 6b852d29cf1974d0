"""The application without its child process, and ways to read its screen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from attrs import frozen
from textual.message_pump import MessagePump
from textual.pilot import Pilot

from tests.support.idle_pilot import run_app
from tui.app.application import KaopingApp
from tui.session.location import Location
from tui.session.session import Session
from tui.tasks.messages import TaskRequested, TaskSucceeded
from tui.tasks.protocol import Request
from tui.tasks.runner import TaskRunner
from tui.widgets.text_view.text_view import TextView


class RecordingTaskRunner(TaskRunner):
    """A task runner that records requests and answers those that it was given answers for."""

    def __init__(self, answers: dict[str, Any] | None = None) -> None:
        self.answers = answers or {}
        self.wanted: list[Request[object]] = []
        self.running_call = ""

    def submit(self, wanted: TaskRequested, origin: MessagePump) -> bool:
        request = wanted.request
        self.wanted.append(request)
        if request.NAME in self.answers:
            origin.post_message(TaskSucceeded(request, self.answers[request.NAME]))
        return True

    def cancel(self) -> bool:
        return False

    def close(self) -> None:
        """Do nothing; no task runs."""


class TestApp(KaopingApp):
    """The application with a recording task runner."""

    __test__ = False

    tasks: RecordingTaskRunner

    def __init__(self, session: Session, answers: dict[str, Any] | None = None) -> None:
        super().__init__(session)
        self.tasks = RecordingTaskRunner(answers)

    @property
    def lines(self) -> list[str]:
        """The lines of the screen."""
        strips = self.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)


Step = Callable[[TestApp, "Pilot[None]"], Awaitable[None]]


def run_at(
    session: Session,
    location: Location | None,
    step: Step,
    *,
    size: tuple[int, int] = (120, 40),
    answers: dict[str, Any] | None = None,
) -> None:
    """Open a screen of the application and run a step there."""

    async def run() -> None:
        app = TestApp(session, answers)
        async with run_app(app, size) as pilot:
            await pilot.pause()
            if location is not None:
                app.open_screen(location)
                await pilot.pause()
            await step(app, pilot)

    asyncio.run(run())


@frozen
class ScreenSnapshot:
    """The state of the screen after some keys."""

    location: Location
    heading: str
    dialog: str
    """Class of the dialog on top; empty without one."""
    cursor: str | None
    """Key of the line under the cursor of a card."""
    text: str
    active_actions: frozenset[str]
    """Descriptions of the enabled key bindings."""


def snapshot_after(
    session: Session, location: Location, *keys: str, size: tuple[int, int] = (120, 40)
) -> ScreenSnapshot:
    """Return the state of a screen after some keys, pressed one at a time."""
    snapshots: list[ScreenSnapshot] = []

    async def press(app: TestApp, pilot: Pilot[None]) -> None:
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        top = app.screen
        lines = app.current_screen.query(TextView)
        enabled = (active.binding.description for active in top.active_bindings.values() if active.enabled)
        dialog = type(top).__name__ if top is not app.current_screen else ""
        cursor = lines.last().cursor if lines else None
        snapshots.append(
            ScreenSnapshot(
                app.current_screen.location,
                app.current_screen.heading,
                dialog,
                cursor,
                app.text,
                frozenset(enabled),
            )
        )

    run_at(session, location, press, size=size)
    return snapshots[0]


async def wait_for_text(app: TestApp, pilot: Pilot[None], *texts: str, seconds: float = 60) -> None:
    """Wait until all texts stand on the screen; a child process may have to produce them."""
    deadline = time.monotonic() + seconds
    while not all(text in app.text for text in texts):
        assert time.monotonic() < deadline, f"{texts} not in:\n{app.text}"
        await pilot.pause(0.02)
