"""Suffixes of files that can be imported, as every list of files offers them."""

from __future__ import annotations

from typing import Final

ANNOTATABLE_SUFFIXES: Final = frozenset((".xlsx", ".xlsm"))
"""Workbooks into whose cells problems can be written (退回稿)."""
WORKBOOK_SUFFIXES: Final = ANNOTATABLE_SUFFIXES | {".xls", ".xlsb", ".et", ".ods"}
"""Files that are taken for workbooks. Old and foreign formats are among them: their rejection says how to save them."""
IMPORTABLE_SUFFIXES: Final = WORKBOOK_SUFFIXES | {".json", ".csv"}
"""Submissions and case files; files of other suffixes can be imported by their names."""
