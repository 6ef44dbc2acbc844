# SPDX-License-Identifier: GPL-2.0-or-later
"""Boxes of text on paper, turned or not, and whether they cover each other."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from qgis.core import QgsGeometry, QgsPointXY


@dataclass(frozen=True)
class PaperBox:
    """A box around a point, in millimetres, y downwards, turned clockwise by ``angle`` degrees."""

    x: float
    y: float
    width: float
    height: float
    angle: float = 0.0

    @cached_property
    def corners(self) -> list[tuple[float, float]]:
        """The four corners."""
        cos, sin = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
        half_w, half_h = self.width / 2, self.height / 2
        offsets = ((-half_w, -half_h), (half_w, -half_h), (half_w, half_h), (-half_w, half_h))
        return [(self.x + dx * cos - dy * sin, self.y + dx * sin + dy * cos) for dx, dy in offsets]

    def geometry(self) -> QgsGeometry:
        """Return the box as a polygon."""
        return QgsGeometry.fromPolygonXY([[QgsPointXY(x, y) for x, y in self.corners]])

    def inside(self, width: float, height: float, margin: float) -> bool:
        """Return whether the box lies in a frame that begins at (0, 0)."""
        return all(margin <= x <= width - margin and margin <= y <= height - margin for x, y in self.corners)

    def covers(self, other: PaperBox) -> bool:
        """Return whether two boxes have a place in common (separating axes)."""
        mine, theirs = self.corners, other.corners
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


class TakenPaper:
    """Boxes that are taken, found again by the squares of paper they lie on."""

    _SQUARE_MM = 8.0

    def __init__(self) -> None:
        self._squares: dict[tuple[int, int], list[PaperBox]] = {}

    def add(self, box: PaperBox) -> None:
        """Take the place of a box."""
        for square in self._squares_of(box):
            self._squares.setdefault(square, []).append(box)

    def is_free(self, box: PaperBox, but_for: list[PaperBox] | None = None) -> bool:
        """Return whether a box covers none that was added, ``but_for`` apart."""
        return not any(
            box.covers(other)
            for square in self._squares_of(box)
            for other in self._squares.get(square, ())
            if not but_for or other not in but_for
        )

    def _squares_of(self, box: PaperBox) -> list[tuple[int, int]]:
        xs, ys = zip(*box.corners, strict=True)
        size = self._SQUARE_MM
        return [
            (i, j)
            for i in range(int(min(xs) // size), int(max(xs) // size) + 1)
            for j in range(int(min(ys) // size), int(max(ys) // size) + 1)
        ]
