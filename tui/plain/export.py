"""Menu of exports (导出): a recorded assembly as a workbook, as the bulletin, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kaoping_core.errors import StorageError, UsageError
from kaoping_core.export_options import ALL_UNITS, parse_issue_date, parse_unit_list
from kaoping_core.pages.labels import edition_label
from kaoping_core.service import RecordedAssembly
from tui.plain.console import BackError
from tui.plain.context import MenuContext
from tui.plain.file_prompts import write_file
from tui.plain.line_input import normalise_answer
from tui.plain.menu import MenuOptions, choose_from


def pick_run(context: MenuContext, title: str) -> str:
    """Number of a recorded assembly.

    Raises:
        StorageError: when there is none.
        BackError: when the person would rather not.
    """
    runs = context.overview["runs"][::-1]
    if not runs:
        raise StorageError("还没有汇总过，先汇总")
    rows = tuple((f"{run['at']} {run['edition']}", f"第{run['number']}次汇总", run["run"]) for run in runs)
    return choose_from(
        context.console, MenuOptions(title, rows, keys=tuple(str(run["number"]) for run in runs))
    )


def export_menu(context: MenuContext) -> None:
    """Choose an assembly; write as many files of it as a person wants."""
    recorded = context.service.load_run(pick_run(context, "导出哪一次汇总"))
    edition = edition_label(provisional=recorded.record.provisional)
    name = f"{recorded.scheme.county}{recorded.result.year}年度考评结果-第{recorded.record.number}次汇总"
    context.topics(
        f"导出第{recorded.record.number}次汇总（{edition}）",
        {
            "结果工作簿（.xlsx）": lambda: write_file(
                context, f"{name}.xlsx", lambda: _workbook(context, recorded)
            ),
            "考评结果通报（.docx）": lambda: _bulletin(context, recorded, f"{name}.docx"),
            "数据（.json）": lambda: write_file(context, f"{name}.json", lambda: recorded.record.result),
        },
    )


def _workbook(context: MenuContext, recorded: RecordedAssembly) -> bytes:
    context.console.show_progress("写工作簿")
    return context.service.make_workbook(recorded.result, recorded.scheme)


def _bulletin(context: MenuContext, recorded: RecordedAssembly, name: str) -> None:
    """Ask what only the bulletin needs, then write it."""
    provisional = recorded.result.provisional
    number = _number(context, provisional=provisional)
    on = _date(context)
    context.service.validate_bulletin(number, on, provisional=provisional)
    units = _annexed(context, recorded)

    def make() -> bytes:
        context.console.show_progress("写通报")
        return context.service.make_bulletin(recorded.result, number, on, units, recorded.scheme)

    write_file(context, name, make)


def _number(context: MenuContext, *, provisional: bool) -> str:
    """The bulletin's number, which a draft does not have.

    Raises:
        StorageError: where no bulletin can be written at all.
        BackError: for 0.
    """
    context.service.validate_bulletin("", None, provisional=provisional)
    if provisional:
        return ""
    while number := _optional(context, "发文字号，如 盘县政办发〔2020〕1号（回车留空，0返回）："):
        try:
            context.service.validate_bulletin(number, None, provisional=False)
        except UsageError as error:
            context.console.print_lines(error.message)
        else:
            return number
    return ""


def _optional(context: MenuContext, question: str) -> str:
    """An answer that may be left empty.

    Raises:
        BackError: for 0.
    """
    answer = context.console.prompt(question)
    if normalise_answer(answer) == "0":
        raise BackError
    return answer


def _date(context: MenuContext) -> date | None:
    while answer := _optional(context, "成文日期，如 2020-01-15（回车留空，0返回）："):
        try:
            return parse_issue_date(answer)
        except UsageError as error:
            context.console.print_lines(f"{error.message}。")
    return None


def _annexed(context: MenuContext, recorded: RecordedAssembly) -> Sequence[str]:
    """Units that get a page each in the bulletin."""
    units = {unit.name: unit.aliases for unit in recorded.scheme.units}
    question = f"附哪些单位的得失分（几个用、分开，{ALL_UNITS}是所有单位，回车不附，0返回）："
    while answer := _optional(context, question):
        try:
            return parse_unit_list(answer, units)
        except UsageError as error:
            context.console.print_lines(error.message)
    return []
