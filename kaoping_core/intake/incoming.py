"""A file that somebody sent, of whichever kind → a submission that has passed every check."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kaoping_core.host.hooks import RefusedError
from kaoping_core.host.host import Host
from kaoping_core.host.process import PluginFaultError
from kaoping_core.intake.context import IntakeContext
from kaoping_core.intake.json_file import read_json
from kaoping_core.model.findings import Problem
from kaoping_core.model.submissions import Submission

WORKBOOKS = frozenset((".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods"))
"""Endings of files that people take for workbooks; those that are none are told what to do."""


def read_incoming(path: Path, data: bytes, context: IntakeContext, host: Host) -> Submission:
    """Read a file by what it is.

    Raises:
        RefusedError: with everything wrong with it.
    """
    read = _reader_of(path)
    submission = read(data, path.name, context)
    try:
        problems = host.check_submission(submission)
    except PluginFaultError as error:
        problems = [Problem(path.name, f"核对报送时出错，没有收下：{error.fault}")]
    if problems:
        raise RefusedError(problems)
    return submission


def _reader_of(path: Path) -> Callable[[bytes, str, IntakeContext], Submission]:
    suffix = path.suffix.lower()
    if suffix == ".json":
        return read_json
    if suffix in WORKBOOKS:
        return _read_workbook
    raise RefusedError([Problem(path.name, f"不认识“{path.suffix}”文件", ".xlsx、.json")])


def _read_workbook(data: bytes, file: str, context: IntakeContext) -> Submission:
    from kaoping_core.intake.workbook.reader import is_report, open_workbook, read_workbook

    sheets = open_workbook(data, file)
    if not is_report(sheets):
        raise RefusedError([Problem(file, "不是考评报送表", "用 kaoping template 发的模板填写")])
    return read_workbook(sheets, file, context)
