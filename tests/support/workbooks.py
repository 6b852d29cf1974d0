"""Filled workbooks for tests: the whole-county cases as departments would send them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kaoping_core.intake.context import IntakeContext
from kaoping_core.intake.workbook.template import make_template
from kaoping_core.samples.fill_workbook import fill_workbook
from tests.support.county_cases import submissions_of


def reports_of(county: str, intake: IntakeContext) -> dict[str, dict[str, Any]]:
    """A county's reports in the interchange format with official names, by evaluator, in the files' order."""
    reports: dict[str, dict[str, Any]] = {}
    for path in submissions_of(county):
        report = json.loads(path.read_text(encoding="utf-8"))
        for entry in report["entries"]:
            entry["unit"] = intake.names.units.find(entry["unit"])
            group = intake.scheme.unit_by_name[entry["unit"]].group
            entry["indicator"] = intake.names.indicator(entry["indicator"], group).id
        reports[intake.names.evaluators.find(report["evaluator"])] = report
    return reports


def filled_workbooks(county: str, intake: IntakeContext, folder: Path) -> list[Path]:
    """The county's reports as workbooks, one an evaluator, filled in by their headings."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for number, (evaluator, report) in enumerate(reports_of(county, intake).items(), 1):
        file = folder / f"{number:02}-{evaluator}.xlsx"
        file.write_bytes(fill_workbook(make_template(evaluator, intake), report))
        files.append(file)
    return files
