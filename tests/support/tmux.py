"""tmux for tests: a real terminal program in which people work, driven by keys and read as text."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import uuid4

import pytest

needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="needs tmux")
_NAMES = {
    "enter": "Enter", "escape": "Escape", "up": "Up", "down": "Down", "left": "Left", "right": "Right", "tab": "Tab",
    "space": "Space", "pagedown": "NPage", "pageup": "PPage", "home": "Home", "end": "End", "backspace": "BSpace",
    "f1": "F1", "ctrl+p": "C-p", "ctrl+q": "C-q", "ctrl+x": "C-x",
}  # fmt: skip

_ALONE = 0.15


class Tmux:
    """One window of a tmux server of its own."""

    def __init__(
        self, command: Sequence[str], folder: Path, *, width: int = 120, height: int = 40,
        environment: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self._socket = f"kaoping-{uuid4().hex[:8]}"
        given = [f"{name}={value}" for name, value in (environment or {}).items()]
        line = shlex.join(["env", *given, *command])
        # the window outlives the program, so that its last words can be read
        self._run(
            "-u", "-f", "/dev/null", "new-session", "-d", "-x", str(width), "-y", str(height), "-c", str(folder),
            f"{line}; echo; echo ended with $?; exec sleep 600",
        )  # fmt: skip

    def __enter__(self) -> Tmux:
        return self

    def __exit__(self, *_: object) -> None:
        self._run("kill-server")

    def _run(self, *arguments: str) -> str:
        command = ["tmux", "-L", self._socket, *arguments]
        return subprocess.run(command, check=True, capture_output=True, timeout=20, encoding="utf-8").stdout

    def send(self, *keys: str) -> None:
        """Press keys, given by their names."""
        for key in keys:
            self._run("send-keys", _NAMES.get(key, key))
            if key == "escape":
                time.sleep(_ALONE)  # with a key right behind it, it would be another key

    def type(self, text: str) -> None:
        """Type a text."""
        self._run("send-keys", "-l", text)

    def text(self) -> str:
        """What the window shows."""
        return self._run("capture-pane", "-p")

    def wait_for(self, *texts: str, seconds: float = 30) -> str:
        """Wait until the window shows every text; what it shows."""
        end = time.monotonic() + seconds
        while True:
            shown = self.text()
            lacking = [text for text in texts if text not in shown]
            if not lacking:
                return shown
            assert time.monotonic() < end, f"no {lacking} after {seconds} s:\n{shown}"
            time.sleep(0.05)

    def wait_until_gone(self, text: str, seconds: float = 30) -> str:
        """Wait until the window does not show a text any more; what it shows."""
        end = time.monotonic() + seconds
        while text in (shown := self.text()):
            assert time.monotonic() < end, f"still {text!r} after {seconds} s:\n{shown}"
            time.sleep(0.05)
        return shown
