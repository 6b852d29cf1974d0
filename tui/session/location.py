"""A location in the application: a screen and its arguments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen


@frozen
class Location:
    """A screen by its name, with what it shows, such as ``Place("unit", {"unit": "沙岭镇"})``."""

    screen: str
    arguments: Mapping[str, str] = field(factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """For a JSON file."""
        return {"screen": self.screen, "arguments": dict(self.arguments)}

    @classmethod
    def from_dict(cls, written: object) -> Location | None:
        """Return the location that a state file holds; None when it is not understood, since the file is written by the program only."""
        match written:
            case {"screen": str(screen), "arguments": dict(arguments)}:
                return cls(
                    screen, {str(key): value for key, value in arguments.items() if isinstance(value, str)}
                )
        return None
