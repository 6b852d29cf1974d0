"""Where somebody can be: a screen, and what it is about."""

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
        """What a file says; None when it says nothing that is understood, since the file is nobody's work."""
        match written:
            case {"screen": str(screen), "arguments": dict(arguments)}:
                return cls(
                    screen, {str(key): value for key, value in arguments.items() if isinstance(value, str)}
                )
        return None
