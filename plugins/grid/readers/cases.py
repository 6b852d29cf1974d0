"""案件表: the grid platform's export, read as the grid centre's submission."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

from kaoping_core.api import FileRejectedError, Reader, Scheme, Submission


class CaseFileReader(Reader):
    """网格平台导出的案件表，一行一个案件：按单位数出三种来源的按期办结、红灯和一次核查，供计分规则算案件处置得分。
    只管表里有的单位的案件处置得分，别的不动。

    What is needed to read one is imported when one is read.

    Source: 附件4第7项.
    """

    name = "cases"
    title = "案件表"
    suffixes = (".csv", ".xlsx")

    def prepare(self) -> None:
        """Load Ibis and DuckDB, which takes longer than reading a small file."""
        with suppress(ImportError):
            import ibis

            _ = ibis.duckdb

    def recognises(self, path: Path) -> bool:
        """Whether the first row, or a workbook's first texts, are a case file's headings."""
        from ..case_file.columns import recognised  # noqa: TID252 - a plugin's folder has no name of its own
        from ..case_file.opening import first_row  # noqa: TID252 - likewise
        from ..case_file.workbook import looks_like_cases  # noqa: TID252 - likewise

        if path.suffix.lower() == ".xlsx":
            return looks_like_cases(path)
        try:
            header, _ = first_row(path)
        except (FileRejectedError, OSError):
            return False
        return recognised(header)

    def read(self, path: Path, scheme: Scheme) -> Submission:
        """Read an export.

        Raises:
            FileRejectedError: with everything that is wrong with it.
        """
        from ..case_file.databases import CsvTable  # noqa: TID252 - likewise
        from ..case_file.opening import open_csv  # noqa: TID252 - likewise
        from ..case_file.query import Cases  # noqa: TID252 - likewise
        from ..case_file.reading import CaseReading, checker_of  # noqa: TID252 - likewise
        from ..case_file.workbook import open_workbook  # noqa: TID252 - likewise

        checker = checker_of(scheme, path.name, is_years_file=True)
        with tempfile.TemporaryDirectory(prefix="kaoping-cases-") as folder:
            scratch = Path(folder)
            opened = (open_workbook if path.suffix.lower() == ".xlsx" else open_csv)(path, scratch)
            csv = CsvTable(opened, scratch, path.name)
            cases = Cases(csv.table, scheme.year, csv.ask, True, numbered=csv.numbered)
            return CaseReading(cases, checker, csv.unreadable).submission(scheme)

    def read_source(self, connection: str, table: str, scheme: Scheme) -> Submission:
        """Read the year's cases where they are.

        Raises:
            FileRejectedError: with everything that is wrong with them.
        """
        from ..case_file.databases import open_table  # noqa: TID252 - likewise
        from ..case_file.query import Cases  # noqa: TID252 - likewise
        from ..case_file.reading import CaseReading, checker_of  # noqa: TID252 - likewise

        shown = f"grid.{self.name}（表 {table}）"
        checker = checker_of(scheme, shown, is_years_file=False)
        with open_table(connection, table, shown) as (own, ask):
            cases = Cases(own, scheme.year, ask, False)
            return CaseReading(cases, checker).submission(scheme)
