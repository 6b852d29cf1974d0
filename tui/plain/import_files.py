"""Taking files in: chosen by path or from a folder's list; what is wrong with one that is refused, and its copy back."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from kaoping_core.service import ImportResult
from tui.plain.console import BackError
from tui.plain.context import MenuContext
from tui.plain.file_prompts import importable_files, parse_path, write_file
from tui.plain.line_input import normalise_answer
from tui.plain.menu import Menu, MenuOptions

ALL = "全部收下"


def import_menu(context: MenuContext) -> None:
    """Ask for files until there is something to take in, then take it in.

    Raises:
        BackError: when the person would rather not.
    """
    refused = []
    for path in _prompt_paths(context):
        (taken,) = context.service.import_files([path], context.console.show_progress)
        context.console.print_lines(_result_lines(taken))
        if taken.submission is None:
            refused.append((Path(path), taken))
    for path, taken in refused:
        context.run_guarded(partial(_write_annotated, context, path, taken))


def _prompt_paths(context: MenuContext) -> Sequence[Path | str]:
    while True:
        answer = context.console.prompt(f"要收的文件（路径，回车列出 {context.folder} 里的，0返回）：")
        if normalise_answer(answer) == "0":
            raise BackError
        if answer in context.service.settings.sources:
            return [answer]
        path = parse_path(context, answer)
        if path.is_dir():
            context.folder = path
            if chosen := _from_list(context, path):
                return chosen
        elif path.exists():
            context.folder = path.parent
            return [path]
        else:
            context.console.print_lines(f"没有文件 {path}。请输入文件或文件夹的路径。")


def _from_list(context: MenuContext, folder: Path) -> Sequence[Path]:
    """Files chosen from a folder's list; none when the person went back."""
    files = importable_files(folder)
    if not files:
        context.console.print_lines(f"{folder} 里没有能收的文件（工作簿、JSON、案件表）。")
        return []
    names = [path.name for path in files]
    choices = MenuOptions.of(f"{folder} 里的文件", [ALL, *names] if len(files) > 1 else names)
    chosen = Menu(context.console, lambda: choices).pick()
    if chosen is None:
        return []
    return files if chosen == ALL else [folder / chosen]


def _result_lines(taken: ImportResult) -> str:
    """What became of a file."""
    if taken.submission is None:
        return f"{taken.file}：退回，{len(taken.problems)}处问题，没有收下任何内容"
    count = len(taken.submission.entries)
    empty = "（还没有填任何内容）" if not count else ""
    return f"{taken.file}：收下 {taken.submission.evaluator} 的{count}条填报{empty}"


def _write_annotated(context: MenuContext, path: Path, taken: ImportResult) -> None:
    """Show what is wrong with a file, and write the sender's own with it where it can be written to."""
    context.console.heading(f"{taken.file} 的问题")
    with contextlib.suppress(BackError):  # enough of the problems; the copy that goes back has all of them
        context.console.pages([f"{number}. {problem}" for number, problem in enumerate(taken.problems, 1)])
    data = context.service.annotate_rejected(path, taken.problems)
    if data is None:
        context.console.print_lines("这个文件写不了批注，没有退回稿。")
    elif context.console.confirm("要写退回稿（原表加上批注）吗"):
        write_file(context, f"{path.stem}-退回{path.suffix}", lambda: data)
