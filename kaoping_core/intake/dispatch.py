"""Reads a file of any accepted kind into a submission that has passed every check."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from attrs import frozen

from kaoping_core.file_types import WORKBOOK_SUFFIXES
from kaoping_core.files import decode_file_name
from kaoping_core.host.hooks import FileRejectedError
from kaoping_core.host.host import Host
from kaoping_core.host.plugin_process import PluginFaultError
from kaoping_core.intake.context import MAX_FILE_BYTES, IntakeContext
from kaoping_core.intake.json.reader import read_json
from kaoping_core.intake.value_validation import validate_values
from kaoping_core.model.findings import Fault
from kaoping_core.model.problems import Problem
from kaoping_core.model.submissions import Submission
from kaoping_core.serialization import to_json
from kaoping_core.xlsx.read.package import MAX_PACKED

RECEIPT = "kaoping-receipt/1"
CHUNK = 1024 * 1024


@frozen
class ParsedFile:
    """A submission, with the file contents to store."""

    submission: Submission
    contents: bytes
    """The file's own bytes; of a file that a plugin reads, which may have millions of rows, a receipt."""


def may_need_reader(path: Path) -> bool:
    """Whether a file is more likely for a plugin's reader than a report, by its suffix."""
    return path.suffix.lower() not in {".json", *WORKBOOK_SUFFIXES}


def read_file(path: Path, context: IntakeContext, host: Host) -> ParsedFile:
    """Read a file by its kind.

    Raises:
        FileRejectedError: with everything wrong with it.
        OSError: when it cannot be read at all.
    """
    try:
        incoming = _read(path, context, host)
        problems = host.check_submission(incoming.submission)
    except PluginFaultError as error:
        raise FileRejectedError(
            [Problem(decode_file_name(path), f"核对报送时出错，没有收下：{error.fault}")]
        ) from None
    if problems:
        raise FileRejectedError(problems)
    return incoming


def read_source(name: str, context: IntakeContext, host: Host) -> ParsedFile:
    """Read the table that the site's settings name for a plugin's reader.

    Raises:
        FileRejectedError: with everything wrong with it.
        UsageError, ConfigurationError: when the settings name no such table, or it cannot be connected to.
    """
    try:
        submission = host.read_source(name)
    except PluginFaultError as error:
        raise FileRejectedError([Problem(name, f"读取时出错，没有收下：{error.fault}")]) from None
    return ParsedFile(_validated(submission, context), _receipt({"source": name}, submission))


def _read(path: Path, context: IntakeContext, host: Host) -> ParsedFile:
    suffix, name = path.suffix.lower(), decode_file_name(path)
    if suffix == ".json":
        data = _read_limited(path, MAX_FILE_BYTES)
        return ParsedFile(read_json(data, name, context), data)
    refusal = Problem(name, f"不认识“{path.suffix}”文件", ".xlsx、.json，或某个插件能读的文件")
    if suffix in WORKBOOK_SUFFIXES:
        from kaoping_core.intake.workbook.reader import is_report, open_workbook, read_workbook

        data = _read_limited(path, MAX_PACKED)
        try:
            sheets = open_workbook(data, name)
        except FileRejectedError as refused:
            refusal = refused.problems[0]
        else:
            if is_report(sheets):
                return ParsedFile(read_workbook(sheets, name, context), data)
            refusal = Problem(name, "不是考评报送表", "用 kaoping template 发的模板填写")
    with path.open("rb"):
        pass  # a file without read permission is not a plugin's either
    if name != path.name:
        raise FileRejectedError([Problem(name, "文件名的编码不对，读不了", "改了文件名再收")])
    reader = host.reader_for(path)
    if reader is None:
        raise FileRejectedError([refusal])
    with ThreadPoolExecutor(max_workers=1) as beside:
        identity = beside.submit(_file_digest, path)
        submission = _validated(host.read_file(path, reader), context)
        return ParsedFile(submission, _receipt(identity.result(), submission))


def _read_limited(path: Path, most: int) -> bytes:
    """Read a file up to a limit at which it is rejected for its size."""
    with path.open("rb") as stream:
        return stream.read(most + 1)


def _validated(submission: Submission, context: IntakeContext) -> Submission:
    """Validate the values that a plugin's reader returned.

    Raises:
        FileRejectedError: when they are not.
    """
    if problems := list(_value_problems(submission, context)):
        raise FileRejectedError(problems)
    return submission


def _value_problems(submission: Submission, context: IntakeContext) -> Iterator[Problem]:
    for entry in submission.entries:
        binding = context.binding_of(entry.indicator)
        if isinstance(binding, Fault):
            yield Problem(submission.file, f"“{entry.indicator}”的计分规则现在用不了，没法核对：{binding}")
            continue
        cell = context.cells[entry.indicator, entry.unit]
        if not cell.carried:
            yield Problem(submission.file, f"{entry.unit}没有这项任务，不能报数值")
        for wrong in validate_values(binding, cell, entry.values, "file"):
            place = entry.place_of(wrong.value) or submission.file
            yield Problem(place, f"{entry.unit}：{wrong.message}", wrong.expected)


def _file_digest(path: Path) -> dict[str, object]:
    """Return the digest of a file that is not stored itself."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(CHUNK):
            digest.update(piece)
    return {"file": path.name, "bytes": path.stat().st_size, "sha256": digest.hexdigest()}


def _receipt(identity: dict[str, object], submission: Submission) -> bytes:
    """Return the receipt that is stored in place of a large file."""
    read = [
        {
            "indicator": entry.indicator,
            "unit": entry.unit,
            "values": to_json(entry.values),
            "note": entry.note,
        }
        for entry in submission.entries
    ]
    return json.dumps({"format": RECEIPT, **identity, "entries": read}, ensure_ascii=False).encode()
