# SPDX-License-Identifier: GPL-2.0-or-later
"""The window of the parcel map on paper: from plane coordinates to millimetres of the frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qgis.core import QgsGeometry, QgsRectangle
from qgis.PyQt.QtGui import QTransform

_LEAST_HEIGHT_MM = 50.0
# Over and under the parcel: for its numbers alone, and for lines that lead to what has no room beside it.
TIGHT_MM, ROOM_MM = 9.0, 16.0


@dataclass(frozen=True)
class MapFrame:
    """What the frame shows.

    Attributes
    ----------
    extent : tuple of float
        Easting and northing of the lower left and upper right corner, metres.
    scale : int
        Denominator.
    """

    extent: tuple[float, float, float, float]
    scale: int

    @property
    def width(self) -> float:
        """Return the width on paper in millimetres."""
        return (self.extent[2] - self.extent[0]) / self.scale * 1000

    @property
    def height(self) -> float:
        """Return the height on paper in millimetres."""
        return (self.extent[3] - self.extent[1]) / self.scale * 1000

    @property
    def rectangle(self) -> QgsRectangle:
        """Return the window in the plane."""
        return QgsRectangle(*self.extent)

    def on_paper(self, wkt: str) -> QgsGeometry:
        """Return a shape in millimetres from the frame's upper left corner, y downwards."""
        geometry = QgsGeometry.fromWkt(wkt)
        factor = 1000 / self.scale
        # moved first: a transform of large coordinates would cost the millimetres
        geometry.translate(-self.extent[0], -self.extent[3])
        geometry.transform(QTransform(factor, 0, 0, -factor, 0, 0))
        return geometry

    def point_on_paper(self, easting: float, northing: float) -> tuple[float, float]:
        """Return where a point lies in the frame."""
        factor = 1000 / self.scale
        return (easting - self.extent[0]) * factor, (self.extent[3] - northing) * factor

    def lower(self, height: float) -> MapFrame:
        """Return the frame at the same scale and place, ``height`` millimetres high."""
        cut = (self.height - height) / 2 * self.scale / 1000
        west, south, east, north = self.extent
        return MapFrame((west, south + cut, east, north - cut), self.scale)


def map_frame(parcel: dict[str, Any]) -> MapFrame:
    """Return the frame that the record states."""
    stored = parcel["cadastre"]["map"]
    return MapFrame(tuple(stored["bounds"]), stored["scale"])


def least_height(parcel: dict[str, Any], frame: MapFrame, room_mm: float = TIGHT_MM) -> float:
    """Return how low the frame may become with ``room_mm`` over and under the parcel."""
    shape = frame.on_paper(parcel["geometry"]["wkt"]).boundingBox()
    return min(frame.height, max(_LEAST_HEIGHT_MM, shape.height() + 2 * room_mm))
