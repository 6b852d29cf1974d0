"""Look-up of names given on the command line or a screen; an unknown one is a usage error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kaoping_core.errors import UsageError
from kaoping_core.model.scheme import Scheme
from kaoping_core.scheme.names import SchemeNames, UnknownNameError


class NameLookup:
    """Finds official names by any name; methods raise UsageError with the nearest name."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._names = SchemeNames(scheme)

    def evaluator(self, name: str) -> str:
        """Return the evaluator's official name."""
        with _usage_errors():
            return self._names.evaluators.find(name)

    def unit(self, name: str) -> str:
        """Return the unit's official name."""
        with _usage_errors():
            return self._names.units.find(name)

    def indicator(self, name: str, unit: str) -> str:
        """Return the id of an indicator of the unit's group."""
        group = self._scheme.unit_by_name[unit].group
        with _usage_errors():
            indicator = self._names.indicator(name, group)
        if indicator.group != group:
            raise UsageError(f"{unit}不考“{indicator.id}”")
        return indicator.id


@contextmanager
def _usage_errors() -> Iterator[None]:
    try:
        yield
    except UnknownNameError as error:
        raise UsageError(f"{error.message}。{error.expected}") from None
