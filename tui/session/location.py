"""Location in the application: a screen and its subject."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from kaoping_core.pages.schema import JsonObject


@frozen
class Location:
    """Name of a screen with its arguments, such as ``Location("unit", {"unit": "沙岭镇"})``."""

    screen: str
    arguments: Mapping[str, str] = field(factory=dict)

    def as_dict(self) -> JsonObject:
        """Convert to JSON data."""
        return {"screen": self.screen, "arguments": dict(self.arguments)}

    @classmethod
    def from_dict(cls, written: object) -> Location | None:
        """Convert from JSON data; None when it is malformed."""
        match written:
            case {"screen": str(screen), "arguments": dict(arguments)}:
                return cls(
                    screen, {str(key): value for key, value in arguments.items() if isinstance(value, str)}
                )
        return None
