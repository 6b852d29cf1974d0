"""The environment that the screen needs; Textual reads it when it is imported."""

from __future__ import annotations

import sys
from collections.abc import MutableMapping

SETTINGS = {
    "TEXTUAL_ANIMATIONS": "none",  # each frame of one crosses the line
    "TEXTUAL_SMOOTH_SCROLL": "0",
    "TEXTUAL_DISABLE_KITTY_KEY": "1",  # input methods lose text with it
    "ESCDELAY": "25",
    "PYTHONUTF8": "1",  # for the processes that are started from here
}


def prepare(environment: MutableMapping[str, str]) -> None:
    """Set what is not set otherwise, and let this process speak UTF-8 whatever the server's language is."""
    for name, value in SETTINGS.items():
        environment.setdefault(name, value)
    for stream in (sys.stdin, sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
