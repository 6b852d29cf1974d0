"""A user who looks before pressing the next key: nothing is pressed before the key before has been dealt with.

Textual's own ``Pilot`` takes a process that uses little of the processor for one that is done. Beside other programs
it is neither, and a key would reach the screen behind the box that is about to open.
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

ROUNDS: Final = 3
"""As many times in a row has everybody nothing left to do."""
PATIENCE: Final = 30.0
"""Seconds after which something is said never to rest."""


class Calm(Pilot[None]):
    """A pilot that waits for what every part of the application still has in hand."""

    async def press(self, *keys: str) -> None:
        """Press keys, each when the one before has been dealt with."""
        for key in keys:
            await super().press(key)
            await self._rest()

    async def pause(self, delay: float | None = None) -> None:
        """Wait until everything is done."""
        await super().pause(delay)
        await self._rest()

    async def _rest(self) -> None:
        until, quiet = time.monotonic() + PATIENCE, 0
        while quiet < ROUNDS and self.app._running and time.monotonic() < until:
            await self._wait_for_screen()
            if not self.app.screen_stack:
                return
            self.app.screen._on_timer_update()
            await asyncio.sleep(0)
            quiet = quiet + 1 if self._is_quiet() else 0
        assert quiet == ROUNDS or not self.app._running, "it never rests"

    def _is_quiet(self) -> bool:
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
async def piloted(app: App[None], size: tuple[int, int] = (80, 24)) -> AsyncIterator[Calm]:
    """Run an application, with a calm pilot."""
    async with app.run_test(size=size):
        yield Calm(app)
