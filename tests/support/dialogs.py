"""A box as a test opens it, over the desk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from textual.pilot import Pilot

from tests.support.app_harness import Office, at
from tui.dialogs.base import Dialog
from tui.session.session import Session

Step = Callable[[Office, "Pilot[None]"], Awaitable[None]]


def outcomes_of(
    session: Session, box: Dialog[Any], step: Step, size: tuple[int, int] = (80, 24)
) -> list[Any]:
    """Open a box, do something, and say what came out of it; nothing while it is open."""
    came: list[Any] = []

    async def run(office: Office, pilot: Pilot[None]) -> None:
        office.push_screen(box, came.append)
        await settled(office, pilot)
        await step(office, pilot)
        await settled(office, pilot)

    at(session, None, run, size=size)
    return came


def keys(*names: str) -> Step:
    """Press keys, one after the other, each once the one before has been dealt with."""

    async def press(office: Office, pilot: Pilot[None]) -> None:
        for name in names:
            await pilot.press(name)
            await settled(office, pilot)

    return press


def typed(text: str) -> tuple[str, ...]:
    """The keys of a text."""
    from textual.keys import _character_to_key

    return tuple(_character_to_key(each) for each in text)


async def settled(office: Office, pilot: Pilot[None]) -> None:
    """Everything beside the screen has been done and shown."""
    await pilot.pause()
    if any(not each.is_finished for each in office.workers):
        await office.workers.wait_for_complete()
        await pilot.pause()
