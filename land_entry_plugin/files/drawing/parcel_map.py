# SPDX-License-Identifier: GPL-2.0-or-later
"""The parcel map before it is drawn: lines by what they bound, texts with their places, all from the record."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from land_entry_plugin.cadastre.recorded_rings import recorded_rings
from land_entry_plugin.engine.zones import PREFIX_UNIT_M
from land_entry_plugin.files.drawing.labels import Label, LabelPlaces, corners, text_width
from land_entry_plugin.files.drawing.style import WITH, WITHOUT
from land_entry_plugin.roles.cadastral_codes import short_parcel_code
from land_entry_plugin.rounding import half_up

if TYPE_CHECKING:
    from land_entry_plugin.cadastre.paper_box import Place
    from land_entry_plugin.engine.boundary_points import NumberedRing
    from land_entry_plugin.files.drawing.style import CadStyle

# By the first two digits of a survey class: roads and other traffic land, waters.
_ROAD_CODES, _WATER_CODES = ("10",), ("11",)
KINDS = ("parcels", "waters", "roads", "patches")
# Lines of what lies around that run along the boundary, or along the edge of what was read, are drawn once or not.
_SAME_LINE_M = 0.005
# Smaller features have no name on the map, and no name stands there more often.
_LEAST_NAMED_MM2, _MOST_OF_A_NAME = 60.0, 2
_MISSING = "—"
_GAP_MM = 1.2


@dataclass
class ParcelMap:
    """A parcel map in the coordinates of its drawing.

    Attributes
    ----------
    origin : tuple of float
        Easting and northing that texts and lines around are measured from; those of ``rings`` are whole.
    rings : list of NumberedRing
    window : tuple of float
        From the origin.
    scale : int
    lines : dict of str to list of arrays (n, 2)
        By kind, what lies around.
    labels : list of Label
    numbers : dict of tuple of (ring, point) to Label
        Of the boundary points that have room for their number.
    leaders : list of pairs of places
    """

    origin: Place
    rings: list[NumberedRing]
    window: tuple[float, float, float, float]
    scale: int
    lines: dict[str, list[np.ndarray]] = field(default_factory=dict)
    labels: list[Label] = field(default_factory=list)
    numbers: dict[tuple[int, int], Label] = field(default_factory=dict)
    leaders: list[tuple[Place, Place]] = field(default_factory=list)

    @property
    def metres_per_mm(self) -> float:
        """Return how long a millimetre of paper is on the ground."""
        return self.scale / 1000


def parcel_map(parcel: dict[str, Any], style: CadStyle) -> ParcelMap:
    """Return the map of a parcel of a record.

    Raises
    ------
    InputError
        When the parcel has no usable shape.
    """
    rings = recorded_rings(parcel)
    # GEOS leaves a flag of the processor up with some empty results
    with np.errstate(invalid="ignore"):
        return _parcel_map(parcel, rings, style)


def _parcel_map(parcel: dict[str, Any], rings: list[NumberedRing], style: CadStyle) -> ParcelMap:
    cadastre = parcel["cadastre"]
    shift = easting_shift(cadastre["zone"], style)
    sheet = cadastre["sheet_map"]
    west, south, east, north = sheet["bounds"]
    origin = (math.floor(west), math.floor(south))
    window = (west - origin[0], south - origin[1], east - origin[0], north - origin[1])
    local = [_moved(ring, (-origin[0], -origin[1])) for ring in rings]
    shape = _polygon(local)
    neighbours = [
        (one, shapely.transform(shapely.from_wkt(one["wkt"]), lambda points: points - origin))
        for one in cadastre["map"]["neighbours"]
    ]
    result = ParcelMap(
        (origin[0] + shift, float(origin[1])), [_moved(ring, (shift, 0.0)) for ring in rings], window, sheet["scale"]
    )
    around = _lines_around(shape, neighbours, window)
    result.lines = {kind: _strokes(lines) for kind, lines in around.items()}
    places = LabelPlaces(
        shape,
        shapely.box(*window),
        result.metres_per_mm,
        [at for ring in local for at in corners(ring)],
        style.point_mm,
        shapely.union_all(list(around.values())),
    )
    _place_texts(result, places, parcel, local, neighbours, style)
    result.leaders += places.leaders
    return result


def easting_shift(zone: dict[str, Any], style: CadStyle) -> float:
    """Return what is added to the eastings of a record: the zone number, its opposite, or nothing."""
    prefix = zone["zone"] * PREFIX_UNIT_M
    if style.zone_prefix == WITH and not zone["zone_in_easting"]:
        return prefix
    return -prefix if style.zone_prefix == WITHOUT and zone["zone_in_easting"] else 0.0


def _moved(ring: NumberedRing, by: tuple[float, float]) -> NumberedRing:
    return type(ring)(ring.names, ring.points + np.array(by), ring.is_hole, ring.part)


def _polygon(rings: list[NumberedRing]) -> shapely.Geometry:
    parts: dict[int, list[NumberedRing]] = {}
    for ring in rings:
        parts.setdefault(ring.part, []).append(ring)
    return shapely.multipolygons(
        [shapely.Polygon(own[0].points, [hole.points for hole in own[1:]]) for own in parts.values()]
    )


def _kind(neighbour: dict[str, Any]) -> str:
    if neighbour["kind"] == "parcel":
        return "parcels"
    code = neighbour["code"] or ""
    if code.startswith(_WATER_CODES):
        return "waters"
    return "roads" if code.startswith(_ROAD_CODES) else "patches"


def _lines_around(
    shape: shapely.Geometry,
    neighbours: list[tuple[dict[str, Any], shapely.Geometry]],
    window: tuple[float, float, float, float],
) -> dict[str, shapely.Geometry]:
    """Return the boundaries of what lies around by kind, each stretch once, as far as the window shows them."""
    box = shapely.box(*window)
    read = shapely.union_all([one for _, one in neighbours]).union(shape).envelope
    done = shapely.union_all([shape.boundary, box.boundary, read.boundary]).buffer(_SAME_LINE_M)
    result = {}
    for kind in KINDS:
        own = [one.boundary for neighbour, one in neighbours if _kind(neighbour) == kind]
        lines = shapely.union_all(own).intersection(box).difference(done)
        lines = shapely.line_merge(shapely.MultiLineString(_line_parts(lines)))
        done = done.union(lines.buffer(_SAME_LINE_M))
        result[kind] = lines
    return result


def _line_parts(lines: shapely.Geometry) -> list[shapely.LineString]:
    return [part for part in shapely.get_parts(lines) if part.geom_type == "LineString" and part.length > _SAME_LINE_M]


def _strokes(lines: shapely.Geometry) -> list[np.ndarray]:
    """Return lines as open strokes: a closed one would be taken for the boundary of a parcel."""
    strokes = []
    for part in shapely.get_parts(lines):
        points = shapely.get_coordinates(part)
        if part.is_ring:
            middle = len(points) // 2
            strokes += [points[: middle + 1], points[middle:]]
        elif len(points) > 1:
            strokes.append(points)
    return strokes


def _place_texts(
    result: ParcelMap,
    places: LabelPlaces,
    parcel: dict[str, Any],
    rings: list[NumberedRing],
    neighbours: list[tuple[dict[str, Any], shapely.Geometry]],
    style: CadStyle,
) -> None:
    """Set the texts, the more needed first: fraction, numbers, lengths, names."""
    heights = {kind: height * result.metres_per_mm for kind, height in style.text_mm.items()}
    _place_fraction(result, places, parcel, heights["fraction"])
    for number, ring in enumerate(rings):
        own = corners(ring)
        for i, name in enumerate(ring.names):
            label = places.number(name, own, i, heights["number"])
            if label is not None:
                result.numbers[number, i] = label
    for number, ring in enumerate(rings):
        own = corners(ring)
        lengths = [str(half_up(point["edge_m"])) for point in parcel["cadastre"]["rings"][number]["points"]]
        for i, text in enumerate(lengths):
            label = places.length(text, own[i], own[(i + 1) % len(own)], heights["length"])
            if label is not None:
                result.labels.append(label)
    least = _LEAST_NAMED_MM2 * result.metres_per_mm**2
    count: dict[str, int] = {}
    for neighbour, shape in sorted(neighbours, key=lambda pair: KINDS.index(_kind(pair[0]))):
        text = neighbour["label"]
        seen = shape.intersection(places.inside).difference(places.shape)
        if not text or seen.area < least or count.get(text, 0) >= _MOST_OF_A_NAME:
            continue
        label = places.name(text, seen, heights["name"])
        if label is not None:
            count[text] = count.get(text, 0) + 1
            result.labels.append(label)


def _place_fraction(result: ParcelMap, places: LabelPlaces, parcel: dict[str, Any], height: float) -> None:
    """Set the fraction: short code over land class, the area beside."""
    own = parcel["cadastre"]["label"]
    over, under = short_parcel_code(parcel["parcel_id"] or "") or _MISSING, own["denominator"]["value"] or _MISSING
    beside = f"{half_up(own['area_m2'])}" if own["area_m2"] is not None else _MISSING
    gap = _GAP_MM * result.metres_per_mm
    for share, find in ((1.0, places.block), (0.8, places.block), (0.6, places.block), (0.6, places.block_beside)):
        high = height * share
        left = max(text_width(over, high), text_width(under, high)) + gap
        right = text_width(beside, high * 0.8) + gap
        at = find(left + right + gap, 4 * high + 2 * gap)
        if at is None:
            continue
        middle = at[0] - right / 2
        result.labels += [
            Label(over, "fraction", (middle, at[1] + high), high),
            Label(under, "fraction", (middle, at[1] - high), high),
            Label(beside, "fraction", (at[0] + left / 2 + gap / 2, at[1]), high * 0.8),
        ]
        result.leaders.append(((middle - left / 2, at[1]), (middle + left / 2, at[1])))
        return
