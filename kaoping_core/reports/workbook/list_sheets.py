"""List sheets: findings, unscored cells, decisions, the run's fingerprints, plugins' sheets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from kaoping_core.host.hooks import PluginSheet
from kaoping_core.model.findings import Severity
from kaoping_core.model.scores import CellState, Score, format_value
from kaoping_core.model.submissions import Value
from kaoping_core.pages.labels import SEVERITY_LABELS, STATE_LABELS
from kaoping_core.reports.explanation import one_line_summary
from kaoping_core.reports.json_document import decisions_used
from kaoping_core.reports.ranking_text import edition_label
from kaoping_core.reports.workbook.layout import DECISIONS, FINDINGS, RUN, UNSCORED
from kaoping_core.reports.workbook.sheet_writer import SheetWriter
from kaoping_core.reports.workbook.styles import BODY, HEADER, LINK, LINKED, LOW, MIDDLE, NUMBER
from kaoping_core.reports.workbook.workbook import ResultWorkbook
from kaoping_core.text_table import display_width
from kaoping_core.xlsx.write.openpyxl_helpers import set_widths
from kaoping_core.xlsx.write.sheet_names import make_sheet_name

FIRST = 5
_COLORS = {Severity.ERROR: LOW, Severity.WARNING: MIDDLE}
_ROUNDING = "rounding"
_LEAST, _MOST, _PAGE = 8, 60, 140
"""Half characters of a plugin's columns, and of all of them on a page."""


def write_findings(book: ResultWorkbook) -> None:
    """Write the findings, most severe first."""
    page = book.sheet(FINDINGS, "提示", "BF8F00", titles=f"{FIRST - 1}:{FIRST - 1}")
    rows = []
    for finding in book.result.findings:
        indicator = book.scheme.indicator_by_id.get(finding.indicator or "")
        group = book.scheme.group_by_id[indicator.group].name if indicator else ""
        name = indicator.name if indicator else finding.indicator or ""
        evaluator = finding.evaluator or (indicator.evaluator if indicator else "")
        rows.append(
            (SEVERITY_LABELS[finding.severity], group, name, finding.unit or "", evaluator, finding.message)
        )
    _table(book, page, ("级别", "组", "指标", "单位", "考核主体", "内容"), (7, 20, 28, 22, 20, 60), rows)
    for row, finding in enumerate(book.result.findings, FIRST):
        if finding.severity in _COLORS:
            look = BODY.replace(horizontal="center", background=_COLORS[finding.severity])
            page.write(row, 1, SEVERITY_LABELS[finding.severity], look)


def write_unscored(book: ResultWorkbook) -> None:
    """Write cells without points and uncounted values, with their reasons."""
    page = book.sheet(UNSCORED, "未计入的和原因", "BF8F00", titles=f"{FIRST - 1}:{FIRST - 1}")
    rows: list[tuple[str, ...]] = []
    links: list[str] = []
    for finding in book.result.findings:
        if finding.code == "not_counted":
            indicator = book.scheme.indicator_by_id.get(finding.indicator or "")
            name = indicator.name if indicator else finding.indicator or ""
            evaluator, clause = (indicator.evaluator, indicator.clause) if indicator else ("", "")
            rows.append((finding.unit or "", name, "报了，没有计入", finding.message, evaluator, clause))
            known = (finding.unit or "", finding.indicator or "") in book.plan.explanations
            links.append(
                book.plan.explanation_cell(finding.unit or "", finding.indicator or "") if known else ""
            )
    for unit in book.result.units:
        for indicator_id, score in unit.scores.items():
            if score.points is None:
                indicator = book.scheme.indicator_by_id[indicator_id]
                why = _reason_text(score)
                rows.append(
                    (
                        unit.unit,
                        indicator.name,
                        STATE_LABELS[score.state],
                        why,
                        indicator.evaluator,
                        indicator.clause,
                    )
                )
                links.append(book.plan.explanation_cell(unit.unit, indicator_id))
    header = ("单位", "指标", "情况", "原因", "考核主体", "出处")
    _table(book, page, header, (30, 28, 18, 48, 22, 14), rows)
    for row, link in enumerate(links, FIRST):
        if link:
            page.write(row, 2, rows[row - FIRST][1], BODY.replace(color=LINK), link)


def _reason_text(score: Score) -> str:
    return (
        one_line_summary(score)
        if score.state is CellState.EXCLUDED
        else score.reason or one_line_summary(score)
    )


def write_decisions(book: ResultWorkbook) -> None:
    """Write the decisions that the result rests on."""
    page = book.sheet(DECISIONS, "所用决定", "548235", titles=f"{FIRST - 1}:{FIRST - 1}")
    counts = Counter(
        decision
        for _, lines in book.plan.explanations.values()
        for decision in {line.decision.id for line in lines if line.decision is not None}
    )
    rounding = book.scheme.decision_on(_ROUNDING, "")
    used = decision_rows(book)
    rows = []
    for each in book.scheme.decisions:
        if each.id in used:
            scores = "全部" if rounding is not None and each.id == rounding.id else f"{counts[each.id]}项"
            others = "；".join(each.alternatives)
            rows.append(
                (each.id, each.question, each.decision, others, each.clause, each.ask, each.where, scores)
            )
    header = ("编号", "没有明确的地方", "怎么定的", "其他做法", "出处", "可问", "在哪里改", "用到的得分")
    _table(book, page, header, (7, 30, 40, 28, 24, 14, 24, 9), rows)


def decision_rows(book: ResultWorkbook) -> dict[str, int]:
    """Return the row of each used decision on its sheet."""
    used = decisions_used(book.result, book.scheme)
    return {
        each: row for row, each in enumerate((d.id for d in book.scheme.decisions if d.id in used), FIRST)
    }


def write_run(book: ResultWorkbook) -> None:
    """Write the fingerprints of everything that the result was worked out from."""
    result, scheme = book.result, book.scheme
    page = book.sheet(RUN, "汇总和指纹", "548235", titles=f"{FIRST - 1}:{FIRST - 1}")
    units = "、".join(
        f"{group.name}{len(scheme.units_of[group.id])}个单位{len(scheme.indicators_of[group.id])}项指标"
        for group in scheme.groups
    )
    facts = [
        ("汇总", result.run),
        ("年度", str(result.year)),
        ("方案", f"{scheme.title}（{scheme.document}）"),
        ("结果", edition_label(result)),
        *([("标记", result.banner)] if result.banner else []),
        ("范围", units),
    ]
    rows = [*facts, *((f"SHA-256　{name}", print_) for name, print_ in result.fingerprints.items())]
    _table(book, page, ("项", "内容"), (44, 70), rows)


def write_plugin_sheets(book: ResultWorkbook, sheets: Mapping[str, Sequence[PluginSheet]]) -> None:
    """Write the sheets that plugins add."""
    for owner, own in sheets.items():
        for given in own:
            title = make_sheet_name(given.title, book.workbook.sheetnames)
            page = book.sheet(title, f"{given.title}（{owner}）", "7030A0", titles=f"{FIRST - 1}:{FIRST - 1}")
            columns = max([len(given.header), *map(len, given.rows)], default=1)
            widths = _fit_row(given, columns)
            _table(book, page, given.header, widths, given.rows, landscape=sum(widths) > _PAGE * 2 // 3)


def _fit_row(given: PluginSheet, columns: int) -> tuple[int, ...]:
    texts = [given.header, *([format_value(value) for value in row] for row in given.rows)]
    longest = [
        max((display_width(row[column]) for row in texts if column < len(row)), default=0)
        for column in range(columns)
    ]
    return tuple(min(_MOST, max(_LEAST, each + 2)) for each in longest)


def _table(
    book: ResultWorkbook,
    page: SheetWriter,
    header: Sequence[str],
    widths: Sequence[int],
    rows: Sequence[Sequence[Value]],
    *,
    landscape: bool = True,
) -> None:
    """Write a table with header, column widths and fitting row heights."""
    book.link_home(page, 3, 1, LINKED)
    for column, text in enumerate(header, 1):
        page.write(FIRST - 1, column, text, HEADER)
    for row, values in enumerate(rows, FIRST):
        for column, value in enumerate(values, 1):
            page.write(row, column, value, BODY if isinstance(value, str | tuple) else NUMBER)
        high = ((cells, format_value(value)) for cells, value in zip(widths, values, strict=False))
        page.grow(row, high)
    if not rows:
        page.write(FIRST, 1, "没有", BODY)
    set_widths(page.sheet, widths)
    page.sheet.freeze_panes = f"A{FIRST}"
    page.sheet.page_setup.orientation = "landscape" if landscape else "portrait"
