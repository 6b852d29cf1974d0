"""Dialogs for output paths; overwriting needs confirmation."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tui.dialogs.confirm import ConfirmDialog
from tui.dialogs.files.directory import nearest_existing, resolve_typed_path
from tui.dialogs.form import FormDialog, FormField
from tui.session.session import Session

if TYPE_CHECKING:
    from textual.app import App

OnPathChosen = Callable[[Path], None]
"""Called with the path."""


def ask_file(
    app: App[None], session: Session, title: str, proposed: Path, then: OnPathChosen, about: str = ""
) -> None:
    """Ask for a file, with one proposed; call ``then`` with it unless cancelled."""

    def check(texts: Mapping[str, str]) -> str:
        return file_problem(texts["file"], proposed)

    def answered(texts: Mapping[str, str] | None) -> None:
        if texts is not None:
            confirm_overwriting(app, session, resolve_target(texts["file"], proposed), then)

    app.push_screen(
        FormDialog(session, title, [FormField("file", "写到", str(proposed))], check, about=about), answered
    )


def confirm_overwriting(app: App[None], session: Session, target: Path, then: OnPathChosen) -> None:
    """Continue with a file; if it exists, only after confirmation."""
    if not target.exists():
        then(target)
        return

    def answered(yes: bool | None) -> None:
        if yes:
            then(target)

    app.push_screen(ConfirmDialog(session, "已有这个文件", f"{target}\n已经有了，覆盖它吗？"), answered)


def ask_folder(
    app: App[None], session: Session, title: str, proposed: Path, then: OnPathChosen, about: str = ""
) -> None:
    """Ask for a folder, which is created if needed."""

    def answered(texts: Mapping[str, str] | None) -> None:
        if texts is not None:
            then(resolve_typed_path(texts["folder"], proposed))

    asked = [FormField("folder", "文件夹", str(proposed))]
    app.push_screen(
        FormDialog(session, title, asked, partial(_folder_problem, proposed), about=about), answered
    )


def resolve_target(text: str, proposed: Path) -> Path:
    """Resolve an output file: a folder means the proposed name in it."""
    target = resolve_typed_path(text, proposed.parent)
    return target / proposed.name if target.is_dir() else target


def file_problem(text: str, proposed: Path) -> str:
    """Return why a file cannot be written there; empty when it seems it can."""
    if not text:
        return "写到哪个文件？"
    target = resolve_target(text, proposed)
    if not target.parent.is_dir():
        return f"没有文件夹 {target.parent}"
    if target.exists() and not target.is_file():
        return f"{target} 不是文件"
    return "" if os.access(target.parent, os.W_OK) else f"没有权限写到 {target.parent}"


def _folder_problem(proposed: Path, texts: Mapping[str, str]) -> str:
    if not texts["folder"]:
        return "写到哪个文件夹？"
    folder = resolve_typed_path(texts["folder"], proposed)
    around = nearest_existing(folder)
    if folder.exists() and not folder.is_dir():
        return f"{folder} 不是文件夹"
    return "" if os.access(around, os.W_OK) else f"没有权限写到 {around}"
