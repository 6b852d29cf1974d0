"""Wall-clock time of plugins, counted exactly in nanoseconds."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal

from kaoping_core.decimals import round_published

_SECOND = Decimal(1_000_000_000)


class Stopwatch:
    """Adds up time by name; may be used from several threads."""

    def __init__(self) -> None:
        self._nanoseconds: Counter[str] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def measure(self, name: str) -> Iterator[None]:
        """Count the time of a ``with`` block."""
        began = time.monotonic_ns()
        try:
            yield
        finally:
            taken = time.monotonic_ns() - began
            with self._lock:
                self._nanoseconds[name] += taken

    def seconds(self) -> Mapping[str, Decimal]:
        """Seconds so far, to the thousandth, by name."""
        with self._lock:
            return {
                name: round_published(Decimal(duration) / _SECOND, 3)
                for name, duration in self._nanoseconds.items()
            }
