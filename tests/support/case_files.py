"""Case files for tests: rows as people would type them, files made of them, and the reader in this process."""

from __future__ import annotations

import csv
import importlib
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from kaoping_core.host.hooks import Reader
from kaoping_core.host.module_loader import make_package
from tests.support.county_cases import ROOT

HEADER = ("案件编号", "责任单位", "来源", "流转级别", "上报时间", "办理时限", "办结时间", "一次核查")
ROW = {
    "案件编号": "A1",
    "责任单位": "太平街道",
    "来源": "网格员上报",
    "流转级别": "一级",
    "上报时间": "2019-03-01 08:15",
    "办理时限": "2019-03-04 08:15",
    "办结时间": "2019-03-02 10:00",
    "一次核查": "",
}

_PACKAGE = make_package(ROOT / "plugins" / "grid", "grid_in_tests")


def module(name: str) -> ModuleType:
    """A module of the grid centre's plugin."""
    return importlib.import_module(f"{_PACKAGE}.{name}")


def reader() -> Reader:
    """The reader, in this process: as the plugin's own process has it, without starting one for each file."""
    made: Reader = module("readers.cases").CaseFileReader()
    return made


def row(number: str = "A1", **changed: str) -> dict[str, str]:
    """A good row, changed."""
    return {**ROW, "案件编号": number, **changed}


def text_of(rows: Iterable[Mapping[str, str]], header: Sequence[str] = HEADER) -> str:
    """A file's text."""
    buffer = io.StringIO(newline="")
    out = csv.writer(buffer)
    out.writerow(header)
    out.writerows([each.get(name, "") for name in header] for each in rows)
    return buffer.getvalue()


def write(
    path: Path, rows: Iterable[Mapping[str, str]], encoding: str = "utf-8", header: Sequence[str] = HEADER
) -> Path:
    """Write a CSV file."""
    path.write_bytes(text_of(rows, header).encode(encoding))
    return path


def write_workbook(path: Path, rows: Iterable[Sequence[Any]], header: Sequence[str] = HEADER) -> Path:
    """Write an xlsx file."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(header))
    for each in rows:
        sheet.append(list(each))
    book.save(path)
    return path
