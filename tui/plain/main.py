"""The main menu, and the program that ``kaoping --plain`` is."""

from __future__ import annotations

import contextlib
import os
import sys
from functools import partial
from pathlib import Path

from kaoping_core.service import Service
from kaoping_core.site import Site
from tui.plain.appraisal import appraisal_menu
from tui.plain.assembly import assembly_menu
from tui.plain.console import Console, EndedError, ReadLine, WriteText
from tui.plain.context import MenuContext
from tui.plain.diagnostics import diagnostics_menu
from tui.plain.indicators import indicators_menu
from tui.plain.line_input import read_lines
from tui.plain.menu import MenuOptions
from tui.plain.overview import overview_menu, state_lines
from tui.plain.plugins import plugins_menu
from tui.plain.results import results_menu
from tui.plain.submissions import submissions_menu
from tui.plain.units import units_menu

TOPICS = {
    "总览": overview_menu,
    "结果": results_menu,
    "单位": units_menu,
    "指标": indicators_menu,
    "报送": submissions_menu,
    "综合评价": appraisal_menu,
    "汇总": assembly_menu,
    "插件": plugins_menu,
    "终端自检": diagnostics_menu,
}
"""What the main menu offers: the screens' names."""


def run_menus(service: Service, read: ReadLine, write: WriteText) -> int:
    """Talk with a person until there is nothing more to do; the exit code.

    Args:
        service: what the menus work on; stays open.
        read: gives the next line that was typed; None at the end of input.
        write: shows a text as it stands, line ends included.
    """
    context = MenuContext(service, Console(read, write))
    with contextlib.suppress(EndedError, KeyboardInterrupt):
        context.menu(lambda: _main_menu(context), lambda topic: TOPICS[topic](context))
        context.console.print_lines("再见。")
    return 0


def _main_menu(context: MenuContext) -> MenuOptions:
    lead: list[str] = []
    context.run_guarded(
        lambda: lead.extend(state_lines(context))
    )  # without data the menu helps to find out why
    lead.append("每次输入编号或名称再按回车。Ctrl+C 返回上一层。")
    return MenuOptions("考评", tuple((name,) for name in TOPICS), leave="退出", lead=tuple(lead))


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
        return run_menus(service, _reader(write), write)


def _reader(write: WriteText) -> ReadLine:
    """Lines of standard input; where they do not show what was typed, each is ended on the output."""
    read = read_lines(sys.stdin.buffer)
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
        EndedError: when the output is closed.
    """
    try:
        sys.stdout.buffer.write(text.encode(encoding, "replace"))
        sys.stdout.buffer.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())  # what is left in the buffer goes there when the process ends
        os.close(nowhere)
        raise EndedError from None
