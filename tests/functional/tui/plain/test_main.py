"""The menus as a program: over pipes and over a terminal, with any bytes."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.county_cases import ROOT

pytestmark = pytest.mark.slow

PROGRAM = "import sys; from pathlib import Path; from tui.plain.main import main; sys.exit(main(Path(sys.argv[1]), 2019, None, '测试'))"
OWN_TERMINAL = """
import fcntl, os, signal, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGINT, signal.SIG_DFL)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])
"""
"""Makes standard input the session's terminal, so that Ctrl+C and a hangup reach the program, whoever has started the tests."""
SECONDS = 30


def program(demo_root: Path, *, language: str = "C") -> tuple[list[str], dict[str, str]]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": language}
    environment.pop("PYTHONUTF8", None)
    return [sys.executable, "-c", PROGRAM, str(demo_root)], environment


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("language", ["C", "C.UTF-8"])
def test_a_dialogue_over_pipes(demo_root: Path, encoding: str, language: str) -> None:
    command, environment = program(demo_root, language=language)
    typed = "结果\n镇街道组\n太平街道\n\x1b[31m\x1b]0;x\x07\n固定资产投资\n0\n0\n0\n0\n".encode(encoding)
    done = subprocess.run(
        command, input=typed, env=environment, capture_output=True, timeout=SECONDS, check=False
    )
    said = done.stdout.decode("utf-8")
    assert done.returncode == 0, done.stderr.decode()
    assert "【依据：太平街道　固定资产投资】" in said
    assert said.endswith("再见。\n")
    assert not {character for character in said if ord(character) < 32} - {"\n"}
    assert not done.stderr


def test_bytes_of_no_encoding_and_an_end_without_leaving(demo_root: Path) -> None:
    command, environment = program(demo_root)
    typed = b"\xff\xfe\n\x81\n\xe4\xb8\n2\n\x00\n" + b"9" * 200_000
    done = subprocess.run(
        command, input=typed, env=environment, capture_output=True, timeout=SECONDS, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert not done.stderr


def test_it_ends_quietly_when_nobody_reads_any_more(demo_root: Path) -> None:
    command, environment = program(demo_root)
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(b"1\n1\n2\n")
        process.stdin.close()
    assert process.wait(timeout=SECONDS) == 0
    assert process.stderr.read() == b""
    process.stderr.close()


def test_at_a_terminal_ctrl_c_goes_back_and_a_hangup_ends_it(demo_root: Path) -> None:
    command, environment = program(demo_root, language="C.UTF-8")
    here, there = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", OWN_TERMINAL, *command],
        env=environment,
        stdin=there,
        stdout=there,
        stderr=there,
        start_new_session=True,
    )
    os.close(there)
    try:
        said = _until(here, "0退出）：")
        os.write(here, "结果\n".encode())
        said += _until(here, "结果：选一个组，请选择")
        os.write(here, b"\x03")
        said += _until(here, "考评，请选择")
        assert "\x1b" not in said
        os.close(here)
        here = -1
        assert process.wait(timeout=SECONDS) is not None
    finally:
        if here >= 0:
            os.close(here)
        process.kill()
        process.wait()


def _until(descriptor: int, words: str) -> str:
    """What is written until some words have come."""
    data, end = b"", time.monotonic() + SECONDS
    while words not in data.decode("utf-8", "replace"):
        ready, _, _ = select.select([descriptor], [], [], max(0.0, end - time.monotonic()))
        assert ready, f"{words} did not come: {data.decode('utf-8', 'replace')[-500:]}"
        data += os.read(descriptor, 65536)
    return data.decode("utf-8", "replace")
