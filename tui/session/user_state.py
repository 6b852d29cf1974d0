"""User state kept between logins: location, view states, seen events.

A lost line ends the program at once, so everything is on disk soon after it was chosen, not at the end. A user may be
there twice: each session writes only what was chosen in it, over what the other has written meanwhile.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from kaoping_core.pages.schema import JsonObject
from tui.session.location import Location

FORMAT = "kaoping-memory/2"
StoredState = JsonObject
_ENDED = frozenset("ZX")
"""States of processes of which only the number is left."""


def user_state_file(site: Path, actor: str, environment: Mapping[str, str] = os.environ) -> Path:
    """Return the state file of a user at a site; several users may share one account of the server."""
    home = environment.get("XDG_STATE_HOME")
    folder = Path(home) if home else Path.home() / ".local" / "state"
    name = hashlib.sha256(f"{site}\n{actor}".encode()).hexdigest()[:16]
    return folder / "kaoping" / f"{name}.json"


class UserState:
    """Reads the state once and writes it whole; a damaged or unwritable file costs only the state."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._kept = _read(file)
        self._news: StoredState = {}
        """What was chosen here and is not on disk yet: ``seen`` and ``choices``."""
        self._me = _process_identity(os.getpid())
        self._place: StoredState | None = None
        self._written: StoredState | None = None
        self._lost = [session for session in _sessions(self._kept) if not _is_running(session)]
        self.last = Location.from_dict(_sessions(self._kept)[self._lost[-1]]) if self._lost else None
        """Where the user was when a session ended without saying so, most often because the line was lost."""
        self.seen_before_session = self.seen
        """Events that the user had seen when this session began; later ones stay marked as new until the next session."""

    def set_location(self, place: Location) -> None:
        """Set the current location and mark the session as open."""
        self._place = place.as_dict()

    def close(self) -> None:
        """Mark the session as ended normally."""
        self._place = None
        self.save()

    @property
    def seen(self) -> str:
        """Time of the newest event that the user has seen; empty at the first login."""
        seen = self._kept.get("seen")
        return seen if isinstance(seen, str) else ""

    @seen.setter
    def seen(self, at: str) -> None:
        if at > self.seen:
            self._kept["seen"] = self._news["seen"] = at

    def view_state(self, what: str) -> JsonObject:
        """Return the view state of a table or screen by its name."""
        chosen = _dictionary(self._kept, "choices").get(what)
        return dict(chosen) if isinstance(chosen, dict) else {}

    def save_view_state(self, what: str, chosen: JsonObject) -> None:
        """Store the view state of a table or screen."""
        if self.view_state(what) != chosen:
            for kept in (self._kept, self._news):
                kept["choices"] = _dictionary(kept, "choices") | {what: dict(chosen)}

    def save(self) -> None:
        """Write changes to the file; after a failure they are written the next time."""
        if not self._news and self._place == self._written:
            return
        with contextlib.suppress(OSError), _exclusive_lock(self._file):
            kept = _read(self._file)
            if self.seen:
                kept["seen"] = max(self.seen, str(kept.get("seen", "")))
            kept["choices"] = _dictionary(kept, "choices") | _dictionary(self._news, "choices")
            kept["sessions"] = self._sessions(kept)
            partial = self._file.with_suffix(f".{os.getpid()}")
            text = json.dumps(kept, ensure_ascii=False, indent=1)
            partial.write_text(
                text, encoding="utf-8", errors="backslashreplace"
            )  # files' names may hold any bytes
            partial.replace(self._file)
            self._news, self._written, self._lost = {}, self._place, []

    def _sessions(self, kept: StoredState) -> StoredState:
        """Return the other sessions without those reported as lost, and this one last."""
        others = {key: value for key, value in _sessions(kept).items() if key not in {*self._lost, self._me}}
        return others if self._place is None else others | {self._me: self._place}


def _read(file: Path) -> StoredState:
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {"format": FORMAT}
    return kept if isinstance(kept, dict) and kept.get("format") == FORMAT else {"format": FORMAT}


def _dictionary(kept: StoredState, key: str) -> StoredState:
    found = kept.get(key)
    return found if isinstance(found, dict) else {}


def _sessions(kept: StoredState) -> StoredState:
    """Return locations of sessions that did not end normally, by process, newest last."""
    return _dictionary(kept, "sessions")


@contextlib.contextmanager
def _exclusive_lock(file: Path) -> Iterator[None]:
    """Lock the state of this user against other sessions without waiting for one that holds it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def _process_identity(process: int) -> str:
    """Return the identity of a process: number and start time, since numbers are reused."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return f"{process}"
    return f"{process}" if fields[0] in _ENDED else f"{process} {fields[19]}"


def _is_running(session: str) -> bool:
    """Whether a session's process still runs."""
    process, _, began = session.partition(" ")
    return bool(began) and process.isdecimal() and _process_identity(int(process)) == session
