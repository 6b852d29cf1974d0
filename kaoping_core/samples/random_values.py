"""Plausible random values for any cell, from its value specifications; whole-number randomness only."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from random import Random

from kaoping_core.model.indicators import Cell
from kaoping_core.model.submissions import Value
from kaoping_core.rules.base import ValueSpec
from kaoping_core.rules.binding import Binding

BALLOTS = 9
"""Leaders who vote."""


def random_values(binding: Binding, cell: Cell, strength: int, random: Random) -> dict[str, Value]:
    """Return values for a cell of a unit of a strength from 0 to 100."""
    values: dict[str, Value] = {}
    chosen: set[str] = set()
    for wanted in binding.value_specs:
        if wanted.source == "file" or (wanted.exclusive_group and wanted.exclusive_group in chosen):
            continue
        if wanted.exclusive_group and wanted.kind == "choice":
            continue  # units are voted on; a tier given outright is the exception
        if wanted.applies_to not in {"all", *cell.unit.tags}:
            continue
        value = _random_value(wanted, cell, strength, random)
        if value is not None:
            values[wanted.name] = value
            chosen.add(wanted.exclusive_group)
    return values


def _random_value(wanted: ValueSpec, cell: Cell, strength: int, random: Random) -> Value | None:
    if wanted.kind == "choices":
        return tuple(_random_ballots(wanted.choices, strength, random) for _ in range(BALLOTS))
    if wanted.kind == "choice":
        return _random_ballots(wanted.choices, strength, random)
    if wanted.kind == "text":
        return None
    if wanted.kind == "count":
        return _random_count(wanted, cell, strength, random)
    if not wanted.required:
        return None
    high = cell.weight if wanted.maximum == "weight" else wanted.maximum
    if isinstance(high, Decimal):
        return _share_of(high, random.randint(55 + strength // 4, 100), 2)
    return _random_actual(cell, strength, random)


def _random_ballots(choices: tuple[str, ...], strength: int, random: Random) -> str:
    """Return ballots that are nearer to the first choice the stronger the unit."""
    slip = random.randint(0, 100) + (60 - strength)
    place = 0 if slip < 40 else 1 if slip < 90 else 2 if slip < 125 else 3
    return choices[min(place, len(choices) - 1)]


def _random_count(wanted: ValueSpec, cell: Cell, strength: int, random: Random) -> Decimal | None:
    if wanted.maximum == "target":
        nodes = int(cell.target.value or 0) if cell.target else 0
        return Decimal(random.randint(0, max(1, nodes * (110 - strength) // 300)) if nodes else 0)
    if wanted.required:
        return Decimal(
            0 if wanted.name.startswith(("casualties", "major", "count")) else random.randint(2, 24)
        )
    happens = random.randint(0, 99) < 12 - strength // 12
    return Decimal(1) if happens else None


def _random_actual(cell: Cell, strength: int, random: Random) -> Decimal:
    """Return an actual value near the target, mostly reached, with two more decimals than the target."""
    target = cell.target.value if cell.target and cell.target.value is not None else Decimal(1)
    if cell.target and cell.target.ceiling:
        return _share_of(target, random.randint(70, 112 - strength // 8), 2)
    if _is_small_count(cell):
        return target + random.choice((-1, 0, 0, 1) if strength < 60 else (0, 0, 0, 1))
    return _share_of(target, random.randint(62 + strength // 3, 128), 2)


def _is_small_count(cell: Cell) -> bool:
    """Whether the target is a small count, which has no decimals."""
    text = cell.target.text if cell.target else ""
    return text.isdigit() and 0 < int(text) <= 60


def _share_of(whole: Decimal, percent: int, decimals: int) -> Decimal:
    return (whole * percent / 100).quantize(Decimal(1).scaleb(-decimals))


def format_sample_value(value: Value) -> object:
    """Format a value for the interchange format."""
    return (
        format(value, "f")
        if isinstance(value, Decimal)
        else list(value)
        if isinstance(value, tuple)
        else value
    )


def format_sample_values(values: Mapping[str, Value]) -> dict[str, object]:
    """Format values for the interchange format."""
    return {name: format_sample_value(value) for name, value in values.items()}
