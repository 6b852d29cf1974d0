"""Reads an evaluator's workbook: unambiguous cells are understood, others become problems in their cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaoping_core.errors import ConfigurationError
from kaoping_core.host.hooks import FileRejectedError
from kaoping_core.intake.context import IntakeContext
from kaoping_core.intake.workbook.cover_reader import read_signature
from kaoping_core.intake.workbook.cover_rows import VALUE
from kaoping_core.intake.workbook.entries import read_entries
from kaoping_core.intake.workbook.layout import COVER, FORMAT, WorkbookLayout, layout_workbook
from kaoping_core.intake.workbook.table_locator import (
    LocatedTable,
    SheetProblemCollector,
    TableMark,
    find_marks,
    locate_table,
)
from kaoping_core.model.problems import Problem
from kaoping_core.model.submissions import Entry, Submission
from kaoping_core.scheme.names import UnknownNameError
from kaoping_core.xlsx.read.package import NotAWorkbookError
from kaoping_core.xlsx.read.sheets import CellPosition, RawSheet, read_sheets

COVER_TITLE = "封面"
MAX_MARKS = 200
MAX_PROBLEMS = 500


def open_workbook(data: bytes, file: str) -> tuple[RawSheet, ...]:
    """Open the sheets of a file of an untrusted sender.

    Raises:
        FileRejectedError: when it cannot be taken as a workbook; the message says what to do.
    """
    try:
        return read_sheets(data)
    except NotAWorkbookError as error:
        raise FileRejectedError([Problem(file, error.message, error.advice)]) from None


def is_report(sheets: Sequence[RawSheet]) -> bool:
    """Whether a workbook was made from a template."""
    return any(True for sheet in sheets for _ in find_marks(sheet))


def read_workbook(sheets: Sequence[RawSheet], file: str, context: IntakeContext) -> Submission:
    """Read an evaluator's workbook.

    Raises:
        FileRejectedError: with every problem, each as ``file!sheet!C7``.
    """
    marks = [(sheet, corner, mark) for sheet in sheets for corner, mark in find_marks(sheet)]
    if len(marks) > MAX_MARKS:
        raise FileRejectedError(
            [Problem(file, f"有{len(marks)}处表头编号", "一个考核主体的模板，不要粘贴别的表")]
        )
    evaluator = _evaluator(marks, file, context)
    try:
        plan = layout_workbook(evaluator, context)
    except ConfigurationError as error:
        raise FileRejectedError([Problem(file, error.message)]) from None
    found = list(_check_year_and_version(marks, file, plan))
    if found:
        raise FileRejectedError(found)
    tables = _tables(marks, file, plan, found)
    found.extend(_missing_sheets(sheets, tables, file, plan))
    entries: list[Entry] = []
    for sheet in plan.sheets:
        table = tables.get(sheet.id)
        if table is not None:
            problems = SheetProblemCollector(file, table.raw.name)
            entries.extend(read_entries(table, sheet, plan, context.names, problems))
            found.extend(problems.found)
    problems = SheetProblemCollector(file, COVER_TITLE)
    signed = read_signature(tables.get(COVER), plan, problems)
    found.extend(problems.found)
    if found:
        raise FileRejectedError(_truncate_problems(found, file))
    return Submission(plan.year, plan.evaluator, tuple(entries), signed, file)


def _truncate_problems(found: Sequence[Problem], file: str) -> list[Problem]:
    """Return the problems, limited to a number that people can still mend, and say how many more there are."""
    if len(found) <= MAX_PROBLEMS:
        return list(found)
    return [*found[:MAX_PROBLEMS], Problem(file, f"另有{len(found) - MAX_PROBLEMS}处问题没有列出")]


_MarkedCorner = tuple[RawSheet, CellPosition, TableMark]


def _evaluator(marks: Sequence[_MarkedCorner], file: str, context: IntakeContext) -> str:
    """Return the evaluator that the marks name.

    Raises:
        FileRejectedError: when the marks name no evaluator, or more than one.
    """
    named = {mark.evaluator: (sheet, corner) for sheet, corner, mark in reversed(marks)}
    if len(named) != 1:
        places = "、".join(f"{name}（{sheet.name}）" for name, (sheet, _) in named.items())
        raise FileRejectedError(
            [Problem(file, f"工作表来自几个考核主体的模板：{places}", "一个文件只报一个考核主体")]
        )
    [(name, (sheet, corner))] = named.items()
    try:
        return context.names.evaluators.find(name)
    except UnknownNameError as error:
        place = SheetProblemCollector(file, sheet.name).place(corner)
        raise FileRejectedError([Problem(place, error.message, error.expected)]) from None


def _check_year_and_version(
    marks: Sequence[_MarkedCorner], file: str, plan: WorkbookLayout
) -> Iterator[Problem]:
    """Reject sheets of another year or template version."""
    for sheet, corner, mark in marks:
        place = SheetProblemCollector(file, sheet.name).place(corner)
        if mark.format != FORMAT:
            yield Problem(place, f"模板的格式是“{mark.format}”", f"“{FORMAT}”，请用新发的模板")
        if mark.year != str(plan.year):
            yield Problem(place, f"是{mark.year}年度的表", f"{plan.year}年度的表")


def _tables(
    marks: Sequence[_MarkedCorner], file: str, plan: WorkbookLayout, found: list[Problem]
) -> dict[str, LocatedTable]:
    """Return the tables by sheet id; duplicate, renamed or unknown ones become problems."""
    titles = {COVER: COVER_TITLE, **{sheet.id: sheet.title for sheet in plan.sheets}}
    ids = {COVER: [VALUE], **{sheet.id: [column.id for column in sheet.columns] for sheet in plan.sheets}}
    tables: dict[str, LocatedTable] = {}
    for sheet, corner, mark in marks:
        problems = SheetProblemCollector(file, sheet.name)
        title = titles.get(mark.sheet)
        if title is None:
            problems.add(corner, f"不认识的表“{mark.sheet}”", "模板里的编号")
        elif mark.sheet in tables:
            problems.add(corner, f"“{title}”有两份", f"只有一份（另一份在“{tables[mark.sheet].raw.name}”）")
        else:
            if sheet.name.strip() != title:
                problems.add(None, f"表名改成了“{sheet.name}”", f"“{title}”")
            tables[mark.sheet] = locate_table(sheet, corner, mark, ids[mark.sheet], problems)
        found.extend(problems.found)
    return tables


def _missing_sheets(
    sheets: Sequence[RawSheet], tables: dict[str, LocatedTable], file: str, plan: WorkbookLayout
) -> Iterator[Problem]:
    """Report sheets of the template that are missing, or whose row of ids is."""
    names = {sheet.name.strip() for sheet in sheets}
    for sheet_id, title in [(COVER, COVER_TITLE), *((sheet.id, sheet.title) for sheet in plan.sheets)]:
        if sheet_id in tables:
            continue
        if title in names:
            yield Problem(
                f"{file}!{title}", "表里的编号行被删改了，认不出列", f"左上角是“{plan.mark(sheet_id)}”"
            )
        else:
            yield Problem(file, f"缺少工作表“{title}”", "模板里的工作表都保留，没有要报的空着")
