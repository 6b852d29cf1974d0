"""File chooser for imports: a folder's files newest first, marks, or a typed path."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from kaoping_core.files import decode_file_name, describe_os_error
from tui.cell_text import sanitise, truncate
from tui.dialogs.base import Dialog
from tui.dialogs.files.directory import (
    DirectoryEntry,
    complete_path,
    format_size,
    list_directory,
    nearest_existing,
    resolve_typed_path,
)
from tui.dialogs.files.listing import UP, DirectoryListed, FileTable, PathField, files_table
from tui.session.messages import ShowText
from tui.session.session import Session
from tui.widgets.table.data import TableData
from tui.widgets.table.table import Table

MEMORY = "files"
"""Under what name the last folder is kept."""
_NAMES_TOLD = 8
_PATH_CELLS = 160


class FileChooser(Dialog[list[str]]):
    """Chooses files; the result is their paths as the system has them."""

    AUTO_FOCUS = "FileTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "take", "收下已标记的", id="files-take"),
        Binding("p", "type_path", "输路径", id="files-path"),
        Binding("a", "all", "别的文件", id="files-all"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (12, "-high")]  # noqa: RUF012 - typed so in Textual
    DEFAULT_CSS = """
    FileChooser > .box { width: 80; }
    FileChooser .status { width: 1fr; height: auto; max-height: 6; }
    FileChooser.-low .status { display: none; }
    FileChooser.-low .status.-message { display: block; max-height: 1; }
    FileChooser .path { display: none; }
    FileChooser .-open { display: block; }
    """

    def __init__(self, session: Session, title: str = "收文件") -> None:
        super().__init__(session, title, high=True)
        self._folder = _start_folder(session)
        self._requested_folder = self._folder
        """The folder that is being looked into, or was last."""
        self._entries: tuple[DirectoryEntry, ...] = ()
        self._marked: dict[str, int] = {}
        """Sizes of the files that are marked, by path; also of those in other folders."""
        self._show_all = False
        """Whether files that cannot be taken in are listed too."""
        self._status = Static(classes="status", markup=False)
        self._table = FileTable(TableData(empty="正在读取…"), whole_rows=True, marks=session.glyphs)
        self._path = PathField(classes="path", placeholder="文件或文件夹的路径，~ 是自己的文件夹，Tab 补全")

    def compose_body(self) -> ComposeResult:
        """Compose path and file table."""
        yield self._status
        yield self._path
        yield self._table

    def on_mount(self) -> None:
        """List the first folder."""
        self._list_folder(self._folder)

    # -- folders ---------------------------------------------------------------------------------------

    def _list_folder(self, folder: Path, came_from: str = "") -> None:
        """List a folder in a worker thread: a network disk may be slow."""
        self._requested_folder = folder
        work = partial(self._list_in_thread, folder, came_from)
        self.run_worker(work, thread=True, exclusive=True, group="files", exit_on_error=False)

    def _list_in_thread(self, folder: Path, came_from: str) -> None:
        try:
            listed = DirectoryListed(folder, list_directory(folder), "", came_from)
        except OSError as error:
            listed = DirectoryListed(folder, (), describe_os_error(error), came_from)
        self.post_message(listed)

    def on_directory_listed(self, event: DirectoryListed) -> None:
        """Show the listing; keep the current folder when it could not be read."""
        event.stop()
        if event.folder != self._requested_folder:
            return  # the user went elsewhere meanwhile
        if event.error:
            self._show_status(f"打不开“{sanitise(decode_file_name(event.folder))}”：{event.error}")
            if not self._entries and event.folder == self._folder:
                self._table.data = self._data()  # the way up, at least
            return
        self._folder, self._entries = event.folder, event.entries
        self._keep_folder()
        sorting = self._table.view_state()["sort"]
        self._table.restore({"sort": sorting})
        self._show()
        self._table.move_to(row=event.came_from or None)

    def _keep_folder(self) -> None:
        folder = str(self._folder)
        if sanitise(folder) == folder:  # another cannot be written into a file of text
            self.session.user_state.save_view_state(MEMORY, {"folder": folder})

    # -- showing ---------------------------------------------------------------------------------------

    def _show(self) -> None:
        self._table.data = self._data()
        self._show_status("")
        self.refresh_bindings()

    def _show_status(self, message: str) -> None:
        """Show the folder, the marked files, the number of unlisted files, and a message."""
        parts = [truncate(sanitise(str(self._folder)), _PATH_CELLS, self.session.glyphs.cut)]
        if self._marked:
            here = sum(1 for entry in self._entries if entry.path in self._marked)
            elsewhere = f"，其中{len(self._marked) - here}个在别的文件夹" if here < len(self._marked) else ""
            total = format_size(sum(self._marked.values()))
            parts.append(f"已标记{len(self._marked)}个文件，共 {total}{elsewhere}")
        others = (
            []
            if self._show_all
            else [entry for entry in self._entries if not entry.is_folder and not entry.is_offered]
        )
        if others:
            parts.append(f"另有{len(others)}个别的文件（a 列出）")
        lines = [] if message and self.has_class("-low") else ["　".join(parts)]
        if message:
            lines.append(f"{self.session.glyphs.excess} {message}")
        self._status.set_class(bool(message), "-message")
        self._status.update("\n".join(lines))

    def _data(self) -> TableData:
        listed = [entry for entry in self._entries if entry.is_folder or entry.is_offered or self._show_all]
        return files_table(listed, self._marked, has_above=self._folder != self._folder.parent)

    @property
    def _current(self) -> DirectoryEntry | None:
        """Entry under the cursor."""
        cursor = self._table.cursor
        key = cursor[0].key if cursor else ""
        return next((entry for entry in self._entries if entry.path == key), None)

    # -- keys ------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action is available."""
        if action == "take":
            return bool(self._marked)
        if action == "mark":
            return (current := self._current) is not None and _is_importable(current)
        if action == "all":
            return any(not entry.is_folder and not entry.is_offered for entry in self._entries)
        if action == "up":
            return self._folder != self._folder.parent
        return True

    def on_table_cell_highlighted(self) -> None:
        """Refresh the active keys."""
        self.refresh_bindings()

    def on_table_cell_selected(self, event: Table.CellSelected) -> None:
        """Open a folder; return the marked files, or else this one."""
        event.stop()
        current = self._current
        if event.row == UP:
            self.action_up()
        elif current is None:
            pass
        elif current.is_folder:
            self._list_folder(Path(current.path))
        elif self._marked:
            self.action_take()
        elif _is_importable(current):
            self.dismiss([current.path])
        else:
            self._show_status(f"收不了 {current.display_name}：{current.error}")

    def action_up(self) -> None:
        """Open the parent folder."""
        self._list_folder(self._folder.parent, str(self._folder))

    def action_mark(self) -> None:
        """Toggle the mark of a file and move to the next."""
        current = self._current
        if current is not None and _is_importable(current):
            self._toggle_mark(current)
            self._show()
            self._table.action_move(1, 0)

    def action_mark_all(self) -> None:
        """Mark all shown importable files; unmark them when all are marked."""
        shown = set(self._table.shown)
        files = [
            entry
            for entry in self._entries
            if entry.path in shown and entry.is_offered and _is_importable(entry)
        ]
        unmarked = [file for file in files if file.path not in self._marked]
        for entry in unmarked or files:
            self._toggle_mark(entry)
        self._show()

    def _toggle_mark(self, file: DirectoryEntry) -> None:
        if self._marked.pop(file.path, None) is None:
            self._marked[file.path] = file.size

    def action_take(self) -> None:
        """Return the marked files in the order in which they were marked."""
        self.dismiss(list(self._marked))

    def action_all(self) -> None:
        """List all files, or only importable ones."""
        self._show_all = not self._show_all
        self._show()

    def on_table_cell_text_wanted(self, event: Table.CellTextWanted) -> None:
        """Show a whole name with its folder."""
        event.stop()
        self.app.post_message(ShowText("文件", str(self._folder if event.row == UP else event.row)))

    # -- a path that is typed --------------------------------------------------------------------------

    def action_type_path(self) -> None:
        """Show the path field."""
        self._path.value = os.path.join(str(self._folder), "")
        self._path.cursor_position = len(self._path.value)
        self._path.add_class("-open")
        self.set_focus(self._path)

    def action_stop_typing(self) -> None:
        """Return from the path field to the list."""
        self._path.remove_class("-open")
        self.set_focus(self._table)
        self._show_status("")

    def action_complete(self) -> None:
        """Complete the path as far as it is unambiguous; show the candidates."""
        text, names = complete_path(self._path.value, self._folder)
        self._path.value = text
        self._path.cursor_position = len(text)
        candidates = "、".join(names[:_NAMES_TOLD])
        more = f"等{len(names)}个" if len(names) > _NAMES_TOLD else ""
        if names:
            self._show_status(f"可以是：{candidates}{more}")
        else:
            self._show_status(
                "" if os.path.lexists(resolve_typed_path(text, self._folder)) else "没有这样的文件和文件夹"
            )

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Open a typed folder, or return a typed file."""
        if event.input is not self._path:
            return
        event.stop()
        path = resolve_typed_path(event.value, self._folder)
        try:
            is_folder, is_file = path.is_dir(), path.is_file()
        except (OSError, ValueError):
            is_folder = is_file = False
        if is_folder:
            self.action_stop_typing()
            self._list_folder(path)
        elif is_file:
            self.dismiss([*(marked for marked in self._marked if marked != str(path)), str(path)])
        else:
            there = os.path.lexists(path)
            text = truncate(event.value, _PATH_CELLS, self.session.glyphs.cut)
            self._show_status(f"这不是文件：{text}" if there else f"没有这个文件：{text}")


def _start_folder(session: Session) -> Path:
    """Return the folder used last if it still exists, else the folder of the user's files."""
    kept = session.user_state.view_state(MEMORY).get("folder")
    if isinstance(kept, str) and os.path.isdir(kept):
        return Path(kept)
    return nearest_existing(session.uploads.absolute())


def _is_importable(found: DirectoryEntry) -> bool:
    return not found.is_folder and not found.error
