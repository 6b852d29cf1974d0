"""The command line; one file a command group, imported when its command is used."""

from __future__ import annotations

from kaoping_core.cli.main import main

__all__ = ["main"]
