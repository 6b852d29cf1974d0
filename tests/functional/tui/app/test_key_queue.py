"""What is typed ahead reaches what the keys before it have opened, in order, and nothing is lost."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Button, Input

from tui.app.key_queue import MAX_WAIT_SECONDS, KeyQueueMixin

pytestmark = pytest.mark.slow


class InputDialog(ModalScreen[None]):
    """A dialog with a field, which closes at Enter."""

    def compose(self) -> ComposeResult:
        yield Input()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.app.received.append(event.value)  # type: ignore[attr-defined]
        self.dismiss(None)


class KeyRecorder(KeyQueueMixin):
    """An application that opens dialogs and records the keys that reach its screen."""

    BINDINGS = [("o", "open", "open"), ("w", "wait", "wait"), ("x", "note", "note")]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self.received: list[str] = []

    def compose(self) -> ComposeResult:
        yield Button("overview")

    def action_open(self) -> None:
        self.push_screen(InputDialog())

    async def action_wait(self) -> None:
        await asyncio.sleep(MAX_WAIT_SECONDS * 1.5)

    def action_note(self) -> None:
        self.received.append("x")


def keys_received(*bunches: str, pause: float = 0.0) -> list[str]:
    """Send keys in batches; return those that the application and its dialogs received."""

    async def drive() -> list[str]:
        app = KeyRecorder()
        async with app.run_test() as pilot:
            for bunch in bunches:
                for key in bunch:
                    app.post_message(_key(key))
                await asyncio.sleep(pause)
            await pilot.pause(0.3)
            for _ in range(100):
                if not app._queue:
                    break
                await pilot.pause(0.05)
            await pilot.pause(0.2)
        return app.received

    return asyncio.run(drive())


def _key(character: str) -> Any:
    return events.Key("enter", None) if character == "\n" else events.Key(character, character)


def test_keys_behind_one_that_opens_a_box_go_to_the_box() -> None:
    assert keys_received("oabc\n") == ["abc"]


def test_keys_behind_one_that_closes_a_box_go_to_the_screen_behind() -> None:
    assert keys_received("xoa\nxxob\nx") == ["x", "a", "x", "x", "b", "x"]


def test_a_long_bunch_arrives_whole_and_in_order() -> None:
    assert keys_received("o" + "0123456789" * 20 + "\n") == ["0123456789" * 20]


def test_a_key_that_takes_long_does_not_swallow_those_behind() -> None:
    assert keys_received("w", "xx", pause=0.1) == ["x", "x"]
