"""Settings of a short-lived process: the command line, a plugin's process and the terminal UI's child process."""

from __future__ import annotations

import gc

GC_THRESHOLDS = (50_000, 20, 20)


def relax_garbage_collection() -> None:
    """Collect garbage seldom.

    An import or an assembly makes many objects that live to its end; looking through them with Python's own thresholds
    costs time and frees next to nothing before the process is over.
    """
    gc.set_threshold(*GC_THRESHOLDS)
