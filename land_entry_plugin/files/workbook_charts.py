# SPDX-License-Identifier: GPL-2.0-or-later
"""Native charts of workbooks: bars of a column by another, which follow the cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from land_entry_plugin.files.workbook_looks import number_format
from land_entry_plugin.packages import XLSX, Later

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openpyxl.chart.marker import DataPoint
    from openpyxl.worksheet.worksheet import Worksheet

_charts = Later("openpyxl.chart", XLSX)
_labels, _markers = Later("openpyxl.chart.label", XLSX), Later("openpyxl.chart.marker", XLSX)
_shapes, _utils = Later("openpyxl.chart.shapes", XLSX), Later("openpyxl.utils", XLSX)
_WIDTH_CM, _LEAST_HEIGHT_CM, _ROOM_CM = 20, 8, 3
_ROWS_OF_A_CHART = 22
_BAR_COLOUR = "4F7C93"


@dataclass(frozen=True)
class Bars:
    """Bars of the rows of a table.

    Attributes
    ----------
    title : str
    names, figures : int
        Columns (from 0) of what the bars are called and how long they are.
    count : int
        How many rows, from the first.
    colours : sequence of str
        RRGGBB by row; one colour for all where empty.
    decimals : int
        Of the labels.
    """

    title: str
    names: int
    figures: int
    count: int
    colours: Sequence[str] = ()
    decimals: int = 0


def add_chart(worksheet: Worksheet, bars: Bars, number: int) -> None:
    """Draw bars to the right of a table; ``number`` counts the charts of the worksheet."""
    chart = _charts.BarChart()
    chart.type, chart.style = "bar", 10
    chart.title = bars.title
    chart.legend = None
    chart.gapWidth = 60
    last = bars.count + 1
    figures = _charts.Reference(worksheet, min_col=bars.figures + 1, min_row=1, max_row=last)
    chart.add_data(figures, titles_from_data=True)
    chart.set_categories(_charts.Reference(worksheet, min_col=bars.names + 1, min_row=2, max_row=last))
    # as in the table: the first on top
    chart.x_axis.scaling.orientation = "maxMin"
    # without saying so some programs draw no axes
    chart.x_axis.delete, chart.y_axis.delete = False, False
    chart.y_axis.majorGridlines = None
    chart.y_axis.numFmt = "0"
    chart.y_axis.scaling.min = 0
    (series,) = chart.series
    series.graphicalProperties = _shapes.GraphicalProperties(solidFill=_BAR_COLOUR)
    series.dPt = [_point(i, colour) for i, colour in enumerate(bars.colours)]
    series.dLbls = _labels.DataLabelList()
    series.dLbls.showVal = True
    series.dLbls.showSerName = series.dLbls.showCatName = series.dLbls.showLegendKey = False
    series.dLbls.numFmt = number_format(bars.decimals)
    chart.width, chart.height = _WIDTH_CM, max(_LEAST_HEIGHT_CM, _ROOM_CM + bars.count)
    column = _utils.get_column_letter(worksheet.max_column + 2)
    worksheet.add_chart(chart, f"{column}{2 + number * _ROWS_OF_A_CHART}")


def _point(row: int, colour: str) -> DataPoint:
    point: DataPoint = _markers.DataPoint(idx=row)
    point.graphicalProperties = _shapes.GraphicalProperties(solidFill=colour)
    return point
