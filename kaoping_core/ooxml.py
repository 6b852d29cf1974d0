"""What all Office files that are written have in common: legal XML text, and bytes that depend on contents alone."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Final

FIXED_TIME: Final = (2020, 1, 1, 0, 0, 0)
"""Time stamp of every part: equal contents give equal files at any time."""
FIXED_DOS_TIME: Final = bytes([0, 0, 0x21, 0x50])
"""The same as a zip file writes it (APPNOTE 4.4.6): time, then days, months and years since 1980."""
ILLEGAL_CHARACTERS: Final = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
"""Characters that XML 1.0 cannot hold (clause 2.2), as a range of a regular expression."""
_ILLEGAL: Final = re.compile(f"[{ILLEGAL_CHARACTERS}]")


def replace_illegal(text: str) -> str:
    """Replace characters that XML cannot hold by U+FFFD, so that they are seen and not dropped."""
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text)


def rewrite_package(data: bytes, edit: Callable[[str, bytes], bytes] = lambda _name, part: part) -> bytes:
    """Return a zip file with fixed time stamps, each part passed through ``edit(name, part)``."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name in given.namelist():
            part = edit(name, given.read(name))
            out.writestr(zipfile.ZipInfo(name, FIXED_TIME), part, zipfile.ZIP_DEFLATED)
    return made.getvalue()
