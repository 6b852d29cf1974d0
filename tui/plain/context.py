"""Context of all menus: service, pages, console, and error handling."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, cast

from kaoping_core.errors import DataError, KaopingError, StorageError
from kaoping_core.files import describe_os_error
from kaoping_core.pages.page_names import INITIALS, NAMES, OVERVIEW, group_page_name
from kaoping_core.pages.schema import EvaluatorPage, GroupPage, OverviewPage, UnitPage
from kaoping_core.service import Service
from tui.plain.console import BackError, Console, EndedError
from tui.plain.menu import Menu, MenuOptions
from tui.tasks.calls import ProgressCallback, TaskCalls
from tui.tasks.protocol import Refresh, RefreshReport

Page = Mapping[str, Any]  # Any: a page as it was built, cast to its type where it is used


class _RefreshCalls(TaskCalls):
    """The calls, made in this process: the pages are in its memory and need not be written anywhere."""

    def refresh(self, request: Refresh, report: ProgressCallback) -> RefreshReport:
        """Do nothing: pages are built when they are asked for."""
        return {"state": ""}


def _local_folder() -> Path:
    """The current folder; the user's own where that has been removed."""
    try:
        return Path.cwd()
    except OSError:
        return Path.home()


class MenuContext:
    """One service and one person at the menus."""

    def __init__(self, service: Service, talk: Console) -> None:
        self.service = service
        self.console = talk
        self.calls = _RefreshCalls(service, Path())
        self.folder = _local_folder()
        """Where files are looked for and written, unless a person says otherwise."""
        self._pages: Mapping[str, Page] = {}
        self._stamp: object = None
        self._is_loaded = False

    # -- pages -----------------------------------------------------------------------------------

    def page(self, name: str) -> Page:
        """A page of the newest recorded state.

        Raises:
            DataError: when there is no such page.
        """
        self._load_pages()
        if name not in self._pages:
            raise DataError("没有这一页")
        return self._pages[name]

    @property
    def overview(self) -> OverviewPage:
        """The page that all others are found from."""
        return cast("OverviewPage", self.page(OVERVIEW))

    def unit(self, name: str) -> UnitPage:
        """A unit's page."""
        return cast("UnitPage", self.page(self.overview["pages"][name]))

    def evaluator(self, name: str) -> EvaluatorPage:
        """An evaluator's page."""
        return cast("EvaluatorPage", self.page(self.overview["evaluator_pages"][name]))

    @property
    def initials(self) -> Mapping[str, str]:
        """Initials of names' pinyin, several with commas between them; other names of a thing count for its own."""
        names = self.page(NAMES)
        kinds = (names["evaluators"], names["units"], names["indicators"], names["groups"])
        return {name["name"]: name["initials"] for kind in kinds for name in kind}

    def group(self, group: str) -> GroupPage:
        """A group's page."""
        return cast("GroupPage", self.page(group_page_name(group)))

    def _load_pages(self) -> None:
        """Rebuild the pages after a recorded change; checked once in an action."""
        if self._is_loaded:
            return
        ledger, year = self.service.ledger, self.service.scheme.year
        runs, receptions = ledger.runs(year), ledger.submissions(year)
        state = len(runs), len(receptions), self.service.today()
        if state != self._stamp:
            self.console.show_progress("读取最新的数据")
            self._pages = dict(self.service.build_pages(self._pages.get(INITIALS)))
            self._stamp = state
        self._is_loaded = True

    def reload(self) -> None:
        """Read everything again, the plugins too: what was asked of them may still be on its way."""
        self.service.restart_plugins()
        self._stamp = None
        self._is_loaded = False

    # -- menus -----------------------------------------------------------------------------------

    def menu(self, make: Callable[[], MenuOptions], act: Callable[[str], None]) -> None:
        """Let a person choose again and again, until 0 or Ctrl+C.

        Args:
            make: the choices, as of now; asked for whenever the list is written from its beginning.
            act: what to do with the key of what was chosen. Nothing that goes wrong in it ends the menu.

        Raises:
            EndedError: at the end of input.
        """
        menu = Menu(self.console, make)
        while True:
            self._is_loaded = False
            try:
                key = menu.pick()
            except BackError:
                return
            except KeyboardInterrupt:
                self.reload()
                return
            if key is None:
                return
            self.run_guarded(partial(act, key))

    def topics(self, title: str, topics: Mapping[str, Callable[[], None]], *lead: str) -> None:
        """A menu of things to do, by their names."""
        choices = MenuOptions.of(title, list(topics), lead=lead)
        self.menu(lambda: choices, lambda topic: topics[topic]())

    def run_guarded(self, act: Callable[[], None]) -> None:
        """Run an action; report any failure and keep the menu.

        Raises:
            EndedError: at the end of input.
        """
        self._is_loaded = False
        try:
            self._report_failure(act)
        except BackError:
            return
        except KeyboardInterrupt:
            self.console.print_lines("", "已中断；没有做完的，没有记录。")
            self.reload()

    def _report_failure(self, act: Callable[[], None]) -> None:
        try:
            act()
        except (BackError, EndedError):
            raise
        except KaopingError as error:
            self.report_error(error)
        except OSError as error:
            named = f"{error.filename}：" if error.filename else ""
            self.report_error(StorageError(f"文件读写失败：{named}{describe_os_error(error)}"))
        except Exception:  # a bug: told so that it can be photographed, and the menu goes on
            self.console.print_lines(*traceback.format_exc().splitlines())
            self.console.print_lines("程序出错，请把上面的内容拍照发给维护人员。已记录的数据不受影响。")

    def report_error(self, error: KaopingError) -> None:
        """Say what a person can put right, every problem on a line of its own."""
        self.console.print_lines(f"没有成功：{error.message}")
        self.console.pages([str(problem) for problem in error.problems])
