"""Content of the assembly screen: tables of runs and changes, progress of a task."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from kaoping_core.pages.labels import FINAL
from kaoping_core.pages.schema import ChangeSet, EvaluatorRow, OverviewPage, RunRow, UnitChangeRow
from tui.tasks.history import TaskRecord
from tui.tasks.protocol import AssemblyReport, RunComparison, TrialReport
from tui.widgets.table.data import TableCell, TableColumn, TableData, TableRow, Tone
from tui.widgets.text_view.data import Paragraph, ShareBar, TextDocument

_SCORING = "计分 "
"""Prefix of an evaluator's name in progress texts."""
_COUNTED = re.compile(r"(\d+)/(\d+)$")
_MOVES: Mapping[str, tuple[str, Tone]] = {"up": ("升", "good"), "down": ("降", "warning"), "": ("", "")}


def runs_table(runs: Sequence[RunRow]) -> TableData:
    """Return the recorded runs, newest first."""
    columns = (
        TableColumn("number", "次", number=True),
        TableColumn("edition", "版本", width=4),
        TableColumn("at", "时间", width=16),
        TableColumn("actor", "谁", grows=True),
        TableColumn("run", "结果编号", width=16),
    )
    rows = [
        TableRow(
            str(run["number"]),
            (
                TableCell(str(run["number"])),
                TableCell(run["edition"], tone="good" if run["edition"] == FINAL else ""),
                TableCell(run["at"]),
                TableCell(run["actor"]),
                TableCell(run["run"]),
            ),
        )
        for run in reversed(runs)
    ]
    return TableData(columns, tuple(rows), empty="还没有汇总过：按 c 试算，按 a 汇总")


def changes_table(changes: ChangeSet, empty: str) -> TableData:
    """Return units whose total or rank changed, then those whose scores alone changed."""
    columns = (
        TableColumn("unit", "单位"),
        TableColumn("total_before", "总分", "原来", number=True),
        TableColumn("total_after", "", "现在", number=True),
        TableColumn("difference", "相差", number=True),
        TableColumn("rank_before", "名次", "原来", number=True),
        TableColumn("rank_after", "", "现在", number=True),
        TableColumn("moved", "升降", width=4),
        TableColumn("why", "为什么", width=16, grows=True),
    )
    rows = [_moved_row(unit) for unit in changes["units"]]
    moved = {unit["unit"] for unit in changes["units"]}
    still = dict.fromkeys(score["unit"] for score in changes["scores"] if score["unit"] not in moved)
    rows += [_still_row(unit, changes) for unit in still]
    return TableData(columns, tuple(rows), empty=empty)


def _moved_row(unit: UnitChangeRow) -> TableRow:
    words, tone = _MOVES[unit["moved"]]
    reasons = "；".join(unit["reasons"])
    return TableRow(
        unit["unit"],
        (
            TableCell(unit["unit"]),
            TableCell(unit["total_before"]),
            TableCell(unit["total_after"], tone="strong"),
            TableCell(unit["difference"]),
            TableCell(unit["rank_before"]),
            TableCell(unit["rank_after"], tone="strong"),
            TableCell(words, tone=tone),
            TableCell(reasons),
        ),
    )


def _still_row(unit: str, answer: ChangeSet) -> TableRow:
    names = "、".join(score["name"] for score in answer["scores"] if score["unit"] == unit)
    blanks = [TableCell() for _ in range(6)]
    return TableRow(unit, (TableCell(unit), *blanks, TableCell(f"总分没有变；{names}有变化")))


def scores_of(unit: str, changes: ChangeSet) -> TextDocument:
    """Return a unit's changed scores with their reasons."""
    paragraphs: list[Paragraph] = []
    for score in changes["scores"]:
        if score["unit"] != unit:
            continue
        before = score["before"] or score["state_before"] or "—"
        after = score["after"] or score["state_after"] or "—"
        paragraphs.append(
            Paragraph(f"{score['name']}　{before} → {after}　{score['difference']}".rstrip(), "strong")
        )
        paragraphs.append(Paragraph(score["evaluator"], label="考核主体", indent=1))
        paragraphs += [Paragraph(words, label="原因", indent=1) for words in score["reasons"]]
        paragraphs.append(Paragraph())
    return TextDocument(tuple(paragraphs[:-1]), empty="自己的得分没有变，名次是别的单位变了才变的")


def blocking_lines(overview: OverviewPage) -> TextDocument:
    """Return the findings that block a final result; Enter opens their evaluators."""
    paragraphs = [
        Paragraph(finding["message"], label=finding["evaluator"], tone="bad", key=str(position))
        for position, finding in enumerate(overview["blocking"])
    ]
    return TextDocument(tuple(paragraphs), empty="没有什么卡住，可以出正式结果（按 a）")


def comparison_summary(task: TaskRecord[TrialReport | RunComparison] | None, run: str) -> str:
    """Return the heading that says what the table compares.

    ``run`` names what an assembly would give now; a trial of another state is no longer worth much.
    """
    if task is None or task.result is None:
        return ""
    result = task.result
    if "before" in result:
        words = f"第{result['after']}次和第{result['before']}次比"
    else:
        words = f"现在和第{result['last']}次比" if result["last"] else "以前没有汇总过"
    if result.get("run", run) != run:
        words += "；试算以后又有变化，按 c 再试"
    inputs = result.get("inputs") or ()
    return words + (f"，变了的依据：{'、'.join(inputs)}" if inputs else "")


def progress_lines(
    task: TaskRecord[AssemblyReport] | None,
    step_count: int,
    seconds: int,
    evaluators: Sequence[EvaluatorRow],
) -> TextDocument:
    """Return the progress of a recording, or its outcome.

    Args:
        task: the last one.
        step_count: number of its steps to show while it runs.
        seconds: since it began.
        evaluators: as the overview has them, with their plugins.
    """
    if task is None:
        return TextDocument(empty="这次登录以后还没有汇总过")
    paragraphs = list(_running(task, seconds) if task.is_running else _outcome(task))
    steps = task.steps[:step_count] if task.is_running else task.steps
    seconds_by_evaluator = _seconds_of(task, evaluators)
    paragraphs += [_step(words, seconds_by_evaluator) for words in steps if not _is_in_summary(words, task)]
    return TextDocument((*paragraphs, *_recorded_lines(task)))


def _running(task: TaskRecord[AssemblyReport], seconds: int) -> Iterator[Paragraph]:
    last = task.steps[-1] if task.steps else ""
    yield Paragraph(f"正在汇总（^X 停下，什么也不会记录）　{seconds}秒", tone="strong")
    counted = _COUNTED.search(last)
    bar = ShareBar(int(counted[1]), int(counted[2])) if counted else None
    yield Paragraph(last, bar=bar)


def _outcome(task: TaskRecord[AssemblyReport]) -> Iterator[Paragraph]:
    if task.cancelled:
        yield Paragraph("已停下，没有记录", tone="warning")
    elif task.failure:
        yield Paragraph(f"没有汇总成：{task.failure}", tone="bad")
        for number, problem in enumerate(task.problems, 1):
            yield Paragraph(problem, label=str(number), indent=1)
    elif task.result is not None:
        done = task.result
        yield Paragraph(f"已记录：第{done['number']}次汇总（{done['edition']}）　{done['run']}", tone="good")
        if done.get("stale"):
            yield Paragraph(f"屏幕上的数还没有换成新的：{done['stale']}", tone="warning")


def _step(words: str, seconds_by_evaluator: Mapping[str, str]) -> Paragraph:
    """Render a step without its count; a scored evaluator with the time taken."""
    text = _COUNTED.sub("", words).rstrip()
    seconds = seconds_by_evaluator.get(text.removeprefix(_SCORING), "")
    return Paragraph(f"{text}　{seconds}秒" if seconds else text, indent=1)


def _seconds_of(task: TaskRecord[AssemblyReport], evaluators: Sequence[EvaluatorRow]) -> Mapping[str, str]:
    """Return seconds by evaluator, once the task has ended."""
    taken = task.result.get("seconds", {}) if task.result is not None else {}
    return {
        evaluator["name"]: taken[evaluator["plugin"]]
        for evaluator in evaluators
        if evaluator["plugin"] in taken
    }


def _is_in_summary(words: str, task: TaskRecord[AssemblyReport]) -> bool:
    """Whether the progress line already shows this step."""
    return task.is_running and words == task.steps[-1]


def _recorded_lines(task: TaskRecord[AssemblyReport]) -> Iterator[Paragraph]:
    done = task.result if not task.is_running else None
    if done is None:
        return
    if done.get("printed"):
        yield Paragraph("插件写的", tone="strong")
        for text in done["printed"]:
            yield Paragraph(text, indent=1)
