"""Builds the result workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kaoping_core.host.hooks import PluginSheet
from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import Result
from kaoping_core.reports.workbook.explanation_sheet import write_explanations
from kaoping_core.reports.workbook.group_sheet import write_group
from kaoping_core.reports.workbook.list_sheets import (
    decision_rows,
    write_decisions,
    write_findings,
    write_plugin_sheets,
    write_run,
    write_unscored,
)
from kaoping_core.reports.workbook.overview_sheet import write_overview
from kaoping_core.reports.workbook.unit_sheet import write_unit
from kaoping_core.reports.workbook.workbook import ResultWorkbook
from kaoping_core.xlsx.write.openpyxl_helpers import to_bytes

NO_SHEETS: Mapping[str, Sequence[PluginSheet]] = {}


def result_workbook(
    result: Result, scheme: Scheme, sheets: Mapping[str, Sequence[PluginSheet]] = NO_SHEETS
) -> bytes:
    """Return a result as an xlsx file; equal results give equal bytes.

    Args:
        result: fresh or recorded; nothing of it is computed again.
        scheme: the one that it was worked out with.
        sheets: what plugins add, by evaluator.
    """
    book = ResultWorkbook(result, scheme)
    write_overview(book)
    for plan in book.plan.groups.values():
        write_group(book, plan)
    write_explanations(book, decision_rows(book))
    write_findings(book)
    write_unscored(book)
    write_decisions(book)
    write_run(book)
    for unit in result.units:
        write_unit(book, unit)
    write_plugin_sheets(book, sheets)
    properties = book.workbook.properties
    properties.title = f"{scheme.county} {scheme.title}　{book.edition}"
    properties.subject = scheme.document
    properties.identifier = result.run
    book.workbook.calculation.fullCalcOnLoad = True
    return to_bytes(book.workbook, {title: page.rows for title, page in book.pages.items()})
