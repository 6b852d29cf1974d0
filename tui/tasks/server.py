"""Server of the child process: requests and answers as lines of JSON, one at a time, until it is idle.

Started as ``python -m tui.tasks.server SITE YEAR DATABASE ACTOR PAGES``; an empty YEAR or DATABASE is the site's own.
It ends by itself after a while without requests, to free its memory.
"""

from __future__ import annotations

import json
import os
import select
import sys
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

from kaoping_core.errors import KaopingError, StorageError
from kaoping_core.files import describe_os_error
from kaoping_core.pages.schema import JsonObject
from kaoping_core.process_settings import relax_garbage_collection
from tui.tasks.payloads import problem_rows
from tui.tasks.protocol import UnknownRequestError, decode_request
from tui.tasks.service_cache import ServiceCache

IDLE_SECONDS = 20


class _Pipe:
    """Pipe of JSON lines; other output of the process goes to standard error."""

    def __init__(self) -> None:
        self._in = os.fdopen(os.dup(0), "rb", buffering=0)
        self._out = os.fdopen(os.dup(1), "wb", buffering=0)
        os.dup2(2, 1)

    def requests(self) -> Iterator[JsonObject]:
        """Yield requests until the client closes the pipe or is silent for ``IDLE_SECONDS``."""
        waiting = b""
        while True:
            while b"\n" in waiting:
                line, _, waiting = waiting.partition(b"\n")
                yield json.loads(line)
            if not select.select([self._in], [], [], IDLE_SECONDS)[0]:
                return
            piece = self._in.read(65536)
            if not piece:
                return
            waiting += piece

    def tell(self, **message: object) -> None:
        """Send one line to the client."""
        self._out.write(json.dumps(message, ensure_ascii=False).encode(errors="backslashreplace") + b"\n")


def serve(newest: ServiceCache) -> None:
    """Answer requests; a failure is an answer too."""
    pipe = _Pipe()
    for data in pipe.requests():
        try:
            request = decode_request(data)
            pipe.tell(answer=newest.calls(request).run(request, lambda text: pipe.tell(doing=text)))
        except UnknownRequestError as error:
            pipe.tell(failed=f"没有这个操作：{error.name}", problems=[], detail="")
        except KaopingError as error:
            if isinstance(error, StorageError):
                newest.forget()  # the way to the database may be what is wrong
            problems = list(problem_rows(error.problems))
            pipe.tell(failed=error.message, problems=problems, detail="")
        except OSError as error:
            newest.forget()
            place = f"{error.filename}：" if error.filename else ""
            pipe.tell(
                failed=f"读写文件失败：{place}{describe_os_error(error)}",
                problems=[],
                detail=traceback.format_exc(),
            )
        except Exception as error:  # a bug: told with its traceback, and the next request is served
            detail = traceback.format_exc()
            pipe.tell(failed=f"程序出错：{type(error).__name__}: {error}", problems=[], detail=detail)


def main(arguments: Sequence[str]) -> None:
    """Serve one screen."""
    relax_garbage_collection()
    site, year, database, actor, pages = arguments
    with ServiceCache(Path(site), year, database, actor, Path(pages)) as newest:
        serve(newest)


if __name__ == "__main__":
    main(sys.argv[1:])
