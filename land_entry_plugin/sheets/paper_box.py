# SPDX-License-Identifier: GPL-2.0-or-later
"""Boxes of text on paper, turned or not, and whether they cover each other."""

from __future__ import annotations

import math
from dataclasses import dataclass

from qgis.core import QgsGeometry, QgsPointXY


@dataclass(frozen=True)
class PaperBox:
    """A box around a point, in millimetres, y downwards, turned clockwise by ``angle`` degrees."""

    x: float
    y: float
    width: float
    height: float
    angle: float = 0.0

    def corners(self) -> list[tuple[float, float]]:
        """Return the four corners."""
        cos, sin = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
        half_w, half_h = self.width / 2, self.height / 2
        offsets = ((-half_w, -half_h), (half_w, -half_h), (half_w, half_h), (-half_w, half_h))
        return [(self.x + dx * cos - dy * sin, self.y + dx * sin + dy * cos) for dx, dy in offsets]

    def geometry(self) -> QgsGeometry:
        """Return the box as a polygon."""
        return QgsGeometry.fromPolygonXY([[QgsPointXY(x, y) for x, y in self.corners()]])

    def inside(self, width: float, height: float, margin: float) -> bool:
        """Return whether the box lies in a frame that begins at (0, 0)."""
        return all(
            margin <= x <= width - margin and margin <= y <= height - margin for x, y in self.corners()
        )

    def covers(self, other: PaperBox) -> bool:
        """Return whether two boxes have a place in common (separating axes)."""
        if math.hypot(self.x - other.x, self.y - other.y) > (
            math.hypot(self.width, self.height) + math.hypot(other.width, other.height)
        ) / 2:
            return False
        mine, theirs = self.corners(), other.corners()
        for angle in (self.angle, self.angle + 90, other.angle, other.angle + 90):
            cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            along = [x * cos + y * sin for x, y in mine]
            other_along = [x * cos + y * sin for x, y in theirs]
            if max(along) <= min(other_along) or max(other_along) <= min(along):
                return False
        return True

    @staticmethod
    def along(start: tuple[float, float], end: tuple[float, float], thickness: float) -> PaperBox:
        """Return the box of a line."""
        length = math.hypot(end[0] - start[0], end[1] - start[1])
        angle = math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))
        return PaperBox((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, length, thickness, angle)
