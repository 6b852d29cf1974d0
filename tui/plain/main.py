"""The main menu, and the program that ``kaoping --plain`` is."""

from __future__ import annotations

import contextlib
import os
import sys
from functools import partial
from pathlib import Path

from kaoping_core.service import Service
from kaoping_core.site import Site
from tui.plain.appraisal import appraisal
from tui.plain.assembly import assembling
from tui.plain.console import EndedError, Read, Talk, Write
from tui.plain.context import Office
from tui.plain.diagnostics import terminal
from tui.plain.indicators import indicators
from tui.plain.line_input import lines_of
from tui.plain.menu import Choices
from tui.plain.overview import overview, state
from tui.plain.plugins import plugins
from tui.plain.results import results
from tui.plain.submissions import reporting
from tui.plain.units import units

TOPICS = {
    "总览": overview,
    "结果": results,
    "单位": units,
    "指标": indicators,
    "报送": reporting,
    "综合评价": appraisal,
    "汇总": assembling,
    "插件": plugins,
    "终端自检": terminal,
}
"""What the main menu offers: the screens' names."""


def run(service: Service, read: Read, write: Write) -> int:
    """Talk with a person until there is nothing more to do; the exit code.

    Args:
        service: what the menus work on; stays open.
        read: gives the next line that was typed; None when nobody types any more.
        write: shows a text as it stands, line ends included.
    """
    office = Office(service, Talk(read, write))
    with contextlib.suppress(EndedError, KeyboardInterrupt):
        office.menu(lambda: _main_menu(office), lambda topic: TOPICS[topic](office))
        office.talk.say("再见。")
    return 0


def _main_menu(office: Office) -> Choices:
    lead: list[str] = []
    office.guarded(lambda: lead.extend(state(office)))  # without data the menu helps to find out why
    lead.append("每次输入编号或名称再按回车。Ctrl+C 返回上一层。")
    return Choices("考评", tuple((name,) for name in TOPICS), leave="退出", lead=tuple(lead))


def main(
    site: Path,
    year: int | None = None,
    database: str | None = None,
    actor: str = "",
    encoding: str = "utf-8",
) -> int:
    """Serve the person at standard input and output; the exit code.

    Args:
        site: folder of the site.
        year: None is the newest.
        database: URL; None is the site's own.
        actor: who is recorded as having done what is done; empty is the user of the process.
        encoding: what the terminal reads, whatever the server's language is.
    """
    with Service(Site(site), year, database, actor=actor) as service:
        write = partial(_written, encoding)
        return run(service, _reader(write), write)


def _reader(write: Write) -> Read:
    """Lines of standard input; where they do not show what was typed, each is ended on the output."""
    read = lines_of(sys.stdin.buffer)
    if sys.stdin.isatty():
        return read

    def ended() -> str | None:
        line = read()
        if line is not None:
            write("\n")
        return line

    return ended


def _written(encoding: str, text: str) -> None:
    """Write to standard output.

    Raises:
        EndedError: when nobody reads any more.
    """
    try:
        sys.stdout.buffer.write(text.encode(encoding, "replace"))
        sys.stdout.buffer.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())  # what is left in the buffer goes there when the process ends
        os.close(nowhere)
        raise EndedError from None
