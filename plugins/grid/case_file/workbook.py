"""A case file as an Excel workbook → CSV, row by row, without trusting the workbook.

The library that reads workbooks keeps a workbook's shared texts in memory and follows what the file
says of itself, so the file's parts are looked at first.
"""

from __future__ import annotations

import csv
import html
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kaoping_core.api import FileRejectedError

from .columns import HEADERS, recognised
from .opening import OpenedCaseFile, reject

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MAX_PARTS = 1_000
MAX_SHEETS_BYTES = 2 * 1024 * 1024 * 1024
"""Bytes of all sheets, unpacked; a million rows have some 500 million."""
MAX_OTHER_BYTES = 256 * 1024 * 1024
"""Bytes of everything else, unpacked: the shared texts above all, which are held in memory."""
MAX_COLUMNS = 200
"""Columns looked at; a row may claim 16384."""
MARK_LOOKED_AT = 256 * 1024
"""Bytes at the beginning of a part in which the headings are looked for."""
SAVE_AGAIN = "xlsx工作簿，或者另存为CSV"


def looks_like_cases(path: Path) -> bool:
    """Whether a workbook's texts begin with a case file's headings; the library is not needed for that."""
    try:
        with zipfile.ZipFile(path) as package:
            for part in package.infolist()[:MAX_PARTS]:
                if part.filename in {"xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"}:
                    with package.open(part) as file:
                        text = html.unescape(file.read(MARK_LOOKED_AT).decode("utf-8", "replace"))
                    if all(heading in text for heading in HEADERS.values()):
                        return True
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return False
    return False


def open_workbook(path: Path, scratch: Path) -> OpenedCaseFile:
    """Write the one sheet that holds cases as CSV, its rows in their places.

    Raises:
        FileRejectedError: when it is no workbook, too big, or has no sheet of cases or more than one.
    """
    _check_parts(path)
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheets = [(sheet, header) for sheet in book.worksheets if recognised(header := _header(sheet))]
        if len(sheets) != 1:
            found = f"有{len(sheets)}张表都是案件表" if sheets else "没有一张表的第一行是案件表的表头"
            reject(path.name, found, "一张案件表，第一行是表头")
        sheet, header = sheets[0]
        ready = scratch / "cases.csv"
        with ready.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            for row in _rows(sheet):
                texts = [_text(value) for value in row[: len(header)]]
                out.writerow([*texts, *[""] * (len(header) - len(texts))])
        return OpenedCaseFile(ready, header)
    except FileRejectedError:
        raise
    except Exception as error:  # whatever a damaged workbook makes the library raise
        reject(path.name, f"工作簿读不了，可能已经损坏（{type(error).__name__}）", SAVE_AGAIN)


def _check_parts(path: Path) -> None:
    """Refuse a workbook that is none, or that would fill the memory.

    No more is ever unpacked of a part than the package says it has, so what it says can be relied on.
    """
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            sheets = [info for info in parts if info.filename.startswith("xl/worksheets/")]
            unpacked = sum(sheet.file_size for sheet in sheets)
            others = sum(info.file_size for info in parts) - unpacked
            if len(parts) > MAX_PARTS or unpacked > MAX_SHEETS_BYTES or others > MAX_OTHER_BYTES:
                reject(path.name, "工作簿解开以后太大", "另存为CSV再导入")
            if any(info.flag_bits & 1 for info in parts):
                reject(path.name, "工作簿加了密码，打不开", "去掉密码")
            for part in parts:
                if part.filename.endswith(".xml") and b"<!DOCTYPE" in package.open(part).read(4096):
                    reject(path.name, "工作簿里有不该有的内容（DOCTYPE）", SAVE_AGAIN)
    except FileRejectedError:
        raise
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        reject(path.name, "不是xlsx工作簿，或者已经损坏", SAVE_AGAIN)


def _header(sheet: Worksheet) -> tuple[str, ...]:
    rows = sheet.iter_rows(max_row=1, max_col=MAX_COLUMNS, values_only=True)
    texts = [_text(value) for value in next(iter(rows), ())]
    while texts and not texts[-1].strip():
        texts.pop()
    return tuple(texts)


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()  # only read-only sheets have this; what the sheet says of its size need not be so
    yield from sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)


def _text(value: object) -> str:
    """A cell as the platform's CSV would write it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    text = str(value).strip()
    return text.removesuffix(".0") if isinstance(value, float) else text  # a whole number, as Excel keeps it
