"""What evaluators hand in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from attrs import field, frozen

Value = Decimal | str | tuple[str, ...]
"""A reported value: a number in its unit of measure, a text or chosen word, or a list of chosen words."""

REPORT = "report"
"""The layer of what an evaluator reports itself."""


@frozen
class Entry:
    """An evaluator's report on one unit and one indicator (填报项)."""

    indicator: str
    unit: str
    values: Mapping[str, Value] = field(factory=dict)
    carried: bool = True
    note: str = ""
    evidence: tuple[str, ...] = ()
    place: str = ""
    """Where it was read: ``file: $.entries[3]``."""
    places: Mapping[str, str] = field(factory=dict)
    """Places of single values where they are not below ``place``."""
    layer: str = REPORT
    """Entries of one cell in different layers add up; in the same layer the later replaces the earlier.
    A file that a plugin reads (the grid case file) is a layer of its own."""

    def place_of(self, value: str) -> str:
        """Where one value was read."""
        return self.places.get(value) or (f"{self.place}.values.{value}" if self.place else "")


@frozen
class Signature:
    """The head's signature and the seal (签字盖章)."""

    by: str = ""
    on: date | None = None
    sealed: bool = False


@frozen
class Submission:
    """What one evaluator hands in at one time (报送)."""

    year: int
    evaluator: str
    """Official name."""
    entries: tuple[Entry, ...]
    signed: Signature | None = None
    file: str = ""
    """Name of the file, without its folder."""
    layer: str = REPORT


@frozen
class Delivery:
    """How and when an evaluator's current entries came in."""

    evaluator: str
    on: date
    """Day of the signature, else of the receipt."""
    signed: bool
    """Signed by the head and sealed."""
    file: str = ""
