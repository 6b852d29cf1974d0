"""Asking where something shall be written; nothing is overwritten unless somebody says so."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tui.dialogs.confirm import Confirm
from tui.dialogs.files.directory import nearest, typed_path
from tui.dialogs.form import Asked, Asking
from tui.session.session import Session

if TYPE_CHECKING:
    from textual.app import App

Then = Callable[[Path], None]
"""Told where."""


def ask_file(
    app: App[None], session: Session, title: str, proposed: Path, then: Then, about: str = ""
) -> None:
    """Ask for a file, with one proposed; ``then`` is told of it unless the user would rather not."""

    def check(texts: Mapping[str, str]) -> str:
        return wrong_with_file(texts["file"], proposed)

    def answered(texts: Mapping[str, str] | None) -> None:
        if texts is not None:
            confirm_overwriting(app, session, target_of(texts["file"], proposed), then)

    app.push_screen(
        Asking(session, title, [Asked("file", "写到", str(proposed))], check, about=about), answered
    )


def confirm_overwriting(app: App[None], session: Session, target: Path, then: Then) -> None:
    """Go on with a file; when it is there already, only if the user says so."""
    if not target.exists():
        then(target)
        return

    def answered(yes: bool | None) -> None:
        if yes:
            then(target)

    app.push_screen(Confirm(session, "已有这个文件", f"{target}\n已经有了，覆盖它吗？"), answered)


def ask_folder(
    app: App[None], session: Session, title: str, proposed: Path, then: Then, about: str = ""
) -> None:
    """Ask for a folder, which need not be there yet."""

    def answered(texts: Mapping[str, str] | None) -> None:
        if texts is not None:
            then(typed_path(texts["folder"], proposed))

    asked = [Asked("folder", "文件夹", str(proposed))]
    app.push_screen(
        Asking(session, title, asked, partial(_wrong_with_folder, proposed), about=about), answered
    )


def target_of(text: str, proposed: Path) -> Path:
    """The file that somebody means: a folder means the proposed name in it."""
    target = typed_path(text, proposed.parent)
    return target / proposed.name if target.is_dir() else target


def wrong_with_file(text: str, proposed: Path) -> str:
    """Why a file cannot be written there; empty when it seems it can."""
    if not text:
        return "写到哪个文件？"
    target = target_of(text, proposed)
    if not target.parent.is_dir():
        return f"没有文件夹 {target.parent}"
    if target.exists() and not target.is_file():
        return f"{target} 不是文件"
    return "" if os.access(target.parent, os.W_OK) else f"没有权限写到 {target.parent}"


def _wrong_with_folder(proposed: Path, texts: Mapping[str, str]) -> str:
    if not texts["folder"]:
        return "写到哪个文件夹？"
    folder = typed_path(texts["folder"], proposed)
    around = nearest(folder)
    if folder.exists() and not folder.is_dir():
        return f"{folder} 不是文件夹"
    return "" if os.access(around, os.W_OK) else f"没有权限写到 {around}"
