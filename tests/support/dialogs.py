"""Open a dialog over the overview and drive it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from textual.pilot import Pilot

from tests.support.app_harness import TestApp, run_at
from tui.dialogs.base import Dialog
from tui.session.session import Session

Step = Callable[[TestApp, "Pilot[None]"], Awaitable[None]]


def outcomes_of(
    session: Session, dialog: Dialog[Any], step: Step, size: tuple[int, int] = (80, 24)
) -> list[Any]:
    """Open a dialog, run a step, and return the dialog's results; none while it is open."""
    results: list[Any] = []

    async def run(app: TestApp, pilot: Pilot[None]) -> None:
        app.push_screen(dialog, results.append)
        await wait_for_workers(app, pilot)
        await step(app, pilot)
        await wait_for_workers(app, pilot)

    run_at(session, None, run, size=size)
    return results


def keys(*names: str) -> Step:
    """Press keys, each once the one before has been handled."""

    async def press(app: TestApp, pilot: Pilot[None]) -> None:
        for name in names:
            await pilot.press(name)
            await wait_for_workers(app, pilot)

    return press


def typed(text: str) -> tuple[str, ...]:
    """The keys of a text."""
    from textual.keys import _character_to_key

    return tuple(_character_to_key(character) for character in text)


async def wait_for_workers(app: TestApp, pilot: Pilot[None]) -> None:
    """Wait until all workers have finished and their results are shown."""
    await pilot.pause()
    if any(not worker.is_finished for worker in app.workers):
        await app.workers.wait_for_complete()
        await pilot.pause()
