"""A real sshd on this machine's own address, for one test: its keys and configuration are thrown away with it."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

SSHD = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin")
needs_sshd = pytest.mark.skipif(
    SSHD is None or shutil.which("ssh") is None, reason="needs OpenSSH's sshd and ssh"
)


class SecureShell:
    """A server that lets the user who runs the tests in, by a key made for it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700)
        self._folder = folder
        for name in ("host", "user"):
            self._make_key(folder / name)
        keys = folder / "authorized_keys"
        keys.write_text((folder / "user.pub").read_text())
        keys.chmod(0o600)
        self.port = _free_port()
        configuration = folder / "sshd_config"
        configuration.write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {folder / 'host'}\nAuthorizedKeysFile {keys}\n"
            f"PidFile {folder / 'pid'}\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin yes\n"
            "AcceptEnv none\n"
        )
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(exist_ok=True)  # without it sshd does not start as root
        assert SSHD is not None
        self._log = folder / "log"
        self._server = subprocess.Popen([SSHD, "-D", "-f", str(configuration), "-E", str(self._log)])
        self._wait()

    def __enter__(self) -> SecureShell:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.terminate()
        self._server.wait(10)

    def command(self, remote: str) -> Sequence[str]:
        """What a user types to run a command there, on a terminal."""
        return [
            "ssh", "-tt", "-F", "/dev/null", "-p", str(self.port), "-i", str(self._folder / "user"),
            "-o", f"UserKnownHostsFile={self._folder / 'known'}", "-o", "StrictHostKeyChecking=no", "-o", "LogLevel=ERROR",
            f"{getpass.getuser()}@127.0.0.1", remote,
        ]  # fmt: skip

    def _make_key(self, path: Path) -> None:
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(path)], check=True)

    def _wait(self) -> None:
        end = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                assert time.monotonic() < end, self._log.read_text()
                assert self._server.poll() is None, self._log.read_text()
                time.sleep(0.05)
            else:
                return


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port
