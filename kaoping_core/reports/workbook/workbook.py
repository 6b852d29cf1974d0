"""What every sheet has: a heading that says what edition it is, header and footer in print."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart

from kaoping_core.model.scheme import Scheme
from kaoping_core.model.scores import CellState, Result, Score
from kaoping_core.reports.ranking_text import edition_label
from kaoping_core.reports.workbook.layout import OVERVIEW, ResultLayout, layout_result, sheet_link
from kaoping_core.reports.workbook.sheet_writer import SheetWriter, StyleNumbers
from kaoping_core.reports.workbook.styles import MARK, SUBTITLE, TITLE, CellLook
from kaoping_core.xlsx.write.openpyxl_helpers import print_on_a4

_HEADER_TEXT = 60
"""Characters of a text in a page's header, which can hold few."""


class ResultWorkbook:
    """A result workbook while it is written."""

    def __init__(self, result: Result, scheme: Scheme) -> None:
        self.result = result
        self.scheme = scheme
        self.plan: ResultLayout = layout_result(result, scheme)
        self.workbook = Workbook()
        self.workbook.remove(self.workbook.worksheets[0])
        self.pages: dict[str, SheetWriter] = {}
        """By the sheet's name."""
        self._styles = StyleNumbers(self.workbook)
        self.points = f"0.{'0' * scheme.rounding.decimals}" if scheme.rounding.decimals else "0"
        """How published points are shown."""

    @property
    def edition(self) -> str:
        """What edition of the result this is, with its banner."""
        banner = f"〔{self.result.banner}〕" if self.result.banner else ""
        return f"{edition_label(self.result)}{banner}"

    def sheet(
        self, title: str, heading: str, color: str, *, landscape: bool = True, titles: str = ""
    ) -> SheetWriter:
        """A new sheet with its heading in the first two rows.

        Args:
            title: the sheet's name.
            heading: what the sheet shows.
            color: of its tab.
            landscape: whether it is printed across.
            titles: rows that every printed page repeats, such as ``5:5``.
        """
        sheet = self.workbook.create_sheet(title)
        sheet.sheet_properties.tabColor = color
        page = self.pages[title] = SheetWriter(sheet, self._styles)
        write = page.write
        marked = self.result.provisional or self.result.banner
        write(1, 1, heading, TITLE)
        below = (
            self.edition,
            f"{self.scheme.county} {self.scheme.title}",
            self.scheme.document,
            f"汇总 {self.result.run}",
        )
        write(2, 1, "　".join(below), MARK if marked else SUBTITLE)
        page.rows.height(1, 26)
        page.rows.height(2, 18)
        print_on_a4(sheet, landscape=landscape, title_rows=titles, footer=f"汇总 {self.result.run}")
        sheet.oddHeader = HeaderFooterItem(
            left=_HeaderFooterPart(
                _escape_header(heading if self.scheme.title in heading else f"{self.scheme.title}　{heading}")
            ),
            right=_HeaderFooterPart(_escape_header(self.edition)),
        )
        return page

    def link_home(self, page: SheetWriter, row: int, column: int, look: CellLook) -> None:
        """A way back to the overview."""
        page.write(row, column, "返回总览", look, sheet_link(OVERVIEW))

    def points_format(self, score: Score) -> str:
        """How a score's number is shown: filled, provisional and vetoed scores carry their mark beside it."""
        if score.fails_year:
            return '"否决"'
        if score.state is CellState.FILLED:
            return f'{self.points}"{"暂" if score.provisional else "均"}"'
        return self.points if score.cell.weight else f'{self.points};-{self.points};"—"'


def _escape_header(text: str) -> str:
    shown = text if len(text) <= _HEADER_TEXT else f"{text[: _HEADER_TEXT - 1]}…"
    return shown.replace("&", "&&")
