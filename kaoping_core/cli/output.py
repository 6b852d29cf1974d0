"""Where results and messages go."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kaoping_core.files import write_atomic


def progress(message: str) -> None:
    """Tell people who wait at a terminal what is being done."""
    if sys.stderr.isatty():
        click.echo(f"… {message}", err=True)


def write(target: str, data: bytes) -> None:
    """Write a report to a file, or to standard output for ``-``.

    Raises:
        StorageError: when the file cannot be written.
    """
    if target == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    write_atomic(Path(target), data)
