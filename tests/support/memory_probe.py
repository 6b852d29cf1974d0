"""Reads files as the program does, each in a process of its own; says what became of it, how long it took, how much memory.

Run as ``python -m tests.support.memory_probe FILE…``; prints one line of JSON a file.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from kaoping_core.host.hooks import FileRejectedError
from kaoping_core.service import Service
from kaoping_core.site import Site

ROOT = Path(__file__).parent.parent.parent


def peak() -> int:
    """Kilobytes that this process ever had in memory at once; unlike getrusage, not those of its parent."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def measure(service: Service, path: Path) -> dict[str, object]:
    """What becomes of one file."""
    began = time.perf_counter()
    try:
        service.read_submission(path)
        problems = []
    except FileRejectedError as refused:
        problems = [str(each) for each in refused.problems]
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "kilobytes": peak(), "count": len(problems), "problems": problems[:3]}


def main(paths: list[str]) -> None:
    with Service(Site(ROOT), 2019, "sqlite://") as service:
        _ = service.intake.names, service.intake.cells
        for each in paths:
            sys.stdout.flush()
            child = os.fork()
            if not child:
                status = 1
                try:
                    print(json.dumps(measure(service, Path(each))), flush=True)
                    status = 0
                finally:
                    os._exit(status)
            os.waitpid(child, 0)


if __name__ == "__main__":
    main(sys.argv[1:])
