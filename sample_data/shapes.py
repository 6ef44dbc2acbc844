# SPDX-License-Identifier: GPL-2.0-or-later
"""Lines and areas as people lay them out: bent boundaries, bands along an axis, blocks cut into strips."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely import LineString, Polygon

GRID_M = 0.001


def smooth_line(points: Sequence[tuple[float, float]], spacing: float = 28.0) -> LineString:
    """Return the Catmull-Rom curve through the points with a vertex about every `spacing` metres."""
    knots = np.asarray(points, dtype=float)
    knots = np.vstack([2 * knots[0] - knots[1], knots, 2 * knots[-1] - knots[-2]])
    curve = [knots[1]]
    for before, start, end, after in zip(knots, knots[1:], knots[2:], knots[3:], strict=False):
        steps = max(1, round(float(np.hypot(*(end - start))) / spacing))
        for t in np.arange(1, steps + 1) / steps:
            curve.append(
                0.5
                * (
                    2 * start
                    + (end - before) * t
                    + (2 * before - 5 * start + 4 * end - after) * t**2
                    + (3 * start - before - 3 * end + after) * t**3
                )
            )
    return LineString(curve)


def bent_line(rng: np.random.Generator, start: np.ndarray, end: np.ndarray, bend: float) -> LineString:
    """Return a line from start to end that bends a little, as a field boundary does."""
    length = float(np.hypot(*(end - start)))
    count = max(2, round(length / 55) + 1)
    across = np.array([-(end - start)[1], (end - start)[0]]) / length
    offsets = rng.normal(0, bend / 3, count) + bend * np.sin(np.linspace(0, np.pi, count)) * rng.uniform(-1, 1)
    offsets[[0, -1]] = 0
    along = np.linspace(0, 1, count)[:, None]
    return LineString(start + along * (end - start) + offsets[:, None] * across)


def ribbon(axis: LineString, left: np.ndarray, right: np.ndarray) -> Polygon:
    """Return the band between two distances left and right of an axis, one pair a vertex."""
    points = shapely.get_coordinates(axis)
    direction = np.gradient(points, axis=0)
    normal = np.column_stack([-direction[:, 1], direction[:, 0]]) / np.hypot(*direction.T)[:, None]
    return Polygon(np.vstack([points + normal * left[:, None], (points - normal * right[:, None])[::-1]]))


def random_widths(rng: np.random.Generator, count: int, least: float, most: float) -> np.ndarray:
    """Return widths that swing slowly between least and most."""
    knots = rng.uniform(least, most, max(3, count // 5))
    return np.interp(np.linspace(0, len(knots) - 1, count), np.arange(len(knots)), knots)


def parts(geometry: shapely.Geometry) -> list[Polygon]:
    """Return the polygons of a geometry."""
    return [part for part in shapely.get_parts(geometry).tolist() if part.geom_type == "Polygon" and not part.is_empty]


def faces(lines: list[shapely.Geometry]) -> list[Polygon]:
    """Return the faces that the lines enclose, their vertices on the millimetre."""
    noded = shapely.unary_union(lines, grid_size=GRID_M)
    found = shapely.get_parts(shapely.polygonize([noded])).tolist()
    return sorted(found, key=lambda face: face.representative_point().coords[0])


def cut(area: Polygon, lines: list[LineString]) -> list[Polygon]:
    """Return the pieces of an area between the lines."""
    return [face for face in faces([area.boundary, *lines]) if area.contains(face.representative_point())]


def rectangle_sides(area: Polygon) -> np.ndarray:
    """Return two adjoining sides, as vectors, of the smallest rectangle around the area."""
    hull = shapely.get_coordinates(shapely.convex_hull(area))
    edges = np.diff(hull, axis=0)
    along = edges / np.sqrt(edges[:, 0] ** 2 + edges[:, 1] ** 2)[:, None]
    turned_x = along[:, :1] * hull[:, 0] + along[:, 1:] * hull[:, 1]
    turned_y = -along[:, 1:] * hull[:, 0] + along[:, :1] * hull[:, 1]
    boxes = shapely.box(turned_x.min(axis=1), turned_y.min(axis=1), turned_x.max(axis=1), turned_y.max(axis=1))
    smallest = int(shapely.area(boxes).argmin())
    x, y = shapely.get_coordinates(shapely.envelope(boxes[smallest]))[:3].T
    cos, sin = along[smallest]
    return np.diff(np.column_stack([cos * x - sin * y, sin * x + cos * y]), axis=0)


def long_axis(area: Polygon) -> float:
    """Return the direction of the longer side of the smallest rectangle around the area, in radians."""
    sides = rectangle_sides(area)
    longer = sides[int(np.hypot(*sides.T).argmax())]
    return float(np.arctan2(longer[1], longer[0]))


def mean_width(area: Polygon) -> float:
    """Return twice the area over the perimeter."""
    return 2 * area.area / area.length


def cross_lines(
    rng: np.random.Generator, area: Polygon, direction: float, widths: tuple[float, float], bend: float
) -> list[LineString]:
    """Return bent lines of the given direction over an area, their distances drawn between two widths."""
    centre = np.array(area.centroid.coords[0])
    along = np.array([np.cos(direction), np.sin(direction)])
    across = np.array([-along[1], along[0]])
    points = shapely.get_coordinates(area) - centre
    low, high = (points @ across).min(), (points @ across).max()
    reach = np.abs(points @ along).max() + 10
    lines, position = [], low + rng.uniform(*widths)
    while position < high - 0.6 * widths[0]:
        middle = centre + across * position
        tilt = across * rng.normal(0, 0.05 * widths[0])
        lines.append(bent_line(rng, middle - along * reach - tilt, middle + along * reach + tilt, bend))
        position += rng.uniform(*widths)
    return lines


def middle_cut(rng: np.random.Generator, piece: Polygon) -> list[LineString]:
    """Return a line across a strip somewhere about its middle."""
    direction = long_axis(piece)
    along = np.array([np.cos(direction), np.sin(direction)])
    across = np.array([-along[1], along[0]]) + along * rng.normal(0, 0.06)
    points = shapely.get_coordinates(piece) @ along
    position = np.array(piece.centroid.coords[0]) + along * (points.max() - points.min()) * rng.uniform(-0.17, 0.17)
    line = bent_line(rng, position - across * 400, position + across * 400, 2.0)
    return [shapely.intersection(line, piece.buffer(0.5))]


def divide_block(rng: np.random.Generator, block: Polygon) -> list[LineString]:
    """Return the field boundaries inside a block; a large one is first cut in two that differ in direction."""
    if block.area > rng.uniform(30_000, 110_000):
        first_cut = middle_cut(rng, block)
        halves = [half for half in cut(block, first_cut) if half.area > 3_000]
        if len(halves) > 1:
            return first_cut + [line for half in halves for line in strip_lines(rng, half)]
    return strip_lines(rng, block)


def strip_lines(rng: np.random.Generator, block: Polygon) -> list[LineString]:
    """Return the boundaries of the strips in a block, some of them cut by a headland."""
    direction = long_axis(block) + rng.normal(0, 0.06)
    if rng.random() < 0.65:
        direction += np.pi / 2
    narrow = rng.uniform(41, 70)
    lines = cross_lines(rng, block, direction, (narrow, narrow * rng.uniform(1.5, 2.2)), rng.uniform(1.0, 4.5))
    headlands = []
    for piece in cut(block, lines):
        if np.hypot(*rectangle_sides(piece).T).max() > rng.uniform(190, 380):
            headlands += middle_cut(rng, piece)
    return [shapely.intersection(line, block.buffer(0.5)) for line in lines] + headlands
