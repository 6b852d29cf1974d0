"""Export of a recorded assembly (导出). Asks for what the kind of file needs, proposes its name, asks before overwriting."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from kaoping_core.errors import UsageError
from kaoping_core.export_options import ALL_UNITS, parse_bulletin_number, parse_issue_date, parse_unit_list
from kaoping_core.pages.labels import FINAL
from kaoping_core.pages.schema import RunRow
from tui.dialogs.files.save_path import confirm_overwriting, file_problem, resolve_target
from tui.dialogs.form import FormDialog, FormField
from tui.dialogs.picker import PickerDialog
from tui.session.session import Session
from tui.tasks.protocol import Export, ExportKind
from tui.widgets.table.data import TableCell, TableColumn, TableData, TableRow

if TYPE_CHECKING:
    from textual.app import App

KINDS: Mapping[ExportKind, tuple[str, str]] = {
    "xlsx": ("结果工作簿", "各组得分表、依据、单位页、图表"),
    "docx": ("考评结果通报", "Word 公文；暂定的是征求意见稿"),
    "json": ("JSON", "给别的程序读的完整结果"),
}
BULLETIN = "docx"
REMEMBERED_FIELDS = "export"
"""Under which the folder last used is remembered."""

OnExported = Callable[[Export], None]
"""Receives the request that writes the file."""


def export_run(app: App[None], session: Session, run: RunRow, then: OnExported) -> None:
    """Ask how a recorded assembly is to be written and where."""

    def chosen(key: str | None) -> None:
        kind = next((kind for kind in KINDS if kind == key), None)
        if kind:
            _ask_bulletin(app, session, run, kind, then)

    title = f"导出第{run['number']}次汇总（{run['edition']}）"
    app.push_screen(PickerDialog(session, title, _kinds()), chosen)


def _kinds() -> TableData:
    rows = tuple(
        TableRow(key, (TableCell(title), TableCell(f".{key}"), TableCell(words)))
        for key, (title, words) in KINDS.items()
    )
    columns = (
        TableColumn("kind", "导出成"),
        TableColumn("suffix", "", width=6),
        TableColumn("words", "", grows=True),
    )
    return TableData(columns, rows)


def _ask_bulletin(app: App[None], session: Session, run: RunRow, kind: ExportKind, then: OnExported) -> None:
    proposed = proposed_file(session, run, kind)

    def answered(texts: Mapping[str, str] | None) -> None:
        if texts is not None:
            target = resolve_target(texts["file"], proposed)
            session.user_state.save_view_state(REMEMBERED_FIELDS, {"folder": str(target.parent)})
            request = _export_request(session, kind, target, str(run["number"]), texts)
            confirm_overwriting(app, session, target, lambda path: then(evolve(request, target=str(path))))

    asked = [FormField("file", "写到", str(proposed)), *(_of_bulletin(run) if kind == BULLETIN else ())]
    check = partial(bulletin_problem, session, proposed)
    app.push_screen(FormDialog(session, f"导出{KINDS[kind][0]}", asked, check), answered)


def proposed_file(session: Session, run: RunRow, kind: str) -> Path:
    """Return a file name that says which assembly it is, in the folder used last."""
    chosen = session.user_state.view_state(REMEMBERED_FIELDS).get("folder")
    folder = Path(chosen) if isinstance(chosen, str) and Path(chosen).is_dir() else session.uploads
    draft = "" if run["edition"] == FINAL else "（暂定）"
    return folder / f"考评结果-{session.year}-第{run['number']}次{draft}.{kind}"


def _of_bulletin(run: RunRow) -> Sequence[FormField]:
    number = FormField("number", "发文字号", hint="如 盘县政办发〔2020〕1号；可以不填")
    return (
        *((number,) if run["edition"] == FINAL else ()),
        FormField("on", "成文日期", hint="如 2020-01-15；可以不填"),
        FormField("units", "附得失分的单位", hint=f"用、分开，或写 {ALL_UNITS}；不填就不附"),
    )


def bulletin_problem(session: Session, proposed: Path, texts: Mapping[str, str]) -> str:
    """Return what is wrong with the texts of the form; empty when nothing is."""
    problem = file_problem(texts["file"], proposed)
    if problem:
        return problem
    target = resolve_target(texts["file"], proposed)
    if target.suffix.lower() != proposed.suffix:
        return f"文件名要以 {proposed.suffix} 结尾"
    try:
        _export_request(session, "docx", target, "", texts)
    except UsageError as error:
        return error.message
    return ""


def _export_request(
    session: Session, kind: ExportKind, target: Path, run: str, texts: Mapping[str, str]
) -> Export:
    """Return the request that the texts of the form ask for.

    Raises:
        UsageError: for the first text that is wrong.
    """
    names = session.pages.names()
    units = {unit["name"]: unit["aliases"] for unit in names["units"]} if names else {}
    day = parse_issue_date(texts.get("on", ""))
    return Export(
        kind,
        str(target),
        run=run,
        number=parse_bulletin_number(texts.get("number", "")),
        date=day.isoformat() if day else "",
        units=parse_unit_list(texts.get("units", ""), units),
    )
