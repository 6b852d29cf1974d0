"""Content of the plugins screen, made of the results of the child process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaoping_core.model.problems import Problem
from kaoping_core.pages.schema import PluginStatusData, ProblemRow
from tui.tasks.protocol import ExamplesReport
from tui.widgets.table.data import TableCell, TableColumn, TableData, TableRow
from tui.widgets.text_view.data import Paragraph, TextDocument

WORKS = "正常"


def plugins_table(plugins: Sequence[PluginStatusData] | None, failure: str) -> TableData:
    """Return the table of plugins, or why there is none yet."""
    columns = (
        TableColumn("name", "插件", width=20),
        TableColumn("owner", "维护部门"),
        TableColumn("version", "版本", width=8),
        TableColumn("kind", "内容", width=6),
        TableColumn("seconds", "用时", "秒", number=True),
        TableColumn("fault", "状态", grows=True, width=30),
    )
    if plugins is None:
        return TableData(columns, empty=f"没有检查成，按 r 再试：{failure}" if failure else "正在检查插件…")
    return TableData(columns, tuple(map(_row, plugins)), empty="没有插件")


def _row(plugin: PluginStatusData) -> TableRow:
    return TableRow(
        plugin["name"],
        (
            TableCell(plugin["name"]),
            TableCell(plugin["owner"] or "—"),
            TableCell(plugin["version"] or "—"),
            TableCell("Python" if plugin["python"] else "数据"),
            TableCell(plugin["seconds"]),
            _state(plugin),
        ),
    )


def _state(plugin: PluginStatusData) -> TableCell:
    problems = "；".join(_problem(problem) for problem in plugin["problems"])
    if plugin["fault"]:
        return TableCell(problems or plugin["fault"], tone="bad")
    return TableCell(f"能用；{problems}", tone="warning") if problems else TableCell(WORKS)


def _problem(problem: ProblemRow) -> str:
    return Problem(**problem).text()


def plugin_paragraphs(plugin: PluginStatusData) -> TextDocument:
    """Return all about a plugin: problems first."""
    return TextDocument(tuple(_about(plugin)))


def _about(plugin: PluginStatusData) -> Iterator[Paragraph]:
    if plugin["fault"]:
        yield Paragraph("不能用", tone="bad")
        yield Paragraph(plugin["fault"], indent=1)
    elif plugin["problems"]:
        yield Paragraph("能用，有几处要看一看", tone="warning")
    else:
        yield Paragraph(WORKS, tone="good")
    for number, problem in enumerate(plugin["problems"], 1):
        yield Paragraph(problem["message"], label=f"{number}. {problem['place']}", indent=1)
        if problem["expected"]:
            yield Paragraph(f"应为：{problem['expected']}", indent=2)
    yield Paragraph()
    facts = {
        "说明": plugin["description"],
        "维护部门": plugin["owner"],
        "版本": plugin["version"],
        "适用的考评": plugin["core"],
        "来自": plugin["origin"] or "站点",
        "文件夹": plugin["path"],
        "Python": "、".join(plugin["files"]) or "没有，全是数据",
        "扣分细则": "、".join(plugin["checklists"]),
        "用时": f"{plugin['seconds']}秒（绑定规则、计分）",
        "指纹": plugin["fingerprint"],
    }
    yield from (Paragraph(text, label=label) for label, text in facts.items() if text)
    if plugin["indicators"]:
        yield Paragraph()
        yield Paragraph("计分的指标", tone="strong")
        yield from (Paragraph(indicator, indent=1) for indicator in plugin["indicators"])
    if plugin["printed"]:
        yield Paragraph()
        yield Paragraph("它往屏幕上写的", tone="strong")
        yield from (Paragraph(line, indent=1) for line in plugin["printed"].splitlines())


def examples_paragraphs(names: Sequence[str], report: ExamplesReport) -> TextDocument:
    """Return the outcome of worked examples."""
    whose = "、".join(names) if names else "全部插件"
    if not report["problems"]:
        said = f"{report['count']}个样例全部相符" if report["count"] else "没有样例"
        return TextDocument((Paragraph(f"{whose}：{said}", tone="good" if report["count"] else "warning"),))
    wrong = [
        Paragraph(problem["message"], label=problem["place"], indent=1) for problem in report["problems"]
    ]
    return TextDocument((Paragraph(f"{whose}：{report['count']}个样例，有不相符的", tone="bad"), *wrong))
