"""Convert an exported case file to a CSV file in UTF-8 that the query can read.

Whether it is UTF-8 or GB18030 shows in the first row, whose headings are Chinese: GB18030 bytes of
Chinese characters are not UTF-8. GB18030 is written anew, piece by piece, for the database in the
process reads UTF-8.
"""

from __future__ import annotations

import codecs
import csv
import re
from pathlib import Path
from typing import NoReturn

from attrs import frozen

from kaoping_core.api import FileRejectedError, Problem

HEAD = 64 * 1024
"""Bytes within which the first row must end."""
PIECE = 4 * 1024 * 1024
"""Bytes rewritten at a time."""
ENCODINGS = ("utf-8-sig", "gb18030")
_LINE_END = re.compile(rb"[\r\n]")
KINDS = "UTF-8或GB18030编码的CSV文件"


@frozen
class OpenedCaseFile:
    """A case file that can be read."""

    path: Path
    """CSV in UTF-8."""
    header: tuple[str, ...]


def reject(place: str, message: str, expected: str = "") -> NoReturn:
    """Refuse a file for one reason."""
    raise FileRejectedError([Problem(place, message, expected)])


def first_row(path: Path) -> tuple[tuple[str, ...], str]:
    """The first row of a CSV file, and the file's encoding.

    Raises:
        FileRejectedError: when it is no CSV file.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip():
        reject(path.name, "是空文件", "平台导出的案件表")
    row = _LINE_END.split(head, maxsplit=1)[0]
    if b"\0" in row:
        reject(path.name, "不是文本文件", KINDS)
    if len(row) == HEAD:
        reject(f"{path.name}: 第1行", f"第一行超过{HEAD // 1024}KB", "用逗号分开的各列名称")
    for encoding in ENCODINGS:
        try:
            return tuple(next(csv.reader([row.decode(encoding)], strict=True), ())), encoding
        except UnicodeDecodeError:
            continue
        except csv.Error:
            reject(f"{path.name}: 第1行", "表头读不懂", "用逗号分开的各列名称")
    reject(path.name, "文字的编码认不出来", KINDS)


def open_csv(path: Path, scratch: Path) -> OpenedCaseFile:
    """Make a CSV file ready; ``scratch`` is a folder for what must be written.

    Raises:
        FileRejectedError: when it is no CSV file, or cannot be decoded throughout.
    """
    header, encoding = first_row(path)
    ready = scratch / "cases.csv"  # whatever the file is called, a name that no pattern hides in
    if encoding == "gb18030":
        _rewrite(path, ready)
    else:
        ready.symlink_to(path.absolute())
    return OpenedCaseFile(ready, header)


def _rewrite(path: Path, ready: Path) -> None:
    decoder = codecs.getincrementaldecoder("gb18030")()
    rows = 1
    with path.open("rb") as file, ready.open("w", encoding="utf-8", newline="") as out:
        while True:
            piece = file.read(PIECE)
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                row = rows + error.object[: error.start].count(b"\n")
                reject(f"{path.name}: 第{row}行", "有不是GB18030编码的字", KINDS)
            out.write(text)
            rows += text.count("\n")
            if not piece:
                return
