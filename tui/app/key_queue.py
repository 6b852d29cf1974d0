"""Keys are taken one after the other: what is typed ahead reaches what the keys before it have opened.

Textual hands keys on as they come, so one that comes right behind the key that opens a box goes to the screen behind
the box. Over a slow line, and from people who know their keys, they come in bunches.
"""

from __future__ import annotations

import time
from collections import deque
from typing import Any, Final

from textual import events
from textual.app import App
from textual.screen import Screen

ROUNDS: Final = 8
"""How often a key's consequences may go from a widget by its screen to the application, which opens things, whose answers
open others."""
PATIENCE: Final = 1.0
"""Seconds after which a key is taken to be dealt with, whoever has kept it."""
BEHIND: Final = 0.25
"""Seconds within which a key is one that comes right behind another."""


class TypeAhead(App[None]):
    """An application that deals with a key only when the one before is done and the screen that it opened is there."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._held: deque[events.Key | events.Paste] = deque()
        self._handed = 0.0
        """When the last key was handed on."""
        self._waiting: float | None = None
        """Since when we wait for what it does."""
        self._seen: Screen[Any] | None = None
        """The screen that is known to be there."""

    async def on_event(self, event: events.Event) -> None:
        """Hand a key on, or keep it until it is its turn."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self._held.append(event)
        now = time.monotonic()
        if self._waiting is not None and now - self._waiting < PATIENCE:
            return
        if now - self._handed > BEHIND and self.screen is self._seen:
            await self._hand_on()
        else:
            self._wait()

    async def _hand_on(self) -> None:
        """The next key's turn has come."""
        self._waiting = None
        if not self._held:
            return
        self._handed = time.monotonic()
        await super().on_event(self._held.popleft())
        if self._held:
            self._wait()

    def _wait(self) -> None:
        self._waiting = time.monotonic()
        self._go_round(0)

    def _go_round(self, step: int) -> None:
        """Wait until widget, screen and application have done, in turns, what they were told before."""
        while step < ROUNDS * 3:
            pump = (self.focused, self.screen, self)[step % 3]
            step += 1
            if pump is not None and pump.is_running and pump.call_later(self._go_round, step):
                return
        screen = self.screen
        if screen is self._seen or not screen.call_after_refresh(self._come, screen):
            self.call_later(self._hand_on)

    def _come(self, screen: Screen[Any]) -> None:
        """A screen is there; what brought it may have brought another."""
        self._seen = screen
        self._go_round(0)
