"""Choosing files to take in: a folder's files newest first, several of them marked, or a path that is typed."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static

from kaoping_core.files import decode_file_name
from tui.cell_text import cut, visible
from tui.dialogs.base import Dialog
from tui.dialogs.files.directory import Found, completed, found_in, nearest, reason, size_text, typed_path
from tui.dialogs.files.listing import UP, FileTable, Listed, PathField, files_table
from tui.session.messages import TextWanted
from tui.session.session import Session
from tui.widgets.table.data import TableData
from tui.widgets.table.table import Table

MEMORY = "files"
"""Under what name the last folder is kept."""
_NAMES_TOLD = 8
_PATH_CELLS = 160


class Files(Dialog[list[str]]):
    """Its outcome is the paths of the files chosen, as the system has them."""

    AUTO_FOCUS = "FileTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "take", "收下已标记的", id="files-take"),
        Binding("p", "type_path", "输路径", id="files-path"),
        Binding("a", "all", "别的文件", id="files-all"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (12, "-high")]  # noqa: RUF012 - typed so in Textual
    DEFAULT_CSS = """
    Files > .box { width: 80; }
    Files .told { width: 1fr; height: auto; max-height: 6; }
    Files.-low .told { display: none; }
    Files.-low .told.-said { display: block; max-height: 1; }
    Files .path { display: none; }
    Files .-open { display: block; }
    """

    def __init__(self, session: Session, title: str = "收文件") -> None:
        super().__init__(session, title, high=True)
        self._folder = _start(session)
        self._wanted = self._folder
        """The folder that is being looked into, or was last."""
        self._found: tuple[Found, ...] = ()
        self._marked: dict[str, int] = {}
        """Sizes of the files that are marked, by path; also of those in other folders."""
        self._others = False
        """Whether files that cannot be taken in are listed too."""
        self._told = Static(classes="told", markup=False)
        self._table = FileTable(TableData(empty="正在读取…"), whole_rows=True, marks=session.marks)
        self._path = PathField(classes="path", placeholder="文件或文件夹的路径，~ 是自己的文件夹，Tab 补全")

    def body(self) -> ComposeResult:
        """Where we are, what is there."""
        yield self._told
        yield self._path
        yield self._table

    def on_mount(self) -> None:
        """Look into the first folder."""
        self._look(self._folder)

    # -- folders ---------------------------------------------------------------------------------------

    def _look(self, folder: Path, came_from: str = "") -> None:
        """Look into a folder, beside the screen: a disk far away may keep one waiting."""
        self._wanted = folder
        work = partial(self._work, folder, came_from)
        self.run_worker(work, thread=True, exclusive=True, group="files", exit_on_error=False)

    def _work(self, folder: Path, came_from: str) -> None:
        try:
            listed = Listed(folder, found_in(folder), "", came_from)
        except OSError as error:
            listed = Listed(folder, (), reason(error), came_from)
        self.post_message(listed)

    def on_listed(self, event: Listed) -> None:
        """Show it; stay where we were when it could not be read."""
        event.stop()
        if event.folder != self._wanted:
            return  # the user went elsewhere meanwhile
        if event.wrong:
            self._tell(f"打不开“{visible(decode_file_name(event.folder))}”：{event.wrong}")
            if not self._found and event.folder == self._folder:
                self._table.data = self._data()  # the way up, at least
            return
        self._folder, self._found = event.folder, event.found
        self._keep_folder()
        sorting = self._table.view_state()["sort"]
        self._table.restore({"sort": sorting})
        self._show()
        self._table.move_to(row=event.came_from or None)

    def _keep_folder(self) -> None:
        folder = str(self._folder)
        if visible(folder) == folder:  # another cannot be written into a file of text
            self.session.memory.choose(MEMORY, {"folder": folder})

    # -- showing ---------------------------------------------------------------------------------------

    def _show(self) -> None:
        self._table.data = self._data()
        self._tell("")
        self.refresh_bindings()

    def _tell(self, said: str) -> None:
        """Where we are, what is marked, what is left out, and what is to be said besides."""
        parts = [cut(visible(str(self._folder)), _PATH_CELLS, self.session.marks.cut)]
        if self._marked:
            here = sum(1 for each in self._found if each.path in self._marked)
            elsewhere = f"，其中{len(self._marked) - here}个在别的文件夹" if here < len(self._marked) else ""
            total = size_text(sum(self._marked.values()))
            parts.append(f"已标记{len(self._marked)}个文件，共 {total}{elsewhere}")
        others = (
            [] if self._others else [each for each in self._found if not each.is_folder and not each.offered]
        )
        if others:
            parts.append(f"另有{len(others)}个别的文件（a 列出）")
        lines = [] if said and self.has_class("-low") else ["　".join(parts)]
        if said:
            lines.append(f"{self.session.marks.excess} {said}")
        self._told.set_class(bool(said), "-said")
        self._told.update("\n".join(lines))

    def _data(self) -> TableData:
        listed = [each for each in self._found if each.is_folder or each.offered or self._others]
        return files_table(listed, self._marked, has_above=self._folder != self._folder.parent)

    @property
    def _current(self) -> Found | None:
        """What the cursor is on."""
        cursor = self._table.cursor
        key = cursor[0].key if cursor else ""
        return next((each for each in self._found if each.path == key), None)

    # -- keys ------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what works now is offered."""
        if action == "take":
            return bool(self._marked)
        if action == "mark":
            return (current := self._current) is not None and _can_be_taken(current)
        if action == "all":
            return any(not each.is_folder and not each.offered for each in self._found)
        if action == "up":
            return self._folder != self._folder.parent
        return True

    def on_table_cell_highlighted(self) -> None:
        """Other keys may work now."""
        self.refresh_bindings()

    def on_table_cell_selected(self, event: Table.CellSelected) -> None:
        """Go into a folder; take the files that are marked, or else this one."""
        event.stop()
        current = self._current
        if event.row == UP:
            self.action_up()
        elif current is None:
            pass
        elif current.is_folder:
            self._look(Path(current.path))
        elif self._marked:
            self.action_take()
        elif _can_be_taken(current):
            self.dismiss([current.path])
        else:
            self._tell(f"收不了 {current.shown}：{current.wrong}")

    def action_up(self) -> None:
        """To the folder around."""
        self._look(self._folder.parent, str(self._folder))

    def action_mark(self) -> None:
        """Mark a file or take its mark off, and go on to the next."""
        current = self._current
        if current is not None and _can_be_taken(current):
            self._turn(current)
            self._show()
            self._table.action_move(1, 0)

    def action_mark_all(self) -> None:
        """Mark all files that are shown and may be taken in; take the marks off when all have one."""
        shown = set(self._table.shown)
        files = [each for each in self._found if each.path in shown and each.offered and _can_be_taken(each)]
        unmarked = [each for each in files if each.path not in self._marked]
        for each in unmarked or files:
            self._turn(each)
        self._show()

    def _turn(self, file: Found) -> None:
        if self._marked.pop(file.path, None) is None:
            self._marked[file.path] = file.size

    def action_take(self) -> None:
        """Take all that are marked, in the order in which they were."""
        self.dismiss(list(self._marked))

    def action_all(self) -> None:
        """List all files, or only those that can be taken in."""
        self._others = not self._others
        self._show()

    def on_table_cell_text_wanted(self, event: Table.CellTextWanted) -> None:
        """Show a name whole, with its folder."""
        event.stop()
        self.app.post_message(TextWanted("文件", str(self._folder if event.row == UP else event.row)))

    # -- a path that is typed --------------------------------------------------------------------------

    def action_type_path(self) -> None:
        """Type a path, from the folder where we are."""
        self._path.value = os.path.join(str(self._folder), "")
        self._path.cursor_position = len(self._path.value)
        self._path.add_class("-open")
        self.set_focus(self._path)

    def action_stop_typing(self) -> None:
        """Back to the list."""
        self._path.remove_class("-open")
        self.set_focus(self._table)
        self._tell("")

    def action_complete(self) -> None:
        """Go on with the path as far as there is one way only; say which ways there are."""
        text, names = completed(self._path.value, self._folder)
        self._path.value = text
        self._path.cursor_position = len(text)
        told = "、".join(names[:_NAMES_TOLD])
        more = f"等{len(names)}个" if len(names) > _NAMES_TOLD else ""
        if names:
            self._tell(f"可以是：{told}{more}")
        else:
            self._tell("" if os.path.lexists(typed_path(text, self._folder)) else "没有这样的文件和文件夹")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """A folder is opened, a file is taken in."""
        if event.input is not self._path:
            return
        event.stop()
        path = typed_path(event.value, self._folder)
        try:
            is_folder, is_file = path.is_dir(), path.is_file()
        except (OSError, ValueError):
            is_folder = is_file = False
        if is_folder:
            self.action_stop_typing()
            self._look(path)
        elif is_file:
            self.dismiss([*(each for each in self._marked if each != str(path)), str(path)])
        else:
            there = os.path.lexists(path)
            text = cut(event.value, _PATH_CELLS, self.session.marks.cut)
            self._tell(f"这不是文件：{text}" if there else f"没有这个文件：{text}")


def _start(session: Session) -> Path:
    """The last folder used, if it is still there, else where the user's files come to."""
    kept = session.memory.choices(MEMORY).get("folder")
    if isinstance(kept, str) and os.path.isdir(kept):
        return Path(kept)
    return nearest(session.uploads.absolute())


def _can_be_taken(found: Found) -> bool:
    return not found.is_folder and not found.wrong
