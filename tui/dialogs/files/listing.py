"""Table of a folder's files, and the path field."""

from __future__ import annotations

from collections.abc import Container, Sequence
from decimal import Decimal
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from tui.dialogs.files.directory import DirectoryEntry, format_size, format_time
from tui.widgets.table.data import TableCell, TableColumn, TableData, TableRow
from tui.widgets.table.table import Table
from tui.widgets.text_field import TextField

UP = ".."
"""Key of the row that leads to the folder around."""


class FileTable(Table):
    """File table; Space marks a file."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "打开、收下"),
        Binding("space", "screen.mark", "标记"),
        Binding("asterisk", "screen.mark_all", "全标记", show=False),
        Binding("v", "show_full_text", "看全名", show=False),
        Binding("s", "sort", "排序", show=False),
        Binding("f", "filter", "筛选", show=False),
        Binding("backspace", "screen.up", "上一层"),
    ]


class PathField(TextField):
    """Path field; Tab completes the path."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "打开、收下"),
        Binding("tab", "screen.complete", "补全"),
        Binding("escape", "screen.stop_typing", "不输了"),
    ]


class DirectoryListed(Message):
    """A folder was listed."""

    def __init__(self, folder: Path, found: tuple[DirectoryEntry, ...], wrong: str, came_from: str) -> None:
        super().__init__()
        self.folder = folder
        self.entries = found
        self.error = wrong
        """Why it cannot be read; empty when it could."""
        self.came_from = came_from
        """The path inside it that the user was in before."""


def files_table(found: Sequence[DirectoryEntry], marked: Container[str], *, has_above: bool) -> TableData:
    """Return the table of listed files and folders.

    Args:
        found: what is listed.
        marked: paths of the files that are marked.
        has_above: whether there is a folder around.
    """
    columns = (
        TableColumn("mark", "标", width=2),
        TableColumn("name", "名称", grows=True),
        TableColumn("size", "大小", number=True),
        TableColumn("changed", "改动时间", width=16),
    )
    rows = [_row(entry, is_marked=entry.path in marked) for entry in found]
    above = (
        [TableRow(UP, (TableCell(), TableCell(f"{UP}　上一层", sort=""), TableCell(), TableCell()))]
        if has_above
        else []
    )
    return TableData(columns, (*above, *rows), leading=2, empty="这个文件夹是空的")


def _row(found: DirectoryEntry, *, is_marked: bool) -> TableRow:
    name = found.display_name + ("/" if found.is_folder else "")
    size = "" if found.is_folder or found.error else format_size(found.size)
    return TableRow(
        found.path,
        (
            TableCell("*" if is_marked else "", tone="good"),
            TableCell(f"{name}（{found.error}）" if found.error else name, tone="bad" if found.error else ""),
            TableCell(size, sort=Decimal(found.size)),
            TableCell(format_time(found.modified) if found.modified else ""),
        ),
        tone="" if found.is_folder or found.is_offered else "quiet",
    )
