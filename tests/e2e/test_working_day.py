"""The office's day, from the first look to the published workbook, in a real terminal and over a real line."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from kaoping_core.site import Site
from tests.support.county_cases import ROOT
from tests.support.pty_session import KAOPING
from tests.support.sshd import SecureShell, needs_sshd
from tests.support.tmux import Tmux, needs_tmux
from tests.support.working_day import DayFolders, prepare_folders, work_through

pytestmark = [pytest.mark.slow, needs_tmux]


@pytest.fixture
def folders(tmp_path: Path, demo: tuple[Site, list[Path]]) -> DayFolders:
    return prepare_folders(tmp_path, demo)


def test_a_working_day_in_a_terminal(folders: DayFolders) -> None:
    command = [*KAOPING, "--site", str(folders.site)]
    with Tmux(command, ROOT, environment=folders.environment | {"PYTHONPATH": str(ROOT)}) as window:
        work_through(window, folders)


@needs_sshd
def test_a_working_day_over_a_line(folders: DayFolders, tmp_path: Path) -> None:
    given = {**folders.environment, "PYTHONPATH": str(ROOT), "LC_ALL": "C"}
    settings = [f"{name}={value}" for name, value in given.items()]
    remote = shlex.join(["env", *settings, *KAOPING, "--site", str(folders.site)])
    with SecureShell(tmp_path / "ssh") as server, Tmux(server.command(remote), ROOT) as window:
        work_through(window, folders)


@pytest.mark.parametrize(("width", "height"), [(80, 24), (200, 50)])
def test_a_working_day_on_a_small_and_on_a_large_screen(folders: DayFolders, width: int, height: int) -> None:
    command = [*KAOPING, "--site", str(folders.site)]
    settings = folders.environment | {"PYTHONPATH": str(ROOT)}
    with Tmux(command, ROOT, width=width, height=height, environment=settings) as window:
        work_through(window, folders)
