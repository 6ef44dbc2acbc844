# SPDX-License-Identifier: GPL-2.0-or-later
"""Boxes of text on paper, turned or not, and whether they cover each other."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

Place = tuple[float, float]
# A line to a text begins so far off what it names.
_LEADER_OFF_MM = 0.8
# How far from level, counter-clockwise, a text may be turned: a little over the upright.
_STEEPEST_DEG = 100.0


@dataclass(frozen=True)
class PaperBox:
    """A box around a point, in millimetres, y downwards, turned clockwise by ``angle`` degrees."""

    x: float
    y: float
    width: float
    height: float
    angle: float = 0.0

    @cached_property
    def corners(self) -> list[Place]:
        """The four corners."""
        half_w, half_h = self.width / 2, self.height / 2
        offsets = ((-half_w, -half_h), (half_w, -half_h), (half_w, half_h), (-half_w, half_h))
        if not self.angle:
            return [(self.x + dx, self.y + dy) for dx, dy in offsets]
        cos, sin = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
        return [(self.x + dx * cos - dy * sin, self.y + dx * sin + dy * cos) for dx, dy in offsets]

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the upright box around it."""
        (x1, y1), (x2, y2), (x3, y3), (x4, y4) = self.corners
        return min(x1, x2, x3, x4), min(y1, y2, y3, y4), max(x1, x2, x3, x4), max(y1, y2, y3, y4)

    def inside(self, width: float, height: float, margin: float) -> bool:
        """Return whether the box lies in a frame that begins at (0, 0)."""
        left, top, right, bottom = self.bounds
        return left >= margin and top >= margin and right <= width - margin and bottom <= height - margin

    def reach(self, direction: Place) -> float:
        """Return how far the edge is from the middle of an upright box in a direction of length 1."""
        across, up = (abs(part) for part in direction)
        return min(self.width / 2 / across if across else math.inf, self.height / 2 / up if up else math.inf)

    def leader(self, at: Place) -> tuple[Place, Place]:
        """Return where a line from beside a place to the edge of an upright box begins and ends."""
        length = math.hypot(self.x - at[0], self.y - at[1])
        unit = ((self.x - at[0]) / length, (self.y - at[1]) / length)
        reach = self.reach(unit)
        start = (at[0] + _LEADER_OFF_MM * unit[0], at[1] + _LEADER_OFF_MM * unit[1])
        return start, (self.x - reach * unit[0], self.y - reach * unit[1])

    def moved(self, dy: float) -> PaperBox:
        """Return the box ``dy`` millimetres lower."""
        return replace(self, y=self.y + dy)

    def covers(self, other: PaperBox) -> bool:
        """Return whether two boxes have a place in common (separating axes)."""
        left, top, right, bottom = self.bounds
        other_left, other_top, other_right, other_bottom = other.bounds
        if left >= other_right or other_left >= right or top >= other_bottom or other_top >= bottom:
            return False
        # upright boxes have no other axes
        if not self.angle and not other.angle:
            return True
        mine, theirs = self.corners, other.corners
        for angle in (self.angle, self.angle + 90, other.angle, other.angle + 90):
            cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
            along = [x * cos + y * sin for x, y in mine]
            other_along = [x * cos + y * sin for x, y in theirs]
            if max(along) <= min(other_along) or max(other_along) <= min(along):
                return False
        return True

    @staticmethod
    def along(start: Place, end: Place, thickness: float) -> PaperBox:
        """Return the box of a line."""
        length = math.hypot(end[0] - start[0], end[1] - start[1])
        angle = math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))
        return PaperBox((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, length, thickness, angle)


def upright_deg(dx: float, dy: float) -> float:
    """Return the direction of a line in degrees clockwise, that of its two in which a text is read.

    Texts are read from the foot of the sheet or from its right: a steep one begins below, also where it leans over a
    little, so that those of two lines that are nearly one do not run against each other.
    """
    upright = (math.degrees(math.atan2(dy, dx)) + _STEEPEST_DEG) % 180 - _STEEPEST_DEG
    # what is a hair below nothing leaves the whole of the divisor
    return -_STEEPEST_DEG if upright == 180 - _STEEPEST_DEG else upright


def outward(before: Place, at: Place, after: Place, holds: Callable[[float, float], bool], step: float = 0.05) -> float:
    """Return the direction of the bisector that leads out of a corner, radians.

    Parameters
    ----------
    holds : callable
        Whether the shape holds a place, x and y.
    step : float
        How near to the corner it is asked.
    """
    to_before = math.atan2(before[1] - at[1], before[0] - at[0])
    to_after = math.atan2(after[1] - at[1], after[0] - at[0])
    bisector = to_before + ((to_after - to_before) % (2 * math.pi)) / 2
    is_inside = holds(at[0] + step * math.cos(bisector), at[1] + step * math.sin(bisector))
    return bisector + math.pi if is_inside else bisector


class TakenPaper:
    """Boxes that are taken, found again by the squares of paper they lie on."""

    _SQUARE_MM = 4.0

    def __init__(self) -> None:
        self._squares: dict[tuple[int, int], list[PaperBox]] = {}

    def add(self, box: PaperBox) -> None:
        """Take the place of a box."""
        for square in self._squares_of(box):
            self._squares.setdefault(square, []).append(box)

    def add_line(self, start: Place, end: Place, thickness: float) -> None:
        """Take the place of a line, piece by piece: the upright box around a long slanting one is half the paper."""
        pieces = max(1, math.ceil(math.hypot(end[0] - start[0], end[1] - start[1]) / (2 * self._SQUARE_MM)))
        step = ((end[0] - start[0]) / pieces, (end[1] - start[1]) / pieces)
        for i in range(pieces):
            at = (start[0] + i * step[0], start[1] + i * step[1])
            self.add(PaperBox.along(at, (at[0] + step[0], at[1] + step[1]), thickness))

    def is_free(self, box: PaperBox, but_for: list[PaperBox] | None = None) -> bool:
        """Return whether a box covers none that was added, ``but_for`` apart."""
        for square in self._squares_of(box):
            for other in self._squares.get(square, ()):
                if box.covers(other) and not (but_for and other in but_for):
                    return False
        return True

    def _squares_of(self, box: PaperBox) -> list[tuple[int, int]]:
        left, top, right, bottom = box.bounds
        size = self._SQUARE_MM
        return [
            (i, j)
            for i in range(int(left // size), int(right // size) + 1)
            for j in range(int(top // size), int(bottom // size) + 1)
        ]
