"""Key queue: a key typed ahead reaches the screen that the key before it opened.

Textual hands keys on as they come, so one that comes right behind the key that opens a box goes to the screen behind
the box. Over a slow line, and from people who know their keys, they come in bunches.
"""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING, Any, Final

from textual import events

from tui.textual_internals import UnhandledErrorHook

if TYPE_CHECKING:
    from tui.textual_internals import AnyScreen


MAX_ROUNDS: Final = 8
"""How often a key's consequences may go from a widget by its screen to the application, which opens things, whose answers
open others."""
MAX_WAIT_SECONDS: Final = 1.0
"""Seconds after which a key counts as handled even if its handler has not finished."""
BURST_SECONDS: Final = 0.25
"""Seconds within which a key is one that comes right behind another."""


class KeyQueueMixin(UnhandledErrorHook):
    """Mixin that dispatches a key only when the one before is handled and the screen that it opened is ready."""

    # Any: the arguments of App, whatever they are, are passed on.
    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._queue: deque[events.Key | events.Paste] = deque()
        self._last_dispatch = 0.0
        """When the last key was handed on."""
        self._waiting_since: float | None = None
        """Since when we wait for what it does."""
        self._ready_screen: AnyScreen | None = None
        """The screen that is known to be there."""

    async def on_event(self, event: events.Event) -> None:
        """Dispatch a key, or queue it until the key before it is handled."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self._queue.append(event)
        now = time.monotonic()
        if self._waiting_since is not None and now - self._waiting_since < MAX_WAIT_SECONDS:
            return
        if now - self._last_dispatch > BURST_SECONDS and self.screen is self._ready_screen:
            await self._dispatch_next()
        else:
            self._begin_waiting()

    async def _dispatch_next(self) -> None:
        """Dispatch the next queued key."""
        self._waiting_since = None
        if not self._queue:
            return
        self._last_dispatch = time.monotonic()
        await super().on_event(self._queue.popleft())
        if self._queue:
            self._begin_waiting()

    def _begin_waiting(self) -> None:
        self._waiting_since = time.monotonic()
        self._wait_for_idle(0)

    def _wait_for_idle(self, step: int) -> None:
        """Wait until widget, screen and application have handled their queued messages, in rounds."""
        while step < MAX_ROUNDS * 3:
            pump = (self.focused, self.screen, self)[step % 3]
            step += 1
            if pump is not None and pump.is_running and pump.call_later(self._wait_for_idle, step):
                return
        screen = self.screen
        if screen is self._ready_screen or not screen.call_after_refresh(self._on_screen_ready, screen):
            self.call_later(self._dispatch_next)

    def _on_screen_ready(self, screen: AnyScreen) -> None:
        """Continue once a screen is ready; it may have opened another."""
        self._ready_screen = screen
        self._wait_for_idle(0)
