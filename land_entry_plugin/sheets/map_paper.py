# SPDX-License-Identifier: GPL-2.0-or-later
"""The paper of one parcel map while its texts find their places: what is taken, what is drawn, where the parcel is."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from qgis.core import Qgis, QgsGeometry, QgsPointXY

from land_entry_plugin.cadastre.paper_box import PaperBox, Place, TakenPaper
from land_entry_plugin.sheets.text_style import TextStyle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from land_entry_plugin.sheets.map_frame import MapFrame

MapLine = tuple[Place, Place]
POINT_MM = 1.1
_FRAME_MARGIN_MM = 0.7
_BOX_HEIGHT_EM = 1.2
_LINE_MM = 0.2


def polygon_of(box: PaperBox) -> QgsGeometry:
    """Return a box as a polygon."""
    return QgsGeometry.fromPolygonXY([[QgsPointXY(x, y) for x, y in box.corners]])


@dataclass(frozen=True)
class PlacedText:
    """A text of the map and its box in the frame."""

    text: str
    box: PaperBox
    style: TextStyle
    kind: str


@dataclass
class MapPaper:
    """One map's paper.

    Attributes
    ----------
    frame : MapFrame
    parcel : dict
        Of a record.
    song, hei : str
        Families of the two fonts.
    reserved : list of PaperBox
        What other things stand on: arrow, coordinates of the corners, stub lines.
    placed : list of PlacedText
    lines : list of pairs of points
        Leaders, and the bar of the fraction.
    """

    frame: MapFrame
    parcel: dict[str, Any]
    song: str
    hei: str
    reserved: Iterable[PaperBox] = ()
    placed: list[PlacedText] = field(default_factory=list)
    lines: list[MapLine] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.shape = self.frame.on_paper(self.parcel["geometry"]["wkt"])
        self.rings = [
            [(point, self.frame.point_on_paper(point["y_m"], point["x_m"])) for point in ring["points"]]
            for ring in self.parcel["cadastre"]["rings"]
        ]
        self.points = [at for ring in self.rings for _, at in ring]
        self.taken = TakenPaper()
        for box in [*self.reserved, *(PaperBox(x, y, POINT_MM, POINT_MM) for x, y in self.points)]:
            self.taken.add(box)
        self.outline = QgsGeometry.createGeometryEngine(self.shape.constGet())
        self.outline.prepareGeometry()
        self.drawn = TakenPaper()
        for start, end in self._lines_around():
            self.drawn.add_line(start, end, _LINE_MM)

    @property
    def whole(self) -> QgsGeometry:
        """Return the frame as a polygon."""
        return polygon_of(PaperBox(self.frame.width / 2, self.frame.height / 2, self.frame.width, self.frame.height))

    def box(self, text: str, style: TextStyle, x: float, y: float, angle: float = 0.0) -> PaperBox:
        """Return the box that a text needs around a place."""
        lines = text.split("\n")
        width = max(style.width_mm(line) for line in lines) + 0.6
        # QGIS breaks what is wider than its box: one per cent and a half millimetre to spare
        height = (len(lines) - 1) * style.line_height_mm + style.em_mm * _BOX_HEIGHT_EM
        return PaperBox(x, y, width * 1.01, height, angle)

    def is_free(self, box: PaperBox) -> bool:
        """Return whether a box lies in the frame and covers nothing."""
        return box.inside(self.frame.width, self.frame.height, _FRAME_MARGIN_MM) and self.taken.is_free(box)

    def is_clear(self, box: PaperBox) -> bool:
        """Return whether no line of what lies around runs through a box."""
        return self.drawn.is_free(box)

    def on_parcel(self, box: PaperBox) -> bool:
        """Return whether a box and the parcel have a place in common."""
        shape = polygon_of(box)
        return self.outline.intersects(shape.constGet())

    def in_parcel(self, box: PaperBox) -> bool:
        """Return whether a box lies in the parcel."""
        shape = polygon_of(box)
        return self.outline.contains(shape.constGet())

    def take(self, text: str, box: PaperBox, style: TextStyle, kind: str) -> None:
        """Set a text."""
        self.placed.append(PlacedText(text, box, style, kind))
        self.taken.add(box)

    def draw_line(self, start: Place, end: Place, room: float) -> None:
        """Draw a line, and keep ``room`` millimetres for it."""
        self.lines.append((start, end))
        self.taken.add_line(start, end, room)

    def edges(self) -> Iterator[tuple[dict[str, Any], dict[str, Any], Place, Place]]:
        """Yield every edge: its point, the following one, and where they lie."""
        for ring in self.rings:
            for i, (point, start) in enumerate(ring):
                following, end = ring[(i + 1) % len(ring)]
                yield point, following, start, end

    def places(self, shape: QgsGeometry) -> Iterable[Place]:
        """Yield where a text may stand in a shape: its roomiest place first, then a grid."""
        roomiest = shape.poleOfInaccessibility(0.5)[0].asPoint() if shape.area() else None
        if roomiest is not None:
            yield roomiest.x(), roomiest.y()
        extent = shape.boundingBox()
        middle = roomiest or extent.center()
        columns, rows = (max(2, min(14, int(size / 3))) for size in (extent.width(), extent.height()))
        grid: Sequence[Place] = [
            (
                extent.xMinimum() + (i + 0.5) * extent.width() / columns,
                extent.yMinimum() + (j + 0.5) * extent.height() / rows,
            )
            for i in range(columns)
            for j in range(rows)
        ]
        yield from sorted(grid, key=lambda at: math.hypot(at[0] - middle.x(), at[1] - middle.y()))

    def _lines_around(self) -> Iterator[MapLine]:
        """Yield the boundaries of what lies around, as far as the frame shows them."""
        whole = self.whole
        for one in self.parcel["cadastre"]["map"]["neighbours"]:
            edges = self.frame.on_paper(one["wkt"]).convertToType(Qgis.GeometryType.Line, True).intersection(whole)
            for part in edges.asGeometryCollection():
                for start, end in itertools.pairwise(part.asPolyline()):
                    yield (start.x(), start.y()), (end.x(), end.y())
