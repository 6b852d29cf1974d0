"""Entry point ``kaoping``: runs a command, or opens the UI without one.

Nothing heavy is imported here: most of the time until the first screen is Python's own and Textual's.
"""

from __future__ import annotations

import gc
import getpass
import os
import sys
from pathlib import Path

from kaoping_core.cli.main import main as command_line
from kaoping_core.site import find_site


def main(arguments: list[str] | None = None) -> None:
    """Run a command or open the UI, then exit the process."""
    command_line(arguments, open_screen)


def open_screen(site: Path | None, year: int | None, database: str, *, plain: bool = False) -> int:
    """Open the UI, or the plain menus where there can be none; return the exit code.

    Raises:
        UsageError: when there is no such site or year.
    """
    root = find_site(site)
    folder = root.year_folder(year)
    here = sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"
    encoding = "utf-8"
    if here and not plain:
        outcome = _run_screen(root.root, folder.name, database)
        if isinstance(outcome, int):
            return outcome
        encoding = outcome
    from tui.plain.main import main as menus

    return menus(root.root, int(folder.name), database, getpass.getuser(), encoding)


def _run_screen(site: Path, year: str, database: str) -> int | str:
    """Run the UI and return its exit code; for a terminal that is not UTF-8, print advice and return its encoding."""
    from tui.terminal.capabilities import FAR_SECONDS, HERE_SECONDS, query_terminal
    from tui.terminal.encoding_advice import encoding_advice
    from tui.terminal.environment import fix_putty_term, has_many_colours, prepare_environment

    prepare_environment(os.environ)
    far = bool(os.environ.get("SSH_CONNECTION"))
    gc.disable()  # what is imported is no garbage: it need not be looked through, neither now nor later
    with query_terminal(0, FAR_SECONDS if far else HERE_SECONDS) as answered:
        from tui.app.application import KaopingApp  # while the terminal thinks
        from tui.session.session import Session, uploads_folder

        terminal = answered()
    gc.freeze()
    gc.enable()
    if terminal.encoding not in {"utf-8", "unknown"}:
        os.write(1, encoding_advice())
        return "gb18030" if terminal.encoding == "gbk" else "utf-8"
    fix_putty_term(os.environ, terminal)
    if terminal.ambiguous_wide:
        os.environ["KAOPING_AMBIGUOUS_WIDE"] = "1"
    from tui.app.key_config import configured_keys

    keys, complaints = configured_keys(site / "config")
    session = Session(
        site=site,
        year=year,
        database=database,
        actor=getpass.getuser(),
        terminal=terminal,
        few_colours=bool(os.environ.get("NO_COLOR")) or not has_many_colours(os.environ),
        uploads=uploads_folder(os.environ),
        keys=keys,
        config_warnings=complaints,
    )
    app = KaopingApp(session)
    app.run(mouse=not far)
    return app.return_code or 0


if __name__ == "__main__":
    main()
