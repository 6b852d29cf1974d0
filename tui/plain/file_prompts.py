"""Files as a person names them: where to write, what may be taken in. Nothing is overwritten without asking."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from pathlib import Path

from kaoping_core.errors import StorageError
from kaoping_core.file_types import IMPORTABLE_SUFFIXES
from kaoping_core.files import describe_os_error, write_atomic
from tui.plain.console import BackError
from tui.plain.context import MenuContext


def parse_path(context: MenuContext, answer: str) -> Path:
    """Resolve a typed or pasted path, quoted or not, relative to the folder."""
    path = Path(answer.strip("\"'“”"))
    with contextlib.suppress(RuntimeError):  # no such user: a name like any other
        path = path.expanduser()
    return context.folder / path


def importable_files(folder: Path) -> list[Path]:
    """Files of a folder that may be taken in, by name.

    Raises:
        OSError: when the folder cannot be read.
    """
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix.lower() in IMPORTABLE_SUFFIXES
        and not path.name.startswith((".", "~$"))
        and path.is_file()
    )


def write_file(context: MenuContext, name: str, make: Callable[[], bytes]) -> None:
    """Ask where a file shall be, then make and write it.

    Raises:
        BackError: when the person would rather not.
        StorageError: when it cannot be written.
    """
    target = _target(context, name)
    write_atomic(target, make())
    context.console.print_lines(f"写好了：{target}")


def _target(context: MenuContext, name: str) -> Path:
    while True:
        target = parse_path(context, context.console.prompt_text("写到哪个文件", str(context.folder / name)))
        if target.is_dir():
            target = target / name
        elif target.suffix.lower() != Path(name).suffix.lower():
            target = target.with_name(target.name + Path(name).suffix)
        if not target.exists() or context.console.confirm(f"{target} 已经有了，覆盖吗"):
            return target


def write_files(context: MenuContext, files: Mapping[str, bytes]) -> None:
    """Ask for a folder, made if it is not there, and write files into it.

    Raises:
        BackError: when the person would rather not.
        StorageError: when one cannot be written.
    """
    folder = parse_path(context, context.console.prompt_text("放在哪个文件夹", str(context.folder)))
    there = [name for name in files if (folder / name).exists()]
    if there and not context.console.confirm(f"{folder} 里已经有{len(there)}个同名文件，覆盖吗"):
        raise BackError
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"建不了文件夹 {folder}：{describe_os_error(error)}") from None
    for name, data in files.items():
        write_atomic(folder / name, data)
        context.console.print_lines(f"写好了：{folder / name}")
