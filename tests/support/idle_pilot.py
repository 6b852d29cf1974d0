"""A Textual pilot that presses a key only when the application has handled the one before.

Textual's own ``Pilot`` takes low CPU use for idleness. On a busy machine that is wrong, and a key would reach the screen
behind the dialog that is about to open.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Final

from textual.app import App
from textual.message_pump import MessagePump
from textual.pilot import Pilot

from tui.app.key_queue import KeyQueueMixin

IDLE_ROUNDS: Final = 3
"""How many checks in a row must find nothing left to do."""
LIMIT_SECONDS: Final = 30.0
"""Seconds after which the wait fails."""


class IdlePilot(Pilot[None]):
    """A pilot that waits until no message pump of the application has anything left to do."""

    async def press(self, *keys: str) -> None:
        """Press keys, each when the one before has been handled."""
        for key in keys:
            await super().press(key)
            await self._wait_until_idle()

    async def pause(self, delay: float | None = None) -> None:
        """Wait until the application is idle."""
        await super().pause(delay)
        await self._wait_until_idle()

    async def _wait_until_idle(self) -> None:
        deadline, idle = time.monotonic() + LIMIT_SECONDS, 0
        while idle < IDLE_ROUNDS and self.app._running and time.monotonic() < deadline:
            await self._wait_for_screen()
            if not self.app.screen_stack:
                return
            self.app.screen._on_timer_update()
            await asyncio.sleep(0)
            idle = idle + 1 if self._is_idle() else 0
        assert idle == IDLE_ROUNDS or not self.app._running, f"not idle after {LIMIT_SECONDS:g} s"

    def _is_idle(self) -> bool:
        app = self.app
        if isinstance(app, KeyQueueMixin) and (app._queue or app._waiting_since is not None):
            return False
        return not app.screen._callbacks and not any(map(_has_work, self._pumps()))

    def _pumps(self) -> Iterator[MessagePump]:
        yield self.app
        for screen in self.app.screen_stack:
            yield from screen.walk_children(with_self=True)


def _has_work(pump: MessagePump) -> bool:
    return bool(pump.message_queue_size or pump._pending_message or pump._next_callbacks)


@asynccontextmanager
async def run_app(app: App[None], size: tuple[int, int] = (80, 24)) -> AsyncIterator[IdlePilot]:
    """Run an application, with a pilot that waits for idleness."""
    async with app.run_test(size=size):
        yield IdlePilot(app)
