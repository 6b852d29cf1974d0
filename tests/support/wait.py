"""Waiting for what threads and other processes do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


async def until(met: Callable[[], bool]) -> None:
    """Wait until it is so, some seconds at most."""
    for _ in range(500):
        if met():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("never")
