"""Wait for states that threads and other processes reach."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Final

LIMIT_SECONDS: Final = 60.0


async def wait_until(met: Callable[[], bool]) -> None:
    """Wait until a condition holds; fail after a minute."""
    deadline = time.monotonic() + LIMIT_SECONDS
    while not met():
        assert time.monotonic() < deadline, f"not met after {LIMIT_SECONDS:g} s"
        await asyncio.sleep(0.01)
