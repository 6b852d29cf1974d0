"""LibreOffice for tests: what a spreadsheet makes of a file. Each call has a profile of its own, so calls do not wait."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

_SECONDS = 300
_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""
"""Without it, values that the file carries are believed."""

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice (soffice)")


def recalculate(path: Path) -> Path:
    """The workbook as LibreOffice writes it after working out every formula, beside the original."""
    return _converted(path, "xlsx", path.with_name(f"{path.stem}-recalculated.xlsx"))


def to_pdf(path: Path) -> Path:
    """The document as it is printed, beside the original."""
    return _converted(path, "pdf", path.with_suffix(".pdf"))


def _converted(path: Path, kind: str, target: Path) -> Path:
    with tempfile.TemporaryDirectory(prefix="office-") as folder:
        profile = Path(folder, "profile")
        settings = profile / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
        command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind]
        subprocess.run(
            [*command, "--outdir", folder, str(path)],
            check=True,
            timeout=_SECONDS,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        made = Path(folder, f"{path.stem}.{kind}")
        assert made.exists(), f"soffice wrote no {kind} of {path.name}"
        shutil.move(made, target)
    return target
