"""The README's commands, and the wheel in an empty environment away from the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.county_cases import ROOT

UV = shutil.which("uv")


def test_the_readme_leads_with_the_two_commands_that_ci_runs() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "pip install uv && uv run kaoping demo\n" in readme
    assert "pip install uv && uv run pytest\n" in readme
    assert "pip install uv && uv run pytest " in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.skipif(UV is None, reason="uv is not on the path")
def test_the_wheel_alone_makes_a_site_and_does_the_demonstration(tmp_path: Path) -> None:
    def run(*arguments: str, cwd: Path = tmp_path) -> str:
        clean = {
            key: value for key, value in os.environ.items() if not key.startswith(("KAOPING_", "PYTHONPATH"))
        }
        done = subprocess.run(arguments, cwd=cwd, env=clean, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    assert UV is not None
    run(UV, "build", "--wheel", "--out-dir", str(tmp_path / "dist"), cwd=ROOT)
    wheel = next((tmp_path / "dist").glob("*.whl"))
    run(UV, "venv", str(tmp_path / "empty"))
    python = str(tmp_path / "empty" / "bin" / "python")
    run(UV, "pip", "install", "--python", python, str(wheel))
    kaoping = str(tmp_path / "empty" / "bin" / "kaoping")
    assert "〔示例数据〕" in run(kaoping, "demo", "--headless")
    run(kaoping, "init", "county")
    run(kaoping, "--site", "county", "check")
    run(kaoping, "--site", "county", "plugin", "check")
