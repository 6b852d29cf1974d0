"""Process of one plugin: starts it, calls it within a time budget, reports how it ended."""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from kaoping_core import serialization
from kaoping_core.model.findings import Fault

GRACE_SECONDS = 2.0
"""Added to the budget before the host ends the process itself, should the watchdog inside not have."""
OUTPUT_KEPT = 4096
"""Bytes shown of what a plugin prints."""
MESSAGE_KEPT = 500
"""Characters kept of what an error says."""
ANSWER_LIMIT = 256 * 1024 * 1024
"""Bytes of one answer; more is a fault."""
_FRAME = re.compile(r'File "([^"]+)", line (\d+)')


class PluginFaultError(Exception):
    """A call on which the plugin failed."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


class PluginProcess:
    """A running plugin. Requests may be sent ahead; answers come in their order.

    ``budget`` is how many seconds a call may take, unless the call says otherwise.
    """

    def __init__(self, name: str, folder: Path, budget: float) -> None:
        self._name = name
        self._folder = folder
        self._budget = budget
        self._within = budget
        self._traces = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        self._output = tempfile.TemporaryFile()  # noqa: SIM115 - likewise; a file, for a full pipe would stop it
        self._buffer = bytearray()
        self._closed = False
        self._sent = 0
        self._received = 0
        theirs_in, self._requests = os.pipe()
        self._answers, theirs_out = os.pipe()
        ends = (theirs_in, theirs_out, self._traces.fileno())
        self._process = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-m", "kaoping_core.host.worker", *map(str, ends)],
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            pass_fds=ends,
            start_new_session=True,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        os.set_blocking(self._requests, False)

    def send(self, call: str, **arguments: Any) -> None:
        """Send a request without waiting for its answer.

        Raises:
            PluginFaultError: when the process is gone.
        """
        self._sent += 1
        left = memoryview(serialization.dump_line([self._sent, call, arguments, self._within]))
        deadline = time.monotonic() + self._within + GRACE_SECONDS
        while left:
            _, ready, _ = select.select([], [self._requests], [], max(0, deadline - time.monotonic()))
            if not ready:
                raise PluginFaultError(self._terminate(timed_out=True))
            try:
                left = left[os.write(self._requests, left) :]
            except OSError:
                raise PluginFaultError(self._terminate()) from None

    def receive(self) -> Any:
        """Wait for the answer to the earliest request not yet answered.

        Raises:
            PluginFaultError: when the call failed, ended the process, or outlasted its budget.
        """
        line = self._read_line()
        self._received += 1
        try:
            answer = serialization.load_line(line)
        except (ValueError, RecursionError):
            answer = None
        match answer:
            case {"to": self._received, "answer": told}:
                return told
            case {
                "to": self._received,
                "fault": {"message": str(message), "file": str(file), "line": int(row)},
            }:
                raise PluginFaultError(self._fault(message[:MESSAGE_KEPT], file, row))
        self._kill()  # whatever comes next could be taken for the answer to another question
        raise PluginFaultError(Fault(self._name, "返回了无法识别的内容，已终止"))

    def call(self, call: str, **arguments: Any) -> Any:
        """Send a request and wait for its answer within the default budget.

        Raises:
            PluginFaultError: as :meth:`receive`.
        """
        self.send(call, **arguments)
        return self.receive()

    def call_within(self, seconds: float, call: str, **arguments: Any) -> Any:
        """Send a request and wait for its answer within a budget of its own.

        Raises:
            PluginFaultError: as :meth:`receive`.
        """
        self._within = seconds
        try:
            return self.call(call, **arguments)
        finally:
            self._within = self._budget

    def _read_line(self) -> bytes:
        deadline = time.monotonic() + self._within + GRACE_SECONDS
        while (end := self._buffer.find(b"\n")) < 0:
            ready, _, _ = select.select([self._answers], [], [], max(0, deadline - time.monotonic()))
            block = os.read(self._answers, 1 << 20) if ready else b""
            if not block or len(self._buffer) > ANSWER_LIMIT:
                raise PluginFaultError(self._terminate(timed_out=not ready))
            self._buffer += block
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        return line

    def _terminate(self, *, timed_out: bool = False) -> Fault:
        """End the process and return the fault that says why."""
        if timed_out:
            self._kill()
        try:
            status = self._process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._kill()
            status = self._process.wait()
        self._traces.seek(0)
        trace = self._traces.read().decode(errors="replace")
        message = self._exit_message(status, trace, timed_out=timed_out)
        frames = [(file, int(line)) for file, line in _FRAME.findall(trace)]
        own = [frame for frame in frames if Path(frame[0]).is_relative_to(self._folder)]
        file, line = (own or [("", 0)])[0]
        return self._fault(message, file, line)

    def _exit_message(self, status: int, trace: str, *, timed_out: bool) -> str:
        if timed_out or trace.startswith("Timeout"):
            return f"超过{self._within:g}秒没有算完，已终止"
        if "os._exit(" in trace:
            return f"结束了自己的进程（os._exit，状态{status}）"
        if status < 0:
            return f"进程被信号 {signal.Signals(-status).name} 终止"
        return f"进程结束了，没有返回结果（状态{status}）"

    def _fault(self, message: str, file: str, line: int) -> Fault:
        path = Path(file)
        shown = path.relative_to(self._folder).as_posix() if path.is_relative_to(self._folder) else path.name
        return Fault(self._name, message, shown if file else "", line or None)

    def _kill(self) -> None:
        """Kill the process group."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    @property
    def alive(self) -> bool:
        """Whether the process can still be called."""
        return self._process.poll() is None

    def printed(self) -> str:
        """Return what the plugin has printed so far, truncated."""
        return os.pread(self._output.fileno(), OUTPUT_KEPT, 0).decode(errors="replace").strip()

    def close(self) -> None:
        """Kill the process group; it has nothing to save."""
        if self._closed:
            return
        self._closed = True
        os.close(self._requests)
        self._kill()
        self._process.wait()
        self._output.close()
        os.close(self._answers)
        self._traces.close()
