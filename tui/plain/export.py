"""导出: a recorded assembly as a workbook, as the bulletin, as JSON."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from kaoping_core.errors import StorageError, UsageError
from kaoping_core.pages.labels import edition_label
from kaoping_core.scheme.name_lookup import NameLookup
from kaoping_core.service import RecordedAssembly
from tui.plain.console import BackError
from tui.plain.context import MenuContext
from tui.plain.file_prompts import write_file
from tui.plain.line_input import normalise_answer
from tui.plain.menu import MenuOptions, choose_from

EVERYBODY = "全部"


def pick_run(office: MenuContext, title: str) -> str:
    """Number of a recorded assembly.

    Raises:
        StorageError: when there is none.
        BackError: when the person would rather not.
    """
    runs = office.overview["runs"][::-1]
    if not runs:
        raise StorageError("还没有汇总过，先汇总")
    rows = tuple((f"{run['at']} {run['edition']}", f"第{run['number']}次汇总", run["run"]) for run in runs)
    return choose_from(
        office.console, MenuOptions(title, rows, keys=tuple(str(run["number"]) for run in runs))
    )


def export_menu(office: MenuContext) -> None:
    """Choose an assembly; write as many files of it as a person wants."""
    recorded = office.service.load_run(pick_run(office, "导出哪一次汇总"))
    edition = edition_label(provisional=recorded.record.provisional)
    name = f"{recorded.scheme.county}{recorded.result.year}年度考评结果-第{recorded.record.number}次汇总"
    office.topics(
        f"导出第{recorded.record.number}次汇总（{edition}）",
        {
            "结果工作簿（.xlsx）": lambda: write_file(
                office, f"{name}.xlsx", lambda: _workbook(office, recorded)
            ),
            "考评结果通报（.docx）": lambda: _bulletin(office, recorded, f"{name}.docx"),
            "数据（.json）": lambda: write_file(office, f"{name}.json", lambda: recorded.record.result),
        },
    )


def _workbook(office: MenuContext, recorded: RecordedAssembly) -> bytes:
    office.console.show_progress("写工作簿")
    return office.service.make_workbook(recorded.result, recorded.scheme)


def _bulletin(office: MenuContext, recorded: RecordedAssembly, name: str) -> None:
    """Ask what only the bulletin needs, then write it."""
    provisional = recorded.result.provisional
    number = _number(office, provisional=provisional)
    on = _date(office)
    office.service.validate_bulletin(number, on, provisional=provisional)
    units = _annexed(office, recorded)

    def make() -> bytes:
        office.console.show_progress("写通报")
        return office.service.make_bulletin(recorded.result, number, on, units, recorded.scheme)

    write_file(office, name, make)


def _number(office: MenuContext, *, provisional: bool) -> str:
    """The bulletin's number, which a draft does not have.

    Raises:
        StorageError: where no bulletin can be written at all.
        BackError: for 0.
    """
    office.service.validate_bulletin("", None, provisional=provisional)
    if provisional:
        return ""
    while number := _optional(office, "发文字号，如 盘县政办发〔2020〕1号（回车留空，0返回）："):
        try:
            office.service.validate_bulletin(number, None, provisional=False)
        except UsageError as error:
            office.console.print_lines(error.message)
        else:
            return number
    return ""


def _optional(office: MenuContext, question: str) -> str:
    """An answer that may be left empty.

    Raises:
        BackError: for 0.
    """
    answer = office.console.prompt(question)
    if normalise_answer(answer) == "0":
        raise BackError
    return answer


def _date(office: MenuContext) -> date | None:
    while answer := _optional(office, "成文日期，如 2020-01-15（回车留空，0返回）："):
        try:
            return date.fromisoformat(answer)
        except ValueError:
            office.console.print_lines("日期要写成 2020-01-15 这样。")
    return None


def _annexed(office: MenuContext, recorded: RecordedAssembly) -> Sequence[str]:
    """Units that get a page each in the bulletin."""
    named = NameLookup(recorded.scheme)
    question = f"附哪些单位的得失分（几个用、分开，{EVERYBODY}是所有单位，回车不附，0返回）："
    while answer := _optional(office, question):
        if answer == EVERYBODY:
            return [unit.name for unit in recorded.scheme.units]
        try:
            return list(dict.fromkeys(named.unit(each) for each in re.split(r"[、，,\s]+", answer) if each))
        except UsageError as error:
            office.console.print_lines(error.message)
    return []
