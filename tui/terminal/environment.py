"""Environment variables of the UI; Textual reads them when it is imported."""

from __future__ import annotations

import sys
from collections.abc import Mapping, MutableMapping

from tui.terminal.capabilities import TerminalCapabilities

SETTINGS = {
    "TEXTUAL_ANIMATIONS": "none",  # each frame of one crosses the line
    "TEXTUAL_SMOOTH_SCROLL": "0",
    "TEXTUAL_DISABLE_KITTY_KEY": "1",  # input methods lose text with it
    "ESCDELAY": "25",
    "PYTHONUTF8": "1",  # for the processes that are started from here
}
SIZES = ("COLUMNS", "LINES")
"""Size variables: exported, they would be believed rather than the terminal and would outlast a resize."""
MANY_COLOURS = ("256color", "direct")
"""Ends of names of terminals that have 256 colours at least."""
EXACT_COLOURS = frozenset({"truecolor", "24bit"})


def prepare_environment(environment: MutableMapping[str, str]) -> None:
    """Set defaults of the environment and switch this process's streams to UTF-8.

    All our colours are of the palette of 256, which costs fewer bytes than exact ones.
    """
    for name in SIZES:
        environment.pop(name, None)
    for name, value in SETTINGS.items():
        environment.setdefault(name, value)
    if has_many_colours(environment):
        environment.setdefault("TEXTUAL_COLOR_SYSTEM", "256")
    for stream in (sys.stdin, sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def has_many_colours(environment: Mapping[str, str]) -> bool:
    """Whether the terminal claims at least 256 colours."""
    return environment.get("TERM", "").endswith(MANY_COLOURS) or environment.get("COLORTERM") in EXACT_COLOURS


def fix_putty_term(environment: MutableMapping[str, str], terminal: TerminalCapabilities) -> None:
    """Set TERM for PuTTY, which says ``xterm`` (16 colours) and can do 256."""
    if terminal.putty and environment.get("TERM") == "xterm":
        environment["TERM"] = "xterm-256color"
