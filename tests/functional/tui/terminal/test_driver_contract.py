"""Both drivers show the same screen after every key: an upgrade of Textual that breaks ours is seen at once."""

from __future__ import annotations

import time

import pytest

from tests.support.sample_session import SampleSession

pytestmark = pytest.mark.slow

SHORT = [
    "down",
    "right",
    "f2",
    "中文abc",
    "escape",
    "f6",
    "盘山县",
    "tab",
    "f8",
    "pagedown",
    "resize:90x30",
    "f5",
    "end",
]
LONG = [
    *["down"] * 12, *["right"] * 11, "pagedown", "pagedown", "end", "home", "ctrl+end", "ctrl+home", "pageup", *["up"] * 3,
    "f2", "说", "明", "backspace", "ab", "escape", "down", "f2", "enter", "f3", "x", "escape",
    "f6", *"合计[/]", "left", "left", "中", "delete", "home", "end", "enter", "tab", "backspace", "7", "tab", "首", "行", "enter",
    "x", "up", "down", "end", "home", "pagedown", "backtab", "f2", "escape",
    "f7", *["up"] * 4, *["down"] * 3, "pageup", "pageup", "home", "end",
    "f8", *["down"] * 9, "pagedown", "pagedown", "end", "up", "home", "f3", "escape", "f5", "f8", "f6", "f7", "f5",
    "resize:80x24", "down", "pagedown", "f2", "escape", "resize:20x5", "down", "f2", "resize:100x30", "escape", "f6", "长",
    "resize:132x50", "f8", "down", "f7", "pageup", "resize:120x40", "f5", "ctrl+end", *["left"] * 12, "ctrl+home",
    "backtab", "left", "right", "right", "tab", "tab", *["down"] * 5, "ctrl+l", "f2", "resize:121x41", "escape", "ctrl+b",
    "\x1b[200~粘贴的文字 [b]不是标记[/b]\x1b[201~", "f6", "\x1b[200~第一行\n第二行\x1b[201~", "tab", "tab",
    "\x1b[200~一\n二\n三\x1b[201~", "ctrl+l", "f5", "down",
]  # fmt: skip


KEYS = [("", "right"), ("arrow", "down"), ("open", "f2"), ("close", "escape"), ("tab", "f8"), ("back", "f5")]


def obey(sessions: list[SampleSession], step: str) -> None:
    """Do a step on both, reading both at once."""
    for session in sessions:
        if step.startswith("resize:"):
            width, height = map(int, step[7:].split("x"))
            session.settle(
                0.4
            )  # what comes late for the old size scrolls the new one, and the stock driver leaves it so
            session.resize(width, height)
        else:
            session.send(step) if not step.isprintable() or step.isascii() else type_in(session, step)


def type_in(session: SampleSession, text: str) -> None:
    """Type text, each character of which counts as a key."""
    session.send_bytes(text.encode(), len(text))


def alike(sessions: list[SampleSession], limit: float = 8.0) -> bool:
    """Whether both show the same once both are quiet."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        for session in sessions:
            session.read_once(0.003)
        quiet = all(
            session.all_counted and time.monotonic() - session.last_output_at > 0.03 for session in sessions
        )
        if quiet and sessions[0].cells() == sessions[1].cells():
            return True
    return False


def difference(sessions: list[SampleSession]) -> str:
    """The cells in which two screens differ."""
    pairs = zip(sessions[0].cells(), sessions[1].cells(), strict=True)
    return "\n".join(
        f"{y},{x}: {one} {other}"
        for y, (ones, others) in enumerate(pairs)
        for x, (one, other) in enumerate(zip(ones, others, strict=True))
        if one != other
    )


def compare(steps: list[str], width: int, height: int, *arguments: str, **environment: str) -> None:
    with (
        SampleSession("stock", width, height, *arguments, **environment) as stock,
        SampleSession("changed", width, height, *arguments, **environment) as ours,
    ):
        sessions = [stock, ours]
        for session in sessions:
            session.open()
        assert alike(sessions), f"at the start\n{difference(sessions)}"
        for number, step in enumerate(steps):
            obey(sessions, step)
            assert alike(sessions), (
                f"after step {number}, {step!r}\n{difference(sessions)}\n{stock.text()}\n{ours.text()}"
            )
        assert ours.written < stock.written / 8


def test_both_drivers_show_the_same_after_every_key() -> None:
    compare(SHORT, 80, 24)


def test_both_drivers_show_the_same_after_every_key_of_a_long_session() -> None:
    assert len(LONG) >= 150
    compare(LONG, 120, 40)


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        ((), {"TERM": "xterm-256color", "COLORTERM": ""}),
        ((), {"TERM": "xterm", "COLORTERM": ""}),
        (("ansi",), {"TERM": "xterm", "COLORTERM": ""}),
        ((), {"TERM": "screen-256color", "COLORTERM": ""}),
        ((), {"NO_COLOR": "1"}),
        (("mouse",), {}),
    ],
    ids=[
        "256 colours",
        "16 colours",
        "the terminal's own colours",
        "no background erase",
        "no colours",
        "mouse",
    ],
)
def test_both_drivers_show_the_same_on_every_kind_of_terminal(
    arguments: tuple[str, ...], environment: dict[str, str]
) -> None:
    compare(SHORT, 120, 40, *arguments, **environment)


def test_bytes_for_keys_dialogs_and_tabs() -> None:
    costs = []
    for driver in ("stock", "changed"):
        with SampleSession(driver) as session:
            session.open()
            cost = {"start": session.written}
            for name, key in KEYS:
                cost[name] = session.press(key, quiet=0.6).bytes  # a screen may come in two parts
            costs.append(cost)
    stock, ours = costs
    assert ours["arrow"] <= 160
    for name, part in {"start": 10, "open": 10, "close": 10, "tab": 6, "back": 6}.items():
        assert ours[name] <= stock[name] / part, (name, stock, ours)
