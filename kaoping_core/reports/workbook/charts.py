"""Native bar charts: a bar a row of a sheet, first row on top."""

from __future__ import annotations

from functools import cache

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
)
from openpyxl.worksheet.worksheet import Worksheet

from kaoping_core.reports.workbook.styles import BAR, GREY, INK

_POINTS_IN_A_CM = 28
_SMALL, _LARGE = 900, 1100
"""Sizes of labels and titles, in hundredths of a point."""


def bar_chart(
    sheet: Worksheet,
    title: str,
    rows: tuple[int, int],
    columns: tuple[int, int],
    points: str,
    *,
    width: int,
    height: int,
) -> BarChart:
    """Return a chart of one column's numbers with another column's names.

    Args:
        sheet: where the numbers stand.
        title: of the chart.
        rows: first and last.
        columns: of the names and of the numbers.
        points: how numbers are shown.
        width: in centimetres.
        height: in points, as rows have it.
    """
    first, last = rows
    names, numbers = columns
    chart = BarChart()
    chart.type = "bar"
    chart.style = 2
    chart.add_data(Reference(sheet, min_col=numbers, min_row=first, max_row=last))
    chart.set_categories(Reference(sheet, min_col=names, min_row=first, max_row=last))
    series = chart.series[0]
    series.graphicalProperties = _bar()
    series.invertIfNegative = False
    series.dLbls = _labels(points)
    chart.title = _title(title)
    chart.legend = None
    chart.gapWidth = 45
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"  # the first row on top
    chart.x_axis.txPr = chart.y_axis.txPr = _text()
    chart.x_axis.tickLblSkip = 1
    chart.y_axis.number_format = "General"
    chart.y_axis.scaling.min = 0
    chart.y_axis.crosses = "max"  # so that numbers stand below, although the names run downwards
    chart.y_axis.majorGridlines = _grid()
    chart.width = width
    chart.height = height // _POINTS_IN_A_CM
    return chart


# What all charts have in common is made once; they only read it.


@cache
def _text() -> RichText:
    properties = CharacterProperties(sz=_SMALL, b=False, solidFill=INK)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=properties), endParaRPr=properties)])


@cache
def _labels(points: str) -> DataLabelList:
    labels = DataLabelList(numFmt=points, showVal=True, dLblPos="outEnd", txPr=_text())
    for other in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(labels, other, False)
    return labels


@cache
def _bar() -> GraphicalProperties:
    return GraphicalProperties(solidFill=BAR)


@cache
def _grid() -> ChartLines:
    return ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill=GREY, w=6350)))


@cache
def _large() -> CharacterProperties:
    return CharacterProperties(sz=_LARGE, b=True, solidFill=INK)


def _title(text: str) -> Title:
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=_large()), r=[RegularTextRun(rPr=_large(), t=text)])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)
