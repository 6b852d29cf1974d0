"""Cache of the open service, which is opened anew when its configuration or database has changed."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from kaoping_core.errors import StorageError
from kaoping_core.reports.pages.change_stamp import configuration_stamp, database_file
from kaoping_core.reports.pages.store import PageReader
from kaoping_core.service import Service
from kaoping_core.site import Site
from tui.tasks.calls import TaskCalls
from tui.tasks.protocol import Request


class ServiceCache:
    """Open service of one site, as a context manager.

    A service keeps the configuration and plugins that it has read, and its connection to the database file. It is
    opened anew when any of these has changed.
    """

    def __init__(self, site: Path, year: str, database: str, actor: str, pages: Path) -> None:
        self._site = site
        self._year = year
        self._database = database
        self._actor = actor
        self._pages = pages
        self._file = database_file(site, database)
        self._seen: tuple[str, object] = ("", None)
        self._had_data = False
        """Whether the database's file was there before."""
        self._service: Service | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.forget()

    def calls(self, request: Request[object]) -> TaskCalls:
        """Calls on an up-to-date service.

        Raises:
            StorageError: when the database's file has gone: a new one in its place would be taken for the old.
        """
        identity = self._identity()
        if identity is None and request.NEEDS_DATABASE and self._should_be_there():
            raise StorageError(
                f"数据库文件不见了：{self._file}。没有另建，什么也没有记录；"
                f"文件回来以后再试（真要从头开始，把 {self._pages} 也删掉）"
            )
        seen = (configuration_stamp(self._site, self._year), identity)
        if self._service is None or seen != self._seen:
            self.forget()
            year, database = int(self._year) if self._year else None, self._database or None
            self._service = Service(Site(self._site), year, database, actor=self._actor)
            self._seen = seen
        return TaskCalls(self._service, self._pages)

    def forget(self) -> None:
        """Close the service; the next call opens it anew."""
        service, self._service = self._service, None
        if service is not None:
            service.__exit__(None, None, None)

    def _identity(self) -> object:
        """Device and inode of the database file; None without a file."""
        if self._file is None:
            return None
        try:
            found = self._file.stat()
        except OSError:
            return None
        self._had_data = True
        return found.st_dev, found.st_ino

    def _should_be_there(self) -> bool:
        return self._file is not None and (self._had_data or bool(PageReader(self._pages).state))
