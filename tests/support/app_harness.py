"""The application as a test drives it: without a process beside it, and with ways to read the screen."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from attrs import frozen
from textual.message_pump import MessagePump
from textual.pilot import Pilot

from tests.support.idle_pilot import piloted
from tui.app.application import KaopingApp
from tui.session.location import Location
from tui.session.session import Session
from tui.tasks.messages import TaskRequested, TaskSucceeded
from tui.tasks.protocol import Request
from tui.tasks.runner import TaskRunner
from tui.widgets.text_view.text_view import TextView


class NoWork(TaskRunner):
    """Writes down what is wanted; answers what it was given answers for."""

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
        """Nothing is under way."""


class Office(KaopingApp):
    """The application, with everything that would be done beside it written down."""

    tasks: NoWork

    def __init__(self, session: Session, answers: dict[str, Any] | None = None) -> None:
        super().__init__(session)
        self.tasks = NoWork(answers)

    @property
    def lines(self) -> list[str]:
        """What stands on the screen."""
        strips = self.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips]

    @property
    def text(self) -> str:
        """What stands on the screen, as one text."""
        return "\n".join(self.lines)


Step = Callable[[Office, "Pilot[None]"], Awaitable[None]]


def at(
    session: Session,
    place: Location | None,
    step: Step,
    *,
    size: tuple[int, int] = (120, 40),
    answers: dict[str, Any] | None = None,
) -> None:
    """Run the application at a place and do something there."""

    async def run() -> None:
        office = Office(session, answers)
        async with piloted(office, size) as pilot:
            await pilot.pause()
            if place is not None:
                office.open_screen(place)
                await pilot.pause()
            await step(office, pilot)

    asyncio.run(run())


@frozen
class Seen:
    """The screen as a user sees it after some keys."""

    place: Location
    heading: str
    box: str
    """Class of the dialog on top; empty without one."""
    cursor: str | None
    """Key of the line under the cursor of a card."""
    text: str
    offered: frozenset[str]
    """What the keys that work now do."""


def seen_after(session: Session, place: Location, *keys: str, size: tuple[int, int] = (120, 40)) -> Seen:
    """What is seen at a place after some keys, one at a time."""
    seen: list[Seen] = []

    async def press(office: Office, pilot: Pilot[None]) -> None:
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        top = office.screen
        lines = office.current_screen.query(TextView)
        offered = (each.binding.description for each in top.active_bindings.values() if each.enabled)
        box = type(top).__name__ if top is not office.current_screen else ""
        cursor = lines.last().cursor if lines else None
        seen.append(
            Seen(
                office.current_screen.location,
                office.current_screen.heading,
                box,
                cursor,
                office.text,
                frozenset(offered),
            )
        )

    at(session, place, press, size=size)
    return seen[0]


async def shows(office: Office, pilot: Pilot[None], *texts: str, seconds: int = 5) -> None:
    """Wait until texts stand on the screen: what is wanted of the process beside it comes when it comes."""
    for _ in range(seconds * 50):
        if all(text in office.text for text in texts):
            return
        await pilot.pause(0.02)
    raise AssertionError(f"{texts} not in:\n{office.text}")
