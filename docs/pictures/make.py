"""Makes the pictures of the README from the demonstration's site: ``uv run python docs/pictures/make.py``."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

SIZE = (120, 40)
PICTURES: dict[str, Sequence[str]] = {
    "overview": (),
    "results": ("2", "m", "right", "right", "right", "right", "right"),
    "account": ("2", *["right"] * 9, "enter"),
    "unit": ("3", "right", "right", "right", "right", "right", "right"),
    "comparison": ("3", *["right"] * 6, "c", "enter"),
    "indicator": ("4",),
    "palette": ("ctrl+p", "g", "d", "z", "c"),
}
"""Name of a picture → keys that lead there from the first screen."""
HERE = Path(__file__).parent
_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def make_site(root: Path) -> None:
    """The demonstration with a recorded result."""
    from kaoping_core.samples.demo import make_demo
    from kaoping_core.service import Service

    site, files = make_demo(root)
    with Service(site, actor="督考办") as service:
        service.import_files(files)
        service.assemble()
        service.publish_pages()


async def take_pictures(root: Path) -> None:
    """One session a picture."""
    from tui.app.application import KaopingApp
    from tui.session.session import Session
    from tui.terminal.capabilities import TerminalCapabilities

    for name, keys in PICTURES.items():
        session = Session(root, "2019", "", "督考办", TerminalCapabilities("utf-8", ambiguous_wide=False))
        app = KaopingApp(session)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause(1)
            for key in keys:
                await pilot.press(key)
                await pilot.pause(0.2)
            await pilot.pause(3)  # what is asked of the process beside the screen has come
            # fonts of the reader's own machine, since those that Textual names have no Chinese
            (HERE / f"{name}.svg").write_text(
                _FONTS.sub("", app.export_screenshot(title="考评")), encoding="utf-8"
            )
            app.tasks.close()


def main() -> None:
    """Make all of them."""
    from tui.terminal.environment import prepare_environment

    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_STATE_HOME"] = folder
        prepare_environment(os.environ)
        os.environ["TEXTUAL_COLOR_SYSTEM"] = "truecolor"
        make_site(Path(folder) / "site")
        asyncio.run(take_pictures(Path(folder) / "site"))


if __name__ == "__main__":
    main()
