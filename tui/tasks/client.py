"""Client of the child process; its calls block, so they are made in threads."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from kaoping_core.model.problems import Problem
from kaoping_core.pages.schema import JsonObject
from tui.tasks.protocol import Request, ResultT, encode_request

ProgressCallback = Callable[[str], None]


class TaskError(Exception):
    """Failure of a request; ``message`` is for the user, ``detail`` for support."""

    def __init__(self, message: str, problems: Sequence[Problem] = (), detail: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.problems = tuple(problems)
        self.detail = detail


class TaskClient:
    """Client that starts the process when it is needed and sends it one request at a time."""

    def __init__(self, site: Path, year: str, database: str, actor: str, pages: Path) -> None:
        self._command = [
            sys.executable,
            "-m",
            "tui.tasks.server",
            str(site),
            year,
            database,
            actor,
            str(pages),
        ]
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the process may write to it
        self._cancelled = False

    def call(self, request: Request[ResultT], report: ProgressCallback = lambda _: None) -> ResultT:
        """Send a request and wait for its result.

        Raises:
            TaskError: when it failed, was cancelled, or the process died.
        """
        with self._lock:
            self._cancelled = False
            text = json.dumps(encode_request(request), ensure_ascii=False)
            line = text.encode(errors="backslashreplace") + b"\n"  # files' names may hold any bytes
            for attempt in range(2):
                process = self._running()
                try:
                    assert process.stdin is not None
                    process.stdin.write(line)
                    process.stdin.flush()
                except OSError:
                    self._end()  # it had just ended for want of work
                    continue
                answer = self._answer(process, report)
                if answer is not None:
                    return cast("ResultT", self._unwrap(answer))  # the type that the request names
                if attempt or process.wait() != 0:
                    break  # ended in the middle of the work, not before it
            raise self._process_ended_error()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors
            )
        return self._process

    def _answer(self, process: subprocess.Popen[bytes], report: ProgressCallback) -> JsonObject | None:
        """Read the answer and report progress meanwhile; None when the process ended without one."""
        assert process.stdout is not None
        for line in process.stdout:
            message: JsonObject = json.loads(line)
            if "doing" not in message:
                return message
            report(message["doing"])
        return None

    def _unwrap(self, message: JsonObject) -> object:
        if "answer" in message:
            return message["answer"]
        problems = [Problem(**problem) for problem in message["problems"]]
        raise TaskError(message["failed"], problems, message["detail"])

    def _process_ended_error(self) -> TaskError:
        self._end()
        if self._cancelled:
            return TaskError("已取消")
        self._errors.seek(0)
        detail = self._errors.read()[-8000:].decode(errors="replace")
        return TaskError("后台程序意外结束，没有记录任何内容；可以再试一次", detail=detail)

    def cancel(self) -> None:
        """Kill the process; what it has not committed is not recorded."""
        self._cancelled = True
        process = self._process
        if process is not None:
            with contextlib.suppress(OSError):
                process.kill()

    def close(self) -> None:
        """End the process."""
        self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
